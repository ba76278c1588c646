#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <regex.h>

#include "base/memory.h"
#include "base/number.h"
#include "log/csv_plain.h"
#include "log/csv_reader.h"
#include "log/lines.h"
#include "log/shape.h"

/* Rows of cells under a header. */

struct csv_log {
    const struct source *source;
    struct csv_dialect dialect;
    const char **names; /* of the columns, all different */
    size_t n_names;
    size_t begin;       /* of the first row */
    bool may_be_ragged; /* the format says how many cells there can be */
    size_t select;      /* the column that tells what is a request, or none */
    regex_t *selects;
};

#define NO_COLUMN ((size_t)-1)

enum { HEAD = 1 << 18 };

static bool fits(const struct source *source, struct text *why)
{
    size_t begin = lines_begin(source), n = source->size - begin;
    const char *text = source->data + begin;
    struct csv_dialect dialect;

    if (n && (*text == '{' || *text == '[' || *text == '<'))
        return false;
    dialect = csv_sniff(text, n < HEAD ? n : HEAD);
    text_add(why, dialect.delimiter == '\t' ? "rows of cells between tabs"
                                            : "rows of cells");
    if (dialect.delimiter != '\t')
        text_format(why, " between '%c'", dialect.delimiter);
    return true;
}

static bool has_name(const struct csv_log *log, const char *name)
{
    for (size_t i = 0; i < log->n_names; i++)
        if (strcmp(log->names[i], name) == 0)
            return true;
    return false;
}

/* A second column of the same name becomes "name#2"; one without a name is
 * called after its position. */
static void add_name(struct csv_log *log, struct arena *arena,
                     const struct cell *cell)
{
    const char *name = arena_text_n(arena, cell->text, cell->n);
    const char *unique = name;

    if (!*name)
        unique = name = arena_format(arena, "column %zu", log->n_names + 1);
    for (unsigned i = 2; has_name(log, unique); i++)
        unique = arena_format(arena, "%s#%u", name, i);
    log->names[log->n_names++] = unique;
}

static bool is_header(const struct cell *cells, size_t n)
{
    double number;

    for (size_t i = 0; i < n; i++)
        if (number_parse(cells[i].text, cells[i].n, &number))
            return false;
    return true;
}

static bool read_header(struct csv_log *log, struct arena *arena,
                        struct error *error)
{
    const struct source *source = log->source;
    struct csv_splitter *splitter = csv_splitter_create(log->dialect);
    const char *end = source->data + source->size;
    struct csv_scanner scanner;
    struct csv_record record;
    const struct cell *cells;
    struct place place;
    size_t n_cells;
    bool ok;

    csv_scan(&scanner, log->dialect, source->data + log->begin, end, end);
    csv_next(&scanner, &record);
    cells = csv_split(splitter, &record, &n_cells);
    log->names = arena_alloc(arena, n_cells, sizeof *log->names);
    for (size_t i = 0; i < n_cells && i < PROBE_COLUMNS; i++)
        add_name(log, arena, &cells[i]);
    log->begin = (size_t)(scanner.at - source->data);
    ok = is_header(cells, n_cells);
    place = source_place(source, (size_t)(record.text - source->data));
    if (!ok)
        error_set(error, &place,
                  "this row of numbers stands where the names of the columns "
                  "should");
    csv_splitter_destroy(splitter);
    return ok;
}

/* Names that the format gives, since the log has none. */
static void take_names(struct csv_log *log, const struct format *format)
{
    log->names = format->columns.items;
    log->n_names = format->columns.n;
    log->may_be_ragged = true;
}

static void take_select(struct csv_log *log, const struct format *format,
                        struct arena *arena)
{
    log->select = NO_COLUMN;
    if (!format || !format->select.pattern)
        return;
    for (size_t i = 0; i < log->n_names; i++)
        if (strcmp(log->names[i], format->select.column) == 0)
            log->select = i;
    if (log->select == NO_COLUMN)
        return;
    log->selects = arena_alloc(arena, 1, sizeof *log->selects);
    if (regcomp(log->selects, format->select.pattern,
                REG_EXTENDED | REG_NOSUB) != 0)
        BUG("an expression that was compiled before");
}

