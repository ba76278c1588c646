#ifndef LOG_LOAD_H
#define LOG_LOAD_H

#include "base/digest.h"
#include "base/progress.h"
#include "log/problems.h"
#include "log/shape.h"

/* Bytes of a chunk, and behind it that are read with it for the record that
 * goes on there. */
enum { CHUNK_SIZE = 1 << 20, BEHIND_CHUNK = 1 << 12 };

/* A log, opened in its shape. */
struct opened {
    const struct source *source;
    const struct shape *shape;
    void *log; /* the shape's own */
};

void load_close(struct opened *opened);

/* Looks at the head; also at samples from the middle and the end if the log is
 * large, or at all of it if it is small. */
void load_probe(const struct opened *opened, struct probe *probe);

/* What reading a log gave, beside the rows. */
struct loaded {
    size_t n_records, n_rows;
    size_t n_naive; /* times without a zone */
    struct problems problems;
};

/* How it is read. */
struct load_options {
    size_t chunk_size;         /* 0: CHUNK_SIZE and BEHIND_CHUNK */
    size_t behind;             /* if a chunk_size is given */
    size_t expected;           /* bytes that will be there in the end; or 0 */
    unsigned n_threads;        /* 0: the processors there are */
    struct progress *progress; /* NULL: nobody wants to know */
    struct digest *digest;     /* gets all bytes of the source; NULL */
};

/* Reads all records into the table, behind the rows that are there. What comes
 * out depends neither on the size of the chunks nor on the number of threads.
 * Texts of problems live in the arena. */
void load_records(const struct opened *opened, const struct schema *schema,
                  const struct load_options *options, struct table *table,
                  struct arena *arena, struct loaded *loaded);

/* The same while the source grows, of a shape that is local. All is borrowed
 * until load_finish; in between the size of opened->source may rise. load_more
 * reads the records that are surely whole and, with `is_all`, the rest: then
 * nothing may come any more. It returns where the next record begins. */
struct loading *load_start(const struct opened *opened,
                           const struct schema *schema,
                           const struct load_options *options,
                           struct table *table, struct arena *arena,
                           struct loaded *loaded);
size_t load_more(struct loading *loading, bool is_all);
void load_finish(struct loading *loading);

#endif
