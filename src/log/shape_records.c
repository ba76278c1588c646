#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "log/json_batch.h"
#include "log/json_reader.h"
#include "log/records.h"
#include "log/shape.h"

/* JSON that is no line a request: the records that a layout found, with what
 * stands around them as columns. */

/* Columns that a record has by where it is. */
enum { OF_INDEX, OF_DOCUMENT, OF_LIST, OF_KEY, N_PLACES };
static const char *const place_names[N_PLACES] = {"@index", "@document",
                                                  "@list", "@key"};

struct records_log {
    struct records records;
};

static bool fits(const struct source *source, struct text *why)
{
    struct arena *arena = arena_create();
    const struct format *format = records_guess(source, arena, why);

    arena_destroy(arena);
    return format != NULL;
}

static void *records_open(const struct source *source,
                          const struct format *format, struct arena *arena,
                          struct error *error)
{
    struct records_log *log = arena_alloc(arena, 1, sizeof *log);
    struct text why;

    (void)error;
    text_init(&why);
    if (!format || (!format->records && !format->arrays && !format->pivot))
        format = records_guess(source, arena, &why);
    text_release(&why);
    records_init(&log->records, source, arena);
    if (!format)
        return log;
    if (format->pivot)
        records_by_pivot(&log->records, format);
    else if (format->arrays)
        records_of_arrays(&log->records, format);
    else
        records_at_path(&log->records, format);
    return log;
}

static void records_close(void *opened)
{
    struct records_log *log = opened;

    records_release(&log->records);
}

