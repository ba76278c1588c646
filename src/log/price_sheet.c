#include "log/price_sheet.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/source.h"
#include "log/csv_reader.h"
#include "log/lines.h"

enum sheet_column {
    COLUMN_INPUT,
    COLUMN_CACHED,
    COLUMN_CACHE_WRITE,
    COLUMN_OUTPUT,
    COLUMN_REASONING,
    COLUMN_MODEL,
    COLUMN_UNIT,
    COLUMN_CONTEXT,
    COLUMN_DATE,
    COLUMN_CURRENCY,
    N_COLUMNS,
};

static const struct {
    const char *name;
    bool is_needed;
} columns[N_COLUMNS] = {
    [COLUMN_INPUT] = {"input", true},
    [COLUMN_CACHED] = {"cached_input", false},
    [COLUMN_CACHE_WRITE] = {"cache_write", false},
    [COLUMN_OUTPUT] = {"output", true},
    [COLUMN_REASONING] = {"reasoning", false},
    [COLUMN_MODEL] = {"model", true},
    [COLUMN_UNIT] = {"unit", true},
    [COLUMN_CONTEXT] = {"context_window", false},
    [COLUMN_DATE] = {"date", false},
    [COLUMN_CURRENCY] = {"currency", false},
};

/* The classes of tokens are the first columns, in the same order. */
_Static_assert((int)COLUMN_INPUT == (int)TOKENS_INPUT &&
                   (int)COLUMN_CACHED == (int)TOKENS_CACHED &&
                   (int)COLUMN_CACHE_WRITE == (int)TOKENS_CACHE_WRITE &&
                   (int)COLUMN_OUTPUT == (int)TOKENS_OUTPUT &&
                   (int)COLUMN_REASONING == (int)TOKENS_REASONING,
               "columns and classes of tokens differ");

static const struct {
    const char *name;
    int power; /* a million tokens are 10^power of it */
} units[] = {
    {"token", 6}, {"per_token", 6}, {"1", 6},       {"1k", 3},
    {"1000", 3},  {"1m", 0},        {"1000000", 0},
};

/* Prices are whole numbers of these first, so that none is rounded twice. */
enum { PRICE_DECIMALS = 12 };

struct reading {
    struct price_sheet *sheet;
    const struct price_options *options;
    const struct source *source;
    struct csv_splitter *splitter;
    size_t column[N_COLUMNS]; /* SIZE_MAX: not there */
    const struct cell *cells; /* of the record in work */
    size_t n_cells;
    struct place place; /* of the record in work */
    struct error *error;
};

static const struct cell *cell_of(const struct reading *reading,
                                  enum sheet_column column)
{
    size_t i = reading->column[column];

    return i >= reading->n_cells || cell_is_missing(&reading->cells[i])
               ? NULL
               : &reading->cells[i];
}

static int cut(const struct cell *cell)
{
    return cell->n < 40 ? (int)cell->n : 40;
}

static bool find_columns(struct reading *reading)
{
    for (size_t c = 0; c < N_COLUMNS; c++) {
        reading->column[c] = SIZE_MAX;
        for (size_t i = 0; i < reading->n_cells; i++)
            if (text_is(reading->cells[i].text, reading->cells[i].n,
                        columns[c].name))
                reading->column[c] = i;
        if (columns[c].is_needed && reading->column[c] == SIZE_MAX)
            return error_set(
                reading->error, &reading->place,
                c == COLUMN_UNIT
                    ? "a price sheet needs a column '%s': token, 1k or 1M"
                    : "a price sheet needs a column '%s'",
                columns[c].name);
    }
    return true;
}

static bool find_unit(const struct reading *reading, int *power)
{
    const struct cell *cell = cell_of(reading, COLUMN_UNIT);

    if (!cell)
        return error_set(reading->error, &reading->place,
                         "the unit is missing: token, 1k or 1M");
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (text_is(cell->text, cell->n, units[i].name)) {
            *power = units[i].power;
            return true;
        }
    return error_set(reading->error, &reading->place,
                     "unit: '%.*s' is none of token, 1k, 1M", cut(cell),
                     cell->text);
}

