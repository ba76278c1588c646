#include "stat/critical_bandwidth.h"

#include <stdlib.h>
#include <string.h>

#include "base/sort.h"
#include "stat/density.h"
#include "tests/check.h"
#include "tests/reference.h"

static const char *const sets[] = {
    "u_normal",     "u_bimodal_well", "u_bimodal_barely", "u_bimodal_88_12",
    "u_gamma_skew", "u_uniform",      "u_ties",           "u_n5",
    "u_outliers",   "u_pareto",       "u_trimodal",       "u_faithful",
    "u_galaxies",   "u_statfaculty",
};

static struct sample read_sample(const char *name)
{
    struct sample sample = {.x = NULL};
    double *x = dataset_numbers(dataset_read(name), "x", NULL, NULL, &sample.n);

    sort_doubles(x, sample.n);
    sample.x = x;
    return sample;
}

static void critical_bandwidths_are_those_of_the_reference_kit(void **state)
{
    (void)state;
    for (size_t k = 0; k < COUNT(sets); k++) {
        struct sample sample = read_sample(sets[k]);

        reference_check(reference_find(sets[k], "", "hcrit", "k=1"),
                        critical_bandwidth(&sample, 1));
        reference_check(reference_find(sets[k], "", "hcrit", "k=2"),
                        critical_bandwidth(&sample, 2));
        free((void *)sample.x);
    }
}

static struct silverman test_of(const char *name)
{
    struct random_stream *random = random_create(1, "test silverman");
    struct sample sample = read_sample(name);
    struct silverman test;
    struct bins bins;

    bins_init(&bins, sample.x[0], sample.x[sample.n - 1], 4096);
    bins_add_sample(&bins, &sample);
    test = silverman_test(&bins, 1, -INFINITY, INFINITY, 1000, random);
    bins_release(&bins);
    free((void *)sample.x);
    random_destroy(random);
    return test;
}

/* The kit's tolerance is four standard errors of its 500 samples; ours stop
 * after about as many. */
static void bootstrap_p_values_are_those_of_the_kit(void **state)
{
    (void)state;
    for (size_t k = 0; k < COUNT(sets); k++) {
        const struct reference *row =
            reference_next(NULL, sets[k], "silverman_p");
        struct silverman test;

        if (!row)
            continue;
        test = test_of(sets[k]);
        check_close(test.p, row->value, 0, 1.4 * row->atol);
        check_close(test.bandwidth,
                    reference_find(sets[k], "", "hcrit", "k=1")->value, 1e-3,
                    0);
    }
}

/* multimode 1.5 of R, 200 samples: statfaculty .32, faithful below .01. */
static void the_calibrated_p_is_near_that_of_multimode(void **state)
{
    (void)state;
    check_close(test_of("u_statfaculty").calibrated_p, 0.32, 0, 0.15);
    assert_true(test_of("u_faithful").calibrated_p < 0.01);
}

static void the_test_is_the_same_for_the_same_seed(void **state)
{
    struct silverman one = test_of("u_galaxies"), two = test_of("u_galaxies");

    (void)state;
    check_close(one.p, two.p, 0, 0);
    check_close(one.calibrated_p, two.calibrated_p, 0, 0);
}

/* Just below, there are more modes; just above, not. */
static void modes_vanish_at_the_critical_bandwidth(void **state)
{
    struct sample sample = read_sample("u_galaxies");

    (void)state;
    for (size_t k = 1; k < 6; k++) {
        double h = critical_bandwidth(&sample, k);
        struct peaks below, above;

        density_find_peaks_exact(&sample, h * (1 - 3e-3), &below);
        density_find_peaks_exact(&sample, h * (1 + 3e-3), &above);
        assert_true(below.n > k && above.n <= k);
        peaks_release(&below);
        peaks_release(&above);
    }
    free((void *)sample.x);
}

static void without_spread_there_is_none(void **state)
{
    static const double same[] = {3, 3, 3};

    (void)state;
    check_nan(critical_bandwidth(&(struct sample){.x = same, .n = 3}, 1));
    check_nan(critical_bandwidth(&(struct sample){.x = same, .n = 1}, 1));
    check_nan(critical_bandwidth(&(struct sample){.x = NULL, .n = 0}, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(critical_bandwidths_are_those_of_the_reference_kit),
        cmocka_unit_test(bootstrap_p_values_are_those_of_the_kit),
        cmocka_unit_test(the_calibrated_p_is_near_that_of_multimode),
        cmocka_unit_test(the_test_is_the_same_for_the_same_seed),
        cmocka_unit_test(modes_vanish_at_the_critical_bandwidth),
        cmocka_unit_test(without_spread_there_is_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
