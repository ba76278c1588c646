#include "log/load.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/threads.h"
#include "log/lines.h"

enum { SMALL = 8 << 20, SAMPLE = 256 << 10, N_SAMPLES = 4 };

void load_close(struct opened *opened)
{
    if (opened->log && opened->shape->close)
        opened->shape->close(opened->log);
    opened->log = NULL;
}

void load_probe(const struct opened *opened, struct probe *probe)
{
    const struct shape *shape = opened->shape;
    size_t begin = shape->begin(opened->log), size = opened->source->size;

    if (size - begin <= SMALL) {
        shape->probe(opened->log, begin, size, probe);
    } else {
        shape->probe(opened->log, begin,
                     shape->cut(opened->log, begin, CHUNK_SIZE), probe);
        for (size_t i = 1; i <= N_SAMPLES; i++) {
            size_t from =
                lines_cut(opened->source, (size - SAMPLE) / N_SAMPLES * i);

            if (from < size)
                shape->probe(opened->log, from,
                             shape->cut(opened->log, from, SAMPLE), probe);
        }
    }
    probe_finish(probe);
}

/* Chunks begin where a record probably does, and are read side by side. They
 * are put together in their order: a chunk counts if the one before ended where
 * it begins, since then the guess was right; else it is read again from there.
 * So it is the text alone that decides. */

/* What reads a chunk. */
struct reader {
    void *worker;
    struct batch batch;
    char *copy; /* of the bytes that the stretch holds, if the file is mapped */
    size_t capacity;
    struct stretch stretch;
    struct reader *next; /* of those that are free */
};

struct chunk {
    size_t from, to;
    struct reader *reader; /* NULL: not read yet, or put together */
};

struct loading {
    const struct opened *opened;
    const struct schema *schema;
    const struct load_options *options;
    size_t begin, chunk_size, behind;
    size_t grid;           /* where the first of these chunks is looked for */
    bool is_all;           /* there is nothing behind them */
    pthread_mutex_t mutex; /* of all that follows */
    struct reader *free;
    struct chunk *chunks;
    size_t n_chunks, n_joined;
    size_t at; /* behind the last record that was put together */
    size_t digested;
    struct table *table;
    struct arena *arena;
    struct loaded *loaded;
};

static struct reader *reader_take(struct loading *loading)
{
    struct reader *reader;

    pthread_mutex_lock(&loading->mutex);
    reader = loading->free;
    if (reader)
        loading->free = reader->next;
    pthread_mutex_unlock(&loading->mutex);
    if (reader)
        return reader;
    reader = memory_alloc(1, sizeof *reader);
    reader->worker = loading->opened->shape->worker_create(loading->opened->log,
                                                           loading->schema);
    batch_init(&reader->batch, loading->schema);
    return reader;
}

static struct stretch whole_source(const struct loading *loading)
{
    const struct source *source = loading->opened->source;

    return (struct stretch){source->data, 0, source->size, loading->is_all};
}

static void fetch(const struct loading *loading, struct reader *reader,
                  size_t from, size_t to)
{
    const struct source *source = loading->opened->source;

    to = source->size - to < loading->behind ? source->size
                                             : to + loading->behind;
    reader->stretch = whole_source(loading);
    if (!loading->opened->shape->is_local || !source->storage.map)
        return;
    if (reader->capacity < to - from) {
        reader->capacity = to - from;
        reader->copy =
            memory_resize(reader->copy, reader->capacity + SOURCE_PADDING, 1);
    }
    if (source_copy(source, from, to, reader->copy))
        reader->stretch =
            (struct stretch){reader->copy, from, to, to == source->size};
}

static void read_part(const struct loading *loading, struct reader *reader,
                      size_t from, size_t to)
{
    const struct shape *shape = loading->opened->shape;
    struct batch *batch = &reader->batch;
    struct stretch whole = whole_source(loading);

    batch->end = to;
    if (from >= to)
        return;
    fetch(loading, reader, from, to);
    shape->load(reader->worker, &reader->stretch, from, to, batch);
    if (batch->end >= to)
        return;
    from = batch->end;
    batch->end = to;
    shape->load(reader->worker, &whole, from, to, batch);
}

/* Memory for as many rows as there will be if all are as long as these. */
static void reserve(const struct loading *loading, size_t n_rows, size_t n)
{
    size_t size = loading->opened->source->size;
    size_t expected = loading->options->expected;
    double rest =
        (double)((expected > size ? expected : size) - loading->begin);
    double most = (double)n_rows * rest / (double)n * 1.02 + 1024;

    table_reserve(loading->table, loading->table->n_rows + (size_t)most);
}

/* The bytes before `to` that have not been there yet, preferably from what is
 * at hand. */
static void digest_up_to(struct loading *loading, size_t to,
                         const struct stretch *hand)
{
    size_t from = loading->digested;
    bool is_at_hand = from >= hand->from && to <= hand->to;

    loading->digested = to;
    if (loading->options->digest)
        digest_add(loading->options->digest,
                   is_at_hand ? stretch_at(hand, from)
                              : loading->opened->source->data + from,
                   to - from);
}

