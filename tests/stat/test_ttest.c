#include "stat/ttest.h"

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "tests/check.h"
#include "tests/reference.h"
#include "tests/stat/series.h"

static void check_row(const char *dataset, const char *statistic,
                      const char *parameters, double got)
{
    reference_check(reference_find(dataset, "", statistic, parameters), got);
}

static void check_two(const char *dataset, const struct series *a,
                      const struct series *b)
{
    struct test_result welch = ttest_welch(a->x, a->n, b->x, b->n, 0.95);
    struct test_result student = ttest_student(a->x, a->n, b->x, b->n, 0.95);

    check_row(dataset, "welch_t", "A-B", welch.statistic);
    check_row(dataset, "welch_df", "", welch.df);
    check_row(dataset, "welch_p", "two-sided", welch.p);
    check_row(dataset, "welch_ci_lo", "mean A - mean B;level=0.95",
              welch.estimate.low);
    check_row(dataset, "welch_ci_hi", "mean A - mean B;level=0.95",
              welch.estimate.high);
    check_row(dataset, "pooled_t", "A-B", student.statistic);
    check_row(dataset, "pooled_df", "", student.df);
    check_row(dataset, "pooled_p", "two-sided", student.p);
    check_row(dataset, "pooled_ci_lo", "mean A - mean B;level=0.95",
              student.estimate.low);
    check_row(dataset, "pooled_ci_hi", "mean A - mean B;level=0.95",
              student.estimate.high);
}

static const char *const two_samples[] = {
    "ab_small", "ab_small_ties", "ab_medium", "ab_eqmean_p99", "ab_constant"};

static void two_samples_agree_with_r(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(two_samples); i++) {
        struct series_set set = series_read(dataset_read(two_samples[i]),
                                            "value", "variant", NULL, NULL);

        check_two(two_samples[i], &set.series[0], &set.series[1]);
        series_free(&set);
    }
}

static void pairs_agree_with_r(void **state)
{
    const struct dataset *set = dataset_read("pair_prompts");
    size_t n;
    double *a = dataset_numbers(set, "a", NULL, NULL, &n);
    double *b = dataset_numbers(set, "b", NULL, NULL, &n);
    struct test_result t = ttest_paired(a, b, n, 0.95);

    (void)state;
    check_row("pair_prompts", "paired_t", "a-b", t.statistic);
    check_row("pair_prompts", "paired_df", "", t.df);
    check_row("pair_prompts", "paired_p", "two-sided", t.p);
    check_row("pair_prompts", "paired_ci_lo", "level=0.95", t.estimate.low);
    check_row("pair_prompts", "paired_ci_hi", "level=0.95", t.estimate.high);
    free(a);
    free(b);
}

/* Rows "margin=M;welch" and "margin=M;pooled". */
static void equivalence_agrees_with_r(void **state)
{
    const struct reference *row = NULL;
    size_t n_rows = 0;

    (void)state;
    for (size_t i = 0; i + 1 < COUNT(two_samples); i++) {
        struct series_set set = series_read(dataset_read(two_samples[i]),
                                            "value", "variant", NULL, NULL);
        const struct series *a = &set.series[0], *b = &set.series[1];

        while ((row = reference_next(row, two_samples[i], NULL)) != NULL) {
            double margin;
            struct equivalence got;

            if (strncmp(row->statistic, "tost_p", 6) != 0)
                continue;
            margin = strtod(strchr(row->parameters, '=') + 1, NULL);
            got = strstr(row->parameters, "welch")
                      ? ttest_equivalence_welch(a->x, a->n, b->x, b->n, margin,
                                                0.05)
                      : ttest_equivalence_student(a->x, a->n, b->x, b->n,
                                                  margin, 0.05);
            reference_check(row, strstr(row->statistic, "lower")   ? got.p_lower
                                 : strstr(row->statistic, "upper") ? got.p_upper
                                                                   : got.p);
            n_rows++;
        }
        series_free(&set);
    }
    assert_int_equal(n_rows, 72);
}

/* R 4.2.2: x <- log(c(1.12,1.08,1.15)); y <- log(c(1.02,1.05,.99));
 * t.test(x, y), exp() of its interval. */
static void runs_are_compared_by_their_ratio(void **state)
{
    static const double base[] = {1.02, 1.05, .99};
    static const double candidate[] = {1.12, 1.08, 1.15};
    struct test_result t = ttest_welch_log(candidate, 3, base, 3, 0.95);

    (void)state;
    assert_string_equal(t.name, "welch-t-log");
    assert_string_equal(t.estimate_name, "ratio");
    check_close(t.estimate.value, 1.0947249, 0, 5e-8);
    check_close(t.estimate.low, 1.0214701, 0, 5e-8);
    check_close(t.estimate.high, 1.1732331, 0, 5e-8);
    check_close(t.p, .0222465, 0, 5e-8);
    check_close(t.df, 3.980966, 0, 5e-7);
}

/* R 4.2.2: t.test(x, y, mu = -.3, alternative = "greater") and the other. */
static void equivalence_needs_both_sides(void **state)
{
    static const double x[] = {10.1, 9.9, 10.3, 10.0, 10.2};
    static const double y[] = {10.2, 10.0, 10.1, 10.3, 10.1};
    struct equivalence e = ttest_equivalence_welch(x, 5, y, 5, 0.3, 0.05);

    (void)state;
    check_close(e.p_lower, .009774917, 0, 5e-10);
    check_close(e.p_upper, .002735108, 0, 5e-10);
    check_close(e.p, .009774917, 0, 5e-10);
    assert_true(e.equivalent);
    check_close(e.estimate.low, -.2042325, 0, 5e-8);
    check_close(e.estimate.high, .1242325, 0, 5e-8);
    check_close(e.estimate.level, 0.9, 1e-15, 0);
    assert_false(ttest_equivalence_welch(x, 5, y, 5, 0.2, 0.05).equivalent);
    check_nan(ttest_equivalence_welch(x, 5, y, 5, 0, 0.05).p);
}

