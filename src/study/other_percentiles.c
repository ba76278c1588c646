#include "study/other_percentiles.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "base/threads.h"
#include "stat/compat.h"
#include "stat/harrell_davis.h"
#include "study/charts.h"
#include "study/percentiles.h"
#include "study/words.h"

enum { MOST_PERCENTILES = 32, FEW = 1 << 16 /* values: not worth a thread */ };

static unsigned doubts_of(const struct frame *frame,
                          const struct metric *metric, size_t g)
{
    unsigned doubts = 0;

    for (size_t i = 0; i < frame->options->n_percentiles; i++) {
        struct quantile quantile =
            percentile_of(frame, metric, g, frame->options->percentiles[i]);

        doubts |= percentile_doubt(&quantile);
    }
    return doubts;
}

unsigned percentiles_doubts(const struct frame *frame)
{
    unsigned doubts = 0;

    for (size_t m = 0; m < frame->n_metrics; m++)
        for (size_t g = 0; g < (m == 0 ? frame_n_groups(frame) : 1); g++)
            doubts |= doubts_of(frame, &frame->metrics[m], g);
    return doubts;
}

void percentiles_of_others(struct frame *frame, struct section *section)
{
    struct facts *facts;

    if (frame->n_metrics < 2)
        return;
    facts = doc_facts(frame->doc, section);

    facts->in_summary = true;
    for (size_t m = 1; m < frame->n_metrics; m++) {
        const struct metric *metric = &frame->metrics[m];
        struct text line;

        text_init(&line);
        for (size_t i = 0; i < frame->options->n_percentiles; i++) {
            struct quantile quantile =
                percentile_of(frame, metric, 0, frame->options->percentiles[i]);
            const char *mark = percentile_mark(&quantile);

            text_format(&line, "%s%s %s%s%s", i ? ", " : "",
                        words_percentile(frame->arena, quantile.p),
                        words_number(frame->arena, metric->unit,
                                     quantile.estimate.value),
                        mark ? " " : "", mark ? mark : "");
        }
        doc_fact_text(frame->doc, facts, metric->name, metric->label,
                      line.data);
        text_release(&line);
    }
}

static size_t add_heads(struct frame *frame, struct column_head *heads,
                        size_t n)
{
    const struct study_options *options = frame->options;

    for (size_t i = 0; i < options->n_percentiles && i < MOST_PERCENTILES;
         i++) {
        const char *name =
            words_percentile(frame->arena, options->percentiles[i]);

        heads[n++] = (struct column_head){.key = name, .label = name};
    }
    return n;
}

/* Rules differ in the last digits only, so all of them are told. */
static const char *all_digits(struct frame *frame, double number)
{
    char text[NUMBER_TEXT_SIZE];

    if (!isfinite(number))
        return "";
    return arena_text_n(frame->arena, text, number_format(text, number));
}

/* The numbers of all rules: one of them sums up a sample value by value. */
struct ruling {
    const struct sample *sample;
    const double *p;
    size_t n;        /* percentiles */
    double *numbers; /* [rule][n] */
};

static void rule_one(void *context, size_t index)
{
    const struct ruling *ruling = context;
    const struct compat *rule = compat_rules[index / ruling->n];

    ruling->numbers[index] =
        rule->quantile(ruling->sample, ruling->p[index % ruling->n]);
}

/* Whose percentiles tools print, in the order of the tables. */
static const char *const ruled[] = {"latency", "ttft", "itl", "tpot"};
enum { N_RULED = sizeof ruled / sizeof *ruled };

static size_t count_percentiles(const struct frame *frame)
{
    size_t n = frame->options->n_percentiles;

    return n < MOST_PERCENTILES ? n : MOST_PERCENTILES;
}

const double *percentiles_by_tools(const struct frame *frame,
                                   const struct metric *metric)
{
    struct ruling ruling = {.p = frame->options->percentiles,
                            .n = count_percentiles(frame)};
    size_t n_rules = 0, i = 0;

    while (i < N_RULED && strcmp(ruled[i], metric->name) != 0)
        i++;
    if (i == N_RULED || frame_n_values(metric, 0) == 0)
        return NULL;
    while (compat_rules[n_rules])
        n_rules++;
    ruling.sample = frame_sample(metric, 0);
    ruling.numbers =
        arena_alloc(frame->arena, n_rules * ruling.n, sizeof(double));
    threads_run(ruling.sample->n < FEW ? 1 : 0, n_rules * ruling.n, rule_one,
                &ruling);
    return ruling.numbers;
}