static void *csv_open(const struct source *source, const struct format *format,
                      struct arena *arena, struct error *error)
{
    struct csv_log *log = arena_alloc(arena, 1, sizeof *log);
    size_t n;

    log->source = source;
    log->begin = lines_begin(source);
    n = source->size - log->begin;
    log->dialect = csv_sniff(source->data + log->begin, n < HEAD ? n : HEAD);
    if (format && format->delimiter)
        log->dialect.delimiter = format->delimiter;
    if (format && format->columns.n)
        take_names(log, format);
    else if (!read_header(log, arena, error))
        return NULL;
    take_select(log, format, arena);
    return log;
}

static void csv_close(void *opened)
{
    struct csv_log *log = opened;

    if (log->selects)
        regfree(log->selects);
}

/* Whether the row is a request at all. */
static bool is_selected(const struct csv_log *log, const struct cell *cells,
                        size_t n_cells)
{
    enum { LONGEST = 256 };
    char text[LONGEST];

    if (log->select == NO_COLUMN)
        return true;
    if (log->select >= n_cells || cells[log->select].n >= LONGEST)
        return false;
    memcpy(text, cells[log->select].text, cells[log->select].n);
    text[cells[log->select].n] = '\0';
    return regexec(log->selects, text, 0, NULL, 0) == 0;
}

/* Whether the cells are those that the names are of. */
static bool fits_names(const struct csv_log *log, size_t n_cells)
{
    return log->may_be_ragged ? n_cells <= log->n_names
                              : n_cells == log->n_names;
}

static void csv_probe(void *opened, size_t from, size_t to, struct probe *probe)
{
    struct csv_log *log = opened;
    struct csv_splitter *splitter = csv_splitter_create(log->dialect);
    const char *data = log->source->data;
    const struct cell *cells;
    struct csv_scanner scanner;
    struct csv_record record;
    size_t n_cells;

    probe->may_have_decimal_comma = log->dialect.delimiter != ',';
    for (size_t i = probe->n; i < log->n_names; i++)
        probe_column(probe, log->names[i], SIZE_MAX);
    csv_scan(&scanner, log->dialect, data + from, data + to,
             data + log->source->size);
    while (csv_next(&scanner, &record)) {
        cells = csv_split(splitter, &record, &n_cells);
        if (!is_selected(log, cells, n_cells))
            continue;
        probe->n_records++;
        if (!fits_names(log, n_cells) || record.is_open) {
            probe->n_bad++;
            continue;
        }
        for (size_t i = 0; i < n_cells; i++)
            probe_cell(probe, i, &cells[i]);
    }
    csv_splitter_destroy(splitter);
}

static size_t csv_begin(void *opened)
{
    const struct csv_log *log = opened;

    return log->begin;
}

static size_t csv_cut(void *opened, size_t from, size_t size)
{
    const struct csv_log *log = opened;
    const char *data = log->source->data, *end = data + log->source->size;
    struct csv_scanner scanner;

    if (log->source->size - from <= size)
        return log->source->size;
    csv_scan(&scanner, log->dialect, data + from, end, end);
    return (size_t)(csv_skip(&scanner, data + from + size) - data);
}

/* Whether two records begin here that have the right number of cells, if they
 * are short. */
static bool may_begin(const struct csv_log *log, struct csv_splitter *splitter,
                      const char *at)
{
    enum { LONGEST = 1 << 16 };
    const char *end = log->source->data + log->source->size;
    struct csv_scanner scanner;
    struct csv_record record;
    size_t n_cells;

    if (end - at > LONGEST)
        end = at + LONGEST;
    csv_scan(&scanner, log->dialect, at, end, end);
    for (int i = 0; i < 2 && csv_next(&scanner, &record); i++) {
        csv_split(splitter, &record, &n_cells);
        if (record.is_open || !fits_names(log, n_cells))
            return false;
    }
    return true;
}

