#include "tests/check.h"

#include <math.h>

#include "stat/power.h"
#include "stat/power_welch.h"

/* Expected values are R 4.2's, by integrate() over W in pieces:
 *
 *   pw <- function(n, m, d, a = .05) { df <- n + m - 2; nc <- d/sqrt(1/n + 1/m)
 *     f <- function(W) { A <- W/(n*(n-1)); B <- (1-W)/(m*(m-1))
 *       q <- qt(1 - a/2, (A+B)^2 / (A^2/(n-1) + B^2/(m-1))) *
 *         sqrt(df*(A+B) / (1/n + 1/m))
 *       sapply(seq_along(W), function(i) pt(q[i], df, nc,
 *         lower.tail = FALSE) + pt(-q[i], df, nc)) *
 *         dbeta(W, (n-1)/2, (m-1)/2) }
 *     integrate(f, 0, 1, rel.tol = 1e-10)$value }
 *
 * Drawn samples agree: 400,000 give 0.6757 for 3 and 3 with effect 3, 0.7663
 * for 5 and 5 with 2; 200,000 give 0.6561 for 3 and 10 with 2.219574. */

static void power_is_that_of_welchs_test(void **state)
{
    static const struct {
        double n, effect, alpha, power;
    } cases[] = {
        {3, 3, 0.05, 0.676910350732688},    {3, 1, 0.05, 0.117293373448174},
        {4, 2.5, 0.05, 0.795779903764746},  {5, 2, 0.05, 0.766782315499953},
        {10, 1.3, 0.05, 0.780551627247571}, {30, 0.7, 0.05, 0.759465916244543},
        {5, 2, 0.01, 0.418940503736338},    {300, 0.2, 0.05, 0.68637175156112},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        check_close(power_welch(cases[i].n, cases[i].n, cases[i].effect,
                                cases[i].alpha),
                    cases[i].power, 1e-9, 0);
}

static void sides_of_unlike_size_see_less(void **state)
{
    static const struct {
        double n1, n2, effect, power;
    } cases[] = {
        {3, 5, 2.676643, 0.7504675430124},  {3, 10, 2.219574, 0.6544049934599},
        {10, 3, 2.2, 0.6488542692865},      {3, 30, 1.954445, 0.5381042670681},
        {5, 10, 1.704714, 0.7671636761783}, {20, 500, 0.7, 0.8322790842843},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        check_close(
            power_welch(cases[i].n1, cases[i].n2, cases[i].effect, 0.05),
            cases[i].power, 4e-5, 0);
    check_close(power_welch_effect(3, 10, 0.8, 0.05), 2.839122820422, 1e-5, 0);
    check_close(power_welch_effect(3, 30, 0.8, 0.05), 3.039940850019, 3e-4, 0);
}

static void without_an_effect_it_errs_less_than_alpha(void **state)
{
    (void)state;
    for (double n = 2; n < 30; n++)
        assert_true(power_welch(n, n, 0, 0.05) <= 0.05 + 1e-9);
}

static void it_is_below_students_and_nears_it(void **state)
{
    (void)state;
    for (double n = 2; n < 40; n++) {
        double student = power_two_samples(n, n, 1.2, 0.05, POWER_BOTH_TAILS);

        assert_true(power_welch(n, n, 1.2, 0.05) < student);
    }
    check_close(power_welch(1999, 1999, 0.1, 0.05),
                power_two_samples(1999, 1999, 0.1, 0.05, POWER_BOTH_TAILS), 0,
                1e-5);
}

static void the_effect_is_where_the_power_is_met(void **state)
{
    (void)state;
    check_close(power_welch_effect(3, 3, 0.8, 0.05), 3.50744567158018, 1e-8, 0);
    check_close(power_welch_effect(5, 5, 0.8, 0.05), 2.08430268841401, 1e-8, 0);
    check_close(power_welch_effect(10, 10, 0.8, 0.05), 1.33207474665255, 1e-8,
                0);
    check_close(power_welch_effect(3, 3, 0.9, 0.01), 7.56569934540609, 1e-8, 0);
}

static void the_size_is_the_first_that_does(void **state)
{
    (void)state;
    check_close(power_welch_size(0.8, 2, 0.05), 6, 0, 0);
    check_close(power_welch_size(0.8, 1, 0.05), 17, 0, 0);
    check_close(power_welch_size(0.8, 0.694943340743847, 0.05), 34, 0, 0);
    check_close(power_welch_size(0.8, 1.62633880564774, 0.05), 8, 0, 0);
}

static void what_has_no_answer_is_nan(void **state)
{
    (void)state;
    check_nan(power_welch(1, 3, 2, 0.05));
    check_nan(power_welch(3, 3, (double)NAN, 0.05));
    check_nan(power_welch_size(0.8, 0, 0.05));
    check_nan(power_welch_effect(3, 3, 1.5, 0.05));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(power_is_that_of_welchs_test),
        cmocka_unit_test(sides_of_unlike_size_see_less),
        cmocka_unit_test(without_an_effect_it_errs_less_than_alpha),
        cmocka_unit_test(it_is_below_students_and_nears_it),
        cmocka_unit_test(the_effect_is_where_the_power_is_met),
        cmocka_unit_test(the_size_is_the_first_that_does),
        cmocka_unit_test(what_has_no_answer_is_nan),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
