#include "stat/ranktest.h"

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "tests/check.h"
#include "tests/reference.h"
#include "tests/stat/ozone.h"
#include "tests/stat/series.h"

/* The method that a row's parameters name. */
static enum rank_method method_of(const struct reference *row)
{
    if (strstr(row->parameters, "no continuity"))
        return RANK_ASYMPTOTIC_PLAIN;
    if (strstr(row->parameters, "continuity"))
        return RANK_ASYMPTOTIC;
    return RANK_EXACT;
}

static void mann_whitney_agrees_with_r(void **state)
{
    static const char *const datasets[] = {"ab_small", "ab_small_ties",
                                           "ab_medium", "ab_eqmean_p99"};
    size_t n = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(datasets); i++) {
        struct series_set set = series_read(dataset_read(datasets[i]), "value",
                                            "variant", NULL, NULL);
        const struct series *a = &set.series[0], *b = &set.series[1];
        const struct reference *row = NULL;

        while ((row = reference_next(row, datasets[i], "mwu_p")) != NULL) {
            struct test_result got =
                ranktest_mann_whitney(a->x, a->n, b->x, b->n, method_of(row));

            reference_check(row, got.p);
            reference_check(reference_find(datasets[i], "", "mwu_u", "U of A"),
                            got.statistic);
            n++;
        }
        series_free(&set);
    }
    assert_int_equal(n, 13);
}

static void brunner_munzel_agrees_with_r(void **state)
{
    static const char *const datasets[] = {"ab_small", "ab_small_ties",
                                           "ab_medium", "ab_eqmean_p99"};

    (void)state;
    for (size_t i = 0; i < COUNT(datasets); i++) {
        struct series_set set = series_read(dataset_read(datasets[i]), "value",
                                            "variant", NULL, NULL);
        const struct series *a = &set.series[0], *b = &set.series[1];
        struct test_result got =
            ranktest_brunner_munzel(a->x, a->n, b->x, b->n, 0.95);

        reference_check(reference_find(datasets[i], "", "brunner_munzel",
                                       "statistic, positive when B larger"),
                        got.statistic);
        reference_check(
            reference_find(datasets[i], "", "brunner_munzel_df", ""), got.df);
        reference_check(
            reference_find(datasets[i], "", "brunner_munzel_p", "t, two-sided"),
            got.p);
        series_free(&set);
    }
}

static void pairs_agree_with_r(void **state)
{
    const struct dataset *set = dataset_read("pair_prompts");
    const struct reference *row = NULL;
    size_t n, n_rows = 0;
    double *a = dataset_numbers(set, "a", NULL, NULL, &n);
    double *b = dataset_numbers(set, "b", NULL, NULL, &n);

    (void)state;
    while ((row = reference_next(row, "pair_prompts", "signed_rank_p")) !=
           NULL) {
        struct test_result got = ranktest_signed_rank(a, b, n, method_of(row));

        reference_check(row, got.p);
        reference_check(
            reference_find("pair_prompts", "", "signed_rank_v",
                           "sum of positive ranks of a-b, zeros dropped"),
            got.statistic);
        n_rows++;
    }
    assert_int_equal(n_rows, 3);
    reference_check(reference_find("pair_prompts", "", "sign_test_p",
                                   "binomial, zeros dropped"),
                    ranktest_sign(a, b, n).p);
    free(a);
    free(b);
}

/* R 4.2.2 wilcox.test, coin and exactRankTests: Ozone, May against August. */
static void ozone_has_its_known_p(void **state)
{
    const double *may = ozone_may, *august = ozone_august;
    struct test_result with =
        ranktest_mann_whitney(may, 26, august, 26, RANK_ASYMPTOTIC);
    struct test_result without =
        ranktest_mann_whitney(may, 26, august, 26, RANK_ASYMPTOTIC_PLAIN);
    struct test_result exact =
        ranktest_mann_whitney(may, 26, august, 26, RANK_AUTO);

    (void)state;
    check_close(with.statistic, 127.5, 0, 0);
    check_close(with.p, .000120808, 0, 5e-10);
    check_close(without.p, .000116377, 0, 5e-10);
    check_close(exact.p, 6.108735e-05, 0, 5e-12);
    assert_string_equal(with.p_method, "asymptotic");
    assert_string_equal(exact.p_method, "permutation");
}

/* R 4.2.2: wilcox.test(a, b); the second sample without its two ties. */
static void untied_values_have_wilcoxons_p(void **state)
{
    static const double after[] = {.878, .647, .598, 2.05, 1.06,
                                   1.29, 1.07, 3.14, 1.28};
    struct test_result got =
        ranktest_mann_whitney(depression_before, 9, after, 9, RANK_AUTO);

    (void)state;
    check_close(got.statistic, 58, 0, 0);
    check_close(got.p, .135911148, 0, 5e-10);
    assert_string_equal(got.p_method, "exact");
}

/* SciPy 1.10.1, the example of scipy.stats.brunnermunzel. */
static void scipys_example_agrees(void **state)
{
    static const double x[] = {1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1};
    static const double y[] = {3, 3, 4, 3, 1, 2, 3, 1, 1, 5, 4};
    struct test_result got = ranktest_brunner_munzel(x, 14, y, 11, 0.95);

    (void)state;
    check_close(got.statistic, 3.1374674823029505, 1e-13, 0);
    check_close(got.p, 0.0057862086661515377, 1e-10, 0);
    check_close(got.estimate.value, (1 + .577922078) / 2, 0, 1e-9);
    check_close(got.estimate.low, 0.5952169, 0, 5e-8);
    check_close(got.estimate.high, 0.9827052, 0, 5e-8);
    check_close(ranktest_mann_whitney(x, 14, y, 11, RANK_ASYMPTOTIC).p,
                .0077407867, 0, 5e-11);
}

