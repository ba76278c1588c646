#ifndef LOG_CSV_PLAIN_H
#define LOG_CSV_PLAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "log/csv_reader.h"

/* Cuts the records that are written as one would write them, which are nearly
 * all, 32 bytes at a time. Whatever is odd about a record (a blank or a
 * letter outside the quotes of a cell, a lone CR, the end of the text, a cell
 * of 64 KB) is left to csv_next and csv_split, with which it agrees. */

struct csv_cuts {
    size_t most;        /* cells of which the end is kept */
    const char **stops; /* [most + 1]: behind each cell, quotes included; the
                           last is for what is more */
    size_t n_cells;     /* of the record, perhaps more than `most` */
    bool has_quotes;
};

/* The line end of the record at `at`, or NULL if it is odd. The text goes on to
 * `end`, with SOURCE_PADDING bytes behind it. */
const char *csv_cut_plain(struct csv_cuts *cuts, struct csv_dialect dialect,
                          const char *at, const char *end);

/* The cell between these, without blanks and quotes around it; false if there
 * are quotes within, which must be made single first. */
bool csv_plain_cell(struct cell *cell, struct csv_dialect dialect,
                    const char *from, const char *to);

#endif
