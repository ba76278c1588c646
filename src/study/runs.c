#include "study/study.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stat/moments.h"
#include "stat/quantile.h"
#include "stat/runs.h"
#include "study/charts.h"
#include "study/repeats.h"
#include "study/runs_chart.h"
#include "study/words.h"

/* The run is the unit: one number a run, their mean with an interval, and what
 * the requests are worth beside it. */

enum { MIN_TAIL = 10, MIN_RUNS = 3, MAX_STATISTICS = 32 };

/* What is taken of each run. */
struct statistic {
    const char *name; /* "mean", "p50", ... */
    double p;         /* NAN: the mean */
};

struct plan {
    struct statistic statistics[MAX_STATISTICS];
    size_t n;
    size_t n_runs, n_groups; /* of the frame; groups with the whole */
    bool are_repeats;
};

static struct plan make_plan(struct frame *frame)
{
    const struct study_options *options = frame->options;
    struct plan plan = {.n_runs = frame->runs->n_groups,
                        .n_groups = frame_n_groups(frame)};

    plan.statistics[plan.n++] = (struct statistic){"mean", (double)NAN};
    for (size_t i = 0; i < options->n_percentiles && plan.n < MAX_STATISTICS;
         i++)
        plan.statistics[plan.n++] = (struct statistic){
            words_percentile(frame->arena, options->percentiles[i]),
            options->percentiles[i]};
    return plan;
}

/* One sample for each run of group g. */
static struct sample_set *samples_by_run(const struct frame *frame,
                                         const struct metric *metric, size_t g)
{
    size_t n = frame->table->n_rows;
    uint32_t *of_row = memory_alloc(n, sizeof *of_row);
    struct sample_set *set;

    for (size_t i = 0; i < n; i++)
        of_row[i] =
            frame_row_counts(frame, i, g) ? frame->runs->of_row[i] : GROUP_NONE;
    set = sample_set_create(metric->values, of_row, n, frame->runs->n_groups);
    free(of_row);
    return set;
}

/* A quantile of a run with fewer than ten requests beyond it is biased: none
 * is better. */
static double statistic_of(const struct frame *frame,
                           const struct sample *sample,
                           const struct statistic *statistic)
{
    double p = statistic->p;

    if (isnan(p))
        return mean_of(sample->x, sample->n);
    if ((double)sample->n * fmin(p, 1 - p) < MIN_TAIL - 1e-9)
        return (double)NAN;
    return quantile_of(sample, p, frame->options->quantile_type);
}

static struct estimate mean_of_runs(const struct frame *frame,
                                    const struct plan *plan,
                                    const double *values)
{
    for (size_t r = 0; r < plan->n_runs; r++)
        if (isnan(values[r]))
            return estimate_of((double)NAN);
    if (!plan->are_repeats)
        return estimate_of((double)NAN);
    if (plan->n_runs < MIN_RUNS)
        return estimate_of(mean_of(values, plan->n_runs));
    return runs_mean(values, plan->n_runs, frame->options->level);
}

static struct runs_model model_of(const struct frame *frame,
                                  const struct sample_set *set)
{
    struct series *series = memory_alloc(set->n, sizeof *series);
    struct runs_model model;

    for (size_t r = 0; r < set->n; r++)
        series[r] = (struct series){set->samples[r].x, set->samples[r].n};
    model = runs_model(series, set->n, frame->options->level);
    free(series);
    return model;
}

static void tell_entry(struct frame *frame, const struct plan *plan,
                       struct value *metrics, const struct metric *metric,
                       size_t g, size_t s, const double *values,
                       const struct runs_model *model)
{
    struct arena *arena = frame->arena;
    struct value *entry = value_append(metrics, value_object(arena)), *list;
    struct estimate mean = mean_of_runs(frame, plan, values);

    value_set(entry, "metric", value_text(arena, metric->name));
    value_set(entry, "statistic", value_text(arena, plan->statistics[s].name));
    value_set(entry, "by", frame_group_by(frame, g));
    list = value_set(entry, "values", value_array(arena));
    for (size_t r = 0; r < plan->n_runs; r++)
        value_append(list, value_number(arena, values[r]));
    value_set(entry, "mean", value_estimate(arena, &mean));
    value_set(entry, "icc", value_number(arena, model->icc.value));
    value_set(entry, "design_effect",
              value_number(arena, model->design_effect));
    value_set(entry, "n_effective", value_number(arena, model->n_effective));
    value_set(entry, "between_run_sd",
              value_number(arena, sd_of(values, plan->n_runs)));
    value_set(entry, "within_run_sd", value_number(arena, model->within_sd));
}

