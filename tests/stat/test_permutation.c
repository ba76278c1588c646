#include "stat/permutation.h"

#include <stdlib.h>
#include <string.h>

#include "base/sort.h"
#include "stat/moments.h"
#include "stat/quantile.h"
#include "stat/ranktest.h"
#include "stat/ttest.h"
#include "tests/check.h"
#include "tests/reference.h"
#include "tests/stat/series.h"

/* The mean, median or p95 of a run. */
static double summary(const struct series *run, const char *what)
{
    double *sorted = calloc(run->n, sizeof *sorted), value;
    struct sample sample = {.x = sorted, .n = run->n};

    memcpy(sorted, run->x, run->n * sizeof *sorted);
    sort_doubles(sorted, run->n);
    value = strcmp(what, "means") == 0
                ? mean_of(run->x, run->n)
                : quantile_of(&sample, what[0] == 'm' ? 0.5 : 0.95, 7);
    free(sorted);
    return value;
}

static void check_row(const char *dataset, const char *statistic,
                      const char *what, const char *rest, double got)
{
    char parameters[80];

    snprintf(parameters, sizeof parameters, "run %s;%s", what, rest);
    reference_check(reference_find(dataset, "", statistic, parameters), got);
}

static void check_runs(const char *dataset, const char *what, const double *a,
                       size_t n_a, const double *b, size_t n_b)
{
    struct test_result welch = ttest_welch(a, n_a, b, n_b, 0.95);
    struct test_result pooled = ttest_student(a, n_a, b, n_b, 0.95);

    check_row(dataset, "cluster_t", what, "welch", welch.statistic);
    check_row(dataset, "cluster_df", what, "welch", welch.df);
    check_row(dataset, "cluster_p", what, "welch", welch.p);
    check_row(dataset, "cluster_ci_lo", what, "welch;level=0.95",
              welch.estimate.low);
    check_row(dataset, "cluster_p", what, "pooled", pooled.p);
    check_row(dataset, "cluster_ci_hi", what, "pooled;level=0.95",
              pooled.estimate.high);
    check_row(dataset, "cluster_perm_p", what,
              "exact, two-sided |diff| of means",
              permutation_two_samples(a, n_a, b, n_b, 0, NULL).p);
    check_row(dataset, "cluster_mwu_p", what, "exact",
              ranktest_mann_whitney(a, n_a, b, n_b, RANK_AUTO).p);
}

/* One number a run: the tests that an A/B comparison rests on. */
static void runs_agree_with_r(void **state)
{
    static const char *const datasets[] = {"abr_null_3v3", "abr_eff_5v5"};
    static const char *const what[] = {"means", "medians", "p95s"};

    (void)state;
    for (size_t i = 0; i < COUNT(datasets); i++) {
        const struct dataset *set = dataset_read(datasets[i]);
        struct series_set a = series_read(set, "value", "run", "variant", "A");
        struct series_set b = series_read(set, "value", "run", "variant", "B");

        for (size_t k = 0; k < COUNT(what); k++) {
            double x[MAX_SERIES], y[MAX_SERIES];

            for (size_t j = 0; j < a.k; j++)
                x[j] = summary(&a.series[j], what[k]);
            for (size_t j = 0; j < b.k; j++)
                y[j] = summary(&b.series[j], what[k]);
            check_runs(datasets[i], what[k], x, a.k, y, b.k);
        }
        series_free(&a);
        series_free(&b);
    }
}

/* Against all subsets, by their bits. */
static void unequal_samples_agree_with_listing(void **state)
{
    static const double x[] = {3.1, 4.5, 2.2}, y[] = {5, 6.5, 4.5, 4.5, 9};
    struct test_result got = permutation_two_samples(x, 3, y, 5, 0, NULL);
    double all[8], far = 0, n = 0;

    (void)state;
    memcpy(all, x, sizeof x);
    memcpy(all + 3, y, sizeof y);
    for (unsigned set = 0; set < 256; set++) {
        double sum = 0, total = 0;

        if (__builtin_popcount(set) != 3)
            continue;
        for (size_t i = 0; i < 8; i++) {
            total += all[i];
            sum += set >> i & 1 ? all[i] : 0;
        }
        n++;
        far += fabs(sum / 3 - (total - sum) / 5) >= fabs(got.statistic) - 1e-12;
    }
    check_close(n, 56, 0, 0);
    check_close(got.p, far / n, 1e-14, 0);
    check_close(permutation_two_samples(y, 5, x, 3, 0, NULL).p, got.p, 0, 0);
    assert_string_equal(got.p_method, "exact");
}

