#include "stat/effect.h"

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "tests/check.h"
#include "tests/reference.h"
#include "tests/stat/ozone.h"
#include "tests/stat/series.h"

static const char *const datasets[] = {"ab_small", "ab_small_ties", "ab_medium",
                                       "ab_eqmean_p99"};

static void check_row(const char *dataset, const char *statistic,
                      const char *parameters, double got)
{
    reference_check(reference_find(dataset, "", statistic, parameters), got);
}

static void check_hodges_lehmann(const char *dataset, const struct series *a,
                                 const struct series *b)
{
    const struct reference *row = NULL;

    while ((row = reference_next(row, dataset, "hl_ci_rank")) != NULL) {
        enum effect_method method = strncmp(row->parameters, "exact", 5) == 0
                                        ? EFFECT_EXACT
                                        : EFFECT_NORMAL;
        struct estimate got =
            effect_hodges_lehmann(a->x, a->n, b->x, b->n, 0.95, method);

        reference_check(row,
                        effect_hodges_lehmann_rank(a->n, b->n, 0.95, method));
        check_row(dataset, "hodges_lehmann", "median of all A-B", got.value);
        check_row(dataset, "hl_ci_lo", row->parameters, got.low);
        check_row(dataset, "hl_ci_hi", row->parameters, got.high);
    }
}

static void check_standardised(const char *dataset, const struct series *a,
                               const struct series *b)
{
    struct estimate d = effect_cohen_d(a->x, a->n, b->x, b->n, 0.95);

    check_row(dataset, "cohens_d", "pooled sd", d.value);
    check_row(dataset, "cohens_d_ci_lo", "noncentral t;level=0.95", d.low);
    check_row(dataset, "cohens_d_ci_hi", "noncentral t;level=0.95", d.high);
    check_row(dataset, "hedges_g", "exact gamma J",
              effect_hedges_g(a->x, a->n, b->x, b->n, 0.95).value);
    check_row(dataset, "hedges_g", "approx J=1-3/(4df-1)",
              effect_hedges_g_approximate(a->x, a->n, b->x, b->n, 0.95).value);
}

static void effects_agree_with_r(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(datasets); i++) {
        struct series_set set = series_read(dataset_read(datasets[i]), "value",
                                            "variant", NULL, NULL);
        const struct series *a = &set.series[0], *b = &set.series[1];

        check_hodges_lehmann(datasets[i], a, b);
        check_standardised(datasets[i], a, b);
        check_row(datasets[i], "cliffs_delta", "P(A>B)-P(A<B)",
                  effect_cliff_delta(a->x, a->n, b->x, b->n, 0.95).value);
        check_row(datasets[i], "prob_superiority", "P(A>B)+.5P(=)",
                  effect_probability(a->x, a->n, b->x, b->n, 0.95).value);
        series_free(&set);
    }
}

static void the_pseudomedian_agrees_with_r(void **state)
{
    const struct dataset *set = dataset_read("pair_prompts");
    size_t n;
    double *a = dataset_numbers(set, "a", NULL, NULL, &n);
    double *b = dataset_numbers(set, "b", NULL, NULL, &n);

    (void)state;
    for (size_t i = 0; i < n; i++)
        a[i] -= b[i];
    check_row("pair_prompts", "pseudomedian", "median of Walsh averages of a-b",
              effect_pseudomedian(a, n, 0.95, EFFECT_AUTO).value);
    free(a);
    free(b);
}

/* R 4.2.2: wilcox.test(before, after, paired = TRUE, conf.int = TRUE) */
static void the_pseudomedian_has_wilcoxons_interval(void **state)
{
    double d[9];
    struct estimate got;

    (void)state;
    for (size_t i = 0; i < 9; i++)
        d[i] = depression_before[i] - depression_after[i];
    got = effect_pseudomedian(d, 9, 0.95, EFFECT_AUTO);
    check_close(got.value, 0.46, 1e-9, 0);
    check_close(got.low, 0.01, 1e-9, 0);
    check_close(got.high, 0.786, 1e-9, 0);
    assert_string_equal(got.method, "wilcoxon-exact");
}

