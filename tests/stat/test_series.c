#include "stat/series.h"

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "tests/check.h"
#include "tests/reference.h"
#include "tests/stat/nile.h"

static const char *const datasets[] = {"ts_trend", "ts_ar1", "ts_white"};

/* What a row asks of the series; false for other statistics. */
static bool answer(const struct reference *row, const double *x, size_t n,
                   double *got)
{
    const char *lag = strstr(row->parameters, "lag=");
    size_t k = lag ? strtoul(lag + 4, NULL, 10) : 0;
    double r[32];

    if (strcmp(row->statistic, "acf") == 0) {
        series_autocorrelation(x, n, k, r);
        *got = r[k];
    } else if (strcmp(row->statistic, "ljung_box_q") == 0) {
        *got = series_ljung_box(x, n, k).statistic;
    } else if (strcmp(row->statistic, "ljung_box_p") == 0) {
        *got = series_ljung_box(x, n, k).p;
    } else if (strcmp(row->statistic, "ess_ar1") == 0) {
        *got = series_effective_ar1(x, n);
    } else if (strcmp(row->statistic, "ess_initpos") == 0) {
        *got = series_effective(x, n, SERIES_POSITIVE);
    } else if (strcmp(row->statistic, "ess_initmono") == 0) {
        *got = series_effective(x, n, SERIES_MONOTONE);
    } else if (strcmp(row->statistic, "ess_initconvex") == 0) {
        *got = series_effective(x, n, SERIES_CONVEX);
    } else {
        return false;
    }
    return true;
}

static void series_agree_with_r(void **state)
{
    size_t n_rows = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(datasets); i++) {
        const struct reference *row = NULL;
        size_t n;
        double got, *x = dataset_numbers(dataset_read(datasets[i]), "x", NULL,
                                         NULL, &n);

        while ((row = reference_next(row, datasets[i], NULL)) != NULL)
            if (answer(row, x, n, &got)) {
                reference_check(row, got);
                n_rows++;
            }
        free(x);
    }
    assert_int_equal(n_rows, 42);
}

/* R 4.2.2: acf(Nile), Box.test(Nile, 10, "Ljung"), and the sums
 * of neighbours up to the first that is not positive. */
static void the_nile_remembers(void **state)
{
    static const double expected[] = {1,       .498408, .384577,
                                      .327860, .239191, .228422};
    double r[6];

    (void)state;
    series_autocorrelation(nile, 100, 5, r);
    for (size_t i = 0; i < 6; i++)
        check_close(r[i], expected[i], 0, 5e-7);
    check_close(series_ljung_box(nile, 100, 10).statistic, 88.12687, 0, 5e-6);
    check_close(series_effective(nile, 100, SERIES_POSITIVE), 9.644831, 0,
                5e-7);
}

/* Pettitt's statistic for the Nile: K = 1617, 28 years (1871 to 1898). */
static void the_nile_changed_after_1898(void **state)
{
    size_t change;
    struct test_result got = series_pettitt(nile, 100, &change);

    (void)state;
    check_close(got.statistic, 1617, 0, 0);
    assert_int_equal(change, 28);
    check_close(got.p, 3.59e-07, 0, 1e-9);
}

/* NIST/SEMATECH e-Handbook 1.3.5.13, runs test of LEW.DAT: Z = 2.6938. */
static void deflections_have_too_many_runs(void **state)
{
    size_t n;
    double *x = dataset_numbers(dataset_read("nist_lew"), "x", NULL, NULL, &n);

    (void)state;
    check_close(series_runs(x, n).statistic, 2.6938, 0, 5e-5);
    free(x);
}

static void many_lags_agree_with_few(void **state)
{
    struct random_stream *random = random_create(14, "series");
    double x[700], many[700], few[61];

    (void)state;
    for (size_t i = 0; i < COUNT(x); i++)
        x[i] = 1e6 + (i > 0 ? 0.7 * (x[i - 1] - 1e6) : 0) +
               random_gaussian(random);
    series_autocorrelation(x, COUNT(x), COUNT(many) - 1, many);
    series_autocorrelation(x, COUNT(x), 60, few);
    for (size_t i = 0; i <= 60; i++)
        check_close(many[i], few[i], 0, 1e-9);
    random_destroy(random);
}

static void constant_or_short_series_have_no_answer(void **state)
{
    static const double same[] = {4, 4, 4, 4}, x[] = {1, 2};
    size_t change = 9;
    double r[4];

    (void)state;
    series_autocorrelation(same, 4, 2, r);
    check_nan(r[0]);
    series_autocorrelation(x, 2, 3, r);
    check_close(r[1], -0.5, 1e-15, 0);
    check_nan(r[2]);
    series_autocorrelation(x, 0, 1, r);
    check_nan(r[0]);
    check_nan(series_ljung_box(same, 4, 2).p);
    check_nan(series_ljung_box(x, 2, 2).p);
    check_nan(series_effective_ar1(same, 4));
    check_nan(series_effective(same, 4, SERIES_CONVEX));
    check_nan(series_effective(x, 1, SERIES_POSITIVE));
    check_nan(series_runs(same, 4).p);
    check_nan(series_runs(x, 0).p);
    check_nan(series_pettitt(same, 4, &change).p);
    assert_int_equal(change, 0);
    check_nan(series_pettitt(same, 0, &change).p);
}

/* White noise of 4,000 series: 5 % below .05; and an autoregression of .5 is
 * worth a third of its values, by both estimates. */
static void p_and_worth_are_as_they_should_be(void **state)
{
    struct random_stream *random = random_create(15, "series");
    size_t box = 0, runs = 0;
    double ar = 0, geyer = 0, *x = calloc(2000, sizeof *x);

    (void)state;
    for (size_t round = 0; round < 4000; round++) {
        for (size_t i = 0; i < 100; i++)
            x[i] = random_gaussian(random);
        box += series_ljung_box(x, 100, 5).p < 0.05;
        runs += series_runs(x, 100).p < 0.05;
    }
    check_close((double)box / 4000, 0.05, 0, 0.015);
    check_close((double)runs / 4000, 0.05, 0, 0.02);
    for (size_t round = 0; round < 100; round++) {
        for (size_t i = 1; i < 2000; i++)
            x[i] = 0.5 * x[i - 1] + random_gaussian(random);
        ar += series_effective_ar1(x, 2000) / 2000 / 100;
        geyer += series_effective(x, 2000, SERIES_CONVEX) / 2000 / 100;
    }
    check_close(ar, 1.0 / 3, 0, 0.02);
    check_close(geyer, 1.0 / 3, 0, 0.04);
    free(x);
    random_destroy(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(series_agree_with_r),
        cmocka_unit_test(the_nile_remembers),
        cmocka_unit_test(the_nile_changed_after_1898),
        cmocka_unit_test(deflections_have_too_many_runs),
        cmocka_unit_test(many_lags_agree_with_few),
        cmocka_unit_test(constant_or_short_series_have_no_answer),
        cmocka_unit_test(p_and_worth_are_as_they_should_be),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
