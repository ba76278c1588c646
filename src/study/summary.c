#include "study/study.h"

#include <math.h>
#include <string.h>

#include "base/threads.h"
#include "study/charts.h"
#include "study/moments_table.h"
#include "study/other_percentiles.h"
#include "study/percentiles.h"
#include "study/run_numbers.h"
#include "study/throughput.h"
#include "study/words.h"

/* Counts, moments and percentiles of every metric, for the whole log and each
 * group: the table that the program is for. */

/* The rank of a limit; beyond the sample there is none. */
static struct value *rank_value(struct arena *arena, size_t rank, double limit)
{
    return isinf(limit) || isnan(limit) ? value_null(arena)
                                        : value_integer(arena, (int64_t)rank);
}

static struct value *tell_quantile(struct frame *frame,
                                   const struct metric *metric, size_t g,
                                   const struct quantile *quantile)
{
    struct arena *arena = frame->arena;
    struct value *object = value_estimate(arena, &quantile->estimate);
    struct value *doubts;
    struct estimate certified, across;

    value_set(object, "p", value_number(arena, quantile->p));
    value_set(object, "low_rank",
              rank_value(arena, quantile->ranks.low, quantile->estimate.low));
    value_set(object, "high_rank",
              rank_value(arena, quantile->ranks.high, quantile->estimate.high));
    value_set(object, "n_tail", value_number(arena, quantile->n_tail));
    doubts = value_set(object, "doubts", value_array(arena));
    if (quantile->estimate.doubts & DOUBT_FEW)
        value_append(doubts, value_text(arena, "few"));
    if (quantile->estimate.doubts & DOUBT_OPEN)
        value_append(doubts, value_text(arena, "open"));
    value_set(object, "needs_n",
              value_integer(arena, (int64_t)quantile->needs_n));
    across = run_numbers_across(frame, metric, g, quantile->p);
    value_set(object, "across_runs",
              isnan(across.value) ? value_null(arena)
                                  : value_estimate(arena, &across));
    certified = quantile_certified(frame_sample(metric, g), quantile->p, 0.99);
    if (isnan(certified.value)) {
        value_set(object, "certified", value_null(arena));
    } else {
        struct value *value =
            value_set(object, "certified", value_object(arena));

        value_set(value, "value", value_number(arena, certified.value));
        value_set(value, "confidence", value_number(arena, 0.99));
    }
    return object;
}

static void set_number(struct frame *frame, struct value *object,
                       const char *key, double number)
{
    value_set(object, key, value_number(frame->arena, number));
}

enum { FEW = 1 << 16 }; /* rows: not worth a thread */

/* The passes over the samples of one metric: first those of the whole, then
 * those of its groups, so that not all samples are there at a time. Each has
 * two parts side by side: the numbers, and those of the runs. */
struct numbering {
    const struct metric *metric;
    struct numbers *numbers; /* [group] */
    struct run_filling runs;
    bool has_runs;
    size_t first; /* group */
};

static void fill_numbers(struct numbers *numbers, const struct metric *metric,
                         size_t g)
{
    const struct sample *sample = frame_sample(metric, g);

    *numbers = (struct numbers){
        .moments =
            g == 0 ? frame_moments(metric) : moments_of(sample->x, sample->n),
        .geometric = geometric_mean(sample->x, sample->n),
        .trimmed = trimmed_mean(sample, 0.1),
        .deviation = median_deviation(sample, MAD_SCALE),
    };
}

static void fill_part(void *context, size_t index)
{
    struct numbering *numbering = context;
    size_t g = numbering->first + index / 2;

    if (index % 2 == 0)
        fill_numbers(&numbering->numbers[g], numbering->metric, g);
    else if (numbering->has_runs)
        run_filling_group(&numbering->runs, g);
}

static void number_metric(struct frame *frame, size_t m,
                          struct numbers *numbers)
{
    struct numbering numbering = {.metric = &frame->metrics[m],
                                  .numbers = numbers};
    unsigned n_threads = frame->table->n_rows < FEW ? 1 : 0;

    numbering.has_runs = run_filling_begin(&numbering.runs, frame, m);
    threads_run(n_threads, 2, fill_part, &numbering);
    numbering.first = 1;
    threads_run(n_threads, 2 * (frame_n_groups(frame) - 1), fill_part,
                &numbering);
    if (numbering.has_runs)
        run_filling_end(&numbering.runs);
}

static struct estimate mean_of_numbers(const struct frame *frame,
                                       const struct numbers *numbers)
{
    return mean_interval(numbers->moments.mean, numbers->moments.sd,
                         numbers->moments.n, frame->options->level);
}