/* Three pairs of one sign: 2 of the 8 ways to give signs are as far out. */
static void three_pairs_cannot_show_anything(void **state)
{
    static const double x[] = {1, 2, 4}, y[] = {0, 0, 0};

    (void)state;
    check_close(ranktest_signed_rank(x, y, 3, RANK_AUTO).p, .25, 1e-15, 0);
    check_close(ranktest_sign(x, y, 3).p, .25, 1e-15, 0);
    check_close(ranktest_mann_whitney(x, 3, y, 1, RANK_AUTO).p, .5, 1e-15, 0);
}

static void equal_or_missing_values_have_no_answer(void **state)
{
    static const double same[] = {2, 2, 2}, x[] = {1, 2, 3}, y[] = {4, 5};

    (void)state;
    check_nan(ranktest_mann_whitney(same, 3, same, 2, RANK_AUTO).p);
    check_close(ranktest_mann_whitney(same, 3, same, 2, RANK_AUTO).statistic, 3,
                0, 0);
    check_nan(ranktest_mann_whitney(x, 3, y, 0, RANK_AUTO).statistic);
    check_nan(ranktest_mann_whitney(x, 0, y, 0, RANK_ASYMPTOTIC).p);
    check_nan(ranktest_signed_rank(same, same, 3, RANK_AUTO).p);
    check_nan(ranktest_signed_rank(same, same, 3, RANK_ASYMPTOTIC).p);
    check_nan(ranktest_sign(same, same, 3).p);
    check_nan(ranktest_sign(same, same, 0).p);
    check_nan(ranktest_brunner_munzel(x, 3, y, 1, 0.95).p);
    check_nan(ranktest_brunner_munzel(x, 3, y, 2, 0.95).p); /* no overlap */
    check_close(ranktest_brunner_munzel(x, 3, y, 2, 0.95).estimate.value, 1, 0,
                0);
    check_nan(ranktest_brunner_munzel(same, 3, same, 2, 0.95).p);
}

/* Exact p where it is too much work, and what AUTO does there. */
static void large_samples_are_asymptotic(void **state)
{
    double x[600], y[600];

    (void)state;
    for (size_t i = 0; i < 600; i++) {
        x[i] = (double)(i * 7 % 601);
        y[i] = (double)(i * 11 % 601) + 0.5;
    }
    assert_string_equal(ranktest_mann_whitney(x, 51, y, 10, RANK_AUTO).p_method,
                        "asymptotic");
    check_nan(ranktest_mann_whitney(x, 600, y, 600, RANK_EXACT).p);
    check_nan(ranktest_signed_rank(x, y, 600, RANK_EXACT).p);
    check_close(ranktest_mann_whitney(x, 45, y, 45, RANK_EXACT).p,
                ranktest_mann_whitney(x, 45, y, 45, RANK_ASYMPTOTIC).p, 0,
                0.002);
    check_close(ranktest_signed_rank(x, y, 300, RANK_EXACT).p,
                ranktest_signed_rank(x, y, 300, RANK_ASYMPTOTIC).p, 0, 0.001);
}

/* Of 4,000 samples without a difference: p <= .05 at most as often as the
 * exact law allows, and Brunner-Munzel near it with unequal variances. */
static void p_is_uniform_under_the_null(void **state)
{
    struct random_stream *random = random_create(9, "ranktest");
    size_t exact = 0, signs = 0, munzel = 0;

    (void)state;
    for (size_t round = 0; round < 4000; round++) {
        double x[12], y[20];

        for (size_t i = 0; i < 12; i++)
            x[i] = random_gaussian(random);
        for (size_t i = 0; i < 20; i++)
            y[i] = random_gaussian(random);
        exact += ranktest_mann_whitney(x, 12, y, 20, RANK_AUTO).p <= 0.05;
        signs += ranktest_signed_rank(x, y, 12, RANK_AUTO).p <= 0.05;
        for (size_t i = 0; i < 20; i++)
            y[i] *= 3;
        munzel += ranktest_brunner_munzel(x, 12, y, 20, 0.95).p <= 0.05;
    }
    check_close((double)exact / 4000, 0.05, 0, 0.012);
    check_close((double)signs / 4000, 0.0425, 0, 0.012); /* 174 of 4096 */
    check_close((double)munzel / 4000, 0.05, 0, 0.014);
    random_destroy(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mann_whitney_agrees_with_r),
        cmocka_unit_test(brunner_munzel_agrees_with_r),
        cmocka_unit_test(pairs_agree_with_r),
        cmocka_unit_test(ozone_has_its_known_p),
        cmocka_unit_test(untied_values_have_wilcoxons_p),
        cmocka_unit_test(scipys_example_agrees),
        cmocka_unit_test(three_pairs_cannot_show_anything),
        cmocka_unit_test(equal_or_missing_values_have_no_answer),
        cmocka_unit_test(large_samples_are_asymptotic),
        cmocka_unit_test(p_is_uniform_under_the_null),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
