#include "stat/bandwidth.h"

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "base/sort.h"
#include "tests/check.h"
#include "tests/reference.h"

static const char *const sets[] = {
    "u_normal",
    "u_bimodal_well",
    "u_bimodal_barely",
    "u_bimodal_88_12",
    "u_gamma_skew",
    "u_uniform",
    "u_ties",
    "u_n2",
    "u_n3",
    "u_n5",
    "u_outliers",
    "u_pareto",
    "u_trimodal",
    "u_faithful",
    "u_galaxies",
    "u_statfaculty",
    "u_lognormal_big",
};

static struct sample read_sample(const char *name)
{
    struct sample sample = {.x = NULL};
    double *x = dataset_numbers(dataset_read(name), "x", NULL, NULL, &sample.n);

    sort_doubles(x, sample.n);
    sample.x = x;
    return sample;
}

static void the_rule_of_thumb_is_that_of_r(void **state)
{
    (void)state;
    for (size_t k = 0; k < COUNT(sets); k++) {
        struct sample sample = read_sample(sets[k]);

        reference_check(reference_find(sets[k], "", "bw_nrd0", ""),
                        bandwidth_nrd0(&sample));
        free((void *)sample.x);
    }
}

/* R's equations over all pairs, root to 1e-13; the far outliers and the heavy
 * tail are among them. u_lognormal_big: 20,000 bins, so only to 1e-3. */
static void sheather_and_jones_is_that_of_r(void **state)
{
    (void)state;
    for (size_t k = 0; k < COUNT(sets); k++) {
        struct sample sample = read_sample(sets[k]);
        const struct reference *row = reference_next(NULL, sets[k], "bw_sj");

        reference_check(row, bandwidth_sheather_jones(&sample));
        free((void *)sample.x);
    }
}

static void binned_counts_give_nearly_the_same(void **state)
{
    (void)state;
    for (size_t k = 0; k < 5; k++) {
        struct sample sample = read_sample(sets[k]);
        double exact = bandwidth_sheather_jones(&sample);
        struct bins bins;

        bins_init(&bins, sample.x[0], sample.x[sample.n - 1], 2048);
        bins_add_sample(&bins, &sample);
        check_close(bandwidth_nrd0_bins(&bins), bandwidth_nrd0(&sample), 5e-3,
                    0);
        check_close(bandwidth_sheather_jones_bins(&bins), exact, 2e-3, 0);
        bins_release(&bins);
        free((void *)sample.x);
    }
}

static void bandwidths_scale_with_the_values(void **state)
{
    struct random_stream *random = random_create(1, "test bandwidth");
    double x[900], y[900];
    struct sample one = {.x = x, .n = 900}, two = {.x = y, .n = 900};

    (void)state;
    for (size_t i = 0; i < COUNT(x); i++)
        x[i] = exp(random_gaussian(random));
    sort_doubles(x, COUNT(x));
    for (size_t i = 0; i < COUNT(x); i++)
        y[i] = 1000 * x[i] - 5;
    check_close(bandwidth_sheather_jones(&two),
                1000 * bandwidth_sheather_jones(&one), 1e-8, 0);
    check_close(bandwidth_nrd0(&two), 1000 * bandwidth_nrd0(&one), 1e-12, 0);
    random_destroy(random);
}

static void without_spread_there_is_none(void **state)
{
    static const double same[] = {3, 3, 3};

    (void)state;
    check_nan(bandwidth_nrd0(&(struct sample){.x = same, .n = 3}));
    check_nan(bandwidth_sheather_jones(&(struct sample){.x = same, .n = 3}));
    check_nan(bandwidth_nrd0(&(struct sample){.x = same, .n = 1}));
    check_nan(bandwidth_sheather_jones(&(struct sample){.x = NULL, .n = 0}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rule_of_thumb_is_that_of_r),
        cmocka_unit_test(sheather_and_jones_is_that_of_r),
        cmocka_unit_test(binned_counts_give_nearly_the_same),
        cmocka_unit_test(bandwidths_scale_with_the_values),
        cmocka_unit_test(without_spread_there_is_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
