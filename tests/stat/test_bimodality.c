#include "stat/bimodality.h"

#include <stdlib.h>

#include "base/sort.h"
#include "tests/check.h"
#include "tests/reference.h"

static const char *const sets[] = {
    "u_normal",
    "u_lognormal_big",
    "u_bimodal_well",
    "u_bimodal_barely",
    "u_bimodal_88_12",
    "u_gamma_skew",
    "u_uniform",
    "u_ties",
    "u_constant",
    "u_n1",
    "u_n2",
    "u_n3",
    "u_n5",
    "u_outliers",
    "u_pareto",
    "u_trimodal",
    "u_faithful",
    "u_galaxies",
    "u_statfaculty",
};

static void coefficients_are_those_of_the_reference_kit(void **state)
{
    (void)state;
    for (size_t k = 0; k < COUNT(sets); k++) {
        struct sample sample = {NULL, 0, 0};
        double *x =
            dataset_numbers(dataset_read(sets[k]), "x", NULL, NULL, &sample.n);

        sort_doubles(x, sample.n);
        sample.x = x;
        reference_check(reference_find(sets[k], "", "bimodality_coef", "SAS"),
                        bimodality_coefficient(&sample));
        free(x);
    }
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
