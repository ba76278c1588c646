#ifndef LOG_WRITERS_H
#define LOG_WRITERS_H

#include <stdint.h>
#include <stdio.h>

#include "data/table.h"

/* A table as a log again: canonical names, seconds, dollars, tokens, times as
 * ISO 8601 in UTC; what is missing is an empty cell or null. Numbers have the
 * fewest digits that read back the same. */
struct writer {
    const char *name, *extension; /* "csv" */
    /* The rows for which keep[row] is not 0. Errors stay in the FILE. */
    void (*write)(const struct table *table,
                  const struct column *const *columns, size_t n_columns,
                  const uint8_t *keep, FILE *out);
};

extern const struct writer writer_csv, writer_jsonl;

extern const struct writer *const writers[]; /* ends with NULL */

/* By name, or by the end of a file's name; NULL. */
const struct writer *writer_find(const char *name);
const struct writer *writer_of_path(const char *path);

/* A cell as text: a number, a time, or the text itself. Returns false if it is
 * missing. `text` must hold WRITER_CELL_SIZE; texts are returned as they are
 * in *cell. */
enum { WRITER_CELL_SIZE = 64 };
bool writer_cell(const struct column *column, size_t row, char *text,
                 const char **cell);

#endif