static void join(struct loading *loading, struct chunk *chunk)
{
    struct batch *batch = &chunk->reader->batch;
    struct loaded *loaded = loading->loaded;

    if (chunk->from != loading->at) {
        batch_reset(batch);
        chunk->from = loading->at;
        if (chunk->to < chunk->from)
            chunk->to = chunk->from;
        read_part(loading, chunk->reader, chunk->from, chunk->to);
    }
    if (loaded->n_records == 0 && loading->n_chunks > 1 && batch->n_rows)
        reserve(loading, batch->n_rows, batch->end - loading->begin);
    batch_append(batch, loading->table);
    loading->at = batch->end;
    digest_up_to(loading, loading->at, &chunk->reader->stretch);
    loaded->n_records += batch->n_records;
    loaded->n_rows += batch->n_rows;
    loaded->n_naive += batch->n_naive;
    problems_merge(&loaded->problems, loading->arena, &batch->problems);
    batch_reset(batch);
    chunk->reader->next = loading->free;
    loading->free = chunk->reader;
    chunk->reader = NULL;
}

/* Where a chunk begins; the one behind the last is the end, if there is one. */
static void place_chunk(void *context, size_t index)
{
    struct loading *loading = context;
    const struct opened *opened = loading->opened;
    size_t at = loading->grid + index * loading->chunk_size;

    loading->chunks[index].from =
        index == 0 ? loading->grid
        : index == loading->n_chunks && loading->is_all
            ? opened->source->size
            : opened->shape->guess(opened->log, at);
}

static void load_chunk(void *context, size_t index)
{
    struct loading *loading = context;
    struct chunk *chunk = &loading->chunks[index];
    struct reader *reader = reader_take(loading);

    read_part(loading, reader, chunk->from, chunk->to);
    progress_add(loading->options->progress, chunk->to - chunk->from);
    pthread_mutex_lock(&loading->mutex);
    chunk->reader = reader;
    while (loading->n_joined < loading->n_chunks &&
           loading->chunks[loading->n_joined].reader)
        join(loading, &loading->chunks[loading->n_joined++]);
    pthread_mutex_unlock(&loading->mutex);
}

/* Of the bytes that are there; where more will come, those near their end are
 * left for later, and so is a chunk of which the end was not found. */
static void place_chunks(struct loading *loading)
{
    enum { MARGIN = 32 /* times what is read behind a chunk */ };
    size_t size = loading->opened->source->size, n;
    size_t margin = MARGIN * loading->behind;

    loading->grid = loading->at;
    n = size - loading->grid;
    if (loading->is_all)
        n += loading->chunk_size - 1;
    else
        n -= n < margin ? n : margin;
    loading->n_chunks = n / loading->chunk_size;
    loading->n_joined = 0;
    loading->chunks = memory_resize(loading->chunks, loading->n_chunks + 1,
                                    sizeof *loading->chunks);
    memset(loading->chunks, 0,
           (loading->n_chunks + 1) * sizeof *loading->chunks);
    threads_run(loading->options->n_threads, loading->n_chunks + 1, place_chunk,
                loading);
    while (!loading->is_all && loading->n_chunks &&
           loading->chunks[loading->n_chunks].from == size)
        loading->n_chunks--;
    for (size_t i = 0; i < loading->n_chunks; i++)
        loading->chunks[i].to = loading->chunks[i + 1].from;
}

struct loading *load_start(const struct opened *opened,
                           const struct schema *schema,
                           const struct load_options *options,
                           struct table *table, struct arena *arena,
                           struct loaded *loaded)
{
    struct loading *loading = memory_alloc(1, sizeof *loading);

    loading->opened = opened;
    loading->schema = schema;
    loading->options = options;
    loading->begin = loading->at = opened->shape->begin(opened->log);
    loading->chunk_size =
        options->chunk_size ? options->chunk_size : CHUNK_SIZE;
    loading->behind = options->chunk_size ? options->behind : BEHIND_CHUNK;
    loading->table = table;
    loading->arena = arena;
    loading->loaded = loaded;
    memset(loaded, 0, sizeof *loaded);
    pthread_mutex_init(&loading->mutex, NULL);
    return loading;
}

size_t load_more(struct loading *loading, bool is_all)
{
    loading->is_all = is_all;
    place_chunks(loading);
    threads_run(loading->options->n_threads, loading->n_chunks, load_chunk,
                loading);
    return loading->at;
}

void load_finish(struct loading *loading)
{
    struct stretch whole = whole_source(loading);
    struct reader *next;

    digest_up_to(loading, loading->opened->source->size, &whole);
    for (struct reader *reader = loading->free; reader; reader = next) {
        next = reader->next;
        loading->opened->shape->worker_destroy(reader->worker);
        batch_release(&reader->batch);
        free(reader->copy);
        free(reader);
    }
    pthread_mutex_destroy(&loading->mutex);
    free(loading->chunks);
    free(loading);
}

void load_records(const struct opened *opened, const struct schema *schema,
                  const struct load_options *options, struct table *table,
                  struct arena *arena, struct loaded *loaded)
{
    struct loading *loading =
        load_start(opened, schema, options, table, arena, loaded);

    load_more(loading, true);
    load_finish(loading);
}
