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

/* Random numbers in the arena, of which value i is in the part of n values that
 * is tested if its own is below RUN_TESTED / n. Every group begins with the
 * first of them, so that they are drawn once for all; only those are kept that
 * are low enough for some n. */
struct draws {
    uint32_t *at; /* ascending */
    double *number;
    size_t n;
};

static struct draws *draws_create(struct arena *arena, size_t n_values,
                                  uint64_t seed)
{
    struct random_stream *random = random_create(seed, "run tests");
    struct draws *draws = arena_alloc(arena, 1, sizeof *draws);
    size_t room = 2 * (size_t)RUN_TESTED;
    uint32_t *at = memory_resize(NULL, room, sizeof *at);
    double *numbers = memory_resize(NULL, room, sizeof *numbers);

    for (size_t i = 0; n_values > RUN_TESTED && i < n_values; i++) {
        double number = random_uniform(random);

        if (number * (double)(i + 1) > RUN_TESTED * (1 + 1e-9))
            continue;
        if (draws->n == room) {
            room *= 2;
            at = memory_resize(at, room, sizeof *at);
            numbers = memory_resize(numbers, room, sizeof *numbers);
        }
        at[draws->n] = (uint32_t)i;
        numbers[draws->n++] = number;
    }
    random_destroy(random);
    draws->at = arena_alloc(arena, draws->n, sizeof *at);
    draws->number = arena_alloc(arena, draws->n, sizeof *numbers);
    for (size_t i = 0; i < draws->n; i++) {
        draws->at[i] = at[i];
        draws->number[i] = numbers[i];
    }
    free(at);
    free(numbers);
    return draws;
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
    fill_tests(cell, numbers->draws, group->samples, numbers->n_runs);
}

/* The whole of one metric, or one of its groups. `own`: the metric has samples
 * that the frame has not. */
static void fill_group(const struct run_numbers *numbers,
                       const struct frame *frame, size_t m, size_t g,
                       const struct sample *samples, bool own)
{
    struct sample *copy = memory_alloc(numbers->n_runs, sizeof *copy);
    struct sample_set runs = {.samples = copy, .n = numbers->n_runs};
    struct sample_set *merged;
    struct group group = {.samples = samples};
    struct run_cell *cell = &numbers->cells[m * numbers->n_groups + g];

    for (size_t r = 0; r < runs.n; r++)
        copy[r] = samples[r];
    merged = own ? sample_set_merge(&runs) : NULL;
    group.whole =
        merged ? merged->samples : frame_sample(&frame->metrics[m], g);
    for (size_t r = 0; r < numbers->n_runs; r++)
        fill_run(cell, frame, numbers, r, &group.samples[r]);
    fill_models(cell, frame, numbers, &group);
    sample_set_destroy(merged);
    free(copy);
}