static void tell_moments(struct frame *frame, struct value *value,
                         const struct sample *sample,
                         const struct numbers *numbers)
{
    const struct moments moments = numbers->moments;
    struct estimate mean = mean_of_numbers(frame, numbers);
    struct value *trimmed;

    value_set(value, "mean", value_estimate(frame->arena, &mean));
    set_number(frame, value, "sd", moments.sd);
    set_number(frame, value, "cv", moments.cv);
    set_number(frame, value, "min", moments.min);
    set_number(frame, value, "max", moments.max);
    set_number(frame, value, "sum", sample->n ? moments.sum : (double)NAN);
    set_number(frame, value, "geometric_mean", numbers->geometric);
    trimmed = value_set(value, "trimmed_mean", value_object(frame->arena));
    set_number(frame, trimmed, "value", numbers->trimmed);
    set_number(frame, trimmed, "trim", 0.1);
    set_number(frame, value, "mad", numbers->deviation);
    set_number(frame, value, "iqr",
               quantile_iqr(sample, frame->options->quantile_type));
    set_number(frame, value, "skewness", moments.skewness);
    set_number(frame, value, "excess_kurtosis", moments.excess_kurtosis);
}

static void tell_metric(struct frame *frame, const struct metric *metric,
                        size_t g, const struct numbers *numbers)
{
    struct value *value = frame_metric_value(frame, g, metric), *quantiles;
    const struct sample *sample = frame_sample(metric, g);

    value_set(value, "unit", value_text(frame->arena, unit_code(metric->unit)));
    value_set(value, "n", value_integer(frame->arena, (int64_t)sample->n));
    value_set(value, "missing",
              value_integer(frame->arena, (int64_t)sample->n_missing));
    tell_moments(frame, value, sample, numbers);
    value_set(value, "quantile_type",
              value_integer(frame->arena, frame->options->quantile_type));
    quantiles = value_set(value, "quantiles", value_array(frame->arena));
    for (size_t i = 0; i < frame->options->n_percentiles; i++) {
        struct quantile quantile =
            percentile_of(frame, metric, g, frame->options->percentiles[i]);

        value_append(quantiles, tell_quantile(frame, metric, g, &quantile));
    }
}

/* A group for which all values are missing gets a row of nothing: that is
 * told, not left out. Returns the doubts that are marked. */
static unsigned add_table_row(struct frame *frame, struct doc_table *table,
                              const struct metric *metric, size_t g,
                              const struct numbers *numbers,
                              const struct throughput *rates)
{
    unsigned doubts = 0;

    doc_row(frame->doc, table);
    frame_group_cells(frame, table, g);
    doc_cell_number(table, (double)numbers->moments.n);
    doc_cell(table, mean_of_numbers(frame, numbers), NULL);
    for (size_t i = 0; i < frame->options->n_percentiles; i++) {
        struct quantile quantile =
            percentile_shown(frame, metric, g, frame->options->percentiles[i]);

        doc_cell(table, quantile.estimate, percentile_mark(&quantile));
        doubts |= percentile_doubt(&quantile);
    }
    if (rates)
        doc_cell_number(table, rates[g].output);
    return doubts;
}

static struct column_head *make_heads(struct frame *frame,
                                      const struct metric *metric,
                                      bool has_rate, bool shows_interval,
                                      size_t *n)
{
    const struct study_options *options = frame->options;
    struct column_head *heads = arena_alloc(
        frame->arena, options->n_percentiles + 3 + frame_n_by(frame),
        sizeof *heads);

    *n = frame_group_heads(frame, heads);
    heads[(*n)++] =
        (struct column_head){.key = "n", .label = "n", .unit = UNIT_COUNT};
    heads[(*n)++] = (struct column_head){.key = "mean",
                                         .label = "mean",
                                         .unit = metric->unit,
                                         .shows_interval = shows_interval};
    for (size_t i = 0; i < options->n_percentiles; i++) {
        const char *name =
            words_percentile(frame->arena, options->percentiles[i]);

        heads[(*n)++] = (struct column_head){.key = name,
                                             .label = name,
                                             .unit = metric->unit,
                                             .shows_interval = shows_interval};
    }
    if (has_rate)
        heads[(*n)++] = (struct column_head){.key = "throughput",
                                             .label = "throughput",
                                             .unit = UNIT_TOKENS_PER_SECOND};
    return heads;
}

static const char *rule_words(struct frame *frame)
{
    if (frame->options->as)
        return arena_format(frame->arena, "Percentiles as %s prints them (%s).",
                            frame->options->as->name, frame->options->as->rule);
    return arena_format(frame->arena, "Quantiles of type %d.",
                        frame->options->quantile_type);
}

