#include "study/inspect.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "data/sample.h"
#include "log/duplicates.h"
#include "stat/quantile.h"
#include "study/input.h"
#include "study/suspicion.h"
#include "study/words.h"

enum { EXAMPLE_WIDTH = 40, EXAMPLE_ROWS = 10 };

/* What a column of one input holds. */
struct summary {
    size_t n, n_missing, n_distinct; /* distinct: of texts */
    const char *low, *middle, *high; /* in words; NULL: none */
    const char *example;
};

static bool is_private(const char *name)
{
    static const char *const words[] = {
        "prompt",     "answer",  "response",   "output", "input",    "text",
        "content",    "message", "completion", "key",    "user",     "email",
        "address",    "ip",      "secret",     "auth",   "question", "query",
        "transcript", "body",    "code",       "std",    "traceback"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasestr(name, words[i]))
            return true;
    return false;
}

/* A text of the log as it may be shown: cut, printable, perhaps masked. */
static const char *show_text(struct arena *arena, const struct column *column,
                             const char *text, bool shows_values)
{
    struct text printable, cut;
    const char *result;

    if (!shows_values && column->field == FIELD_NONE &&
        is_private(column->name))
        return text[0] ? "(masked)" : "";
    text_init(&printable);
    text_init(&cut);
    text_add_printable(&printable, text, strlen(text));
    text_add_shortened(&cut, printable.data, EXAMPLE_WIDTH);
    result = arena_text(arena, cut.data);
    text_release(&printable);
    text_release(&cut);
    return result;
}

static const char *show_time(struct arena *arena, int64_t time)
{
    char text[DATE_TEXT_SIZE];

    if (time == TIME_MISSING)
        return "";
    date_format(text, time);
    return arena_text(arena, text);
}

static void sum_up_numbers(struct summary *summary, struct arena *arena,
                           const double *x, size_t n, enum unit unit)
{
    struct codes all = {0};
    const struct sample *sample;
    struct sample_set *set;

    codes_resize(&all, n);
    for (size_t i = 0; i < n; i++)
        group_set(&all, i, 0);
    set = sample_set_create(x, &all, n, 1);
    sample = &set->samples[0];
    summary->n_missing = n - sample->n;
    if (sample->n) {
        summary->low = words_number(arena, unit, sample->x[0]);
        summary->middle =
            words_number(arena, unit, quantile_of(sample, 0.5, QUANTILE_TYPE));
        summary->high = words_number(arena, unit, sample->x[sample->n - 1]);
    }
    for (size_t i = 0; i < n && !summary->example; i++)
        if (isfinite(x[i]))
            summary->example = words_number(arena, unit, x[i]);
    sample_set_destroy(set);
    codes_release(&all);
}

static void sum_up_times(struct summary *summary, struct arena *arena,
                         const int64_t *time, size_t n)
{
    int64_t low = INT64_MAX, high = INT64_MIN;

    for (size_t i = 0; i < n; i++) {
        if (time[i] == TIME_MISSING) {
            summary->n_missing++;
            continue;
        }
        if (!summary->example)
            summary->example = show_time(arena, time[i]);
        low = time[i] < low ? time[i] : low;
        high = time[i] > high ? time[i] : high;
    }
    if (summary->n_missing < n) {
        summary->low = show_time(arena, low);
        summary->high = show_time(arena, high);
    }
}

static void sum_up_texts(struct summary *summary, struct arena *arena,
                         const struct column *column, size_t first, size_t n,
                         bool shows_values)
{
    uint8_t *seen = memory_alloc(column->dictionary.n, 1);

    for (size_t i = first; i < first + n; i++) {
        uint32_t code = column_code(column, i);

        summary->n_missing += code == TEXT_MISSING;
        summary->n_distinct += code != TEXT_MISSING && !seen[code];
        seen[code] = 1;
        if (code != TEXT_MISSING && !summary->example)
            summary->example =
                show_text(arena, column, column_text(column, i), shows_values);
    }
    free(seen);
}

