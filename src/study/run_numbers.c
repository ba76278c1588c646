#include "study/run_numbers.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/random.h"
#include "stat/anderson.h"
#include "stat/ksample.h"
#include "stat/moments.h"
#include "stat/multiple.h"
#include "study/failures.h"
#include "study/repeats.h"
#include "study/run_models.h"
#include "study/words.h"

static void fill_values(struct run_cell *cell, const struct frame *frame,
                        const struct run_numbers *numbers,
                        const struct sample *samples)
{
    cell->values =
        arena_alloc(frame->arena, numbers->n_statistics * numbers->n_runs,
                    sizeof *cell->values);
    cell->sizes =
        arena_alloc(frame->arena, numbers->n_runs, sizeof *cell->sizes);
    for (size_t r = 0; r < numbers->n_runs; r++) {
        cell->sizes[r] = failures_left_out(&samples[r]).n;
        for (size_t s = 0; s < numbers->n_statistics; s++)
            cell->values[s * numbers->n_runs + r] =
                samples[r].n == 0 || statistic_is_biased(
                                         &samples[r], &numbers->statistics[s])
                    ? (double)NAN
                    : statistic_of(&samples[r], &numbers->statistics[s],
                                   frame->options->quantile_type);
    }
}

/* A random part of each run's values, in their order: a share of all. They are
 * put into `values`, one run behind the other. */
static struct sample *draw_part(const struct sample *samples, size_t n_runs,
                                double share, uint64_t seed, double *values)
{
    struct random_stream *random = random_create(seed, "run tests");
    struct sample *parts = memory_alloc(n_runs, sizeof *parts);

    for (size_t r = 0; r < n_runs; r++) {
        parts[r].x = values;
        for (size_t i = 0; i < samples[r].n; i++)
            if (random_uniform(random) < share)
                *values++ = samples[r].x[i];
        parts[r].n = (size_t)(values - parts[r].x);
    }
    random_destroy(random);
    return parts;
}

static void test_runs(struct run_cell *cell, const struct sample *samples,
                      size_t n_runs)
{
    struct series *series = memory_alloc(n_runs, sizeof *series);

    for (size_t r = 0; r < n_runs; r++)
        series[r] =
            (struct series){samples[r].x, failures_left_out(&samples[r]).n};
    cell->tests[0] = ksample_anova(series, n_runs).test;
    cell->tests[1] = ksample_welch(series, n_runs);
    cell->tests[2] = ksample_kruskal(series, n_runs);
    cell->tests[3] = anderson_of(series, n_runs, ANDERSON_MIDRANK).test;
    cell->tests[4] = ksample_brown_forsythe(series, n_runs);
    free(series);
}

/* Millions of requests would make every difference significant, and take their
 * time: a random part of them tells as much. */
static void fill_tests(struct run_cell *cell, const struct frame *frame,
                       const struct sample *samples, size_t n_runs)
{
    struct sample *parts;
    double *values;
    size_t n = 0;

    for (size_t r = 0; r < n_runs; r++)
        n += samples[r].n;
    if (n <= RUN_TESTED) {
        test_runs(cell, samples, n_runs);
        return;
    }
    values = memory_alloc(n, sizeof *values);
    parts = draw_part(samples, n_runs, (double)RUN_TESTED / (double)n,
                      frame->options->seed, values);
    test_runs(cell, parts, n_runs);
    free(values);
    free(parts);
}

static void adjust(struct run_cell *cells, size_t n_groups)
{
    double *p = memory_alloc(n_groups * RUN_TESTS, sizeof *p);

    for (size_t g = 0; g < n_groups; g++)
        for (size_t t = 0; t < RUN_TESTS; t++)
            p[g * RUN_TESTS + t] = cells[g].tests[t].p;
    multiple_holm(p, n_groups * RUN_TESTS, p);
    for (size_t g = 0; g < n_groups; g++)
        for (size_t t = 0; t < RUN_TESTS; t++)
            cells[g].adjusted[t] = p[g * RUN_TESTS + t];
    free(p);
}

/* The samples of one group, or the whole, in every run. */
static void fill_group(struct run_cell *cell, const struct frame *frame,
                       const struct run_numbers *numbers,
                       const struct sample *samples)
{
    fill_values(cell, frame, numbers, samples);
    if (numbers->is_tested) {
        cell->models = run_models_of(frame, numbers, samples);
        fill_tests(cell, frame, samples, numbers->n_runs);
    }
}