static const char *caption_words(struct frame *frame, bool with_interval,
                                 const char *legend)
{
    if (with_interval)
        return arena_format(
            frame->arena,
            "%s intervals: mean by Student's t, percentiles by order "
            "statistics, for these requests only.",
            words_number(frame->arena, UNIT_SHARE, frame->options->level));
    if (!legend)
        return rule_words(frame);
    return arena_format(frame->arena, "%s %s.", rule_words(frame), legend);
}

/* `rates` is NULL for metrics that are no latency, and for logs without output
 * tokens. */
static struct doc_table *add_table(struct frame *frame, struct section *section,
                                   const struct metric *metric,
                                   const struct numbers *numbers,
                                   const struct throughput *rates,
                                   bool with_interval)
{
    unsigned doubts = 0;
    struct doc_table *table;
    size_t n;
    const struct column_head *heads =
        make_heads(frame, metric, rates != NULL, with_interval, &n);

    table = doc_table(frame->doc, section,
                      arena_format(frame->arena, "%s-%s",
                                   with_interval ? "intervals" : "percentiles",
                                   charts_slug(frame, metric)),
                      arena_format(frame->arena, "%s%s", metric->label,
                                   with_interval ? ", with intervals" : ""),
                      heads, n);
    table->in_summary = !with_interval && metric == frame->metrics;
    for (size_t g = 0; g < frame_n_groups(frame); g++)
        doubts |= add_table_row(frame, table, metric, g, &numbers[g], rates);
    table->caption =
        caption_words(frame, with_interval, percentile_legend(doubts));
    return table;
}

/* The same percentiles with the interval of the runs: what another run would
 * show, where the intervals above are of these requests only. */
static void add_across(struct frame *frame, struct section *section,
                       const struct metric *metric)
{
    const struct study_options *options = frame->options;
    size_t m = (size_t)(metric - frame->metrics);
    const struct run_numbers *numbers = run_numbers_of_metric(frame, m);
    struct column_head *heads;
    struct doc_table *table;
    size_t n;

    if (!numbers || numbers->n_runs < RUN_MIN_RUNS ||
        numbers->differ != FIELD_NONE)
        return;
    heads = make_heads(frame, metric, false, true, &n);
    table = doc_table(
        frame->doc, section,
        arena_format(frame->arena, "across-runs-%s",
                     charts_slug(frame, metric)),
        arena_format(frame->arena, "%s, across runs", metric->label), heads, n);
    table->caption = arena_format(
        frame->arena,
        "Means of the %zu runs' values with %s t intervals; n is runs. Empty "
        "where a run has fewer than ten requests beyond the percentile.",
        numbers->n_runs,
        words_number(frame->arena, UNIT_SHARE, options->level));
    for (size_t g = 0; g < frame_n_groups(frame); g++) {
        const struct run_cell *cell = run_numbers_cell(numbers, m, g);

        doc_row(frame->doc, table);
        frame_group_cells(frame, table, g);
        doc_cell_number(table, (double)numbers->n_runs);
        doc_cell(table, run_numbers_mean(frame, numbers, cell->values), NULL);
        for (size_t i = 0; i < options->n_percentiles; i++)
            doc_cell(
                table,
                run_numbers_across(frame, metric, g, options->percentiles[i]),
                NULL);
    }
}

/* Percentiles that the sample is too small for, and how many would do. */
static void note_small(struct frame *frame, struct section *section,
                       const struct metric *metric)
{
    const struct study_options *options = frame->options;
    const char *list = "";
    struct value *about;

    for (size_t i = 0; i < options->n_percentiles; i++) {
        struct quantile quantile =
            percentile_of(frame, metric, 0, options->percentiles[i]);

        if (quantile.estimate.doubts & DOUBT_OPEN)
            list = arena_format(frame->arena, "%s%s%s (%s would do)", list,
                                *list ? ", " : "",
                                words_percentile(frame->arena, quantile.p),
                                words_count(frame->arena, quantile.needs_n));
    }
    if (!*list)
        return;
    about =
        doc_note(frame->doc, section, WEIGHT_REMARK, "open-percentile",
                 "with %s of %s there is no finite %s limit of %s",
                 words_counted(frame->arena, frame_n_values(metric, 0), "value",
                               "values"),
                 metric_words(frame, metric),
                 words_number(frame->arena, UNIT_SHARE, options->level), list);
    value_set(about, "metric", value_text(frame->arena, metric->name));
}

/* A latency column from which nothing counts: say so, and what would. */
static void note_unused(struct frame *frame, struct section *section)
{
    const struct column *latency = frame->table->field[FIELD_LATENCY];
    size_t n = 0;

    if (!latency || frame_metric(frame, "latency") || frame->options->metrics)
        return;
    for (size_t i = 0; i < frame->table->n_rows; i++)
        n += frame->kept[i] && isfinite(latency->number[i]);
    if (n)
        doc_note(
            frame->doc, section, WEIGHT_CAUTION, "no-latency-counts",
            "%s a latency, but none of them succeeded: --population all "
            "takes them too",
            words_counted(frame->arena, n, "request has", "requests have"));
    else
        doc_note(frame->doc, section, WEIGHT_CAUTION, "no-latency-counts",
                 "the latency of every request is missing");
}

