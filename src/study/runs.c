#include "study/study.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stat/moments.h"
#include "stat/permutation.h"
#include "study/charts.h"
#include "study/run_blocks.h"
#include "study/run_numbers.h"
#include "study/runs_chart.h"
#include "study/runs_tell.h"
#include "study/words.h"

/* The run is the unit: one number a run, their mean with an interval, and what
 * the requests are worth beside it. */

#define GAP_WORDS                                                              \
    "\xe2\x80\x93: under ten requests of the run lie beyond it, so it is "     \
    "left out"

/* Whether a run that has values lacks one of its percentiles. */
static bool has_gaps(const struct run_numbers *numbers,
                     const struct run_cell *cell)
{
    for (size_t i = 0; i < numbers->n_statistics * numbers->n_runs; i++)
        if (cell->sizes[i % numbers->n_runs] > 0 && isnan(cell->values[i]))
            return true;
    return false;
}

static void add_table(struct frame *frame, struct section *section,
                      const struct run_numbers *numbers,
                      const struct metric *metric)
{
    const struct run_cell *cell =
        run_numbers_cell(numbers, (size_t)(metric - frame->metrics), 0);
    size_t n = numbers->n_statistics, n_runs = numbers->n_runs;
    struct column_head *heads = arena_alloc(frame->arena, n + 2, sizeof *heads);
    struct doc_table *table;

    heads[0] = (struct column_head){.key = "run", .label = "run"};
    heads[1] =
        (struct column_head){.key = "n", .label = "n", .unit = UNIT_COUNT};
    for (size_t s = 0; s < n; s++)
        heads[s + 2] =
            (struct column_head){.key = numbers->statistics[s].name,
                                 .label = numbers->statistics[s].name,
                                 .unit = metric->unit,
                                 .shows_interval = true};
    table = doc_table(
        frame->doc, section,
        arena_format(frame->arena, "runs-%s", charts_slug(frame, metric)),
        arena_format(frame->arena, "%s by run", metric->label), heads, n + 2);
    table->in_summary = metric == frame->metrics && n_runs > 1;
    if (has_gaps(numbers, cell)) {
        table->caption = GAP_WORDS ".";
        table->legend = GAP_WORDS;
    }
    for (size_t r = 0; r < n_runs; r++) {
        doc_row(frame->doc, table);
        doc_cell_text(frame->doc, table,
                      grouping_show(frame->runs->values[r][0]));
        doc_cell_number(table, (double)cell->sizes[r]);
        for (size_t s = 0; s < n; s++)
            doc_cell_number(table, cell->values[s * n_runs + r]);
    }
    if (numbers->differ != FIELD_NONE || n_runs < 2)
        return;
    doc_row(frame->doc, table);
    doc_cell_text(frame->doc, table, "mean of runs");
    doc_cell_number(table, (double)n_runs);
    for (size_t s = 0; s < n; s++)
        doc_cell(table,
                 run_numbers_mean(frame, numbers, cell->values + s * n_runs),
                 NULL);
}

/* The mean over the runs of the percentiles that are drawn. */
static void add_chart(struct frame *frame, struct section *section,
                      const struct run_numbers *numbers,
                      const struct metric *metric)
{
    struct sample_set *set =
        frame_run_samples(frame, frame_cell_samples(metric));
    double *values = memory_alloc(numbers->n_runs, sizeof *values);
    struct estimate means[2];

    for (size_t i = 0; i < 2; i++) {
        struct statistic statistic =
            statistic_quantile("", runs_chart_percentiles[i]);

        for (size_t r = 0; r < numbers->n_runs; r++)
            values[r] = statistic_is_biased(&set->samples[r], &statistic)
                            ? (double)NAN
                            : statistic_of(&set->samples[r], &statistic,
                                           frame->options->quantile_type);
        means[i] = run_numbers_mean(frame, numbers, values);
    }
    runs_chart(frame, section, metric, set, means);
    free(values);
    sample_set_destroy(set);
}

