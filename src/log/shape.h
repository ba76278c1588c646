#ifndef LOG_SHAPE_H
#define LOG_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/source.h"
#include "base/text.h"
#include "log/batch.h"
#include "log/format.h"
#include "log/probe.h"
#include "log/schema.h"

/* Bytes of a source that are at hand; SOURCE_PADDING more are readable. */
struct stretch {
    const char *text;
    size_t from, to;
    bool is_last; /* the source ends with it */
};

static inline const char *stretch_at(const struct stretch *stretch,
                                     size_t offset)
{
    return stretch->text + (offset - stretch->from);
}

/* How requests stand in a file: rows of a CSV, one object a line, a list
 * within one object. A shape knows syntax only; what the names mean is the
 * schema's affair. A new shape is one file and one line in shape.c. */

struct shape {
    const char *name; /* "csv", "jsonl" */

    /* Whether this source has the shape; `why` gets the reason for people. */
    bool (*fits)(const struct source *source, struct text *why);

    /* What a reader of this source needs to know (delimiter, header), in the
     * arena; it does not change afterwards. The format may be NULL. NULL: an
     * error was set. */
    void *(*open)(const struct source *source, const struct format *format,
                  struct arena *arena, struct error *error);

    /* Frees what the arena does not; NULL: nothing. */
    void (*close)(void *log);

    /* Counts the cells of the records that begin in [from, to) and of whole
     * records only; `from` is the begin of a record. */
    void (*probe)(void *log, size_t from, size_t to, struct probe *probe);

    /* Where the first record begins. */
    size_t (*begin)(void *log);

    /* The end of a chunk that begins at `from` and is about `size` long: the
     * begin of another record, or the end of the source. */
    size_t (*cut)(void *log, size_t from, size_t size);

    /* Where a record begins, at or behind `to`, as far as one can tell without
     * reading what is before; who relies on it makes sure that the reading of
     * the part before ends there. */
    size_t (*guess)(void *log, size_t to);

    /* What a worker needs to read records by this schema, or NULL. */
    void *(*worker_create)(void *log, const struct schema *schema);
    void (*worker_destroy)(void *worker);

    /* Whether load looks at nothing but its stretch. */
    bool is_local;

    /* Reads the records that begin in [from, to), `from` being the begin of a
     * record. Sets batch->end, to begin with at `to`, if they end elsewhere:
     * behind `to`, or before it where the stretch may have cut a record off,
     * which is then to be read from a longer one. */
    void (*load)(void *worker, const struct stretch *stretch, size_t from,
                 size_t to, struct batch *batch);
};

extern const struct shape shape_records, shape_jsonl, shape_csv;

/* The shapes, in the order in which they are tried; ends with NULL. */
extern const struct shape *const shapes[];

#endif
