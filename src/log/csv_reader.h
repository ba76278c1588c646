#ifndef LOG_CSV_READER_H
#define LOG_CSV_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "log/cell.h"

/* The syntax of CSV (RFC 4180) as logs have it: any delimiter; quotes, doubled
 * quotes and line ends inside them; LF, CRLF, CR CR LF or CR; blank lines; no
 * final line end. Blanks around a cell are no part of it. */

struct csv_dialect {
    char delimiter;
};

enum { CSV_DELIMITERS = 4 };
extern const char csv_delimiters[CSV_DELIMITERS]; /* , ; TAB | */

/* Finds the delimiter: the one that cuts the first records into the same
 * number of cells, more than one, most consistently. Without any it is a
 * comma. */
struct csv_dialect csv_sniff(const char *text, size_t n);

/* A record of a text. */
struct csv_record {
    const char *text;
    size_t n;        /* without its line end */
    bool has_quotes; /* it must be parsed with care */
    bool is_open;    /* a quoted cell never ends; the record is one line */
};

/* Goes through the records of a part of a text, blank lines left out. What a
 * record is depends on the text alone, not on where the part begins. */
struct csv_scanner {
    struct csv_dialect dialect;
    const char *at, *stop;      /* the part */
    const char *end;            /* of the text */
    const char *newline;        /* the next one; or end, if there is none */
    const char *quote;          /* the next one; newline, if none is before */
    const char *barren, *until; /* between these no quote closes a cell */
};

/* Begins at `at`, which is the begin of a record, and stops at the first
 * record that begins at `stop` or later; the text goes on up to `end`. */
void csv_scan(struct csv_scanner *scanner, struct csv_dialect dialect,
              const char *at, const char *stop, const char *end);
bool csv_next(struct csv_scanner *scanner, struct csv_record *record);

/* Where the first record begins at or behind `to`, or the end. */
const char *csv_skip(struct csv_scanner *scanner, const char *to);

/* Cuts records into cells. */
struct csv_splitter;

struct csv_splitter *csv_splitter_create(struct csv_dialect dialect);
void csv_splitter_destroy(struct csv_splitter *splitter);

/* The cells of a record, valid until the next call; their offsets are within
 * the record, and that of the record itself in one with quotes. */
const struct cell *csv_split(struct csv_splitter *splitter,
                             const struct csv_record *record, size_t *n_cells);

/* The same by libcsv, whatever the record: the oracle of csv_split. */
const struct cell *csv_split_carefully(struct csv_splitter *splitter,
                                       const struct csv_record *record,
                                       size_t *n_cells);

#endif