/* What the requests are worth: in all groups, for they differ in it. */
static void add_components(struct frame *frame, struct section *section,
                           const struct run_numbers *numbers,
                           const struct metric *metric)
{
    const struct column_head heads[] = {
        {.key = "group", .label = "requests"},
        {.key = "n", .label = "n", .unit = UNIT_COUNT},
        {.key = "icc", .label = "ICC", .shows_interval = true},
        {.key = "design_effect", .label = "design effect"},
        {.key = "n_effective", .label = "worth", .unit = UNIT_COUNT},
        {.key = "between_run_sd", .label = "sd of runs", .unit = metric->unit},
        {.key = "within_run_sd",
         .label = "sd of requests",
         .unit = metric->unit},
        {.key = "anova", .label = "ANOVA", .unit = UNIT_P},
        {.key = "welch_anova", .label = "Welch", .unit = UNIT_P},
        {.key = "kruskal_wallis", .label = "Kruskal-Wallis", .unit = UNIT_P},
        {.key = "anderson_darling_k",
         .label = "Anderson-Darling",
         .unit = UNIT_P},
        {.key = "brown_forsythe", .label = "Brown-Forsythe", .unit = UNIT_P},
    };
    struct doc_table *table = doc_table(
        frame->doc, section,
        arena_format(frame->arena, "components-%s", charts_slug(frame, metric)),
        arena_format(frame->arena, "What varies between runs: %s",
                     metric->label),
        heads, sizeof heads / sizeof *heads);

    table->caption =
        "Of the mean. Worth: so many independent requests. Sd of runs: what is "
        "left when the scatter of the requests is taken off; 0 if nothing is. "
        "The tests ask whether the runs' "
        "requests are alike and assume independent requests; p adjusted by "
        "Holm over this table.";
    for (size_t g = 0; g < numbers->n_groups; g++) {
        const struct run_cell *cell =
            run_numbers_cell(numbers, (size_t)(metric - frame->metrics), g);

        doc_row(frame->doc, table);
        doc_cell_text(frame->doc, table, frame_group_label(frame, g));
        doc_cell_number(table, (double)cell->models[0].n);
        doc_cell(table, cell->models[0].icc, NULL);
        doc_cell_number(table, cell->models[0].design_effect);
        doc_cell_number(table, cell->models[0].n_effective);
        doc_cell_number(table, cell->models[0].between_sd);
        doc_cell_number(table, cell->models[0].within_sd);
        for (size_t t = 0; t < RUN_TESTS; t++)
            doc_cell_number(table, cell->adjusted[t]);
    }
}

static void note_unit(struct frame *frame, struct section *section,
                      const struct run_numbers *numbers)
{
    size_t n = numbers->n_runs;

    if (n == 1)
        doc_note(frame->doc, section, WEIGHT_REMARK, "one-run",
                 "there is one run: nothing can be said of how runs differ, so "
                 "there is no p-value about runs");
    else if (numbers->differ != FIELD_NONE)
        doc_note(frame->doc, section, WEIGHT_CAUTION, "runs-are-conditions",
                 "the runs differ in %s: they are conditions, not repeats, so "
                 "there is no mean over them",
                 fields[numbers->differ].key);
    else if (n < RUN_MIN_RUNS)
        doc_note(frame->doc, section, WEIGHT_REMARK, "two-runs",
                 "there are two runs: an interval over runs needs three");
    else
        doc_text(frame->doc, section,
                 "The mean of the %zu runs has %s t intervals: the run is the "
                 "unit. A permutation test of %zu runs against %zu cannot give "
                 "a p below %.3g.",
                 n,
                 words_number(frame->arena, UNIT_SHARE, frame->options->level),
                 n, n, permutation_attainable(n, n));
}

/* Those that were used: a mean over runs takes repeats, and one run has no
 * variance between runs. */
static void tell_methods(struct frame *frame, const struct run_numbers *numbers)
{
    if (numbers->n_runs >= RUN_MIN_RUNS && numbers->differ == FIELD_NONE)
        doc_method(frame->doc, "t-over-runs",
                   "mean of one value a run, Student's t interval of R - 1 "
                   "degrees of freedom",
                   "Student, Biometrika 6, 1908");
    if (numbers->n_runs > 1)
        doc_method(frame->doc, "random-effects",
                   "variance between and within runs by the analysis of "
                   "variance; design effect of the mean",
                   "Searle, Casella and McCulloch, Variance Components, 1992; "
                   "Kish, Survey Sampling, 1965");
}

/* The same items in every run: what they differ in is not the work. */
static void tell_items(struct frame *frame, struct section *section)
{
    size_t n;
    struct test_result test =
        run_blocks_of_items(frame, &frame->metrics[0], &n);

    if (isnan(test.p))
        return;
    doc_text(frame->doc, section,
             "All runs have %s in common. Friedman's test of the runs within "
             "them, by %s, which assumes independent items: %s.",
             words_counted(frame->arena, n, "item", "items"),
             metric_words(frame, &frame->metrics[0]),
             words_number(frame->arena, UNIT_P, test.p));
    doc_method(frame->doc, "friedman",
               "ranks of the runs within the items that all have",
               "Friedman, JASA 32, 1937");
}

static void run(struct frame *frame)
{
    struct section *section = doc_section(frame->doc, "runs", "Runs");
    const struct run_numbers *numbers = run_numbers_tested(frame);

    if (!numbers || frame->n_metrics == 0) {
        value_set(frame->doc->data, "runs", value_null(frame->arena));
        doc_note(frame->doc, section, WEIGHT_REMARK, "no-runs",
                 "there is nothing to compare between runs");
        return;
    }
    runs_tell(frame, numbers);
    for (size_t m = 0; m < frame->n_metrics; m++) {
        add_table(frame, section, numbers, &frame->metrics[m]);
        if (numbers->n_runs > 1)
            add_components(frame, section, numbers, &frame->metrics[m]);
        if (charts_draw(frame, &frame->metrics[m]))
            add_chart(frame, section, numbers, &frame->metrics[m]);
    }
    note_unit(frame, section, numbers);
    tell_items(frame, section);
    tell_methods(frame, numbers);
}

const struct study study_runs = {
    .name = "runs",
    .summary = "each run's values, their mean and its interval",
    .run = run,
};