/* What one of the currency of this row is worth in dollars. */
static bool find_rate(const struct reading *reading, double *rate)
{
    const struct cell *cell = cell_of(reading, COLUMN_CURRENCY);
    const struct price_options *options = reading->options;

    *rate = 1;
    if (!cell || text_is(cell->text, cell->n, "USD"))
        return true;
    for (size_t i = 0; i < options->n_rates; i++) {
        const char *sign = strchr(options->rates[i], '=');

        if (!sign || (size_t)(sign - options->rates[i]) != cell->n ||
            strncasecmp(options->rates[i], cell->text, cell->n) != 0)
            continue;
        if (!number_parse(sign + 1, strlen(sign + 1), rate) || !(*rate > 0))
            return error_set(reading->error, NULL,
                             "--rate: '%s' is not a number above 0", sign + 1);
        return true;
    }
    return error_set(reading->error, &reading->place,
                     "prices in '%.*s': say what one is worth in dollars, as "
                     "in --rate %.*s=0.14",
                     cut(cell), cell->text, cut(cell), cell->text);
}

static bool check_band(const struct reading *reading, enum sheet_column column,
                       double price)
{
    bool is_output = column == COLUMN_OUTPUT || column == COLUMN_REASONING;
    double least = column == COLUMN_CACHED ? PRICE_LEAST / 10 : PRICE_LEAST;
    double most = is_output ? PRICE_MOST_OUTPUT : PRICE_MOST_INPUT;

    if (price == 0 || reading->options->takes_any ||
        (price >= least && price <= most))
        return true;
    return error_set(reading->error, &reading->place,
                     "%s: %.6g dollars per million tokens is no price of a "
                     "model (%g to %g): is the unit right? --any-price takes "
                     "it",
                     columns[column].name, price, least, most);
}

/* A price in dollars per million tokens; one that is not there is NAN. */
static bool read_price(const struct reading *reading, enum sheet_column column,
                       int power, double rate, double *price)
{
    const struct cell *cell = cell_of(reading, column);
    const char *text;
    int64_t whole;
    size_t n;

    *price = (double)NAN;
    if (!cell)
        return !columns[column].is_needed ||
               error_set(reading->error, &reading->place,
                         "%s: the price is missing", columns[column].name);
    text = cell->text + (*cell->text == '$');
    n = cell->n - (*cell->text == '$');
    if (!number_parse_scaled(text, n, PRICE_DECIMALS + power, &whole) ||
        whole < 0)
        return error_set(reading->error, &reading->place,
                         "%s: '%.*s' is not a price", columns[column].name,
                         cut(cell), cell->text);
    *price = (double)whole / 1e12 * rate;
    return check_band(reading, column, *price);
}

static bool read_context(const struct reading *reading, double *context)
{
    const struct cell *cell = cell_of(reading, COLUMN_CONTEXT);
    double scale = 1;
    size_t n;

    *context = (double)NAN;
    if (!cell)
        return true;
    n = cell->n;
    if (cell->text[n - 1] == 'K' || cell->text[n - 1] == 'k')
        scale = 1e3;
    if (cell->text[n - 1] == 'M')
        scale = 1e6;
    if (!number_parse(cell->text, scale > 1 ? n - 1 : n, context) ||
        !(*context > 0))
        return error_set(reading->error, &reading->place,
                         "context_window: '%.*s' is no number of tokens",
                         cut(cell), cell->text);
    *context *= scale;
    return true;
}

