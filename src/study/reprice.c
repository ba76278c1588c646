#include "study/money.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stat/price.h"
#include "study/blend.h"
#include "study/charts.h"
#include "study/cost_parts.h"
#include "study/words.h"

/* The same log under every model of the sheet, token for token: another model
 * would write other answers, and its tokenizer count otherwise. */

struct alternative {
    const struct price *price;
    double total; /* of the requests with known tokens */
    struct estimate per_1000;
    struct estimate saving; /* against the log, of requests with both */
    size_t n, n_over;       /* priced; beyond the context window */
};

static double tokens_of_row(const struct pricing *pricing, size_t row)
{
    double classes[N_TOKEN_CLASSES], sum = 0;

    if (pricing->is_free[row] || !tokens_of(&pricing->tokens, row, classes))
        return 0;
    for (int c = 0; c < N_TOKEN_CLASSES; c++)
        sum += classes[c];
    return sum;
}

static struct alternative reprice(struct frame *frame,
                                  const struct pricing *pricing,
                                  const struct price *price, double *under,
                                  double *as_is)
{
    struct alternative alternative = {.price = price};
    const struct tally *all, *both, *others;

    for (size_t i = 0; i < frame->table->n_rows; i++) {
        under[i] = pricing_under(pricing, price, i);
        alternative.n_over +=
            frame->kept[i] && tokens_of_row(pricing, i) > price->context;
    }
    all = tally_costs(frame, pricing, under);
    alternative.total = all->cost;
    alternative.n = all->n;
    alternative.per_1000 = tally_estimate(frame, all, PER_1000);
    for (size_t i = 0; i < frame->table->n_rows; i++) {
        as_is[i] = isnan(under[i]) ? (double)NAN : pricing_cost(pricing, i);
        if (isnan(as_is[i]))
            under[i] = (double)NAN;
    }
    both = tally_costs(frame, pricing, under);
    others = tally_costs(frame, pricing, as_is);
    alternative.saving = tally_saving(frame, both, others);
    return alternative;
}

static void tell(struct frame *frame, struct doc_table *table,
                 struct value *array, const struct alternative *alternative)
{
    struct arena *arena = frame->arena;
    struct value *value = value_append(array, value_object(arena));

    doc_row(frame->doc, table);
    doc_cell_text(frame->doc, table, alternative->price->model);
    doc_cell_number(table, alternative->total);
    doc_cell(table, alternative->per_1000, NULL);
    doc_cell(table, alternative->saving, NULL);
    if (isnan(alternative->price->context))
        doc_cell_empty(table);
    else
        doc_cell_number(table, (double)alternative->n_over);
    value_set(value, "model", value_text(arena, alternative->price->model));
    value_set(value, "requests", value_integer(arena, (int64_t)alternative->n));
    value_set(value, "total", value_number(arena, alternative->total));
    value_set(value, "per_1000", value_estimate(arena, &alternative->per_1000));
    value_set(value, "saving", value_estimate(arena, &alternative->saving));
    value_set(value, "over_context",
              isnan(alternative->price->context)
                  ? value_null(arena)
                  : value_integer(arena, (int64_t)alternative->n_over));
}

static void note_context(struct frame *frame, struct section *section,
                         const struct alternative *alternative)
{
    if (alternative->n_over)
        doc_note(frame->doc, section, WEIGHT_CAUTION, "context-exceeded",
                 "%s: %s of %s beyond its context window of %s; their cost "
                 "under it is that of requests it cannot answer",
                 alternative->price->model,
                 words_count(frame->arena, alternative->n_over),
                 words_counted(frame->arena, alternative->n, "request is",
                               "requests are"),
                 words_number(frame->arena, UNIT_TOKENS,
                              alternative->price->context));
}

