#ifndef LOG_BATCH_H
#define LOG_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "data/table.h"
#include "log/cell.h"
#include "log/list.h"
#include "log/problems.h"
#include "log/schema.h"

/* The rows of one chunk, in columns, before they join the table. A batch is
 * filled by one thread and shares nothing that changes: what comes out does
 * not depend on how a log was cut or who read which part. */

enum { BATCH_RECENT = 64 };

struct recent_text {
    uint64_t begin, end; /* its first and last bytes, as words; see batch.c */
    uint32_t code;
    uint32_t n; /* bytes of its text */
};

struct batch {
    struct arena *arena;
    const struct schema *schema;
    struct column *columns;                     /* one a slot */
    struct recent_text (*recent)[BATCH_RECENT]; /* of each: that come often */
    size_t *only;   /* of each column: schema_only_slot */
    size_t *filled; /* of each slot: the row it was last filled in, plus one */
    size_t n_rows, capacity;
    size_t n_records;          /* rows and rejected ones */
    size_t n_naive;            /* times without a zone */
    size_t offset;             /* of the open record */
    size_t end;                /* behind the last record, in the source */
    struct term_value *terms;  /* of the open row */
    struct date_minute minute; /* of the last time */
    struct problems problems;
};

void batch_init(struct batch *batch, const struct schema *schema);
void batch_release(struct batch *batch);

/* Empty again, for another chunk; its memory is kept. */
void batch_reset(struct batch *batch);

/* A record begins at this offset: a new row, missing everywhere. */
void batch_open(struct batch *batch, size_t offset);

/* Fills the slots that a column feeds. A second value for a slot replaces the
 * first and is counted as "duplicate-key". */
void batch_put(struct batch *batch, size_t column, const struct cell *cell);

/* Fills one slot, of which the record has no second value: for readers that
 * know their columns. */
void batch_fill(struct batch *batch, size_t slot, const struct cell *cell);

/* The record was read. */
void batch_close(struct batch *batch);

/* The record cannot be read, for the reason that `code` names; `text` is
 * shown. Nothing of it is kept. */
void batch_reject(struct batch *batch, const char *code, const char *text,
                  size_t n);

/* Appends the rows to the table, whose last rows they become. */
void batch_append(const struct batch *batch, struct table *table);

#endif
