#include "stat/root.h"

#include <math.h>

#include "tests/check.h"

struct count {
    double (*function)(double x);
    int *n;
};

static double look(const void *context, double x)
{
    const struct count *count = context;

    ++*count->n;
    return count->function(x);
}

static double find(double (*function)(double x), double low, double high,
                   int most)
{
    int n = 0;
    struct count count = {function, &n};
    double x = root_find(look, &count, low, high, 1e-14);

    assert_true(n <= most);
    return x;
}

static double square_less_two(double x)
{
    return x * x - 2;
}

static double fall(double x)
{
    return exp(-x) - x;
}

static double steep(double x)
{
    return pow(x, 20) - 1;
}

static double wall(double x)
{
    return x < 1 ? (double)INFINITY : 1.5 - x;
}

/* The square root; the omega constant, A030178 of the OEIS. */
static void roots_are_found_from_few_looks(void **state)
{
    (void)state;
    check_close(find(square_less_two, 0, 2, 14), sqrt(2), 1e-14, 0);
    check_close(find(fall, 0, 2, 14), 0.56714329040978387, 1e-14, 0);
}

static void steep_and_infinite_values_do_no_harm(void **state)
{
    (void)state;
    check_close(find(steep, 0, 2, 80), 1, 1e-13, 0);
    check_close(find(wall, 0, 2, 20), 1.5, 1e-14, 0);
}

static double from_one(double x)
{
    return x - 1;
}

static void an_end_may_be_the_root(void **state)
{
    (void)state;
    check_close(find(from_one, 1, 2, 2), 1, 0, 0);
    check_close(find(from_one, 0, 1, 2), 1, 0, 0);
}

static void without_a_change_of_sign_there_is_none(void **state)
{
    (void)state;
    assert_true(isnan(find(square_less_two, 2, 3, 2)));
    assert_true(isnan(
        root_find(look, &(struct count){sqrt, &(int){0}}, -2, -1, 1e-14)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(roots_are_found_from_few_looks),
        cmocka_unit_test(steep_and_infinite_values_do_no_harm),
        cmocka_unit_test(an_end_may_be_the_root),
        cmocka_unit_test(without_a_change_of_sign_there_is_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
