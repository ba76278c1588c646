#include "base/sort_decimal.h"

#include <string.h>

#include "tests/check.h"

/* That large ones are sorted well is shown with sort_doubles. */

static void what_is_no_decimal_is_left_as_it_was(void **state)
{
    static const double cases[][3] = {
        {3, 1, -2},       {3, 1, -0.0},          {3, 1, M_PI},
        {0.001, 1, 1e8}, /* 10^11 thousandths */
        {3e9, 1, 0.5},    {3, 1, 1e-10},         {3, 1, NAN},
        {3, 1, INFINITY}, {0.1, 0.2, 0.1 + 0.2},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        double x[3];

        memcpy(x, cases[i], sizeof x);
        assert_true(sort_decimals(x, 3) == 0);
        assert_memory_equal(x, cases[i], sizeof x);
    }
}

static void decimals_of_few_digits_are_taken(void **state)
{
    double x[] = {1e8, 1.5, 0.5, 0}, small[] = {2e-9, 1, 1e-9};

    (void)state;
    assert_true(sort_decimals(x, 4) == 10 && sort_decimals(small, 3) == 1e9);
    assert_true(x[0] == 0 && x[1] == 0.5 && x[2] == 1.5 && x[3] == 1e8);
    assert_true(small[0] == 1e-9 && small[1] == 2e-9 && small[2] == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_decimal_is_left_as_it_was),
        cmocka_unit_test(decimals_of_few_digits_are_taken),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