static void add_chart(struct frame *frame, struct section *section,
                      const struct alternative *alternatives, size_t n)
{
    enum { MOST = 20 };
    size_t n_shown = n < MOST ? n : MOST;
    const char **names = arena_alloc(frame->arena, n_shown, sizeof *names);
    struct chart *chart =
        doc_chart(frame->doc, section, CHART_LADDER, "cost-models");

    chart->title = "The same log under other models";
    chart->subtitle =
        arena_format(frame->arena, "cost of 1,000 requests like these %s",
                     words_count(frame->arena, alternatives[0].n));
    chart->caption = "Token for token; with three runs or more: t interval "
                     "over the runs.";
    if (n_shown < n)
        chart->corner =
            words_counted(frame->arena, n - n_shown, "model is not shown",
                          "models are not shown");
    chart->x.label = "cost of 1,000 requests";
    chart->x.unit = UNIT_DOLLARS;
    chart->x.low = 0;
    for (size_t i = 0; i < n_shown; i++) {
        struct estimate cost = alternatives[i].per_1000;
        struct chart_series *series;

        names[i] = alternatives[i].price->model;
        series = doc_series(frame->doc, chart, "", 0, MARK_INTERVALS, 1);
        series->points[0] = (struct point){
            .x = cost.value,
            .y = (double)i,
            .low = cost.low,
            .high = cost.high,
            .x2 = (double)NAN,
            .label = words_number(frame->arena, UNIT_DOLLARS, cost.value)};
    }
    chart->y.names = names;
    chart->y.n_names = n_shown;
}

static void add_alternatives(struct frame *frame, const struct pricing *pricing,
                             struct section *section)
{
    static const struct column_head heads[] = {
        {.key = "model", .label = "model"},
        {.key = "total", .label = "cost", .unit = UNIT_DOLLARS},
        {.key = "per_1000",
         .label = "per 1,000",
         .unit = UNIT_DOLLARS,
         .shows_interval = true},
        {.key = "saving",
         .label = "saved",
         .unit = UNIT_SHARE,
         .shows_interval = true},
        {.key = "over_context", .label = "too long", .unit = UNIT_COUNT},
    };
    size_t n = pricing->sheet->n, n_rows = frame->table->n_rows;
    struct alternative *all = memory_alloc(n, sizeof *all);
    double *under = memory_alloc(n_rows, sizeof *under);
    double *as_is = memory_alloc(n_rows, sizeof *as_is);
    double *totals = memory_alloc(n, sizeof *totals);
    struct value *array =
        cost_list(cost_value(frame), frame->arena, "alternatives");
    struct doc_table *table =
        doc_table(frame->doc, section, "cost-alternatives",
                  "The same requests under other models", heads,
                  sizeof heads / sizeof *heads);

    table->in_summary = true;
    for (size_t m = 0; m < n; m++) {
        all[m] =
            reprice(frame, pricing, &pricing->sheet->prices[m], under, as_is);
        totals[m] = all[m].total;
        tell(frame, table, array, &all[m]);
    }
    reductions_tell(frame->doc, section, "cost-reductions",
                    "Saved on this log by each model against each",
                    pricing->sheet, totals, array);
    for (size_t m = 0; m < n; m++)
        note_context(frame, section, &all[m]);
    add_chart(frame, section, all, n);
    free(totals);
    free(as_is);
    free(under);
    free(all);
}

/* The log's own share of input, whatever class. */
static double input_share_of(const struct frame *frame,
                             const struct pricing *pricing)
{
    double classes[N_TOKEN_CLASSES], input = 0, output = 0;

    for (size_t i = 0; i < frame->table->n_rows; i++) {
        if (!frame->kept[i] || !tokens_of(&pricing->tokens, i, classes))
            continue;
        input += classes[TOKENS_INPUT] + classes[TOKENS_CACHED] +
                 classes[TOKENS_CACHE_WRITE];
        output += classes[TOKENS_OUTPUT] + classes[TOKENS_REASONING];
    }
    return input + output > 0 ? input / (input + output) : (double)NAN;
}

static void run(struct frame *frame)
{
    const struct pricing *pricing = pricing_of(frame);
    double share = pricing->options->input_share;
    struct section *section;
    bool is_own = isnan(share);

    if (!pricing->sheet)
        return;
    section = doc_section(frame->doc, "alternatives", "Other models");
    if (pricing->tokens.n_known)
        add_alternatives(frame, pricing, section);
    else
        doc_note(frame->doc, section, WEIGHT_CAUTION, "no-tokens",
                 "without input and output tokens no request can be priced "
                 "under another model");
    if (is_own)
        share = input_share_of(frame, pricing);
    if (!isnan(share))
        blend_tell(
            frame->doc, pricing->sheet, share,
            is_own ? arena_format(frame->arena, "this log's %s input",
                                  words_number(frame->arena, UNIT_SHARE, share))
                   : arena_format(frame->arena, "%.10g/%.10g", 100 * share,
                                  100 * (1 - share)),
            cost_value(frame));
}

const struct study study_reprice = {
    .name = "reprice",
    .summary = "what other models would cost",
    .run = run,
};
