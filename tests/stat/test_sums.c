#include "stat/sums.h"

#include "tests/check.h"

static void sums_keep_small_terms(void **state)
{
    static const double x[] = {1, 1e100, 1, -1e100};

    (void)state;
    check_close(sums_total(x, COUNT(x)), 2, 0, 0);
}

/* NIST StRD NumAcc4: 10000000.2, then 500 pairs 10000000.1, 10000000.3; the
 * standard deviation is exactly 0.1. Rounding the data costs all but 8.2
 * digits; the value for the rounded data was computed with 60 digits. */
static void a_large_mean_costs_no_digits(void **state)
{
    double x[1001];

    (void)state;
    x[0] = 10000000.2;
    for (size_t i = 1; i < COUNT(x); i++)
        x[i] = i % 2 ? 10000000.1 : 10000000.3;
    check_close(sums_mean(x, COUNT(x)), 10000000.2, 1e-15, 0);
    check_close(sqrt(sums_variance(x, COUNT(x))), 0.10000000055879354, 1e-12,
                0);
}

static void of_nothing_is_nan(void **state)
{
    static const double one = 3;

    (void)state;
    check_nan(sums_mean(NULL, 0));
    check_nan(sums_variance(&one, 1));
    check_close(sums_mean(&one, 1), 3, 0, 0);
    check_close(sums_squares(&one, 1), 0, 0, 0);
    check_close(sums_squares(NULL, 0), 0, 0, 0);
}

static void constant_values_have_no_variance(void **state)
{
    double x[50];

    (void)state;
    for (size_t i = 0; i < COUNT(x); i++)
        x[i] = 0.1;
    check_close(sums_variance(x, COUNT(x)), 0, 0, 1e-33);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_keep_small_terms),
        cmocka_unit_test(a_large_mean_costs_no_digits),
        cmocka_unit_test(of_nothing_is_nan),
        cmocka_unit_test(constant_values_have_no_variance),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
