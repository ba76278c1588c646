#include "study/runs_tell.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stat/moments.h"
#include "stat/permutation.h"
#include "stat/power_welch.h"
#include "study/run_blocks.h"

static const double usual_power = 0.8;

static void set_number(struct value *object, struct arena *arena,
                       const char *key, double number)
{
    value_set(object, key, value_number(arena, number));
}

static void append_test(struct value *tests, struct arena *arena,
                        const struct test_result *test, const char *assumes,
                        double adjusted)
{
    struct value *object;

    if (isnan(test->p))
        return;
    object = value_append(tests, value_object(arena));
    value_set(object, "test", value_text(arena, test->name));
    value_set(object, "assumes", value_text(arena, assumes));
    set_number(object, arena, "statistic", test->statistic);
    if (isnan(test->df2)) {
        set_number(object, arena, "df", test->df);
    } else {
        struct value *df = value_set(object, "df", value_array(arena));

        value_append(df, value_number(arena, test->df));
        value_append(df, value_number(arena, test->df2));
    }
    set_number(object, arena, "p", test->p);
    set_number(object, arena, "p_adjusted", adjusted);
    value_set(object, "adjustment",
              value_text(arena, isnan(adjusted) ? NULL : "holm"));
}

static void append_blocked(struct value *tests, struct arena *arena,
                           const struct test_result *test, const char *blocks)
{
    if (isnan(test->p))
        return;
    append_test(tests, arena, test, "independent blocks", (double)NAN);
    value_set(tests->last, "blocks", value_text(arena, blocks));
}

/* Items as blocks for the mean, groups as blocks for every statistic. */
static void append_friedman(struct value *tests, struct frame *frame,
                            const struct run_numbers *numbers, size_t m,
                            size_t s)
{
    struct test_result test;
    size_t n_items;

    if (s == 0) {
        test = run_blocks_of_items(frame, &frame->metrics[m], &n_items);
        append_blocked(tests, frame->arena, &test, "item");
    }
    test = run_blocks_of_groups(numbers, m, s);
    append_blocked(tests, frame->arena, &test, frame_groups_name(frame));
}

/* What a comparison with as many runs on the other side would show: a share
 * of the value if all are above 0. `effect` is what they see in units of the
 * standard deviation. */
static double minimum_effect(const double *values, size_t n, double effect)
{
    double *logs = memory_alloc(n, sizeof *logs), sd;
    bool are_positive = true;

    for (size_t r = 0; r < n; r++) {
        are_positive &= values[r] > 0;
        logs[r] = log(values[r]);
    }
    sd = are_positive ? sd_of(logs, n) : (double)NAN;
    free(logs);
    return expm1(sd * effect);
}

static void tell_values(struct value *entry, struct frame *frame,
                        const struct run_numbers *numbers, const double *values)
{
    struct arena *arena = frame->arena;
    struct value *list = value_set(entry, "values", value_array(arena));
    struct estimate mean = run_numbers_mean(frame, numbers, values);

    for (size_t r = 0; r < numbers->n_runs; r++)
        value_append(list, value_number(arena, values[r]));
    value_set(entry, "mean", value_estimate(arena, &mean));
}

static void tell_model(struct value *entry, struct arena *arena,
                       const struct runs_model *model)
{
    set_number(entry, arena, "icc", model->icc.value);
    set_number(entry, arena, "design_effect", model->design_effect);
    set_number(entry, arena, "n_effective", model->n_effective);
    set_number(entry, arena, "between_run_sd", model->between_sd);
    set_number(entry, arena, "within_run_sd", model->within_sd);
    set_number(entry, arena, "run_value_sd", model->values_sd);
}

/* Sentences about runs need at least two of them, and repeats. */
static void tell_reach(struct value *entry, struct frame *frame,
                       const struct run_numbers *numbers, const double *values,
                       double effect)
{
    struct arena *arena = frame->arena;
    size_t n = numbers->n_runs;
    bool is_known = n > 1 && numbers->differ == FIELD_NONE;

    set_number(entry, arena, "attainable_p",
               is_known ? permutation_attainable(n, n) : (double)NAN);
    set_number(entry, arena, "minimum_detectable_effect",
               is_known ? minimum_effect(values, n, effect) : (double)NAN);
}

