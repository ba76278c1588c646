#include "stat/bimodality.h"

#include <stdlib.h>
#include <string.h>

#include "tests/check.h"
#include "tests/reference.h"

static void coefficients_are_those_of_the_reference_kit(void **state)
{
    const struct reference *row = NULL;
    unsigned n_rows = 0;

    (void)state;
    while ((row = reference_next(row, NULL, "bimodality_coef"))) {
        struct sample sample = reference_sample(row);

        if (strcmp(row->parameters, "SAS") != 0)
            continue;
        reference_check(row, bimodality_coefficient(&sample));
        n_rows++;
    }
    assert_true(n_rows >= 36);
}

static void ashman_d_is_that_of_the_reference_kit(void **state)
{
    (void)state;
    reference_check(reference_find("(formula)", "", "ashman_d",
                                   "m1=1.05;s1=0.12;m2=2.45;s2=0.25"),
                    ashman_d(1.05, 0.12, 2.45, 0.25));
    reference_check(
        reference_find("(formula)", "", "ashman_d", "m1=10;s1=1;m2=12.6;s2=1"),
        ashman_d(10, 1, 12.6, 1));
    reference_check(reference_find("(formula)", "", "ashman_d",
                                   "m1=1.05;s1=0.09;m2=4;s2=0.22"),
                    ashman_d(4, 0.22, 1.05, 0.09));
}

static void depth_is_measured_from_the_lower_peak(void **state)
{
    struct peak left = {1, 0.8, 2, 0.1}, right = {3, 0.4, NAN, NAN};

    (void)state;
    check_close(antimode_depth(&left, &right), 0.25, 1e-15, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(coefficients_are_those_of_the_reference_kit),
        cmocka_unit_test(ashman_d_is_that_of_the_reference_kit),
        cmocka_unit_test(depth_is_measured_from_the_lower_peak),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