static void fill_metric(struct run_numbers *numbers, const struct frame *frame,
                        size_t m)
{
    struct sample_set *own, *whole;
    const struct metric metric =
        failures_metric(frame, &frame->metrics[m], &own);
    struct run_cell *cells = numbers->cells + m * numbers->n_groups;
    struct sample *samples = memory_alloc(numbers->n_runs, sizeof *samples);

    whole = frame_run_samples(frame, &metric);
    fill_group(&cells[0], frame, numbers, whole->samples);
    for (size_t g = 1; g < numbers->n_groups; g++) {
        for (size_t r = 0; r < numbers->n_runs; r++)
            samples[r] = metric.cells->samples[r * frame->n_strata + g - 1];
        fill_group(&cells[g], frame, numbers, samples);
    }
    if (numbers->is_tested)
        adjust(cells, numbers->n_groups);
    free(samples);
    sample_set_destroy(whole);
    sample_set_destroy(own);
}

static void choose_statistics(struct run_numbers *numbers,
                              const struct frame *frame)
{
    const struct study_options *options = frame->options;

    numbers->n_statistics = 1 + options->n_percentiles;
    numbers->statistics = arena_alloc(frame->arena, numbers->n_statistics,
                                      sizeof *numbers->statistics);
    numbers->statistics[0] =
        (struct statistic){"mean", STATISTIC_MEAN, (double)NAN};
    for (size_t i = 0; i < options->n_percentiles; i++)
        numbers->statistics[i + 1] = statistic_quantile(
            words_percentile(frame->arena, options->percentiles[i]),
            options->percentiles[i]);
}

static const struct run_numbers *compute(struct frame *frame, bool is_tested)
{
    struct run_numbers *numbers = arena_alloc(frame->arena, 1, sizeof *numbers);

    numbers->is_tested = is_tested;
    numbers->n_runs = frame->runs->n_groups;
    numbers->n_groups = frame_n_groups(frame);
    numbers->differ = repeats_differ_in(frame);
    choose_statistics(numbers, frame);
    numbers->cells =
        arena_alloc(frame->arena, frame->n_metrics * numbers->n_groups,
                    sizeof *numbers->cells);
    for (size_t m = 0; m < frame->n_metrics; m++)
        fill_metric(numbers, frame, m);
    frame->run_numbers = numbers;
    return numbers;
}

const struct run_numbers *run_numbers_of(struct frame *frame)
{
    if (frame->run_numbers || !frame->runs)
        return frame->run_numbers;
    return compute(frame, false);
}

const struct run_numbers *run_numbers_tested(struct frame *frame)
{
    if (!frame->runs || (frame->run_numbers && frame->run_numbers->is_tested))
        return frame->run_numbers;
    return compute(frame, true);
}

const struct run_cell *run_numbers_cell(const struct run_numbers *numbers,
                                        size_t metric, size_t group)
{
    return &numbers->cells[metric * numbers->n_groups + group];
}

struct estimate run_numbers_mean(const struct frame *frame,
                                 const struct run_numbers *numbers,
                                 const double *values)
{
    for (size_t r = 0; r < numbers->n_runs; r++)
        if (!isfinite(values[r]))
            return estimate_of(values[r]);
    if (numbers->differ != FIELD_NONE)
        return estimate_of((double)NAN);
    if (numbers->n_runs < RUN_MIN_RUNS)
        return estimate_of(mean_of(values, numbers->n_runs));
    return runs_mean(values, numbers->n_runs, frame->options->level);
}

struct estimate run_numbers_across(struct frame *frame,
                                   const struct metric *metric, size_t group,
                                   double p)
{
    const struct run_numbers *numbers;
    size_t m = (size_t)(metric - frame->metrics), s = 1;

    if (!frame->runs || frame->runs->n_groups < RUN_MIN_RUNS)
        return estimate_of((double)NAN);
    numbers = run_numbers_of(frame);
    while (s < numbers->n_statistics && numbers->statistics[s].p != p)
        s++;
    if (s == numbers->n_statistics)
        return estimate_of((double)NAN);
    return run_numbers_mean(frame, numbers,
                            run_numbers_cell(numbers, m, group)->values +
                                s * numbers->n_runs);
}