static struct summary sum_up(struct arena *arena, const struct column *column,
                             const struct input *input, bool shows_values)
{
    struct summary summary = {.n = input->n_rows};
    size_t first = input->first_row, n = input->n_rows;

    switch (column->kind) {
    case KIND_NUMBER:
        sum_up_numbers(&summary, arena, column->number + first, n,
                       column->unit);
        break;
    case KIND_TIME:
        sum_up_times(&summary, arena, column->time + first, n);
        break;
    case KIND_TEXT:
        sum_up_texts(&summary, arena, column, first, n, shows_values);
        break;
    }
    return summary;
}

static void add_column_row(struct doc *doc, struct doc_table *table,
                           const struct input_mapping *mapping,
                           const struct summary *summary)
{
    doc_row(doc, table);
    doc_cell_text(doc, table, mapping->source);
    doc_cell_text(doc, table, mapping->field);
    doc_cell_text(doc, table, mapping->unit);
    doc_cell_text(doc, table, mapping->decided_by);
    doc_cell_number(table, summary->n
                               ? (double)summary->n_missing / (double)summary->n
                               : (double)NAN);
    doc_cell_text(doc, table, summary->low ? summary->low : "");
    doc_cell_text(doc, table, summary->middle ? summary->middle : "");
    doc_cell_text(
        doc, table,
        summary->high ? summary->high
        : summary->n_distinct
            ? words_counted(doc->arena, summary->n_distinct, "value", "values")
            : "");
    doc_cell_text(doc, table, summary->example ? summary->example : "");
}

static void add_columns(struct doc *doc, struct section *section,
                        const struct intake *intake, size_t which,
                        bool shows_values)
{
    static const struct column_head heads[] = {
        {.key = "column", .label = "column"},
        {.key = "field", .label = "field"},
        {.key = "unit", .label = "unit"},
        {.key = "decided_by", .label = "decided by"},
        {.key = "missing", .label = "missing", .unit = UNIT_SHARE},
        {.key = "min", .label = "min"},
        {.key = "median", .label = "median"},
        {.key = "max", .label = "max"},
        {.key = "example", .label = "example"},
    };
    const struct input *input = &intake->inputs[which];
    struct doc_table *table = doc_table(
        doc, section, arena_format(doc->arena, "columns-%zu", which + 1),
        "Columns", heads, sizeof heads / sizeof *heads);

    table->in_summary = true;
    table->is_whole = true;
    for (size_t m = 0; m < input->n_mappings; m++) {
        const struct column *column =
            table_column_named(intake->table, input->mappings[m].field);
        struct summary summary = {0};

        if (column)
            summary = sum_up(doc->arena, column, input, shows_values);
        add_column_row(doc, table, &input->mappings[m], &summary);
    }
}

static struct value *cell_value(struct doc *doc, const struct column *column,
                                size_t row, bool shows_values)
{
    switch (column->kind) {
    case KIND_NUMBER:
        return value_number(doc->arena, column->number[row]);
    case KIND_TIME:
        return column->time[row] == TIME_MISSING
                   ? value_null(doc->arena)
                   : value_integer(doc->arena, column->time[row]);
    case KIND_TEXT:
        return column_code(column, row) == TEXT_MISSING
                   ? value_null(doc->arena)
                   : value_text(doc->arena, show_text(doc->arena, column,
                                                      column_text(column, row),
                                                      shows_values));
    }
    BUG("a column of kind %d", (int)column->kind);
}

