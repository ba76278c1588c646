#include "stat/runs.h"

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "stat/moments.h"
#include "tests/check.h"
#include "tests/reference.h"
#include "tests/stat/series.h"

/* Rows that exist only where runs are equally long. */
static void check_interval(const char *dataset, const char *group,
                           const struct runs_model *model)
{
    const struct reference *row = NULL;
    const char *parameters = "F-based, balanced;level=0.95";

    while ((row = reference_next(row, dataset, "icc1_ci_lo")) != NULL)
        if (strcmp(row->group, group) == 0) {
            reference_check(row, model->icc.low);
            reference_check(
                reference_find(dataset, group, "icc1_ci_hi", parameters),
                model->icc.high);
            return;
        }
    assert_false(estimate_has_interval(&model->icc));
}

static void check_group(const char *dataset, const char *group,
                        const char *where)
{
    struct series_set set =
        series_read(dataset_read(dataset), "value", "run", where, group);
    struct runs_model model = runs_model(set.series, set.k, 0.95);
    double means[MAX_SERIES];
    struct estimate mean;

#define ROW(statistic, parameters, got)                                        \
    reference_check(reference_find(dataset, group, statistic, parameters), got)
    ROW("icc_n0", "", model.n0);
    ROW("icc1_anova", "may be negative", model.icc.value);
    ROW("var_run_anova", "may be negative", model.variance_between);
    ROW("var_within_anova", "", model.variance_within);
    ROW("design_effect", "1+(mbar-1)*max(0,ICC_anova)", model.design_effect);
    ROW("n_eff", "N/design effect", model.n_effective);
    ROW("run_means_sd", "n-1", model.values_sd);
    check_interval(dataset, group, &model);
    for (size_t i = 0; i < set.k; i++)
        means[i] = mean_of(set.series[i].x, set.series[i].n);
    mean = runs_mean(means, set.k, 0.95);
    ROW("run_means_mean", "unweighted", mean.value);
    ROW("run_means_ci_lo", "t, df=k-1;level=0.95", mean.low);
    ROW("run_means_ci_hi", "t, df=k-1;level=0.95", mean.high);
#undef ROW
    series_free(&set);
}

static void repeated_runs_agree_with_r(void **state)
{
    static const char *const datasets[] = {"r2_icc", "r3_icc", "r5_icc",
                                           "r3_noicc"};
    static const char *const workloads[] = {"chat", "code", "rag", "summ"};

    (void)state;
    for (size_t i = 0; i < COUNT(datasets); i++)
        for (size_t j = 0; j < COUNT(workloads); j++)
            check_group(datasets[i], workloads[j], "workload");
    check_group("abr_eff_5v5", "A", "variant");
    check_group("abr_eff_5v5", "B", "variant");
    check_group("abr_null_3v3", "A", "variant");
    check_group("abr_null_3v3", "B", "variant");
}

/* Davies and Goldsmith 1972, six batches of dyestuff, five samples each; R
 * 4.2.2 anova(lm()) and the formulas. */
static const double dyestuff[6][5] = {
    {1545, 1440, 1440, 1520, 1580}, {1540, 1555, 1490, 1560, 1495},
    {1595, 1550, 1605, 1510, 1560}, {1445, 1440, 1595, 1465, 1545},
    {1595, 1630, 1515, 1635, 1625}, {1520, 1455, 1450, 1480, 1445}};

static void dyestuff_has_its_published_components(void **state)
{
    struct series runs[6];
    struct runs_model model;

    (void)state;
    for (size_t i = 0; i < 6; i++)
        runs[i] = (struct series){dyestuff[i], 5};
    model = runs_model(runs, 6, 0.95);
    check_close(model.squares_between, 11271.5, 1e-12, 0);
    check_close(model.squares_within, 2451.25, 1e-12, 0);
    check_close(model.test.statistic, 4.59827, 0, 5e-6);
    check_close(model.test.p, .0043975, 0, 1e-7);
    check_close(model.variance_between, 1764.05, 1e-12, 0);
    check_close(model.icc.value, .418487, 0, 1e-6);
    check_close(model.between_sd, 42.000595, 0, 5e-7);
    check_close(model.within_sd, 49.510100, 0, 1e-6);
    check_close(model.design_effect, 1 + 4 * .418487, 0, 5e-6);
}

static void one_run_says_nothing_about_runs(void **state)
{
    static const double x[] = {1, 2, 3};
    const struct series one[] = {{x, 3}, {x, 0}};
    const struct series singles[] = {{x, 1}, {x + 1, 1}};
    struct runs_model model = runs_model(one, 2, 0.95);
    struct estimate mean = runs_mean(x, 1, 0.95);

    (void)state;
    assert_int_equal(model.n_runs, 1);
    assert_int_equal(model.n, 3);
    check_nan(model.icc.value);
    check_nan(model.design_effect);
    check_nan(model.between_sd);
    check_close(mean.value, 1, 0, 0);
    assert_false(estimate_has_interval(&mean));
    check_nan(runs_model(singles, 2, 0.95).icc.value);
    check_nan(runs_model(NULL, 0, 0.95).icc.value);
    check_nan(runs_mean(NULL, 0, 0.95).value);
}