/* Signs by their bits. */
static void pairs_agree_with_listing(void **state)
{
    static const double x[] = {3, 4, 2, 7, 5, 5.5}, y[] = {1, 4, 3, 5, 4, 4};
    struct test_result got = permutation_pairs(x, y, 6, 0, NULL);
    double far = 0;

    (void)state;
    for (unsigned set = 0; set < 64; set++) {
        double sum = 0;

        for (size_t i = 0; i < 6; i++)
            sum += (set >> i & 1 ? 1 : -1) * (x[i] - y[i]);
        far += fabs(sum) >= 5.5 - 1e-12;
    }
    check_close(got.statistic, 5.5 / 6, 1e-14, 0);
    check_close(got.p, far / 64, 1e-14, 0);
}

static void drawn_p_is_near_the_exact_one(void **state)
{
    struct random_stream *random = random_create(1, "permutation");
    double x[14], y[14];
    struct test_result got;

    (void)state;
    for (size_t i = 0; i < 14; i++) {
        x[i] = (double)i + 3;
        y[i] = (double)(i * 5 % 14) * 1.1;
    }
    got = permutation_two_samples(x, 14, y, 14, 20000, random);
    assert_string_equal(got.p_method, "monte-carlo");
    check_close(got.p, ttest_student(x, 14, y, 14, 0.95).p, 0, 0.02);
    got = permutation_two_samples(x, 14, x, 14, 0, NULL);
    check_nan(got.p);
    for (size_t i = 0; i < 14; i++)
        y[i] += 1000;
    got = permutation_two_samples(x, 14, y, 14, 999, random);
    check_close(got.p, 0.001, 1e-12, 0); /* never 0 */
    random_destroy(random);
}

static void few_runs_have_a_smallest_p(void **state)
{
    static const double x[] = {1, 2, 3}, y[] = {4, 5, 6};

    (void)state;
    check_close(permutation_attainable(3, 3), .10, 1e-14, 0);
    check_close(permutation_attainable(4, 4), .0286, 0, 5e-5);
    check_close(permutation_attainable(5, 5), .0079, 0, 5e-5);
    check_close(permutation_attainable(6, 6), .0022, 0, 5e-5);
    check_close(permutation_attainable(2, 3), .1, 1e-14, 0);
    check_close(permutation_attainable(1, 1), 1, 0, 0);
    check_nan(permutation_attainable(0, 3));
    check_close(permutation_attainable_pairs(3), .25, 0, 0);
    check_close(permutation_attainable_pairs(1), 1, 0, 0);
    check_close(permutation_two_samples(x, 3, y, 3, 0, NULL).p,
                permutation_attainable(3, 3), 1e-14, 0);
    check_close(permutation_pairs(x, y, 3, 0, NULL).p,
                permutation_attainable_pairs(3), 1e-14, 0);
}

static void constant_or_missing_values_show_nothing(void **state)
{
    static const double same[] = {0.1, 0.1, 0.1};

    (void)state;
    check_close(permutation_two_samples(same, 3, same, 2, 0, NULL).p, 1, 0, 0);
    check_close(permutation_pairs(same, same, 3, 0, NULL).p, 1, 0, 0);
    check_nan(permutation_two_samples(same, 0, same, 3, 0, NULL).p);
    check_nan(permutation_pairs(same, same, 0, 0, NULL).p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runs_agree_with_r),
        cmocka_unit_test(unequal_samples_agree_with_listing),
        cmocka_unit_test(pairs_agree_with_listing),
        cmocka_unit_test(drawn_p_is_near_the_exact_one),
        cmocka_unit_test(few_runs_have_a_smallest_p),
        cmocka_unit_test(constant_or_missing_values_show_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
