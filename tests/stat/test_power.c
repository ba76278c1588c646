#include "stat/power.h"

#include <stdlib.h>
#include <string.h>

#include "tests/check.h"
#include "tests/reference.h"

/* The number behind `name=` in a row's parameters. */
static double parameter(const struct reference *row, const char *name)
{
    const char *at = strstr(row->parameters, name);

    assert_non_null(at);
    return strtod(at + strlen(name), NULL);
}

static double answer(const struct reference *row)
{
    enum power_tails tails = strstr(row->parameters, "strict=FALSE")
                                 ? POWER_RIGHT_TAIL
                                 : POWER_BOTH_TAILS;
    double alpha = parameter(row, "alpha=");

    if (strcmp(row->statistic, "t_power_unequal") == 0)
        return power_two_samples(parameter(row, "n1="), parameter(row, "n2="),
                                 parameter(row, "d="), alpha, tails);
    if (strcmp(row->statistic, "t_power") == 0)
        return power_two_samples(
            parameter(row, "n="), parameter(row, "n="),
            parameter(row, "delta=") / parameter(row, "sd="), alpha, tails);
    if (strcmp(row->statistic, "t_n") == 0)
        return power_two_samples_size(
            parameter(row, "power="),
            parameter(row, "delta=") / parameter(row, "sd="), alpha, tails);
    return parameter(row, "sd=") *
           power_two_samples_effect(parameter(row, "n="), parameter(row, "n="),
                                    parameter(row, "power="), alpha, tails);
}

static void two_samples_agree_with_r(void **state)
{
    const struct reference *row = NULL;
    size_t n = 0;

    (void)state;
    while ((row = reference_next(row, "(power)", NULL)) != NULL)
        if (strncmp(row->statistic, "t_", 2) == 0) {
            reference_check(row, answer(row));
            n++;
        }
    assert_int_equal(n, 32);
}

/* R 4.2.2: power.t.test(type = "one.sample", strict = TRUE, tol = 1e-13) with
 * two of n = 12, delta = .7, power = .8 */
static void one_sample_agrees_with_r(void **state)
{
    (void)state;
    check_close(power_one_sample(12, .7, .05, POWER_BOTH_TAILS),
                0.59893211926797, 1e-9, 0);
    check_close(power_one_sample_size(.8, .7, .05, POWER_BOTH_TAILS),
                18.032844878643868, 1e-8, 0);
    check_close(power_one_sample_effect(12, .8, .05, POWER_BOTH_TAILS),
                0.88865426529322, 1e-8, 0);
}

/* Effects in standard deviations between runs that 3, 4, ... 20 runs a side
 * see with a power of .8 at .05; R, to the digits given. */
static void few_runs_see_only_large_effects(void **state)
{
    static const double rows[][2] = {{3, 3.07},  {4, 2.38}, {5, 2.02},
                                     {6, 1.80},  {8, 1.51}, {10, 1.32},
                                     {15, 1.06}, {20, 0.91}};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        check_close(power_two_samples_effect(rows[i][0], rows[i][0], .8, .05,
                                             POWER_BOTH_TAILS),
                    rows[i][1], 0, 0.0051);
}

static void without_an_effect_power_is_alpha(void **state)
{
    (void)state;
    check_close(power_two_samples(7, 9, 0, .05, POWER_BOTH_TAILS), .05, 1e-9,
                0);
    check_close(power_two_samples_effect(7, 9, .04, .05, POWER_BOTH_TAILS), 0,
                0, 0);
    check_nan(power_two_samples_size(.8, 0, .05, POWER_BOTH_TAILS));
    check_nan(power_two_samples_size(1, 1, .05, POWER_BOTH_TAILS));
    check_nan(power_two_samples_effect(1, 1, .8, .05, POWER_BOTH_TAILS));
    check_nan(power_one_sample_effect(1, .8, .05, POWER_BOTH_TAILS));
}

/* A run that costs 100 requests and has a ninth of their variance: 30. */
static void repeats_balance_cost_and_variance(void **state)
{
    (void)state;
    check_close(power_repeats(1, 100, 9, 1), 30, 1e-14, 0);
    check_close(power_repeats(1, 100, 9, 0), INFINITY, 0, 0);
    check_nan(power_repeats(0, 1, 1, 1));
}

/* The plan has the least variance of the mean among all of its cost: c and r
 * near the optimum, of variance_upper / m + variance_lower / (m r) with m =
 * budget / (cost_upper + r cost_lower). */
static void no_other_plan_of_that_cost_is_better(void **state)
{
    double best = power_repeats(2, 50, 8, 3);

    (void)state;
    for (double r = best / 2; r < 2 * best; r *= 1.01)
        assert_true((50 + r * 2) * (3 + 8 / r) >=
                    (50 + best * 2) * (3 + 8 / best) - 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_samples_agree_with_r),
        cmocka_unit_test(one_sample_agrees_with_r),
        cmocka_unit_test(few_runs_see_only_large_effects),
        cmocka_unit_test(without_an_effect_power_is_alpha),
        cmocka_unit_test(repeats_balance_cost_and_variance),
        cmocka_unit_test(no_other_plan_of_that_cost_is_better),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
