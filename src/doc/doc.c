#include "doc/doc.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"

struct doc *doc_create(const char *title)
{
    struct arena *arena = arena_create();
    struct doc *doc = arena_alloc(arena, 1, sizeof *doc);

    doc->arena = arena;
    doc->title = arena_text(arena, title);
    doc->data = value_object(arena);
    doc->findings = value_array(arena);
    doc->methods = value_array(arena);
    return doc;
}

void doc_destroy(struct doc *doc)
{
    if (doc)
        arena_destroy(doc->arena);
}

void doc_finish(struct doc *doc)
{
    struct value *verdict;

    if (doc->is_finished)
        return;
    doc->is_finished = true;
    value_set(doc->data, "findings", doc->findings);
    value_set(doc->data, "methods", doc->methods);
    verdict = value_set(doc->data, "verdict", value_object(doc->arena));
    value_set(verdict, "status", value_text(doc->arena, doc->verdict));
    value_set(verdict, "exit", value_integer(doc->arena, doc->exit_status));
}

struct section *doc_section(struct doc *doc, const char *key, const char *title)
{
    struct section *section;

    for (section = doc->first; section; section = section->next)
        if (strcmp(section->key, key) == 0)
            return section;
    section = arena_alloc(doc->arena, 1, sizeof *section);
    section->key = key;
    section->title = arena_text(doc->arena, title);
    if (doc->last)
        doc->last->next = section;
    else
        doc->first = section;
    doc->last = section;
    return section;
}

static struct block *add_block(struct doc *doc, struct section *section,
                               enum block_kind kind)
{
    struct block *block = arena_alloc(doc->arena, 1, sizeof *block);

    block->kind = kind;
    if (section->last)
        section->last->next = block;
    else
        section->first = block;
    section->last = block;
    return block;
}

void doc_text(struct doc *doc, struct section *section, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    add_block(doc, section, BLOCK_TEXT)->text =
        arena_format_list(doc->arena, format, args);
    va_end(args);
}

static const char *weight_code(enum weight weight)
{
    static const char *const codes[] = {
        [WEIGHT_REMARK] = "remark",
        [WEIGHT_CAUTION] = "caution",
        [WEIGHT_FAILURE] = "failure",
    };

    return codes[weight];
}

struct value *doc_note(struct doc *doc, struct section *section,
                       enum weight weight, const char *code, const char *format,
                       ...)
{
    struct arena *arena = doc->arena;
    struct value *finding;
    struct note *note;
    va_list args;

    note = &add_block(doc, section, BLOCK_NOTE)->note;
    note->weight = weight;
    note->code = code;
    va_start(args, format);
    note->text = arena_format_list(arena, format, args);
    va_end(args);

    finding = value_append(doc->findings, value_object(arena));
    value_set(finding, "code", value_text(arena, code));
    value_set(finding, "weight", value_text(arena, weight_code(weight)));
    value_set(finding, "text", value_text(arena, note->text));
    return value_set(finding, "about", value_object(arena));
}

/* What an array in the arena needs before one more is added: room doubles,
 * and the old copy stays behind in the arena. */
static void *with_room(struct arena *arena, void *old, size_t n, size_t size)
{
    void *grown;

    if (n & (n - 1))
        return old;
    grown = arena_alloc(arena, n ? 2 * n : 1, size);
    if (n)
        memcpy(grown, old, n * size);
    return grown;
}

struct facts *doc_facts(struct doc *doc, struct section *section)
{
    return &add_block(doc, section, BLOCK_FACTS)->facts;
}

static struct fact *add_fact(struct doc *doc, struct facts *facts,
                             const char *key, const char *label)
{
    struct fact *fact;

    facts->facts = with_room(doc->arena, facts->facts, facts->n, sizeof *fact);
    fact = &facts->facts[facts->n++];
    fact->key = key;
    fact->label = arena_text(doc->arena, label);
    fact->estimate = estimate_of((double)NAN);
    return fact;
}

void doc_fact(struct doc *doc, struct facts *facts, const char *key,
              const char *label, enum unit unit, struct estimate estimate)
{
    struct fact *fact = add_fact(doc, facts, key, label);

    fact->unit = unit;
    fact->estimate = estimate;
}

void doc_fact_text(struct doc *doc, struct facts *facts, const char *key,
                   const char *label, const char *text)
{
    struct fact *fact = add_fact(doc, facts, key, label);

    fact->text = arena_text(doc->arena, text ? text : "");
}

