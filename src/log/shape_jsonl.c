#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "log/json_batch.h"
#include "log/json_plain.h"
#include "log/json_reader.h"
#include "log/json_scan.h"
#include "log/json_skim.h"
#include "log/lines.h"
#include "log/shape.h"

/* One JSON object a line. */

struct jsonl_log {
    const struct source *source;
};

static void ignore(void *context, const char *path, size_t n,
                   const struct cell *cell)
{
    (void)context;
    (void)path;
    (void)n;
    (void)cell;
}

/* At least half of the first lines are objects. */
static bool fits(const struct source *source, struct text *why)
{
    enum { LINES = 20 };
    const char *at = source->data + lines_begin(source);
    const char *end = source->data + source->size;
    struct json_parser *parser;
    struct line line;
    size_t n_lines = 0, n_objects = 0;

    if (at < end && *at != '{' && *at != '\n' && *at != '\r' && *at != ' ')
        return false;
    parser = json_parser_create();
    while (n_lines < LINES && lines_next(&at, end, &line)) {
        n_lines++;
        n_objects +=
            json_walk(parser, line.text, line.n, 0, ignore, NULL) == JSON_FINE;
    }
    json_parser_destroy(parser);
    if (n_objects == 0 || 2 * n_objects < n_lines)
        return false;
    text_format(why, "%zu of the first %zu lines are JSON objects", n_objects,
                n_lines);
    return true;
}

static void *jsonl_open(const struct source *source,
                        const struct format *format, struct arena *arena,
                        struct error *error)
{
    struct jsonl_log *log = arena_alloc(arena, 1, sizeof *log);

    (void)format;
    (void)error;
    log->source = source;
    return log;
}

static void see(void *context, const char *path, size_t n,
                const struct cell *cell)
{
    struct probe *probe = context;
    size_t column = probe_column(probe, path, n);

    if (column != SIZE_MAX)
        probe_cell(probe, column, cell);
}

static void jsonl_probe(void *opened, size_t from, size_t to,
                        struct probe *probe)
{
    const struct jsonl_log *log = opened;
    const char *at = log->source->data + from;
    const char *stop = log->source->data + to;
    struct json_parser *parser = json_parser_create();
    struct line line;

    while (lines_next(&at, stop, &line)) {
        probe->n_records++;
        probe->n_bad +=
            json_walk(parser, line.text, line.n, 0, see, probe) != JSON_FINE;
    }
    json_parser_destroy(parser);
}

static size_t jsonl_begin(void *opened)
{
    const struct jsonl_log *log = opened;

    return lines_begin(log->source);
}

static size_t jsonl_cut(void *opened, size_t from, size_t size)
{
    const struct jsonl_log *log = opened;

    return log->source->size - from <= size
               ? log->source->size
               : lines_cut(log->source, from + size);
}

static size_t jsonl_guess(void *opened, size_t to)
{
    const struct jsonl_log *log = opened;

    return lines_cut(log->source, to);
}

struct jsonl_worker {
    struct json_parser *parser;
    struct json_paths *paths;
    struct json_plain *plain;
};

static void *jsonl_worker_create(void *opened, const struct schema *schema)
{
    struct jsonl_worker *worker = memory_alloc(1, sizeof *worker);
    const char **paths = memory_alloc(schema->n_columns, sizeof *paths);

    (void)opened;
    for (size_t i = 0; i < schema->n_columns; i++)
        if (schema_reads(schema, i))
            paths[i] = schema->names[i];
    worker->parser = json_parser_create();
    worker->paths = json_paths_create(paths, schema->n_columns);
    worker->plain = json_plain_create(worker->parser, worker->paths);
    free(paths);
    return worker;
}

static void jsonl_worker_destroy(void *created)
{
    struct jsonl_worker *worker = created;

    json_plain_destroy(worker->plain);
    json_paths_destroy(worker->paths);
    json_parser_destroy(worker->parser);
    free(worker);
}

static void load_line(struct jsonl_worker *worker, const struct line *line,
                      size_t offset, struct batch *batch)
{
    batch_open(batch, offset);
    if (json_batch_read(worker->parser, worker->paths, line->text, line->n,
                        offset, batch))
        batch_close(batch);
}

/* Behind the object at `at`, if it is plain and alone on its line; else NULL.
 */
static const char *cut_line(struct jsonl_worker *worker, const char *at,
                            const char *stop, size_t offset)
{
    at = json_plain_cut(worker->plain, at, stop, offset);
    if (!at)
        return NULL;
    at = json_skim_blank(at, stop);
    return at == stop || *at == '\n' ? at : NULL;
}

static void jsonl_load(void *created, const struct stretch *stretch,
                       size_t from, size_t to, struct batch *batch)
{
    struct jsonl_worker *worker = created;
    const char *text = stretch_at(stretch, from), *at = text;
    const char *stop = stretch_at(stretch, to);
    struct line line;

    while ((at = json_skip_blank(at, stop)) < stop) {
        size_t offset = from + (size_t)(at - text);
        const char *behind = cut_line(worker, at, stop, offset);

        if (behind) {
            json_batch_put(worker->plain, offset, batch);
            at = behind;
        } else if (lines_next(&at, stop, &line)) {
            load_line(worker, &line, offset, batch);
        }
    }
}

const struct shape shape_jsonl = {
    .name = "jsonl",
    .fits = fits,
    .open = jsonl_open,
    .probe = jsonl_probe,
    .begin = jsonl_begin,
    .cut = jsonl_cut,
    .guess = jsonl_guess,
    .worker_create = jsonl_worker_create,
    .worker_destroy = jsonl_worker_destroy,
    .is_local = true,
    .load = jsonl_load,
};
