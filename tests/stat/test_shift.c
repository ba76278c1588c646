#include "stat/shift.h"

#include <stdlib.h>

#include "base/random.h"
#include "base/sort.h"
#include "stat/quantile.h"
#include "stat/ttest.h"
#include "tests/check.h"

enum { RUNS = 4, REQUESTS = 400 };

/* Runs of a lognormal latency with an effect of the run; the slowest tenth of
 * the candidate is 30 % slower. */
static void make_runs(struct random_stream *random, double x[][REQUESTS],
                      struct sample *runs, double tail)
{
    for (size_t i = 0; i < RUNS; i++) {
        double run = 0.02 * random_gaussian(random);

        for (size_t j = 0; j < REQUESTS; j++) {
            double z = random_gaussian(random);

            x[i][j] = exp(run + 0.4 * z) * (z > 1.2816 ? tail : 1);
        }
        sort_doubles(x[i], REQUESTS);
        runs[i] = (struct sample){.x = x[i], .n = REQUESTS};
    }
}

static void only_the_tail_shifts(void **state)
{
    static double x[RUNS][REQUESTS], y[RUNS][REQUESTS];
    static const double p[] = {0.1, 0.5, 0.95};
    struct random_stream *random = random_create(21, "shift");
    struct sample base[RUNS], candidate[RUNS];
    struct shift shifts[3];

    (void)state;
    make_runs(random, x, base, 1);
    make_runs(random, y, candidate, 1.3);
    shift_of_runs(base, RUNS, candidate, RUNS, p, 3, 7, 0.95, shifts);
    assert_true(shifts[0].ratio.low < 1 && shifts[0].ratio.high > 1);
    assert_true(shifts[1].difference.low < 0 && shifts[1].difference.high > 0);
    assert_true(shifts[2].ratio.low > 1.1 && shifts[2].ratio.high < 1.5);
    assert_true(shifts[2].difference.low > 0);
    check_close(shifts[2].p, 0.95, 0, 0);
    random_destroy(random);
}

/* By definition, from the quantiles of the runs. */
static void the_interval_is_welchs_over_runs(void **state)
{
    static double x[RUNS][REQUESTS], y[RUNS][REQUESTS];
    static const double p[] = {0.9};
    struct random_stream *random = random_create(22, "shift");
    struct sample base[RUNS], candidate[RUNS];
    double a[RUNS], b[RUNS];
    struct estimate difference, ratio;
    struct shift shift;

    (void)state;
    make_runs(random, x, base, 1);
    make_runs(random, y, candidate, 1);
    shift_of_runs(base, RUNS, candidate, RUNS, p, 1, 6, 0.9, &shift);
    for (size_t i = 0; i < RUNS; i++) {
        a[i] = quantile_of(&base[i], 0.9, 6);
        b[i] = quantile_of(&candidate[i], 0.9, 6);
    }
    difference = ttest_welch(b, RUNS, a, RUNS, 0.9).estimate;
    ratio = ttest_welch_log(b, RUNS, a, RUNS, 0.9).estimate;
    check_close(shift.difference.value, difference.value, 0, 0);
    check_close(shift.difference.low, difference.low, 0, 0);
    check_close(shift.ratio.high, ratio.high, 0, 0);
    random_destroy(random);
}

static void short_or_single_runs_have_no_interval(void **state)
{
    static double x[RUNS][REQUESTS];
    static const double p[] = {0.5, 0.99, 0.001};
    struct random_stream *random = random_create(23, "shift");
    struct sample runs[RUNS], none = {.x = NULL};
    struct shift shifts[3];

    (void)state;
    make_runs(random, x, runs, 1);
    shift_of_runs(runs, 1, runs + 1, 3, p, 3, 7, 0.95, shifts);
    check_close(shifts[0].difference.value,
                (quantile_of(&runs[1], .5, 7) + quantile_of(&runs[2], .5, 7) +
                 quantile_of(&runs[3], .5, 7)) /
                        3 -
                    quantile_of(&runs[0], .5, 7),
                1e-12, 1e-15);
    assert_false(estimate_has_interval(&shifts[0].difference));
    for (size_t i = 1; i < 3; i++) { /* 4 and 0.4 values beyond */
        check_nan(shifts[i].difference.value);
        check_nan(shifts[i].ratio.value);
        assert_true(shifts[i].difference.doubts & DOUBT_FEW);
    }
    shift_of_runs(&none, 1, runs, 2, p, 1, 7, 0.95, shifts);
    check_nan(shifts[0].difference.value);
    shift_of_runs(NULL, 0, runs, 2, p, 1, 7, 0.95, shifts);
    check_nan(shifts[0].ratio.value);
    random_destroy(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_tail_shifts),
        cmocka_unit_test(the_interval_is_welchs_over_runs),
        cmocka_unit_test(short_or_single_runs_have_no_interval),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