/* The begin of a line is that of a record unless it is within quotes. */
static size_t csv_guess(void *opened, size_t to)
{
    enum { LINES = 64 };
    const struct csv_log *log = opened;
    struct csv_splitter *splitter = csv_splitter_create(log->dialect);
    size_t first = lines_cut(log->source, to), at = first;
    bool is_found = false;

    for (int i = 0; i < LINES && at < log->source->size && !is_found; i++) {
        is_found = may_begin(log, splitter, log->source->data + at);
        if (!is_found)
            at = lines_cut(log->source, at + 1);
    }
    csv_splitter_destroy(splitter);
    return is_found ? at : first;
}

/* A column that is read; NO_SLOT: batch_put knows what it fills. */
struct wish {
    size_t column, slot;
};

struct csv_worker {
    const struct csv_log *log;
    struct csv_splitter *splitter;
    struct wish *wishes; /* the columns that are read */
    size_t n_wishes;
    struct csv_cutter *cutter;
    struct text single; /* a cell whose quotes were doubled */
    const struct stretch *stretch;
};

static size_t offset_of(const struct csv_worker *worker, const char *at)
{
    return worker->stretch->from + (size_t)(at - worker->stretch->text);
}

static void *csv_worker_create(void *opened, const struct schema *schema)
{
    struct csv_worker *worker = memory_alloc(1, sizeof *worker);

    worker->log = opened;
    worker->splitter = csv_splitter_create(worker->log->dialect);
    worker->cutter =
        csv_cutter_create(worker->log->dialect, worker->log->n_names);
    text_init(&worker->single);
    worker->wishes = memory_alloc(schema->n_columns, sizeof *worker->wishes);
    for (size_t i = 0; i < schema->n_columns; i++)
        if (schema_reads(schema, i))
            worker->wishes[worker->n_wishes++] =
                (struct wish){i, schema_only_slot(schema, i)};
    return worker;
}

static void csv_worker_destroy(void *created)
{
    struct csv_worker *worker = created;

    csv_splitter_destroy(worker->splitter);
    text_release(&worker->single);
    csv_cutter_destroy(worker->cutter);
    free(worker->wishes);
    free(worker);
}

static void reject_ragged(const struct csv_worker *worker, struct batch *batch,
                          size_t n_cells)
{
    char text[100];
    int n = snprintf(text, sizeof text, "%zu cells under %zu names", n_cells,
                     worker->log->n_names);

    batch_reject(batch, "ragged-row", text, (size_t)n);
}

static void put(struct batch *batch, const struct wish *wish,
                const struct cell *cell)
{
    if (wish->slot == NO_SLOT)
        batch_put(batch, wish->column, cell);
    else
        batch_fill(batch, wish->slot, cell);
}

static void load_record(struct csv_worker *worker,
                        const struct csv_record *record, struct batch *batch)
{
    size_t offset = offset_of(worker, record->text);
    const struct cell *cells;
    size_t n_cells;

    cells = csv_split(worker->splitter, record, &n_cells);
    if (!is_selected(worker->log, cells, n_cells))
        return;
    batch_open(batch, offset);
    if (record->is_open) {
        batch_reject(batch, "unclosed-quote", record->text, record->n);
        return;
    }
    if (!fits_names(worker->log, n_cells)) {
        reject_ragged(worker, batch, n_cells);
        return;
    }
    for (size_t i = 0; i < worker->n_wishes; i++) {
        struct cell cell;

        if (worker->wishes[i].column >= n_cells)
            continue;
        cell = cells[worker->wishes[i].column];
        cell.offset += offset;
        put(batch, &worker->wishes[i], &cell);
    }
    batch_close(batch);
}

