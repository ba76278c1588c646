#ifndef LOG_LINES_H
#define LOG_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/source.h"

/* Where the text of a source begins: behind a byte order mark. */
size_t lines_begin(const struct source *source);

/* The next line that is not blank, without its line end and the blanks around
 * it; `at` moves behind it. False at `stop`. */
struct line {
    const char *text;
    size_t n;
};
bool lines_next(const char **at, const char *stop, struct line *line);

/* The begin of the first line that begins at or behind `to`, or the end. */
size_t lines_cut(const struct source *source, size_t to);

#endif
