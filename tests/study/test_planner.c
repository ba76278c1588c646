#include "tests/check.h"

#include <math.h>

#include "study/planner.h"

/* Two short pilots whose components can be had by hand; expected values are
 * R 4.2's where a line says so. */

static const double first[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
static const double second[] = {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13};
static const struct sample runs[] = {{.x = first, .n = 12},
                                     {.x = second, .n = 12}};
static const struct statistic the_mean = {"mean", STATISTIC_MEAN, 0};

/* a <- 1:12; b <- 2:13; var(log(c(mean(a), mean(b))));
 * mean(c((sd(a)/mean(a))^2, (sd(b)/mean(b))^2)) */
static void the_scatter_is_split(void **state)
{
    struct components c = planner_components(runs, 2, &the_mean, 7);

    (void)state;
    check_close(c.total, 0.0102389257253362, 1e-10, 0);
    check_close(c.within, 0.269401709401709, 1e-10, 0);
    check_close(c.between, 0.0102389257253362 - 0.269401709401709 / 12, 1e-9,
                0);
    check_close(c.value, 6.98212002188447, 1e-12, 0);
    check_close(c.n_requests, 12, 1e-12, 0);
}

static void what_requests_explain_is_not_between_runs(void **state)
{
    struct components c = planner_components(runs, 2, &the_mean, 7);

    (void)state;
    assert_true(c.between < 0);
    check_close(planner_sd(&c, 12), sqrt(c.within / 12), 1e-12, 0);
    assert_true(isinf(planner_requests(&c, 60)));
}

static void a_percentile_needs_ten_requests_beyond(void **state)
{
    const struct statistic median = statistic_quantile("p50", 0.5);
    struct components c = planner_components(runs, 2, &median, 7);

    (void)state;
    check_nan(c.total);
    check_nan(c.between);
    check_nan(planner_requests(&c, 60));
}

/* Kalibera and Jones: sqrt(overhead * within / between). */
static void dear_runs_ask_for_longer_ones(void **state)
{
    const struct components c = {.between = 0.0004, .within = 0.36};

    (void)state;
    check_close(planner_requests(&c, 100), 300, 1e-12, 0);
    check_close(planner_sd(&c, 900), sqrt(0.0008), 1e-12, 0);
}

/* The first n with pw(n, log(1.05) / .03) above .8: tests/stat/
 * test_power_welch.c. */
static void runs_are_rounded_up(void **state)
{
    (void)state;
    check_close(planner_runs(0.03, 0.05, 0.8, 0.05), 8, 0, 0);
    check_close(planner_runs(0.0001, 0.05, 0.8, 0.05), 3, 0, 0);
    check_nan(planner_runs((double)NAN, 0.05, 0.8, 0.05));
}

/* The plan and what it promises agree: with the runs asked for, no larger
 * change than the one asked for is needed. */
static void a_plan_sees_what_it_was_made_for(void **state)
{
    (void)state;
    for (double sd = 0.02; sd < 0.2; sd += 0.02) {
        double n = planner_runs(sd, 0.05, 0.8, 0.05);

        assert_true(planner_change(sd, n, 0.8, 0.05) <= 0.05 + 1e-9);
        if (n > 3)
            assert_true(planner_change(sd, n - 1, 0.8, 0.05) > 0.05);
    }
}

/* 1 / sqrt(qchisq(.2, 4) / 4) */
static void few_pilot_runs_leave_the_scatter_open(void **state)
{
    (void)state;
    check_close(planner_upper_factor(5, 0.8), 1.55757542255663, 1e-6, 0);
    check_nan(planner_upper_factor(1, 0.8));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_scatter_is_split),
        cmocka_unit_test(what_requests_explain_is_not_between_runs),
        cmocka_unit_test(a_percentile_needs_ten_requests_beyond),
        cmocka_unit_test(dear_runs_ask_for_longer_ones),
        cmocka_unit_test(runs_are_rounded_up),
        cmocka_unit_test(a_plan_sees_what_it_was_made_for),
        cmocka_unit_test(few_pilot_runs_leave_the_scatter_open),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