/* R 4.2.2: wilcox.test(conf.int = TRUE); the second sample without ties. */
static void hodges_lehmann_has_wilcoxons_interval(void **state)
{
    static const double after[] = {.878, .647, .598, 2.05, 1.06,
                                   1.29, 1.07, 3.14, 1.28};
    struct estimate ozone = effect_hodges_lehmann(ozone_may, 26, ozone_august,
                                                  26, 0.95, EFFECT_NORMAL);
    struct estimate got = effect_hodges_lehmann(depression_before, 9, after, 9,
                                                0.95, EFFECT_AUTO);

    (void)state;
    check_close(got.value, .56, 1e-12, 0);
    check_close(got.low, -.370, 1e-12, 0);
    check_close(got.high, 1.183, 1e-12, 0);
    check_close(ozone.value, -32, 0, 0);
    check_close(ozone.low, -53, 0, 0);
    check_close(ozone.high, -15, 0, 1.001); /* R solves for it, ties aside */
}

/* effsize's own test output: cliff.delta(x, y); and its VD.A and hedges of the
 * depression data. */
static void cliffs_interval_agrees_with_effsize(void **state)
{
    static const double x[] = {10, 20, 20, 20, 30, 30, 30, 40, 50, 100};
    static const double y[] = {10, 20, 30, 40, 40, 50};
    struct estimate delta = effect_cliff_delta(x, 10, y, 6, 0.95);
    const double *before = depression_before, *after = depression_after;

    (void)state;
    check_close(delta.value, -0.06666667, 0, 5e-9);
    check_close(delta.low, -0.6082254, 0, 5e-8);
    check_close(delta.high, 0.5172431, 0, 5e-8);
    check_close(effect_cliff_delta(before, 9, after, 9, 0.95).value, .432098765,
                0, 5e-10);
    check_close(effect_probability(before, 9, after, 9, 0.95).value, .716049383,
                0, 5e-10);
    check_close(effect_hedges_g_approximate(before, 9, after, 9, 0.95).value,
                .541070387, 0, 5e-10);
}

/* By the definition: dominances of all pairs. */
static void delta_and_its_variance_follow_the_definition(void **state)
{
    struct random_stream *random = random_create(8, "effect");
    double x[25], y[17];

    (void)state;
    for (size_t round = 0; round < 20; round++) {
        double sum = 0;
        struct estimate delta, swapped;

        for (size_t i = 0; i < 25; i++)
            x[i] = (double)random_below(random, 12);
        for (size_t i = 0; i < 17; i++)
            y[i] = (double)random_below(random, 14);
        for (size_t i = 0; i < 25; i++)
            for (size_t j = 0; j < 17; j++)
                sum += (x[i] > y[j]) - (x[i] < y[j]);
        delta = effect_cliff_delta(x, 25, y, 17, 0.95);
        swapped = effect_cliff_delta(y, 17, x, 25, 0.95);
        check_close(delta.value, sum / (25 * 17), 1e-13, 1e-15);
        check_close(delta.low, -swapped.high, 1e-12, 1e-14);
        assert_true(delta.low < delta.value && delta.value < delta.high);
    }
    random_destroy(random);
}

