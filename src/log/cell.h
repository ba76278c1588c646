#ifndef LOG_CELL_H
#define LOG_CELL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One value of a log, as its syntax has it, before anybody knows what it
 * means. Readers make cells; everything above works on them, whatever the
 * syntax was. A view: the text lives in the source or in the reader. */

enum cell_kind {
    CELL_NULL,   /* JSON null, or nothing there */
    CELL_TEXT,   /* unquoted and unescaped; a CSV has only these */
    CELL_NUMBER, /* a JSON number, as written */
    CELL_FLAG,   /* "true" or "false" */
    CELL_NESTED, /* an array or object, as written; n is 0 if it was entered */
};

struct cell {
    enum cell_kind kind;
    const char *text;
    size_t n;
    size_t offset; /* of its first byte in the source */
};

/* How numbers are written in this log. */
struct number_form {
    bool has_decimal_comma; /* "1.234,5" */
};

/* No value: null, empty, blank, or a word for it (NA, N/A, NaN, None, null,
 * undefined, nil, "-"); the case does not matter. What is infinite is none
 * either, though it says something: "inf", "-Infinity". */
bool cell_is_missing(const struct cell *cell);
bool cell_is_infinite(const struct cell *cell);

/* The cell as a number. A flag is 1 or 0. "1,234,567" and "$0.02" are read; so
 * is a number with a unit of time behind it ("219.11s", "35 ms"): then `unit`
 * is that unit in seconds, else 0. False if it is no finite number. */
bool cell_number(const struct cell *cell, const struct number_form *form,
                 double *number, double *unit);

/* Reads a flag: true, yes, y, 1 and false, no, n, 0, in any case; 1, 0, or -1
 * if it is none. */
int cell_flag(const char *text, size_t n);

/* True if the texts are equal but for the case of ASCII letters. */
bool text_is(const char *text, size_t n, const char *word);

#endif
