#include "log/load.h"

#include <string.h>

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

static void load_chunk(const struct opened *opened, void *worker,
                       const struct schema *schema, size_t from, size_t to,
                       struct table *table, struct arena *arena,
                       struct loaded *loaded)
{
    struct batch batch;

    batch_init(&batch, schema);
    opened->shape->load(worker, from, to, &batch);
    batch_append(&batch, table);
    loaded->n_records += batch.n_records;
    loaded->n_rows += batch.n_rows;
    loaded->n_naive += batch.n_naive;
    problems_merge(&loaded->problems, arena, &batch.problems);
    batch_release(&batch);
}

void load_records(const struct opened *opened, const struct schema *schema,
                  size_t chunk_size, struct table *table, struct arena *arena,
                  struct loaded *loaded)
{
    const struct shape *shape = opened->shape;
    void *worker = shape->worker_create(opened->log, schema);
    size_t from = shape->begin(opened->log), to;

    memset(loaded, 0, sizeof *loaded);
    for (; from < opened->source->size; from = to) {
        to = shape->cut(opened->log, from, chunk_size);
        load_chunk(opened, worker, schema, from, to, table, arena, loaded);
    }
    shape->worker_destroy(worker);
}
