#include "study/run_numbers.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/random.h"
#include "base/threads.h"
#include "stat/anderson.h"
#include "stat/ksample.h"
#include "stat/moments.h"
#include "stat/multiple.h"
#include "study/failures.h"
#include "study/repeats.h"
#include "study/run_models.h"
#include "study/words.h"

/* The requests of one metric in one group, or in all. */
struct group {
    const struct sample *samples; /* of each run */
    const struct sample *whole;   /* of all runs */
    const struct draws *draws;
};

static void fill_run(struct run_cell *cell, const struct frame *frame,
                     const struct run_numbers *numbers, size_t r,
                     const struct sample *sample)
{
    cell->sizes[r] = failures_left_out(sample).n;
    for (size_t s = 0; s < numbers->n_statistics; s++)
        cell->values[s * numbers->n_runs + r] =
            sample->n == 0 ||
                    statistic_is_biased(sample, &numbers->statistics[s])
                ? (double)NAN
                : statistic_of(sample, &numbers->statistics[s],
                               frame->options->quantile_type);
}

/* Random numbers, of which value i is in the part of n values that is tested if
 * its own is below RUN_TESTED / n. Every group begins with the first of them,
 * so that they are drawn once for all; only those are kept that are low enough
 * for some n. */
struct draws {
    uint32_t *at; /* ascending */
    double *number;
    size_t n;
};

static void draws_init(struct draws *draws, size_t n_values, uint64_t seed)
{
    struct random_stream *random = random_create(seed, "run tests");
    size_t room = 0;

    *draws = (struct draws){NULL, NULL, 0};
    for (size_t i = 0; n_values > RUN_TESTED && i < n_values; i++) {
        double number = random_uniform(random);

        if (number * (double)(i + 1) > RUN_TESTED * (1 + 1e-9))
            continue;
        if (draws->n == room) {
            room = room ? 2 * room : 2 * (size_t)RUN_TESTED;
            draws->at = memory_resize(draws->at, room, sizeof *draws->at);
            draws->number =
                memory_resize(draws->number, room, sizeof *draws->number);
        }
        draws->at[draws->n] = (uint32_t)i;
        draws->number[draws->n++] = number;
    }
    random_destroy(random);
}

static void draws_release(struct draws *draws)
{
    free(draws->at);
    free(draws->number);
}

/* A random part of each run's values, in their order: a share of all. They are
 * put into `values`, one run behind the other; how many there are if it is
 * NULL. */