static void tell_entry(struct frame *frame, const struct run_numbers *numbers,
                       struct value *list, double effect, size_t m, size_t g,
                       size_t s)
{
    struct arena *arena = frame->arena;
    const struct run_cell *cell = run_numbers_cell(numbers, m, g);
    const double *values = cell->values + s * numbers->n_runs;
    const struct runs_model *model = &cell->models[s];
    struct value *entry = value_append(list, value_object(arena)), *tests;

    value_set(entry, "metric", value_text(arena, frame->metrics[m].name));
    value_set(entry, "statistic",
              value_text(arena, numbers->statistics[s].name));
    value_set(entry, "by", frame_group_by(frame, g));
    tell_values(entry, frame, numbers, values);
    tell_model(entry, arena, model);
    tests = value_set(entry, "tests", value_array(arena));
    for (size_t t = 0; s == 0 && t < RUN_TESTS; t++)
        append_test(tests, arena, &cell->tests[t], "independent requests",
                    cell->adjusted[t]);
    if (g == 0)
        append_friedman(tests, frame, numbers, m, s);
    tell_reach(entry, frame, numbers, values, effect);
}

/* Rates are compared by run; the over-dispersion says how much more they
 * scatter than independent failures would. */
static void tell_error_rate(struct frame *frame,
                            const struct run_numbers *numbers,
                            struct value *list, double effect)
{
    struct arena *arena = frame->arena;
    size_t n = numbers->n_runs;
    double *failed = memory_alloc(n, sizeof *failed);
    double *known = memory_alloc(n, sizeof *known);
    struct runs_model model;
    struct test_result test;
    struct value *entry;
    double sum = 0;

    for (size_t i = 0; i < frame->table->n_rows; i++) {
        uint32_t run = grouping_at(frame->runs, i);

        if (run == GROUP_NONE || frame->outcomes[i] == OUTCOME_UNKNOWN)
            continue;
        known[run]++;
        sum++;
        failed[run] += frame->outcomes[i] == OUTCOME_FAILED;
    }
    test = runs_over_dispersion(failed, known, n);
    model = runs_model_counts(failed, known, n, frame->options->level);
    for (size_t r = 0; r < n; r++)
        failed[r] = known[r] > 0 ? failed[r] / known[r] : (double)NAN;
    if (sum > 0) {
        entry = value_append(list, value_object(arena));
        value_set(entry, "metric", value_text(arena, "error_rate"));
        value_set(entry, "statistic", value_text(arena, "rate"));
        value_set(entry, "by", value_object(arena));
        tell_values(entry, frame, numbers, failed);
        tell_model(entry, arena, &model);
        set_number(entry, arena, "over_dispersion", test.statistic / test.df);
        append_test(value_set(entry, "tests", value_array(arena)), arena, &test,
                    "independent requests", (double)NAN);
        tell_reach(entry, frame, numbers, failed, effect);
    }
    free(failed);
    free(known);
}

void runs_tell(struct frame *frame, const struct run_numbers *numbers)
{
    struct arena *arena = frame->arena;
    struct value *runs, *list;
    double n_runs = (double)numbers->n_runs;
    double effect = power_welch_effect(n_runs, n_runs, usual_power,
                                       1 - frame->options->level);

    runs = value_set(frame->doc->data, "runs", value_object(arena));
    value_set(runs, "unit", value_text(arena, "run"));
    value_set(runs, "n_runs", value_integer(arena, (int64_t)numbers->n_runs));
    list = value_set(runs, "names", value_array(arena));
    for (size_t r = 0; r < numbers->n_runs; r++)
        value_append(list, value_text(arena, frame->runs->values[r][0]));
    list = value_set(runs, "metrics", value_array(arena));
    for (size_t m = 0; m < frame->n_metrics; m++)
        for (size_t g = 0; g < numbers->n_groups; g++)
            for (size_t s = 0; s < numbers->n_statistics; s++)
                tell_entry(frame, numbers, list, effect, m, g, s);
    if (frame_knows_failures(frame))
        tell_error_rate(frame, numbers, list, effect);
}