static void add_table(struct frame *frame, struct section *section,
                      const struct plan *plan, const struct metric *metric,
                      const double *values, const struct sample_set *set)
{
    struct column_head heads[MAX_STATISTICS + 2] = {
        {.key = "run", .label = "run"},
        {.key = "n", .label = "n", .unit = UNIT_COUNT},
    };
    struct doc_table *table;

    for (size_t s = 0; s < plan->n; s++)
        heads[s + 2] = (struct column_head){.key = plan->statistics[s].name,
                                            .label = plan->statistics[s].name,
                                            .unit = metric->unit,
                                            .shows_interval = true};
    table = doc_table(
        frame->doc, section,
        arena_format(frame->arena, "runs-%s", charts_slug(frame, metric)),
        arena_format(frame->arena, "%s by run", metric->label), heads,
        plan->n + 2);
    table->in_summary = metric == frame->metrics && plan->n_runs > 1;
    for (size_t r = 0; r < plan->n_runs; r++) {
        doc_row(frame->doc, table);
        doc_cell_text(frame->doc, table,
                      grouping_show(frame->runs->values[r][0]));
        doc_cell_number(table, (double)set->samples[r].n);
        for (size_t s = 0; s < plan->n; s++)
            doc_cell_number(table, values[s * plan->n_runs + r]);
    }
    if (!plan->are_repeats || plan->n_runs < 2)
        return;
    doc_row(frame->doc, table);
    doc_cell_text(frame->doc, table, "mean of runs");
    doc_cell_number(table, (double)plan->n_runs);
    for (size_t s = 0; s < plan->n; s++)
        doc_cell(table, mean_of_runs(frame, plan, values + s * plan->n_runs),
                 NULL);
}

/* The mean over the runs of the percentiles that are drawn. */
static void add_chart(struct frame *frame, struct section *section,
                      const struct plan *plan, const struct metric *metric,
                      const struct sample_set *set)
{
    struct estimate means[2];
    double *values = memory_alloc(plan->n_runs, sizeof *values);

    for (size_t i = 0; i < 2; i++) {
        struct statistic statistic = {"", runs_chart_percentiles[i]};

        for (size_t r = 0; r < plan->n_runs; r++)
            values[r] = statistic_of(frame, &set->samples[r], &statistic);
        means[i] = mean_of_runs(frame, plan, values);
    }
    runs_chart(frame, section, metric, set, means);
    free(values);
}

static void study_metric(struct frame *frame, struct section *section,
                         const struct plan *plan, struct value *metrics,
                         const struct metric *metric)
{
    double *values = memory_alloc(plan->n * plan->n_runs, sizeof *values);

    for (size_t g = 0; g < plan->n_groups; g++) {
        struct sample_set *set = samples_by_run(frame, metric, g);
        struct runs_model model = model_of(frame, set);

        for (size_t s = 0; s < plan->n; s++)
            for (size_t r = 0; r < plan->n_runs; r++)
                values[s * plan->n_runs + r] =
                    statistic_of(frame, &set->samples[r], &plan->statistics[s]);
        for (size_t s = 0; s < plan->n; s++)
            tell_entry(frame, plan, metrics, metric, g, s,
                       values + s * plan->n_runs, &model);
        if (g == 0) {
            add_table(frame, section, plan, metric, values, set);
            if (charts_draw(frame, metric))
                add_chart(frame, section, plan, metric, set);
        }
        sample_set_destroy(set);
    }
    free(values);
}

static void note_unit(struct frame *frame, struct section *section,
                      const struct plan *plan, enum field differ)
{
    if (plan->n_runs == 1)
        doc_note(frame->doc, section, WEIGHT_REMARK, "one-run",
                 "there is one run: nothing can be said of how runs differ, so "
                 "there is no p-value about runs");
    else if (!plan->are_repeats)
        doc_note(frame->doc, section, WEIGHT_CAUTION, "runs-are-conditions",
                 "the runs differ in %s: they are conditions, not repeats, so "
                 "there is no mean over them",
                 fields[differ].key);
    else if (plan->n_runs < MIN_RUNS)
        doc_note(frame->doc, section, WEIGHT_REMARK, "two-runs",
                 "there are two runs: an interval over runs needs three");
    else
        doc_text(frame->doc, section,
                 "The mean of the %zu runs has %s t intervals: the run is the "
                 "unit. A run's percentile with fewer than ten requests beyond "
                 "it is left out.",
                 plan->n_runs,
                 words_number(frame->arena, UNIT_SHARE, frame->options->level));
}

static void run(struct frame *frame)
{
    struct section *section = doc_section(frame->doc, "runs", "Runs");
    struct value *runs, *list;
    enum field differ;
    struct plan plan;

    if (!frame->runs || frame->n_metrics == 0) {
        value_set(frame->doc->data, "runs", value_null(frame->arena));
        doc_note(frame->doc, section, WEIGHT_REMARK, "no-runs",
                 "there is nothing to compare between runs");
        return;
    }
    plan = make_plan(frame);
    differ = repeats_differ_in(frame);
    plan.are_repeats = differ == FIELD_NONE;
    runs = value_set(frame->doc->data, "runs", value_object(frame->arena));
    value_set(runs, "unit", value_text(frame->arena, "run"));
    value_set(runs, "n_runs",
              value_integer(frame->arena, (int64_t)plan.n_runs));
    list = value_set(runs, "names", value_array(frame->arena));
    for (size_t r = 0; r < plan.n_runs; r++)
        value_append(list, value_text(frame->arena, frame->runs->values[r][0]));
    list = value_set(runs, "metrics", value_array(frame->arena));
    for (size_t m = 0; m < frame->n_metrics; m++)
        study_metric(frame, section, &plan, list, &frame->metrics[m]);
    note_unit(frame, section, &plan, differ);
    doc_method(frame->doc, "t-over-runs",
               "mean of one value a run, Student's t interval of R - 1 degrees "
               "of freedom",
               "Student, Biometrika 6, 1908");
}

const struct study study_runs = {
    .name = "runs",
    .summary = "each run's values, their mean and its interval",
    .run = run,
};