/* By definition, of the differences and of the logarithms. */
static void logs_and_pairs_reduce_to_one_sample(void **state)
{
    static const double x[] = {3, 5, 4, 8, 9, 7}, y[] = {2, 5, 5, 6, 7, 8};
    double d[6], log_x[6], log_y[6];
    struct test_result one, paired;
    struct equivalence ratio, difference;

    (void)state;
    for (size_t i = 0; i < 6; i++) {
        log_x[i] = log(x[i]);
        log_y[i] = log(y[i]);
        d[i] = log_x[i] - log_y[i];
    }
    one = ttest_mean(d, 6, 0.1, 0.9);
    paired = ttest_paired_log(x, y, 6, 0.9);
    check_close(log(paired.estimate.value), one.estimate.value, 1e-12, 0);
    check_close(log(paired.estimate.low), one.estimate.low, 1e-12, 0);
    check_close(paired.p, ttest_mean(d, 6, 0, 0.9).p, 1e-12, 0);
    ratio = ttest_equivalence_paired_log(x, y, 6, 0.2, 0.05);
    difference = ttest_equivalence_paired(log_x, log_y, 6, log(1.2), 0.05);
    check_close(ratio.p, difference.p, 1e-12, 0);
    check_close(ratio.margin, 0.2, 0, 0);
    ratio = ttest_equivalence_welch_log(x, 6, y, 6, 0.2, 0.05);
    difference = ttest_equivalence_welch(log_x, 6, log_y, 6, log(1.2), 0.05);
    check_close(ratio.p, difference.p, 1e-12, 0);
    check_close(log(ratio.estimate.high), difference.estimate.high, 1e-12, 0);
}

/* R 4.2.2: t.test(c(5.1,4.9,5.6,4.2), mu = 5) */
static void one_sample_is_tested_against_a_value(void **state)
{
    static const double x[] = {5.1, 4.9, 5.6, 4.2};
    struct test_result t = ttest_mean(x, 4, 5, 0.95);

    (void)state;
    check_close(t.statistic, -0.17234549688642731, 1e-10, 0);
    check_close(t.p, 0.87413679923307652, 1e-10, 0);
    check_close(t.estimate.value, 4.95, 1e-14, 0);
    check_close(t.estimate.low, 4.0267248455058642, 1e-10, 0);
}

static void without_spread_or_values_there_is_no_answer(void **state)
{
    static const double constant[] = {0.1, 0.1, 0.1}, other[] = {0.2, 0.2};
    static const double zero[] = {0, 1, 2};
    struct test_result t = ttest_welch(constant, 3, other, 2, 0.95);

    (void)state;
    check_nan(t.p);
    assert_string_equal(t.p_method, "none");
    check_close(t.estimate.value, -0.1, 1e-12, 0);
    assert_false(estimate_has_interval(&t.estimate));
    check_nan(ttest_student(constant, 3, other, 2, 0.95).p);
    check_nan(ttest_paired(constant, constant, 3, 0.95).p);
    check_nan(ttest_welch(zero, 3, zero, 1, 0.95).p);
    check_nan(ttest_welch(zero, 3, zero, 0, 0.95).estimate.value);
    check_nan(ttest_student(zero, 1, zero, 1, 0.95).p);
    check_nan(ttest_student(zero, 3, zero, 0, 0.95).p);
    check_nan(ttest_paired(zero, constant, 1, 0.95).p);
    check_nan(ttest_welch_log(zero, 3, constant, 3, 0.95).estimate.value);
    check_nan(ttest_equivalence_welch(zero, 3, zero, 0, 1, 0.05).p);
    assert_false(ttest_equivalence_welch(zero, 3, zero, 0, 1, 0.05).equivalent);
}

/* 4,000 pairs of runs of 3 and 5 with unequal spread: Welch's p is close to
 * uniform, so p < .05 is as rare as it says (standard error .0034). */
static void p_is_uniform_under_the_null(void **state)
{
    struct random_stream *random = random_create(11, "ttest");
    size_t below = 0, covered = 0;

    (void)state;
    for (size_t i = 0; i < 4000; i++) {
        double x[4], y[6];
        struct test_result t;

        for (size_t j = 0; j < 4; j++)
            x[j] = exp(0.1 * random_gaussian(random));
        for (size_t j = 0; j < 6; j++)
            y[j] = exp(0.2 * random_gaussian(random));
        t = ttest_welch_log(x, 4, y, 6, 0.9);
        below += t.p < 0.05;
        covered += t.estimate.low <= 1 && 1 <= t.estimate.high;
    }
    check_close((double)below / 4000, 0.05, 0, 0.012);
    check_close((double)covered / 4000, 0.90, 0, 0.016);
    random_destroy(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_samples_agree_with_r),
        cmocka_unit_test(pairs_agree_with_r),
        cmocka_unit_test(equivalence_agrees_with_r),
        cmocka_unit_test(runs_are_compared_by_their_ratio),
        cmocka_unit_test(equivalence_needs_both_sides),
        cmocka_unit_test(logs_and_pairs_reduce_to_one_sample),
        cmocka_unit_test(one_sample_is_tested_against_a_value),
        cmocka_unit_test(without_spread_or_values_there_is_no_answer),
        cmocka_unit_test(p_is_uniform_under_the_null),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
