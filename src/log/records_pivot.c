#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "log/csv_reader.h"
#include "log/json_reader.h"
#include "log/lines.h"
#include "log/records.h"

/* Long logs: one line a metric, several lines a request, and no name that the
 * lines of a request share. They are written one after the other with the same
 * time and tags; a line joins the first request with its time and tags that
 * has not got its metric yet. What never gets the metric that makes a request
 * is none. */

enum { MOST_COLUMNS = 64, MOST_METRICS = 32, WINDOW = 256 };

/* A request while its lines come in. */
struct sheaf {
    uint64_t key;
    size_t offset;
    struct text text;
    uint64_t metrics[MOST_METRICS];
    size_t n_metrics;
    bool is_request;
};

struct pivot {
    struct records *records;
    const struct format *format;
    struct sheaf window[WINDOW]; /* a ring */
    size_t first, n;
    struct text rest; /* the other columns of the open line */
    struct text metric, value;
    const char *names[MOST_COLUMNS + 2];
    size_t n_names;
};

static uint64_t hash(const char *text, size_t n)
{
    uint64_t value = 0xcbf29ce484222325;

    for (size_t i = 0; i < n; i++)
        value = (value ^ (unsigned char)text[i]) * 0x100000001b3;
    return value ^ value >> 32;
}

static void flush(struct pivot *pivot)
{
    struct sheaf *sheaf = &pivot->window[pivot->first];
    struct record *record;
    char *made;

    text_add(&sheaf->text, "}");
    if (sheaf->is_request) {
        record = records_add(pivot->records);
        made = records_room(pivot->records, sheaf->text.length);
        memcpy(made, sheaf->text.data, sheaf->text.length);
        record->text = made;
        record->n = sheaf->text.length;
        record->offset = sheaf->offset;
    }
    text_release(&sheaf->text);
    pivot->first = (pivot->first + 1) % WINDOW;
    pivot->n--;
}

static bool has_metric(const struct sheaf *sheaf, uint64_t metric)
{
    for (size_t i = 0; i < sheaf->n_metrics; i++)
        if (sheaf->metrics[i] == metric)
            return true;
    return sheaf->n_metrics == MOST_METRICS;
}

static struct sheaf *find_sheaf(struct pivot *pivot, uint64_t metric,
                                size_t offset)
{
    uint64_t key = hash(pivot->rest.data, pivot->rest.length);
    struct sheaf *sheaf;

    for (size_t i = 0; i < pivot->n; i++) {
        sheaf = &pivot->window[(pivot->first + i) % WINDOW];
        if (sheaf->key == key && !has_metric(sheaf, metric))
            return sheaf;
    }
    if (pivot->n == WINDOW)
        flush(pivot);
    sheaf = &pivot->window[(pivot->first + pivot->n++) % WINDOW];
    memset(sheaf, 0, sizeof *sheaf);
    sheaf->key = key;
    sheaf->offset = offset;
    text_init(&sheaf->text);
    text_add(&sheaf->text, "{");
    text_add_n(&sheaf->text, pivot->rest.data, pivot->rest.length);
    return sheaf;
}

static void add_line(struct pivot *pivot, size_t offset)
{
    uint64_t metric = hash(pivot->metric.data, pivot->metric.length);
    struct sheaf *sheaf;

    if (pivot->metric.length == 0)
        return;
    sheaf = find_sheaf(pivot, metric, offset);
    sheaf->metrics[sheaf->n_metrics++] = metric;
    sheaf->is_request |= strcmp(pivot->metric.data, pivot->format->pivot) == 0;
    text_add(&sheaf->text, sheaf->text.length > 1 ? ",\"" : "\"");
    text_add_n(&sheaf->text, pivot->metric.data, pivot->metric.length);
    text_add(&sheaf->text, "\":");
    text_add(&sheaf->text, pivot->value.length ? pivot->value.data : "null");
}

static void begin_line(struct pivot *pivot)
{
    text_clear(&pivot->rest);
    text_clear(&pivot->metric);
    text_clear(&pivot->value);
}

static void add_name(struct pivot *pivot, const char *name)
{
    text_add(&pivot->rest, pivot->rest.length ? ",\"" : "\"");
    for (; *name; name++)
        if (*name != '"' && *name != '\\' && (unsigned char)*name >= ' ')
            text_add_char(&pivot->rest, *name);
    text_add(&pivot->rest, "\":");
}

/* As JSON: quoted again where it was a text. */
static void add_cell(struct text *text, const struct cell *cell)
{
    if (cell->kind != CELL_TEXT) {
        text_add_n(text, cell->n ? cell->text : "null", cell->n ? cell->n : 4);
        return;
    }
    text_add_char(text, '"');
    for (size_t i = 0; i < cell->n; i++) {
        unsigned char c = (unsigned char)cell->text[i];

        if (c == '"' || c == '\\')
            text_add_char(text, '\\');
        if (c < ' ')
            text_format(text, "\\u%04x", c);
        else
            text_add_char(text, (char)c);
    }
    text_add_char(text, '"');
}