/* What failed has no latency to be averaged. */
static void note_infinite(struct frame *frame, struct section *section)
{
    if (frame->options->population == POPULATION_FAILED)
        doc_note(frame->doc, section, WEIGHT_REMARK, "failed-as-inf",
                 "failed requests count as infinitely slow in the percentiles "
                 "of latency alone: n, means and figures are of those that "
                 "have a latency");
}

static void note_missing(struct frame *frame, struct section *section)
{
    static const struct {
        enum field field;
        const char *code, *text;
    } absent[] = {
        {FIELD_LATENCY, "no-latency", "this log has no latencies"},
        {FIELD_OUTPUT_TOKENS, "no-output-tokens",
         "this log has no output tokens: no throughput, no time per token"},
    };

    if (frame->options->metrics)
        return;
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        if (!frame->table->field[absent[i].field])
            doc_note(frame->doc, section,
                     i == 0 ? WEIGHT_CAUTION : WEIGHT_REMARK, absent[i].code,
                     "%s", absent[i].text);
}

/* Returns its table of percentiles. */
static struct doc_table *show_metric(struct frame *frame,
                                     struct section *section,
                                     const struct metric *metric,
                                     const struct numbers *numbers,
                                     const struct throughput *rates)
{
    bool has_rate =
        strcmp(metric->name, "latency") == 0 && isfinite(rates[0].output);
    struct doc_table *table;

    for (size_t g = 0; g < frame_n_groups(frame); g++)
        tell_metric(frame, metric, g, &numbers[g]);
    table = add_table(frame, section, metric, numbers, has_rate ? rates : NULL,
                      false);
    add_table(frame, section, metric, numbers, has_rate ? rates : NULL, true);
    moments_table(frame, section, metric, numbers);
    add_across(frame, section, metric);
    note_small(frame, section, metric);
    if (charts_draw(frame, metric)) {
        charts_ecdf(frame, section, metric);
        charts_ladder(frame, section, metric);
    }
    return table;
}

static void run(struct frame *frame)
{
    struct section *section = doc_section(frame->doc, "summary", "Percentiles");
    const struct throughput *rates = throughput_of(frame);
    struct numbers *numbers =
        arena_alloc(frame->arena, frame_n_groups(frame), sizeof *numbers);
    const double **rulings =
        arena_alloc(frame->arena, frame->n_metrics, sizeof *rulings);
    struct doc_table *table, *first = NULL;

    for (size_t m = 0; m < frame->n_metrics; m++) {
        const struct metric *metric = &frame->metrics[m];

        number_metric(frame, m, numbers);
        table = show_metric(frame, section, metric, numbers, rates);
        first = m == 0 ? table : first;
        rulings[m] = percentiles_by_tools(frame, metric);
        frame_drop_samples(metric, charts_draw(frame, metric) ? KEEP_CELLS
                                                              : KEEP_WHOLE);
    }
    if (first)
        first->legend = percentile_legend(percentiles_doubts(frame));
    for (size_t g = 0; g < frame_n_groups(frame); g++)
        throughput_tell(frame, g, &rates[g]);
    percentiles_of_others(frame, section);
    percentiles_as_tools(frame, section, rulings);
    if (frame->options->is_smooth)
        percentiles_smooth(frame, section);
    note_missing(frame, section);
    note_unused(frame, section);
    note_infinite(frame, section);
    if (frame->groups && frame->groups->n_folded)
        doc_note(frame->doc, section, WEIGHT_REMARK, "groups-folded",
                 "%s groups are shown together as (other)",
                 words_count(frame->arena, frame->groups->n_folded));
    if (frame->n_metrics == 0)
        return;
    doc_method(frame->doc, "order-statistics",
               "exact distribution-free interval of a quantile from two order "
               "statistics",
               "Conover, Practical Nonparametric Statistics, 1999, 3.2");
    doc_method(frame->doc, "mean-t", "Student's t interval of the mean",
               "Student, Biometrika 6, 1908");
}

/* Whether runs are repeats depends on their conditions (repeats.h). */
static const enum field needs[] = {FIELD_OUTPUT_TOKENS, FIELD_MODEL,
                                   FIELD_PROVIDER,      FIELD_CONCURRENCY,
                                   FIELD_REQUEST_RATE,  FIELD_NONE};

const struct study study_summary = {
    .name = "summary",
    .summary = "counts, moments and percentiles, with intervals",
    .needs = needs,
    .run = run,
};