static void make_quotes_single(struct text *single, struct cell *cell)
{
    const char *at = cell->text, *end = at + cell->n, *quote;

    text_clear(single);
    while ((quote = memchr(at, '"', (size_t)(end - at)))) {
        text_add_n(single, at, (size_t)(quote + 1 - at));
        at = quote + 2;
    }
    text_add_n(single, at, (size_t)(end - at));
    cell->text = single->data;
    cell->n = single->length;
}

/* A record that was cut in place; blank lines are none. Where there are quotes
 * the place of a cell is that of its record, as libcsv tells no other. */
static void load_cut(struct csv_worker *worker, const char *text,
                     const struct csv_cuts *cuts, struct batch *batch)
{
    struct cell cell;

    if (cuts->n_cells == 1) {
        csv_plain_cell(&cell, worker->log->dialect, text,
                       cuts->base + cuts->stops[0]);
        if (cell.n == 0 && !cuts->has_quotes)
            return;
    }
    batch_open(batch, offset_of(worker, text));
    if (!fits_names(worker->log, cuts->n_cells)) {
        reject_ragged(worker, batch, cuts->n_cells);
        return;
    }
    for (size_t i = 0; i < worker->n_wishes; i++) {
        size_t column = worker->wishes[i].column;

        if (column >= cuts->n_cells)
            continue;
        if (!csv_plain_cell(&cell, worker->log->dialect,
                            column ? cuts->base + cuts->stops[column - 1] + 1
                                   : text,
                            cuts->base + cuts->stops[column]))
            make_quotes_single(&worker->single, &cell);
        cell.offset = offset_of(worker, cuts->has_quotes ? text : cell.text);
        put(batch, &worker->wishes[i], &cell);
    }
    batch_close(batch);
}

/* Whether the next record is certainly whole: no other way of reading needs
 * what is behind the stretch. */
static bool load_carefully(struct csv_worker *worker,
                           struct csv_scanner *scanner, struct batch *batch)
{
    const char *before = scanner->at;
    struct csv_record record;
    bool is_there = csv_next(scanner, &record);

    if (!worker->stretch->is_last &&
        (scanner->at == scanner->end || (is_there && record.is_open))) {
        scanner->at = before;
        return false;
    }
    if (is_there)
        load_record(worker, &record, batch);
    return true;
}

static void csv_load(void *created, const struct stretch *stretch, size_t from,
                     size_t to, struct batch *batch)
{
    struct csv_worker *worker = created;
    const struct csv_log *log = worker->log;
    const char *stop = stretch_at(stretch, to);
    const char *end = stretch_at(stretch, stretch->to), *line_end;
    struct csv_scanner scanner;
    struct csv_cuts cuts;
    bool is_whole = true;

    worker->stretch = stretch;
    csv_scan(&scanner, log->dialect, stretch_at(stretch, from), stop, end);
    csv_cutter_begin(worker->cutter, stop, end);
    while (is_whole && scanner.at < stop) {
        line_end = log->select == NO_COLUMN && log->n_names
                       ? csv_cut_plain(worker->cutter, scanner.at, &cuts)
                       : NULL;
        if (line_end) {
            load_cut(worker, scanner.at, &cuts, batch);
            scanner.at = line_end + 1;
        } else {
            is_whole = load_carefully(worker, &scanner, batch);
        }
    }
    if (to > from)
        batch->end = offset_of(worker, scanner.at);
}

const struct shape shape_csv = {
    .name = "csv",
    .fits = fits,
    .open = csv_open,
    .close = csv_close,
    .probe = csv_probe,
    .begin = csv_begin,
    .cut = csv_cut,
    .guess = csv_guess,
    .worker_create = csv_worker_create,
    .worker_destroy = csv_worker_destroy,
    .is_local = true,
    .load = csv_load,
};