/* The first record that begins at or behind the offset. */
static size_t find_record(const struct records *records, size_t offset)
{
    size_t low = 0, high = records->n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (records->items[middle].offset < offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct cell place_cell(const struct record *record, int place,
                              char text[32])
{
    struct cell cell = {
        .kind = CELL_NULL, .text = "", .offset = record->offset};

    if (place == OF_INDEX || place == OF_DOCUMENT) {
        cell.kind = CELL_NUMBER;
        cell.n =
            number_format(text, (double)(place == OF_INDEX ? record->index
                                                           : record->document));
        cell.text = text;
    } else if (place == OF_LIST && record->list) {
        cell.kind = CELL_TEXT;
        cell.text = record->list;
        cell.n = strlen(record->list);
    } else if (place == OF_KEY && record->key) {
        cell.kind = CELL_TEXT;
        cell.text = record->key;
        cell.n = record->n_key;
    }
    return cell;
}

static void see(void *context, const char *path, size_t n,
                const struct cell *cell)
{
    struct probe *probe = context;
    size_t column = probe_column(probe, path, n);

    if (column != SIZE_MAX)
        probe_cell(probe, column, cell);
}

/* What is around joins behind what is within, so that of two columns with
 * the same name the record's own comes first. */
static void see_around(struct probe *probe, const struct records *records,
                       const struct record *record)
{
    for (int i = 0; i < N_PLACES; i++) {
        char text[32];
        struct cell cell = place_cell(record, i, text);

        if (cell.kind == CELL_NULL)
            continue;
        see(probe, place_names[i], strlen(place_names[i]), &cell);
        probe->columns[probe_find(probe, place_names[i])].is_around = true;
    }
    for (size_t i = record->around; i != NOTHING_AROUND;
         i = records->arounds[i].parent) {
        const struct around *around = &records->arounds[i];

        for (size_t k = 0; k < around->n; k++) {
            const char *name = records->names[around->values[k].name];
            size_t column = probe_column(probe, name, strlen(name));

            if (column == SIZE_MAX)
                continue;
            probe->columns[column].is_around = true;
            probe_cell(probe, column, &around->values[k].cell);
        }
    }
}

static void records_probe(void *opened, size_t from, size_t to,
                          struct probe *probe)
{
    const struct records_log *log = opened;
    const struct records *records = &log->records;
    struct json_parser *parser = json_parser_create();
    size_t first = find_record(records, from);

    for (size_t i = first; i < records->n; i++) {
        const struct record *record = &records->items[i];

        if (record->offset >= to)
            break;
        probe->n_records++;
        if (record->n == 0 ||
            json_walk(parser, record->text, record->n, record->offset, see,
                      probe) != JSON_FINE)
            probe->n_bad++;
        else
            see_around(probe, records, record);
    }
    json_parser_destroy(parser);
}

static size_t records_begin(void *opened)
{
    (void)opened;
    return 0;
}

static size_t records_guess_begin(void *opened, size_t to)
{
    const struct records_log *log = opened;
    size_t next = find_record(&log->records, to);

    return next < log->records.n ? log->records.items[next].offset
                                 : log->records.source->size;
}

static size_t records_cut(void *opened, size_t from, size_t size)
{
    const struct records_log *log = opened;
    const struct records *records = &log->records;

    if (records->source->size - from <= size)
        return records->source->size;
    return records_guess_begin(opened, from + size);
}

/* No column of the schema. */
#define NO_COLUMN ((size_t)-1)

struct records_worker {
    const struct records *records;
    struct json_parser *parser;
    struct json_paths *paths;
    size_t place_column[N_PLACES];
    size_t *around_column; /* of each name around */
    struct batch *batch;
};

static size_t *column_of_name(struct records_worker *worker, const char *name)
{
    for (size_t i = 0; i < N_PLACES; i++)
        if (strcmp(place_names[i], name) == 0)
            return &worker->place_column[i];
    for (size_t i = 0; i < worker->records->n_names; i++)
        if (strcmp(worker->records->names[i], name) == 0)
            return &worker->around_column[i];
    return NULL;
}

static void *records_worker_create(void *opened, const struct schema *schema)
{
    const struct records_log *log = opened;
    struct records_worker *worker = memory_alloc(1, sizeof *worker);
    const char **paths = memory_alloc(schema->n_columns, sizeof *paths);

    worker->records = &log->records;
    worker->around_column =
        memory_alloc(log->records.n_names, sizeof *worker->around_column);
    for (size_t i = 0; i < N_PLACES; i++)
        worker->place_column[i] = NO_COLUMN;
    for (size_t i = 0; i < log->records.n_names; i++)
        worker->around_column[i] = NO_COLUMN;
    for (size_t i = 0; i < schema->n_columns; i++) {
        size_t *column = column_of_name(worker, schema->names[i]);

        if (!schema_reads(schema, i))
            continue;
        if (column)
            *column = i;
        else
            paths[i] = schema->names[i];
    }
    worker->parser = json_parser_create();
    worker->paths = json_paths_create(paths, schema->n_columns);
    free(paths);
    return worker;
}

static void records_worker_destroy(void *created)
{
    struct records_worker *worker = created;

    json_paths_destroy(worker->paths);
    json_parser_destroy(worker->parser);
    free(worker->around_column);
    free(worker);
}

static void put_around(const struct records_worker *worker,
                       const struct record *record, struct batch *batch)
{
    const struct records *records = worker->records;

    for (int i = 0; i < N_PLACES; i++) {
        char text[32];
        struct cell cell;

        if (worker->place_column[i] == NO_COLUMN)
            continue;
        cell = place_cell(record, i, text);
        batch_put(batch, worker->place_column[i], &cell);
    }
    for (size_t i = record->around; i != NOTHING_AROUND;
         i = records->arounds[i].parent) {
        const struct around *around = &records->arounds[i];

        for (size_t k = 0; k < around->n; k++) {
            size_t column = worker->around_column[around->values[k].name];

            if (column != NO_COLUMN)
                batch_put(batch, column, &around->values[k].cell);
        }
    }
}

static void load_record(struct records_worker *worker,
                        const struct record *record, struct batch *batch)
{
    const char *end =
        worker->records->source->data + worker->records->source->size;

    batch_open(batch, record->offset);
    if (record->n == 0) {
        batch_reject(batch, "bad-json", record->text,
                     (size_t)(end - record->text));
        return;
    }
    if (!json_batch_read(worker->parser, worker->paths, record->text, record->n,
                         record->offset, batch))
        return;
    put_around(worker, record, batch);
    batch_close(batch);
}

static void records_load(void *created, const struct stretch *stretch,
                         size_t from, size_t to, struct batch *batch)
{
    struct records_worker *worker = created;
    const struct records *records = worker->records;

    (void)stretch;
    for (size_t i = find_record(records, from);
         i < records->n && records->items[i].offset < to; i++)
        load_record(worker, &records->items[i], batch);
}

const struct shape shape_records = {
    .name = "json",
    .fits = fits,
    .open = records_open,
    .close = records_close,
    .probe = records_probe,
    .begin = records_begin,
    .cut = records_cut,
    .guess = records_guess_begin,
    .worker_create = records_worker_create,
    .worker_destroy = records_worker_destroy,
    .load = records_load,
};