static size_t draw_part(const struct draws *draws, const struct sample *samples,
                        size_t n_runs, double share, struct sample *parts,
                        double *values)
{
    size_t begin = 0, k = 0, n = 0;

    for (size_t r = 0; r < n_runs; r++) {
        size_t first = n, end = begin + samples[r].n;

        for (; k < draws->n && draws->at[k] < end; k++) {
            if (!(draws->number[k] < share))
                continue;
            if (values)
                values[n] = samples[r].x[draws->at[k] - begin];
            n++;
        }
        if (values)
            parts[r] = (struct sample){.x = values + first, .n = n - first};
        begin = end;
    }
    return n;
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
static void fill_tests(struct run_cell *cell, const struct draws *draws,
                       const struct sample *samples, size_t n_runs)
{
    struct sample *parts;
    double *values, share;
    size_t n = 0;

    for (size_t r = 0; r < n_runs; r++)
        n += samples[r].n;
    if (n <= RUN_TESTED) {
        test_runs(cell, samples, n_runs);
        return;
    }
    share = (double)RUN_TESTED / (double)n;
    parts = memory_alloc(n_runs, sizeof *parts);
    n = draw_part(draws, samples, n_runs, share, NULL, NULL);
    values = memory_alloc(n, sizeof *values);
    draw_part(draws, samples, n_runs, share, parts, values);
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

static void fill_models(struct run_cell *cell, const struct frame *frame,
                        const struct run_numbers *numbers,
                        const struct group *group)
{
    run_models_fill(cell->models, frame, numbers, group->samples, group->whole);
    fill_tests(cell, group->draws, group->samples, numbers->n_runs);
}

static void fill_all(struct run_cell *cell, const struct frame *frame,
                     const struct run_numbers *numbers,
                     const struct group *group)
{
    for (size_t r = 0; r < numbers->n_runs; r++)
        fill_run(cell, frame, numbers, r, &group->samples[r]);
    fill_models(cell, frame, numbers, group);
}

/* What is filled, of all metrics side by side: the whole of each, then the
 * groups of each. Without `fill` these are the values alone, for which no two
 * runs are needed at a time. */
struct filling {
    const struct frame *frame;
    struct run_numbers *numbers;
    void (*fill)(struct run_cell *cell, const struct frame *frame,
                 const struct run_numbers *numbers, const struct group *group);
    struct draws draws; /* for the tests */
};

/* `own`: the metric has samples that the frame has not. */
static void fill_group(const struct filling *filling, size_t m, size_t g,
                       const struct sample *samples, bool own)
{
    const struct run_numbers *numbers = filling->numbers;
    struct sample *copy = memory_alloc(numbers->n_runs, sizeof *copy);
    struct sample_set runs = {.samples = copy, .n = numbers->n_runs};
    struct sample_set *merged;
    struct group group = {.samples = samples, .draws = &filling->draws};

    for (size_t r = 0; r < runs.n; r++)
        copy[r] = samples[r];
    merged = own ? sample_set_merge(&runs) : NULL;
    group.whole =
        merged ? merged->samples : frame_sample(&filling->frame->metrics[m], g);
    filling->fill(&numbers->cells[m * numbers->n_groups + g], filling->frame,
                  numbers, &group);
    sample_set_destroy(merged);
    free(copy);
}

static void fill_whole(const struct filling *filling, size_t m,
                       const struct metric *metric, bool own)
{
    struct sample_set *whole = frame_run_samples(filling->frame, metric);

    fill_group(filling, m, 0, whole->samples, own);
    sample_set_destroy(whole);
}

static void fill_groups(const struct filling *filling, size_t m,
                        const struct metric *metric, bool own)
{
    const struct run_numbers *numbers = filling->numbers;

    for (size_t g = 1; g < numbers->n_groups; g++) {
        struct sample_set *runs =
            frame_stratum_samples(filling->frame, metric, g - 1);

        fill_group(filling, m, g, runs->samples, own);
        sample_set_destroy(runs);
    }
}

static void fill_values(const struct filling *filling, size_t m, size_t g,
                        const struct metric *metric)
{
    const struct run_numbers *numbers = filling->numbers;
    struct run_cell *cell = &numbers->cells[m * numbers->n_groups + g];

    for (size_t r = 0; r < numbers->n_runs; r++) {
        struct sample_set *run = frame_run_sample(filling->frame, metric, r, g);

        fill_run(cell, filling->frame, numbers, r, run->samples);
        sample_set_destroy(run);
    }
}

static void fill_part(void *context, size_t part)
{
    const struct filling *filling = context;
    const struct frame *frame = filling->frame;
    bool is_whole = part < frame->n_metrics;
    size_t m = part % frame->n_metrics;
    size_t n_groups = is_whole ? 1 : filling->numbers->n_groups;
    struct sample_set *own;
    const struct metric metric =
        failures_metric(frame, &frame->metrics[m], &own);

    if (!filling->fill)
        for (size_t g = is_whole ? 0 : 1; g < n_groups; g++)
            fill_values(filling, m, g, &metric);
    else if (is_whole)
        fill_whole(filling, m, &metric, own != NULL);
    else
        fill_groups(filling, m, &metric, own != NULL);
    sample_set_destroy(own);
}

static void fill(struct filling *filling)
{
    const struct frame *frame = filling->frame;

    if (filling->fill)
        draws_init(&filling->draws, frame->table->n_rows, frame->options->seed);
    threads_run(0, 2 * frame->n_metrics, fill_part, filling);
    draws_release(&filling->draws);
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

static struct run_numbers *create(const struct frame *frame)
{
    struct arena *arena = frame->arena;
    struct run_numbers *numbers = arena_alloc(arena, 1, sizeof *numbers);
    size_t n_cells;

    numbers->n_runs = frame->runs->n_groups;
    numbers->n_groups = frame_n_groups(frame);
    numbers->differ = repeats_differ_in(frame);
    choose_statistics(numbers, frame);
    n_cells = frame->n_metrics * numbers->n_groups;
    numbers->cells = arena_alloc(arena, n_cells, sizeof *numbers->cells);
    for (size_t i = 0; i < n_cells; i++) {
        struct run_cell *cell = &numbers->cells[i];

        cell->values =
            arena_alloc(arena, numbers->n_statistics * numbers->n_runs,
                        sizeof *cell->values);
        cell->sizes = arena_alloc(arena, numbers->n_runs, sizeof *cell->sizes);
    }
    return numbers;
}

static void alloc_models(const struct frame *frame, struct run_numbers *numbers)
{
    for (size_t i = 0; i < frame->n_metrics * numbers->n_groups; i++)
        numbers->cells[i].models =
            arena_alloc(frame->arena, numbers->n_statistics,
                        sizeof *numbers->cells[i].models);
}

static void end_tests(const struct frame *frame, struct run_numbers *numbers)
{
    for (size_t m = 0; m < frame->n_metrics; m++)
        adjust(numbers->cells + m * numbers->n_groups, numbers->n_groups);
    numbers->is_tested = true;
}

/* Values and tests need the same samples, which are made once if it is known
 * that both will be wanted. */
const struct run_numbers *run_numbers_of(struct frame *frame)
{
    struct filling filling = {
        .frame = frame,
    };

    if (frame->run_numbers || !frame->runs)
        return frame->run_numbers;
    filling.numbers = create(frame);
    if (frame->tests_runs) {
        alloc_models(frame, filling.numbers);
        filling.fill = fill_all;
    }
    fill(&filling);
    if (frame->tests_runs)
        end_tests(frame, filling.numbers);
    frame->run_numbers = filling.numbers;
    return filling.numbers;
}

const struct run_numbers *run_numbers_tested(struct frame *frame)
{
    struct filling filling = {.frame = frame, .fill = fill_models};

    if (!run_numbers_of(frame) || frame->run_numbers->is_tested)
        return frame->run_numbers;
    filling.numbers = frame->run_numbers;
    alloc_models(frame, filling.numbers);
    fill(&filling);
    end_tests(frame, filling.numbers);
    return frame->run_numbers;
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
