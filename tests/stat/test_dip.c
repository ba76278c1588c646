#include "stat/dip.h"

#include <stdlib.h>
#include <string.h>

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

static struct sample read_sample(const char *name)
{
    struct sample sample = {.x = NULL};
    double *x = dataset_numbers(dataset_read(name), "x", NULL, NULL, &sample.n);

    sort_doubles(x, sample.n);
    sample.x = x;
    return sample;
}

static void dips_are_those_of_the_reference_kit(void **state)
{
    (void)state;
    for (size_t k = 0; k < COUNT(sets); k++) {
        struct sample sample = read_sample(sets[k]);

        reference_check(reference_find(sets[k], "", "dip", ""),
                        dip_statistic(&sample));
        free((void *)sample.x);
    }
}

/* The kit simulates with 2,000 to 10,000 samples; its tolerance is four
 * standard errors. */
static void table_p_values_are_those_simulated_by_the_kit(void **state)
{
    (void)state;
    for (size_t k = 0; k < COUNT(sets); k++) {
        struct sample sample = read_sample(sets[k]);
        const struct reference *row = reference_next(NULL, sets[k], "dip_p");

        if (row && sample.n >= 10)
            reference_check(row, dip_p(dip_statistic(&sample), sample.n));
        free((void *)sample.x);
    }
}

static void simulated_p_values_are_those_of_the_kit(void **state)
{
    struct random_stream *random = random_create(1, "test dip");
    static const char *const some[] = {"u_galaxies", "u_uniform",
                                       "u_statfaculty", "u_n5", "u_faithful"};

    (void)state;
    for (size_t k = 0; k < COUNT(some); k++) {
        struct sample sample = read_sample(some[k]);
        const struct reference *row = reference_next(NULL, some[k], "dip_p");

        check_close(
            dip_p_simulated(dip_statistic(&sample), sample.n, 10000, random),
            row->value, 0, 1.5 * row->atol);
        free((void *)sample.x);
    }
    random_destroy(random);
}

/* By hand: 1 ... n are uniform, so only the steps remain: 1 / (2n). Half at 0
 * and half at 1 are a quarter away from any unimodal distribution function.
 * All equal: unimodal, the smallest dip there is. */
static void dips_by_hand_are_right(void **state)
{
    double steps[100], same[50];
    static const double halves[] = {0, 0, 1, 1};

    (void)state;
    for (size_t i = 0; i < COUNT(steps); i++)
        steps[i] = (double)(i + 1);
    for (size_t i = 0; i < COUNT(same); i++)
        same[i] = 3.25;
    check_close(dip_statistic(&(struct sample){.x = steps, .n = 4}), 0.125,
                1e-15, 0);
    check_close(dip_statistic(&(struct sample){.x = steps, .n = 100}), 0.005,
                1e-15, 0);
    check_close(dip_statistic(&(struct sample){.x = halves, .n = 4}), 0.25,
                1e-15, 0);
    check_close(dip_statistic(&(struct sample){.x = same, .n = 50}), 0.01,
                1e-15, 0);
    check_nan(dip_statistic(&(struct sample){.x = NULL, .n = 0}));
}

/* precip and rivers are data of R; D and the 5 % critical values are those of
 * its package diptest. */
static void critical_values_are_those_of_diptest(void **state)
{
    static const struct {
        size_t n;
        double dip;
    } rows[] = {
        {50, .07027}, {100, .05113}, {1000, .016934}, {10000, .0054237}};

    (void)state;
    for (size_t k = 0; k < COUNT(rows); k++)
        check_close(dip_p(rows[k].dip, rows[k].n), 0.05, 0, 0.003);
    check_close(dip_p(0.0357142857, 70), 0.7725, 0, 0.02);    /* precip */
    check_close(dip_p(0.0181476846, 141), 0.9922, 0, 0.01);   /* rivers */
    check_close(dip_p(0.0414368729, 272), 0.00181, 0, 0.001); /* waiting */
}

static void mirroring_and_scaling_change_nothing(void **state)
{
    struct random_stream *random = random_create(2, "test dip");
    double x[300], y[300];

    (void)state;
    for (int round = 0; round < 50; round++) {
        struct sample one = {.x = x, .n = COUNT(x)}, two = {.x = y, .n = 300};
        double dip;

        for (size_t i = 0; i < COUNT(x); i++)
            x[i] = round % 2 ? floor(20 * random_uniform(random))
                             : random_gaussian(random);
        sort_doubles(x, COUNT(x));
        for (size_t i = 0; i < COUNT(x); i++)
            y[i] = 7 - 4 * x[COUNT(x) - 1 - i];
        dip = dip_statistic(&one);
        check_close(dip_statistic(&two), dip, 1e-12, 0);
        assert_true(dip >= 1 / 600.0 && dip <= 0.25);
    }
    random_destroy(random);
}

static void p_falls_as_the_dip_grows(void **state)
{
    static const size_t sizes[] = {4, 11, 63, 300, 20000, 1000000};

    (void)state;
    for (size_t k = 0; k < COUNT(sizes); k++) {
        double before = 1;

        for (double dip = 0; dip < 0.25; dip += 0.0005) {
            double p = dip_p(dip, sizes[k]);

            assert_true(p <= before && p >= 0.0001 - 1e-12);
            before = p;
        }
    }
    assert_true(dip_p(0.2, 3) == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dips_are_those_of_the_reference_kit),
        cmocka_unit_test(table_p_values_are_those_simulated_by_the_kit),
        cmocka_unit_test(simulated_p_values_are_those_of_the_kit),
        cmocka_unit_test(dips_by_hand_are_right),
        cmocka_unit_test(critical_values_are_those_of_diptest),
        cmocka_unit_test(mirroring_and_scaling_change_nothing),
        cmocka_unit_test(p_falls_as_the_dip_grows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