static void without_values_there_is_no_effect(void **state)
{
    static const double x[] = {1, 2, 3}, y[] = {7, 8, 9}, same[] = {1, 1};
    struct estimate few = effect_hodges_lehmann(x, 3, y, 3, .95, EFFECT_AUTO);
    struct estimate apart = effect_cliff_delta(x, 3, y, 3, 0.95);

    (void)state;
    check_close(few.value, -6, 0, 0);
    check_close(few.low, -INFINITY, 0, 0);
    check_close(few.high, INFINITY, 0, 0);
    assert_true(few.doubts & DOUBT_OPEN);
    check_close(apart.value, -1, 0, 0);
    assert_false(estimate_has_interval(&apart));
    check_nan(effect_hodges_lehmann(x, 0, y, 3, .95, EFFECT_AUTO).value);
    check_nan(effect_hodges_lehmann(x, 3, y, 0, .95, EFFECT_NORMAL).low);
    check_nan(effect_pseudomedian(x, 0, .95, EFFECT_AUTO).value);
    check_nan(effect_cliff_delta(x, 0, y, 3, .95).value);
    check_nan(effect_probability(x, 3, y, 0, .95).value);
    check_nan(effect_cohen_d(same, 2, same, 2, .95).value);
    check_nan(effect_hedges_g(x, 1, y, 1, .95).value);
    check_close(effect_probability(x, 1, y, 1, .95).value, 0, 0, 0);
}

/* 2,000 pairs of skewed samples a known shift apart: the intervals cover it. */
static void intervals_cover_the_truth(void **state)
{
    struct random_stream *random = random_create(10, "effect");
    size_t exact = 0, normal = 0, delta = 0;

    (void)state;
    for (size_t round = 0; round < 2000; round++) {
        double x[15], y[60];
        struct estimate got;

        for (size_t i = 0; i < 15; i++)
            x[i] = 0.3 + exp(random_gaussian(random));
        for (size_t i = 0; i < 60; i++)
            y[i] = exp(random_gaussian(random));
        got = effect_hodges_lehmann(x, 15, y, 30, 0.95, EFFECT_EXACT);
        exact += got.low <= 0.3 && 0.3 <= got.high;
        got = effect_hodges_lehmann(x, 15, y, 60, 0.95, EFFECT_AUTO);
        normal += got.low <= 0.3 && 0.3 <= got.high;
        for (size_t i = 0; i < 15; i++)
            x[i] -= 0.3;
        got = effect_cliff_delta(x, 15, y, 60, 0.95);
        delta += got.low <= 0 && 0 <= got.high;
    }
    check_close((double)exact / 2000, 0.953, 0, 0.018);
    check_close((double)normal / 2000, 0.95, 0, 0.018);
    check_close((double)delta / 2000, 0.95, 0, 0.02);
    random_destroy(random);
}

/* R 4.2: d <- sign(outer(x, y, "-")), di and dj its row and column means; v <-
 * (81 sum((di - mean(d))^2) + 81 sum((dj - mean(d))^2) - sum((d - mean(d))^2))
 * / 5184 = 0.08485749, and Cliff's interval with qt(.975, 16). effsize gives
 * [-.126659, .782696]: it takes the column mean of 3.14, which is above all of
 * x, as -1/9 instead of -1. */
static void a_value_above_all_others_dominates_them(void **state)
{
    const double x[] = {1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30};
    const double y[] = {0.878, 0.647, 0.598, 2.05, 1.06,
                        1.29,  1.06,  3.14,  1.29};
    struct estimate delta = effect_cliff_delta(x, 9, y, 9, 0.95);

    (void)state;
    check_close(delta.value, 35.0 / 81, 1e-12, 0);
    check_close(delta.low, -0.2336998, 0, 5e-8);
    check_close(delta.high, 0.8220308, 0, 5e-8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(effects_agree_with_r),
        cmocka_unit_test(the_pseudomedian_agrees_with_r),
        cmocka_unit_test(the_pseudomedian_has_wilcoxons_interval),
        cmocka_unit_test(hodges_lehmann_has_wilcoxons_interval),
        cmocka_unit_test(cliffs_interval_agrees_with_effsize),
        cmocka_unit_test(a_value_above_all_others_dominates_them),
        cmocka_unit_test(delta_and_its_variance_follow_the_definition),
        cmocka_unit_test(without_values_there_is_no_effect),
        cmocka_unit_test(intervals_cover_the_truth),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