/* A cell of the open line; the columns of metric and value are the last. */
static void put(void *context, size_t column, const struct cell *cell)
{
    struct pivot *pivot = context;

    if (column == pivot->n_names) {
        text_add_n(&pivot->metric, cell->text, cell->n);
    } else if (column == pivot->n_names + 1) {
        text_clear(&pivot->value);
        if (cell->kind == CELL_NUMBER || cell->kind == CELL_FLAG)
            text_add_n(&pivot->value, cell->text, cell->n);
        else
            add_cell(&pivot->value, cell);
    } else {
        add_name(pivot, pivot->names[column]);
        add_cell(&pivot->rest, cell);
    }
}

static void pivot_lines(struct pivot *pivot, const char *at, const char *end)
{
    struct json_parser *parser = json_parser_create();
    struct json_paths *paths;
    struct line line;

    pivot->names[pivot->n_names] = pivot->format->metric;
    pivot->names[pivot->n_names + 1] = pivot->format->value;
    paths = json_paths_create(pivot->names, pivot->n_names + 2);
    while (lines_next(&at, end, &line)) {
        size_t offset = (size_t)(line.text - pivot->records->source->data);

        begin_line(pivot);
        if (json_read(parser, paths, line.text, line.n, offset, put, pivot) ==
            JSON_FINE) {
            if (pivot->value.length)
                add_line(pivot, offset);
        } else {
            struct record *broken = records_add(pivot->records);

            broken->text = line.text;
            broken->offset = offset;
        }
    }
    json_paths_destroy(paths);
    json_parser_destroy(parser);
}

/* Which column of `put` each cell is. */
static size_t name_columns(struct pivot *pivot, const struct cell *cells,
                           size_t n, size_t column_of[MOST_COLUMNS])
{
    struct arena *arena = pivot->records->arena;

    n = n < MOST_COLUMNS ? n : MOST_COLUMNS;
    for (size_t i = 0; i < n; i++) {
        const char *name = arena_text_n(arena, cells[i].text, cells[i].n);

        column_of[i] = SIZE_MAX;
        if (strcmp(name, pivot->format->metric) == 0 ||
            strcmp(name, pivot->format->value) == 0)
            continue;
        column_of[i] = pivot->n_names;
        pivot->names[pivot->n_names++] = name;
    }
    for (size_t i = 0; i < n; i++)
        if (column_of[i] == SIZE_MAX)
            column_of[i] =
                pivot->n_names +
                (text_is(cells[i].text, cells[i].n, pivot->format->value) ? 1
                                                                          : 0);
    return n;
}

static void pivot_rows(struct pivot *pivot, const char *at, const char *end)
{
    struct csv_dialect dialect = {','};
    struct csv_splitter *splitter = csv_splitter_create(dialect);
    size_t column_of[MOST_COLUMNS], n_columns = 0, n_cells;
    struct csv_scanner scanner;
    struct csv_record record;

    csv_scan(&scanner, dialect, at, end, end);
    while (csv_next(&scanner, &record)) {
        const struct cell *cells = csv_split(splitter, &record, &n_cells);

        if (n_columns == 0) {
            n_columns = name_columns(pivot, cells, n_cells, column_of);
            continue;
        }
        begin_line(pivot);
        for (size_t i = 0; i < n_cells && i < n_columns; i++)
            if (cells[i].n)
                put(pivot, column_of[i], &cells[i]);
        if (pivot->value.length)
            add_line(pivot,
                     (size_t)(record.text - pivot->records->source->data));
    }
    csv_splitter_destroy(splitter);
}

static int compare_offsets(const void *one, const void *other)
{
    const struct record *a = one, *b = other;

    return (a->offset > b->offset) - (a->offset < b->offset);
}

void records_by_pivot(struct records *records, const struct format *format)
{
    struct pivot *pivot = memory_alloc(1, sizeof *pivot);
    const char *at = records->source->data + lines_begin(records->source);
    const char *end = records->source->data + records->source->size;

    pivot->records = records;
    pivot->format = format;
    text_init(&pivot->rest);
    text_init(&pivot->metric);
    text_init(&pivot->value);
    if (*at == '{') {
        for (size_t i = 0; i < format->columns.n && i < MOST_COLUMNS; i++)
            pivot->names[pivot->n_names++] = format->columns.items[i];
        pivot_lines(pivot, at, end);
    } else {
        pivot_rows(pivot, at, end);
    }
    while (pivot->n)
        flush(pivot);
    if (records->n)
        qsort(records->items, records->n, sizeof *records->items,
              compare_offsets);
    text_release(&pivot->rest);
    text_release(&pivot->metric);
    text_release(&pivot->value);
    free(pivot);
}