/* Ten rows as understood, into "examples" of the input. */
static void tell_examples(struct doc *doc, struct value *object,
                          const struct intake *intake,
                          const struct input *input, bool shows_values)
{
    struct value *rows = value_set(object, "examples", value_array(doc->arena));

    for (size_t i = 0; i < EXAMPLE_ROWS && i < input->n_rows; i++) {
        struct value *row = value_append(rows, value_object(doc->arena));

        for (size_t c = 0; c < intake->table->n_columns; c++) {
            const struct column *column = intake->table->columns[c];

            if (column->field != FIELD_NONE && fields[column->field].is_inner)
                continue;
            value_set(
                row, column->name,
                cell_value(doc, column, input->first_row + i, shows_values));
        }
    }
}

static void add_facts(struct doc *doc, struct section *section,
                      const struct input *input)
{
    struct facts *facts = doc_facts(doc, section);

    facts->in_summary = true;
    doc_fact_text(
        doc, facts, "format", "format",
        arena_format(doc->arena, "%s (%s)", input->format, input->shape));
    doc_fact_text(doc, facts, "why", "because", input->why);
    doc_fact_text(doc, facts, "records", "requests",
                  arena_format(doc->arena, "%s found, %s accepted, %s rejected",
                               words_count(doc->arena, input->records),
                               words_count(doc->arena, input->accepted),
                               words_count(doc->arena, input->rejected)));
    doc_fact_text(
        doc, facts, "bytes", "bytes",
        arena_format(
            doc->arena, "%s%s%s, %s", words_count(doc->arena, input->bytes),
            strcmp(input->compression, "none") ? ", " : "",
            strcmp(input->compression, "none") ? input->compression : "",
            input->digest));
    doc_fact_text(doc, facts, "run", "run", input->run);
}

/* Ten rows for people: the canonical fields of them. */
static void add_rows(struct doc *doc, struct section *section,
                     const struct intake *intake, size_t which)
{
    const struct input *input = &intake->inputs[which];
    struct column_head heads[N_FIELDS];
    const struct column *columns[N_FIELDS];
    struct doc_table *table;
    size_t n = 0;

    for (size_t f = 0; f < N_FIELDS; f++) {
        if (!intake->table->field[f] || fields[f].is_inner || f == FIELD_ERROR)
            continue;
        columns[n] = intake->table->field[f];
        heads[n++] = (struct column_head){.key = fields[f].key,
                                          .label = fields[f].key,
                                          .unit = fields[f].unit};
    }
    table =
        doc_table(doc, section, arena_format(doc->arena, "rows-%zu", which + 1),
                  "The first rows as understood", heads, n);
    table->mixes_units = true;
    for (size_t i = 0; i < EXAMPLE_ROWS && i < input->n_rows; i++) {
        size_t row = input->first_row + i;

        doc_row(doc, table);
        for (size_t c = 0; c < n; c++)
            if (columns[c]->kind == KIND_NUMBER)
                doc_cell_number(table, columns[c]->number[row]);
            else if (columns[c]->kind == KIND_TIME)
                doc_cell_text(doc, table,
                              show_time(doc->arena, columns[c]->time[row]));
            else
                doc_cell_text(doc, table,
                              show_text(doc->arena, columns[c],
                                        column_text(columns[c], row), true));
    }
}

void inspect_tell(struct doc *doc, const struct intake *intake,
                  bool shows_values)
{
    const size_t *repeats = duplicates_count(intake);
    struct value *object;

    doc->shows_remarks = true;
    doc->names_sections = true;
    input_tell(doc, intake);
    object = doc->data->last->first;
    for (size_t i = 0; i < intake->n_inputs; i++, object = object->next) {
        const struct input *input = &intake->inputs[i];
        struct section *section =
            doc_section(doc, arena_format(doc->arena, "input-%zu", i + 1),
                        arena_text(doc->arena, input->name));

        add_facts(doc, section, input);
        add_columns(doc, section, intake, i, shows_values);
        add_rows(doc, section, intake, i);
        tell_examples(doc, object, intake, input, shows_values);
        input_add_problems(doc, section, input);
        suspicion_add_notes(doc, section, intake->table, input, repeats[i]);
    }
    input_add_notes(doc, intake);
}