/* A name becomes a file name. */
static void check_name(const struct doc *doc, enum block_kind kind,
                       const char *name)
{
    const char *other;

    if (*name == '\0' ||
        name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-")])
        BUG("'%s' is no name of a table or figure", name);
    for (const struct section *s = doc->first; s; s = s->next)
        for (const struct block *b = s->first; b; b = b->next) {
            if (b->kind != kind)
                continue;
            other = kind == BLOCK_TABLE ? b->table->name : b->chart->name;
            if (strcmp(other, name) == 0)
                BUG("two tables or figures are named '%s'", name);
        }
}

struct doc_table *doc_table(struct doc *doc, struct section *section,
                            const char *name, const char *title,
                            const struct column_head *columns, size_t n_columns)
{
    struct arena *arena = doc->arena;
    struct doc_table *table = arena_alloc(arena, 1, sizeof *table);

    if (n_columns == 0)
        BUG("the table '%s' has no column", name);
    check_name(doc, BLOCK_TABLE, name);
    table->name = name;
    table->title = title ? arena_text(arena, title) : NULL;
    table->columns = arena_alloc(arena, n_columns, sizeof *columns);
    memcpy(table->columns, columns, n_columns * sizeof *columns);
    for (size_t i = 0; i < n_columns; i++)
        table->columns[i].label = arena_text(arena, columns[i].label);
    table->n_columns = n_columns;
    table->n_filled = n_columns;
    add_block(doc, section, BLOCK_TABLE)->table = table;
    return table;
}

void doc_row(struct doc *doc, struct doc_table *table)
{
    size_t size = table->n_columns * sizeof *table->cells;

    table->cells = with_room(doc->arena, table->cells, table->n_rows, size);
    table->n_rows++;
    table->n_filled = 0;
}

static struct cell *next_cell(struct doc_table *table)
{
    if (table->n_filled == table->n_columns)
        BUG("the table '%s' has %zu columns", table->name, table->n_columns);
    return &table->cells[(table->n_rows - 1) * table->n_columns +
                         table->n_filled++];
}

void doc_cell_text(struct doc *doc, struct doc_table *table, const char *text)
{
    struct cell *cell = next_cell(table);

    cell->kind = text ? CELL_TEXT : CELL_EMPTY;
    cell->text = text ? arena_text(doc->arena, text) : NULL;
}

void doc_cell_number(struct doc_table *table, double value)
{
    doc_cell(table, estimate_of(value), NULL);
}

void doc_cell(struct doc_table *table, struct estimate estimate,
              const char *mark)
{
    struct cell *cell = next_cell(table);

    cell->kind = CELL_NUMBER;
    cell->estimate = estimate;
    cell->mark = mark;
}

void doc_cell_empty(struct doc_table *table)
{
    next_cell(table)->kind = CELL_EMPTY;
}

struct chart *doc_chart(struct doc *doc, struct section *section,
                        enum chart_kind kind, const char *name)
{
    struct chart *chart = arena_alloc(doc->arena, 1, sizeof *chart);

    check_name(doc, BLOCK_CHART, name);
    chart->kind = kind;
    chart->name = name;
    chart->x.low = chart->x.high = (double)NAN;
    chart->y.low = chart->y.high = (double)NAN;
    add_block(doc, section, BLOCK_CHART)->chart = chart;
    return chart;
}

struct chart_series *doc_series(struct doc *doc, struct chart *chart,
                                const char *label, int colour, enum mark mark,
                                size_t n_points)
{
    struct chart_series *series;

    chart->series =
        with_room(doc->arena, chart->series, chart->n_series, sizeof *series);
    series = &chart->series[chart->n_series++];
    series->label = label ? arena_text(doc->arena, label) : NULL;
    series->colour = colour;
    series->mark = mark;
    series->points = arena_alloc(doc->arena, n_points, sizeof *series->points);
    series->n_points = n_points;
    for (size_t i = 0; i < n_points; i++)
        series->points[i].low = series->points[i].high = (double)NAN;
    return series;
}

void doc_rule(struct doc *doc, struct chart *chart, double at,
              bool is_horizontal, const char *label)
{
    struct chart_rule *rule;

    chart->rules =
        with_room(doc->arena, chart->rules, chart->n_rules, sizeof *rule);
    rule = &chart->rules[chart->n_rules++];
    rule->at = at;
    rule->is_horizontal = is_horizontal;
    rule->label = label ? arena_text(doc->arena, label) : NULL;
}

void doc_method(struct doc *doc, const char *code, const char *text,
                const char *reference)
{
    struct arena *arena = doc->arena;
    struct value *method;

    for (method = doc->methods->first; method; method = method->next)
        if (strcmp(value_get(method, "code")->text, code) == 0)
            return;
    method = value_append(doc->methods, value_object(arena));
    value_set(method, "code", value_text(arena, code));
    value_set(method, "text", value_text(arena, text));
    value_set(method, "reference", value_text(arena, reference));
}