/* The values alone, for which no two runs are needed at a time. */
static void fill_values(const struct run_numbers *numbers,
                        const struct frame *frame, size_t m, size_t g,
                        const struct sample_set *cells)
{
    struct run_cell *cell = &numbers->cells[m * numbers->n_groups + g];

    for (size_t r = 0; r < numbers->n_runs; r++) {
        struct sample_set *run = frame_run_sample(frame, cells, r, g);

        fill_run(cell, frame, numbers, r, run->samples);
        sample_set_destroy(run);
    }
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

static void alloc_cell(struct run_cell *cell, const struct frame *frame,
                       const struct run_numbers *numbers)
{
    struct arena *arena = frame->arena;

    cell->values = arena_alloc(arena, numbers->n_statistics * numbers->n_runs,
                               sizeof *cell->values);
    cell->sizes = arena_alloc(arena, numbers->n_runs, sizeof *cell->sizes);
    if (numbers->is_tested)
        cell->models =
            arena_alloc(arena, numbers->n_statistics, sizeof *cell->models);
}

static struct run_numbers *create(const struct frame *frame)
{
    struct arena *arena = frame->arena;
    struct run_numbers *numbers = arena_alloc(arena, 1, sizeof *numbers);
    size_t n_cells;

    numbers->n_runs = frame->runs->n_groups;
    numbers->n_groups = frame_n_groups(frame);
    numbers->differ = repeats_differ_in(frame);
    numbers->is_tested = frame->tests_runs;
    if (numbers->is_tested)
        numbers->draws =
            draws_create(arena, frame->table->n_rows, frame->options->seed);
    numbers->is_filled =
        arena_alloc(arena, frame->n_metrics, sizeof *numbers->is_filled);
    choose_statistics(numbers, frame);
    n_cells = frame->n_metrics * numbers->n_groups;
    numbers->cells = arena_alloc(arena, n_cells, sizeof *numbers->cells);
    for (size_t i = 0; i < n_cells; i++)
        alloc_cell(&numbers->cells[i], frame, numbers);
    return numbers;
}

/* NULL if no run is known. */
static struct run_numbers *find_numbers(struct frame *frame)
{
    if (!frame->run_numbers && frame->runs)
        frame->run_numbers = create(frame);
    return frame->run_numbers;
}

bool run_filling_begin(struct run_filling *filling, struct frame *frame,
                       size_t metric)
{
    struct run_numbers *numbers = find_numbers(frame);

    if (!numbers || numbers->is_filled[metric])
        return false;
    *filling = (struct run_filling){
        .frame = frame, .numbers = numbers, .metric = metric};
    filling->cells =
        failures_cells(frame, &frame->metrics[metric], &filling->own);
    if (!numbers->is_tested)
        return true;
    filling->runs = frame_run_samples(frame, filling->cells);
    if (!filling->own)
        frame_make_whole(&frame->metrics[metric], filling->runs);
    return true;
}

void run_filling_group(struct run_filling *filling, size_t g)
{
    struct run_numbers *numbers = filling->numbers;
    struct sample_set *runs = filling->runs;

    if (!numbers->is_tested) {
        fill_values(numbers, filling->frame, filling->metric, g,
                    filling->cells);
        return;
    }
    if (g == 0)
        filling->runs = NULL;
    else
        runs = frame_stratum_samples(filling->frame, filling->cells, g - 1);
    fill_group(numbers, filling->frame, filling->metric, g, runs->samples,
               filling->own != NULL);
    sample_set_destroy(runs);
}

void run_filling_end(struct run_filling *filling)
{
    struct run_numbers *numbers = filling->numbers;

    sample_set_destroy(filling->runs);
    sample_set_destroy(filling->own);
    if (numbers->is_tested)
        adjust(numbers->cells + filling->metric * numbers->n_groups,
               numbers->n_groups);
    numbers->is_filled[filling->metric] = true;
}

static void fill_one(void *context, size_t g)
{
    run_filling_group(context, g);
}

const struct run_numbers *run_numbers_of_metric(struct frame *frame,
                                                size_t metric)
{
    struct run_filling filling;

    if (run_filling_begin(&filling, frame, metric)) {
        threads_run(0, frame_n_groups(frame), fill_one, &filling);
        run_filling_end(&filling);
    }
    return frame->run_numbers;
}

const struct run_numbers *run_numbers_of(struct frame *frame)
{
    for (size_t m = 0; frame->runs && m < frame->n_metrics; m++)
        run_numbers_of_metric(frame, m);
    return find_numbers(frame);
}

const struct run_numbers *run_numbers_tested(struct frame *frame)
{
    if (frame->run_numbers && !frame->run_numbers->is_tested)
        frame->run_numbers = NULL;
    frame->tests_runs = true;
    return run_numbers_of(frame);
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
    numbers = run_numbers_of_metric(frame, m);
    while (s < numbers->n_statistics && numbers->statistics[s].p != p)
        s++;
    if (s == numbers->n_statistics)
        return estimate_of((double)NAN);
    return run_numbers_mean(frame, numbers,
                            run_numbers_cell(numbers, m, group)->values +
                                s * numbers->n_runs);
}