/* One table a metric, for each has a unit of its own. */
static void add_tool_table(struct frame *frame, struct section *section,
                           const struct metric *metric, const double *numbers)
{
    struct column_head heads[MOST_PERCENTILES + 2] = {
        {.key = "tool", .label = "tool"}, {.key = "rule", .label = "rule"}};
    size_t n = add_heads(frame, heads, 2);
    struct doc_table *table = doc_table(
        frame->doc, section,
        arena_format(frame->arena, "as-tools-%s", charts_slug(frame, metric)),
        arena_format(frame->arena, "%s as other tools would print it, %s",
                     metric->label, unit_code(metric->unit)),
        heads, n);

    table->caption = arena_format(
        frame->arena, "Of the same %s; --as TOOL takes the rule of one.",
        words_counted(frame->arena, frame_n_values(metric, 0), "request",
                      "requests"));
    for (size_t c = 0; compat_rules[c]; c++) {
        doc_row(frame->doc, table);
        doc_cell_text(frame->doc, table, compat_rules[c]->name);
        doc_cell_text(frame->doc, table, compat_rules[c]->rule);
        for (size_t i = 2; i < n; i++)
            doc_cell_text(frame->doc, table, all_digits(frame, *numbers++));
    }
}

/* In the order of these names, whatever that of the metrics is. */
void percentiles_as_tools(struct frame *frame, struct section *section,
                          const double *const *by_tools)
{
    for (size_t i = 0; i < N_RULED; i++) {
        const struct metric *metric = frame_metric(frame, ruled[i]);

        if (metric && by_tools[metric - frame->metrics])
            add_tool_table(frame, section, metric,
                           by_tools[metric - frame->metrics]);
    }
}

/* In the data: beside the percentiles of the group. */
static void tell_smooth(struct frame *frame, struct value *list, double p,
                        const struct weighted_quantile *smooth,
                        double maritz_jarrett_error)
{
    struct arena *arena = frame->arena;
    struct value *object = value_append(list, value_object(arena));

    value_set(object, "p", value_number(arena, p));
    value_set(object, "value", value_number(arena, smooth->value));
    value_set(object, "standard_error", value_number(arena, smooth->se));
    value_set(object, "maritz_jarrett_error",
              value_number(arena, maritz_jarrett_error));
}

static void add_smooth_rows(struct frame *frame, struct doc_table *table,
                            const struct metric *metric, size_t g)
{
    const struct sample *sample = frame_sample(metric, g);
    struct value *list = value_set(frame_metric_value(frame, g, metric),
                                   "harrell_davis", value_array(frame->arena));

    for (size_t i = 0; i < frame->options->n_percentiles; i++) {
        double p = frame->options->percentiles[i];
        struct weighted_quantile smooth = harrell_davis(sample, p);
        double error = maritz_jarrett(sample, p);

        doc_row(frame->doc, table);
        doc_cell_text(frame->doc, table, frame_group_label(frame, g));
        doc_cell_text(frame->doc, table, words_percentile(frame->arena, p));
        doc_cell_number(table, smooth.value);
        doc_cell_number(table, smooth.se);
        doc_cell_number(table, error);
        tell_smooth(frame, list, p, &smooth, error);
    }
}

void percentiles_smooth(struct frame *frame, struct section *section)
{
    for (size_t m = 0; m < frame->n_metrics; m++) {
        const struct metric *metric = &frame->metrics[m];
        const struct column_head heads[] = {
            {.key = "group", .label = "requests"},
            {.key = "percentile", .label = "percentile"},
            {.key = "harrell_davis",
             .label = "Harrell-Davis",
             .unit = metric->unit},
            {.key = "se", .label = "jackknife error", .unit = metric->unit},
            {.key = "maritz_jarrett_se",
             .label = "Maritz-Jarrett error",
             .unit = metric->unit},
        };
        struct doc_table *table =
            doc_table(frame->doc, section,
                      arena_format(frame->arena, "harrell-davis-%s",
                                   charts_slug(frame, metric)),
                      arena_format(frame->arena, "%s by Harrell and Davis",
                                   metric->label),
                      heads, sizeof heads / sizeof *heads);

        table->caption = "Smooth between p25 and p90; not for tails.";
        for (size_t g = 0; g < frame_n_groups(frame); g++)
            add_smooth_rows(frame, table, metric, g);
        frame_drop_samples(metric, KEEP_CELLS);
    }
    doc_method(frame->doc, "harrell-davis",
               "weighted mean of all order statistics, jackknife error",
               "Harrell and Davis, Biometrika 69, 1982");
}
