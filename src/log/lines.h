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

/* Places of offsets: counted from the one before, if that is not behind. */
struct line_counter {
    const struct source *source;
    size_t begin, line; /* of the line of the last place; {0} at first */
};
struct place lines_place(struct line_counter *counter, size_t offset);

/* The begin of the first line that begins at or behind `to`, or the end. */
size_t lines_cut(const struct source *source, size_t to);

#endif