static bool read_model(const struct reading *reading, struct price *price)
{
    const struct cell *cell = cell_of(reading, COLUMN_MODEL);
    const struct price_sheet *sheet = reading->sheet;

    if (!cell)
        return error_set(reading->error, &reading->place,
                         "the model is missing");
    price->model = arena_text_n(sheet->arena, cell->text, cell->n);
    for (size_t i = 0; i < sheet->n; i++)
        if (strcmp(sheet->prices[i].model, price->model) == 0)
            return error_set(reading->error, &reading->place,
                             "'%s' is there twice", price->model);
    return true;
}

/* What has no price of its own costs what its kind does. */
static void fill_classes(struct price *price)
{
    static const enum token_class like[N_TOKEN_CLASSES] = {
        [TOKENS_INPUT] = TOKENS_INPUT,       [TOKENS_CACHED] = TOKENS_INPUT,
        [TOKENS_CACHE_WRITE] = TOKENS_INPUT, [TOKENS_OUTPUT] = TOKENS_OUTPUT,
        [TOKENS_REASONING] = TOKENS_OUTPUT,
    };

    for (size_t c = 0; c < N_TOKEN_CLASSES; c++) {
        price->is_stated[c] = !isnan(price->per_million[c]);
        if (!price->is_stated[c])
            price->per_million[c] = price->per_million[like[c]];
    }
}

static bool read_row(const struct reading *reading, struct price *price)
{
    const struct cell *date = cell_of(reading, COLUMN_DATE);
    double rate = 1;
    int power = 0;

    if (!read_model(reading, price) || !find_unit(reading, &power) ||
        !find_rate(reading, &rate) || !read_context(reading, &price->context))
        return false;
    for (int c = 0; c < N_TOKEN_CLASSES; c++)
        if (!read_price(reading, (enum sheet_column)c, power, rate,
                        &price->per_million[c]))
            return false;
    fill_classes(price);
    if (date)
        price->date = arena_text_n(reading->sheet->arena, date->text, date->n);
    return true;
}

static bool read_records(struct reading *reading, struct csv_dialect dialect)
{
    const struct source *source = reading->source;
    struct price_sheet *sheet = reading->sheet;
    const char *end = source->data + source->size;
    size_t capacity = 0, n_records = 0;
    struct csv_scanner scanner;
    struct csv_record record;

    csv_scan(&scanner, dialect, source->data + lines_begin(source), end, end);
    for (; csv_next(&scanner, &record); n_records++) {
        reading->cells =
            csv_split(reading->splitter, &record, &reading->n_cells);
        reading->place =
            source_place(source, (size_t)(record.text - source->data));
        reading->place.column = 0;
        if (n_records == 0) {
            if (!find_columns(reading))
                return false;
            continue;
        }
        if (sheet->n == capacity) {
            capacity = capacity ? 2 * capacity : 16;
            sheet->prices =
                memory_resize(sheet->prices, capacity, sizeof *sheet->prices);
        }
        sheet->prices[sheet->n] = (struct price){0};
        if (!read_row(reading, &sheet->prices[sheet->n]))
            return false;
        sheet->n++;
    }
    return sheet->n > 0 ||
           error_set(reading->error, &(struct place){.name = source->name},
                     "there is no price in this sheet");
}

bool price_sheet_read(struct price_sheet *sheet, const char *path,
                      const struct price_options *options, struct error *error)
{
    struct reading reading = {
        .sheet = sheet, .options = options, .error = error};
    struct csv_dialect dialect;
    struct source source;
    bool ok;

    *sheet = (struct price_sheet){.arena = arena_create()};
    sheet->name = arena_text(sheet->arena, path);
    if (!source_open(&source, path, 0, error))
        return false;
    reading.source = &source;
    dialect = csv_sniff(source.data + lines_begin(&source),
                        source.size - lines_begin(&source));
    reading.splitter = csv_splitter_create(dialect);
    ok = read_records(&reading, dialect);
    csv_splitter_destroy(reading.splitter);
    source_close(&source);
    return ok;
}

void price_sheet_release(struct price_sheet *sheet)
{
    free(sheet->prices);
    arena_destroy(sheet->arena);
    *sheet = (struct price_sheet){0};
}
