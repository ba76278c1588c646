#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Numbers in texts, without a locale. Texts are n bytes and need no NUL. What
 * is false leaves the result alone. */

/* The correctly rounded double of a decimal number ("-1.5", "3e-7", ".5",
 * "1."), the whole text; white space around it is not allowed. False if it is
 * no finite number (also "nan", "inf", hexadecimal, beyond the largest
 * double). */
bool number_parse(const char *text, size_t n, double *number);

/* The same with a decimal comma: "1,5". Points may group thousands if a comma
 * follows: "1.234,5"; "1.234" alone is refused, since it could be either. */
bool number_parse_comma(const char *text, size_t n, double *number);

/* A whole number of 64 bits, exactly ("12", also "12.0" and "1e3"); false if
 * there is a fraction or it does not fit. */
bool number_parse_integer(const char *text, size_t n, int64_t *integer);

/* A decimal number ("1763971200.123456789", "1763971200123") times 10^power,
 * as a whole number, never through a double: digits beyond are cut. False if
 * it is no number or does not fit. */
bool number_parse_scaled(const char *text, size_t n, int power,
                         int64_t *integer);

enum { NUMBER_TEXT_SIZE = 32 };

/* The fewest digits that read back as the same double, as JSON allows them:
 * "0.1", "1e-7", "1.5e300"; returns the length. Not for NAN and infinities. */
size_t number_format(char text[NUMBER_TEXT_SIZE], double number);

#endif