/* R 4.2.2: y <- rep(rep(0:1, 4), c(90,10, 80,20, 95,5, 60,0)); r <-
 * factor(rep(1:4, c(100, 100, 100, 60))); summary(aov(y ~ r)):
 * the mean squares; n0 = (360 - 33600/360)
 * / 3; icc by hand from these. Shares .1 .2 .05 0: sd() of them. */
static void counts_are_values_of_0_and_1(void **state)
{
    static const double hits[] = {10, 20, 5, 0}, trials[] = {100, 100, 100, 60};
    struct runs_model model = runs_model_counts(hits, trials, 4, 0.95);
    struct runs_model same;
    double values[4][100] = {{0}};
    struct series runs[4];

    (void)state;
    for (size_t r = 0; r < 4; r++) {
        runs[r] = (struct series){values[r], (size_t)trials[r]};
        for (size_t i = 0; i < (size_t)hits[r]; i++)
            values[r][i] = 1;
    }
    same = runs_model(runs, 4, 0.95);
    check_close(model.n0, 88.8888888888889, 1e-12, 0);
    check_close(model.squares_between, 0.615740740740741, 1e-12, 0);
    check_close(model.squares_within, 0.0835674157303371, 1e-12, 0);
    check_close(model.icc.value, same.icc.value, 1e-12, 0);
    check_close(model.design_effect, same.design_effect, 1e-12, 0);
    check_close(model.values_sd, same.values_sd, 1e-12, 0);
    check_nan(runs_model_counts(trials, trials, 4, 0.95).icc.value);
    check_nan(runs_model_counts(hits, trials, 1, 0.95).icc.value);
}

/* Two runs whose values are 2 apart, each known to 1: what differs between
 * them is sqrt(2 - 1). If they are known to 2, nothing does. */
static void scatter_within_runs_is_not_between_them(void **state)
{
    static const double values[] = {5, 7}, trials[] = {100, 100};
    static const double errors[] = {1, 1}, large[] = {2, 2};
    struct runs_model model = {.n_runs = 2};

    (void)state;
    runs_model_scatter(&model, values, errors, trials, 2);
    check_close(model.between_sd, 1, 1e-12, 0);
    check_close(model.within_sd, 10, 1e-12, 0);
    check_close(model.values_sd, sqrt(2), 1e-12, 0);
    runs_model_scatter(&model, values, large, trials, 2);
    check_close(model.variance_between, -2, 1e-12, 0);
    check_close(model.between_sd, 0, 0, 0);
}

static void constant_runs_have_no_correlation(void **state)
{
    static const double x[] = {2, 2, 2, 2};
    const struct series runs[] = {{x, 2}, {x + 2, 2}};
    struct runs_model model = runs_model(runs, 2, 0.95);

    (void)state;
    check_nan(model.icc.value);
    check_nan(model.n_effective);
    check_nan(model.test.p);
    check_close(model.within_sd, 0, 0, 0);
}

/* R 4.2.2: chisq.test(rbind(f, 1000 - f), correct = FALSE) with f = 12, 5,
 * 20, 9 */
static void over_dispersion_is_chi_square_by_run(void **state)
{
    static const double failed[] = {12, 5, 20, 0, 9};
    static const double requests[] = {1000, 1000, 1000, 0, 1000};
    static const double none[] = {0, 0};
    struct test_result test = runs_over_dispersion(failed, requests, 5);

    (void)state;
    check_close(test.statistic, 10.644146818851576, 1e-12, 0);
    check_close(test.df, 3, 0, 0);
    check_close(test.p, 0.013814280767148189, 1e-10, 0);
    check_nan(runs_over_dispersion(none, requests, 2).p);
    check_nan(runs_over_dispersion(requests, requests, 3).p);
    check_nan(runs_over_dispersion(failed, requests, 1).p);
}

/* 500 samples of 8 runs: the estimated variance of runs is unbiased, which
 * needs it to be negative at times. */
static void the_variance_between_runs_is_unbiased(void **state)
{
    struct random_stream *random = random_create(5, "runs");
    double x[8][12], sum = 0;
    struct series runs[8];
    size_t negative = 0;

    (void)state;
    for (size_t round = 0; round < 500; round++) {
        double variance;

        for (size_t i = 0; i < 8; i++) {
            double run = 0.3 * random_gaussian(random);

            runs[i] = (struct series){x[i], 5 + i};
            for (size_t j = 0; j < runs[i].n; j++)
                x[i][j] = run + random_gaussian(random);
        }
        variance = runs_model(runs, 8, 0.95).variance_between;
        negative += variance < 0;
        sum += variance;
    }
    check_close(sum / 500, 0.09, 0, 0.025);
    assert_true(negative > 50);
    random_destroy(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(repeated_runs_agree_with_r),
        cmocka_unit_test(dyestuff_has_its_published_components),
        cmocka_unit_test(one_run_says_nothing_about_runs),
        cmocka_unit_test(counts_are_values_of_0_and_1),
        cmocka_unit_test(scatter_within_runs_is_not_between_them),
        cmocka_unit_test(constant_runs_have_no_correlation),
        cmocka_unit_test(over_dispersion_is_chi_square_by_run),
        cmocka_unit_test(the_variance_between_runs_is_unbiased),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
