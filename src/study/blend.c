#include "study/blend.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/sort.h"
#include "stat/price.h"
#include "study/charts.h"
#include "study/cost_parts.h"
#include "study/words.h"

enum { CURVE_POINTS = 51 };

static size_t n_columns_of(const struct price_sheet *sheet)
{
    return sheet->n < REDUCTION_MODELS ? sheet->n : REDUCTION_MODELS;
}

void reductions_tell(struct doc *doc, struct section *section, const char *name,
                     const char *title, const struct price_sheet *sheet,
                     const double *values, struct value *array)
{
    struct column_head heads[1 + REDUCTION_MODELS] = {
        {.key = "model", .label = "saved by"}};
    size_t n = n_columns_of(sheet);
    struct value *member = array->first;
    struct doc_table *table;

    for (size_t j = 0; j < n; j++)
        heads[1 + j] = (struct column_head){
            .key = arena_text(doc->arena, sheet->prices[j].model),
            .label =
                arena_format(doc->arena, "against %s", sheet->prices[j].model),
            .unit = UNIT_SHARE};
    table = doc_table(doc, section, name, title, heads, 1 + n);
    if (n < sheet->n)
        table->caption = arena_format(
            doc->arena, "Against the first %zu models of the sheet.", n);
    for (size_t i = 0; i < sheet->n; i++, member = member->next) {
        struct value *reduction =
            value_set(member, "reduction", value_object(doc->arena));

        doc_row(doc, table);
        doc_cell_text(doc, table, sheet->prices[i].model);
        for (size_t j = 0; j < n; j++) {
            double saved = price_reduction(values[i], values[j]);

            if (j == i)
                doc_cell_empty(table);
            else
                doc_cell_number(table, saved);
            if (j != i)
                value_set(reduction, heads[1 + j].key,
                          value_number(doc->arena, saved));
        }
    }
}

static void add_table(struct doc *doc, struct section *section,
                      const struct price_sheet *sheet, const double *blended,
                      const char *mix, struct value *array)
{
    static const struct column_head heads[] = {
        {.key = "model", .label = "model"},
        {.key = "input", .label = "input", .unit = UNIT_DOLLARS},
        {.key = "output", .label = "output", .unit = UNIT_DOLLARS},
        {.key = "blended", .label = "blended", .unit = UNIT_DOLLARS},
        {.key = "context", .label = "context", .unit = UNIT_TOKENS},
    };
    struct doc_table *table = doc_table(
        doc, section, "blended-price",
        arena_format(doc->arena, "Price of a million tokens at %s", mix), heads,
        sizeof heads / sizeof *heads);

    table->in_summary = true;
    for (size_t i = 0; i < sheet->n; i++) {
        const struct price *price = &sheet->prices[i];
        struct value *value = value_append(array, value_object(doc->arena));

        doc_row(doc, table);
        doc_cell_text(doc, table, price->model);
        doc_cell_number(table, price->per_million[TOKENS_INPUT]);
        doc_cell_number(table, price->per_million[TOKENS_OUTPUT]);
        doc_cell_number(table, blended[i]);
        doc_cell_number(table, price->context);
        value_set(value, "model", value_text(doc->arena, price->model));
        value_set(value, "input",
                  value_number(doc->arena, price->per_million[TOKENS_INPUT]));
        value_set(value, "output",
                  value_number(doc->arena, price->per_million[TOKENS_OUTPUT]));
        value_set(value, "value", value_number(doc->arena, blended[i]));
    }
}

static double blend_of(const struct price *price, double input_share)
{
    return price_blended(price->per_million[TOKENS_INPUT],
                         price->per_million[TOKENS_OUTPUT], input_share);
}

static void add_curve(struct doc *doc, struct chart *chart,
                      const struct price *price, int colour)
{
    struct chart_series *series =
        doc_series(doc, chart, price->model, colour, MARK_LINE, CURVE_POINTS);

    for (size_t i = 0; i < CURVE_POINTS; i++) {
        double output_share = (double)i / (CURVE_POINTS - 1);

        series->points[i].x = output_share;
        series->points[i].y = blend_of(price, 1 - output_share);
    }
}

static double meeting_of(const struct price *a, const struct price *b)
{
    return price_break_even(
        a->per_million[TOKENS_INPUT], a->per_million[TOKENS_OUTPUT],
        b->per_million[TOKENS_INPUT], b->per_million[TOKENS_OUTPUT]);
}

/* Two models that cost the same at some mix. */
struct meeting {
    const struct price *a, *b;
    double input_share;
};

static size_t find_meetings(const struct price *const *shown, size_t n,
                            struct meeting *meetings)
{
    size_t n_meetings = 0;

    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++) {
            double share = meeting_of(shown[i], shown[j]);

            if (!isnan(share))
                meetings[n_meetings++] =
                    (struct meeting){shown[i], shown[j], share};
        }
    return n_meetings;
}

