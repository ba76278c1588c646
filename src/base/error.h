#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdbool.h>
#include <stddef.h>

/* Where something is wrong. Lines and columns count from 1; 0: not known. */
struct place {
    const char *name; /* of the file; NULL: no file is meant */
    size_t line, column;
};

enum { ERROR_TEXT_SIZE = 1024 };

/* One failure. The text is formatted when it is set and borrows nothing.
 * Initialise with {0}. The first error set wins. */
struct error {
    bool is_set;
    char text[ERROR_TEXT_SIZE];
};

/* Says what is wrong: "NAME:LINE:COLUMN: ...", cut with "..." where it is too
 * long. Control characters of what is quoted are shown as '?'. Always returns
 * false, so that a function can end with: return error_set(error, place,
 * "...");  `place` may be NULL. */
bool error_set(struct error *error, const struct place *place,
               const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Says what failed, and why errno has it: "NAME: cannot be read: is a
 * directory". */
bool error_set_system(struct error *error, const struct place *place,
                      const char *what);

/* What cannot happen did: prints file, line and message, and aborts. */
#define BUG(...) error_bug(__FILE__, __LINE__, __VA_ARGS__)
void error_bug(const char *file, int line, const char *format, ...)
    __attribute__((noreturn, format(printf, 3, 4)));

#endif
