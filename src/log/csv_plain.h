#ifndef LOG_CSV_PLAIN_H
#define LOG_CSV_PLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "log/csv_reader.h"

/* Cuts the records that are written as one would write them, which are nearly
 * all: a window of text is searched for delimiters, quotes and line ends 64
 * bytes at a time, and the records are cut at these marks. Whatever is odd
 * about a record (a blank or a letter outside the quotes of a cell, a lone CR,
 * the end of the text, a record of 64 KB) is left to csv_next and csv_split,
 * with which it agrees. */

struct csv_cutter;

/* At most this many cells of a record are cut out if there are quotes. */
struct csv_cutter *csv_cutter_create(struct csv_dialect dialect, size_t most);
void csv_cutter_destroy(struct csv_cutter *cutter);

/* The text goes on to `end`, with SOURCE_PADDING bytes behind it; records that
 * begin at or behind `stop` will hardly be asked for. */
void csv_cutter_begin(struct csv_cutter *cutter, const char *stop,
                      const char *end);

struct csv_cuts {
    const char *base;
    const uint32_t *stops; /* behind each cell, quotes included, from base on */
    size_t n_cells;        /* of the record, perhaps more than `most` */
    bool has_quotes;
};

/* The line end of the record at `at`, or NULL if it is odd. Later records are
 * found fastest in their order. */
const char *csv_cut_plain(struct csv_cutter *cutter, const char *at,
                          struct csv_cuts *cuts);

/* The cell between these, without blanks and quotes around it; false if there
 * are quotes within, which must be made single first. */
bool csv_plain_cell(struct cell *cell, struct csv_dialect dialect,
                    const char *from, const char *to);

#endif