static void tell_meetings(struct doc *doc, struct section *section,
                          const struct meeting *meetings, size_t n,
                          struct value *array)
{
    static const struct column_head heads[] = {
        {.key = "a", .label = "model"},
        {.key = "b", .label = "and"},
        {.key = "input_share", .label = "input", .unit = UNIT_SHARE},
        {.key = "price", .label = "price", .unit = UNIT_DOLLARS},
        {.key = "cheaper", .label = "more input favours"},
    };
    struct doc_table *table;

    if (n == 0) {
        doc_text(doc, section,
                 "No mix makes two of these models equally dear: the cheaper "
                 "of any two is cheaper at every mix.");
        return;
    }
    table = doc_table(doc, section, "break-even",
                      "Mixes at which two models cost the same", heads,
                      sizeof heads / sizeof *heads);
    for (size_t i = 0; i < n; i++) {
        const struct price *a = meetings[i].a, *b = meetings[i].b;
        bool is_a = a->per_million[TOKENS_INPUT] < b->per_million[TOKENS_INPUT];
        struct value *value = value_append(array, value_object(doc->arena));

        doc_row(doc, table);
        doc_cell_text(doc, table, a->model);
        doc_cell_text(doc, table, b->model);
        doc_cell_number(table, meetings[i].input_share);
        doc_cell_number(table, blend_of(a, meetings[i].input_share));
        doc_cell_text(doc, table, is_a ? a->model : b->model);
        value_set(value, "a", value_text(doc->arena, a->model));
        value_set(value, "b", value_text(doc->arena, b->model));
        value_set(value, "input_share",
                  value_number(doc->arena, meetings[i].input_share));
    }
}

/* The models of the chart: all, or the cheapest at this mix. */
static size_t choose(const struct price_sheet *sheet, const double *blended,
                     const struct price *shown[CHART_GROUPS])
{
    size_t n = sheet->n < CHART_GROUPS ? sheet->n : CHART_GROUPS;
    uint32_t *order = memory_alloc(sheet->n, sizeof *order);

    sort_order(blended, sheet->n, order);
    for (size_t i = 0; i < n; i++)
        shown[i] = &sheet->prices[sheet->n > n ? order[i] : i];
    free(order);
    return n;
}

static void add_chart(struct doc *doc, struct section *section,
                      const struct price *const *shown, size_t n, size_t n_left,
                      const struct meeting *meetings, size_t n_meetings,
                      double input_share, const char *mix)
{
    struct chart *chart = doc_chart(doc, section, CHART_LINES, "blended-price");
    struct chart_series *series;
    bool is_log = true;

    for (size_t i = 0; i < n; i++) {
        is_log &= shown[i]->per_million[TOKENS_INPUT] > 0 &&
                  shown[i]->per_million[TOKENS_OUTPUT] > 0;
        add_curve(doc, chart, shown[i], (int)i);
    }
    chart->title = "Price of a million tokens, by the mix";
    chart->subtitle =
        n_meetings ? arena_format(doc->arena, "two models cost the same at %s",
                                  words_counted(doc->arena, n_meetings,
                                                "mix (dot)", "mixes (dots)"))
                   : "no two models change places at any mix";
    chart->caption = "Input and output prices of the sheet, blended.";
    if (n_left)
        chart->corner = words_counted(doc->arena, n_left, "model is not shown",
                                      "models are not shown");
    chart->x.label = "share of output tokens";
    chart->x.unit = UNIT_SHARE;
    chart->x.low = 0;
    chart->x.high = 1;
    chart->y.label = "a million tokens";
    chart->y.unit = UNIT_DOLLARS;
    chart->y.scale = is_log ? AXIS_LOG : AXIS_LINEAR;
    doc_rule(doc, chart, 1 - input_share, false, mix);
    if (n_meetings == 0)
        return;
    series = doc_series(doc, chart, "", -1, MARK_POINTS, n_meetings);
    for (size_t i = 0; i < n_meetings; i++) {
        series->points[i].x = 1 - meetings[i].input_share;
        series->points[i].y = blend_of(meetings[i].a, meetings[i].input_share);
    }
}

void blend_tell(struct doc *doc, const struct price_sheet *sheet,
                double input_share, const char *mix, struct value *cost)
{
    struct section *section =
        doc_section(doc, "blended", "Prices at a mix of input and output");
    double *blended = memory_alloc(sheet->n, sizeof *blended);
    struct meeting meetings[CHART_GROUPS * CHART_GROUPS];
    struct value *array = cost_list(cost, doc->arena, "blended");
    const struct price *shown[CHART_GROUPS];
    size_t n, n_meetings;

    value_set(cost, "input_share", value_number(doc->arena, input_share));
    for (size_t i = 0; i < sheet->n; i++)
        blended[i] = blend_of(&sheet->prices[i], input_share);
    add_table(doc, section, sheet, blended, mix, array);
    reductions_tell(doc, section, "blended-reductions",
                    arena_format(doc->arena, "Saved a token at %s", mix), sheet,
                    blended, array);
    n = choose(sheet, blended, shown);
    n_meetings = find_meetings(shown, n, meetings);
    tell_meetings(doc, section, meetings, n_meetings,
                  value_set(cost, "break_even", value_array(doc->arena)));
    add_chart(doc, section, shown, n, sheet->n - n, meetings, n_meetings,
              input_share, mix);
    free(blended);
}
