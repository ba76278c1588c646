#include "stat/density.h"

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "base/sort.h"
#include "stat/bandwidth.h"
#include "tests/check.h"
#include "tests/reference.h"

static const char *const sets[] = {
    "u_normal",     "u_bimodal_well", "u_bimodal_barely", "u_bimodal_88_12",
    "u_gamma_skew", "u_uniform",      "u_ties",           "u_n2",
    "u_n3",         "u_n5",           "u_outliers",       "u_pareto",
    "u_trimodal",   "u_faithful",     "u_galaxies",       "u_statfaculty",
};

static struct sample read_sample(const char *name)
{
    struct sample sample = {.x = NULL};
    double *x = dataset_numbers(dataset_read(name), "x", NULL, NULL, &sample.n);

    sort_doubles(x, sample.n);
    sample.x = x;
    return sample;
}

/* The kit gives place and height of the maxima at least 5 % as high as the
 * highest, left to right. */
static void check_places(const char *set, const char *rule,
                         const struct peaks *peaks)
{
    const struct reference *row = NULL;
    double highest = 0;

    for (size_t i = 0; i < peaks->n; i++)
        highest = fmax(highest, peaks->peak[i].height);
    while ((row = reference_next(row, set, NULL))) {
        bool is_place = strcmp(row->statistic, "mode_x") == 0;
        int wanted = 0, seen = 0;

        if ((!is_place && strcmp(row->statistic, "mode_f") != 0) ||
            strncmp(row->parameters, rule, strlen(rule)) != 0)
            continue;
        sscanf(row->parameters + strlen(rule), ";i=%d of", &wanted);
        for (size_t i = 0; i < peaks->n && seen < wanted; i++) {
            if (peaks->peak[i].height < 0.05 * highest)
                continue;
            if (++seen == wanted)
                reference_check(row, is_place ? peaks->peak[i].x
                                              : peaks->peak[i].height);
        }
        assert_int_equal(seen, wanted);
    }
}

/* Maxima at least `part` as high as the highest. */
static double count_high(const struct peaks *peaks, double part)
{
    double highest = 0;
    size_t n = 0;

    for (size_t i = 0; i < peaks->n; i++)
        highest = fmax(highest, peaks->peak[i].height);
    for (size_t i = 0; i < peaks->n; i++)
        n += peaks->peak[i].height >= part * highest;
    return (double)n;
}

static void check_modes(const char *set, const struct sample *sample,
                        double bandwidth, const char *rule)
{
    static const struct {
        const char *statistic;
        double part;
    } counts[] = {{"modes_kde", 0},
                  {"modes_kde_ge1pct", 0.01},
                  {"modes_kde_ge5pct", 0.05}};
    struct peaks peaks;

    density_find_peaks_exact(sample, bandwidth, &peaks);
    for (size_t k = 0; k < COUNT(counts); k++) {
        const struct reference *row = NULL;

        while ((row = reference_next(row, set, counts[k].statistic)))
            if (strcmp(row->parameters, rule) == 0)
                reference_check(row, count_high(&peaks, counts[k].part));
    }
    check_places(set, rule, &peaks);
    peaks_release(&peaks);
}

static void modes_are_those_of_the_reference_kit(void **state)
{
    (void)state;
    for (size_t k = 0; k < COUNT(sets); k++) {
        struct sample sample = read_sample(sets[k]);

        check_modes(sets[k], &sample, bandwidth_nrd0(&sample), "bw=nrd0");
        check_modes(sets[k], &sample, bandwidth_sheather_jones(&sample),
                    "bw=sj_unbinned");
        free((void *)sample.x);
    }
}

/* 50,000 values: the transform of 65,536 bins finds the kit's 15 modes. */
static void binned_modes_are_those_of_the_reference_kit(void **state)
{
    struct sample sample = read_sample("u_lognormal_big");
    double h = bandwidth_nrd0(&sample);
    struct density *density = density_of_sample(&sample, h, 1 << 14);
    struct peaks peaks;

    (void)state;
    density_find_peaks(density, -1e9, 1e9, &peaks);
    reference_check(
        reference_find("u_lognormal_big", "", "modes_kde", "bw=nrd0"),
        (double)peaks.n);
    check_places("u_lognormal_big", "bw=nrd0", &peaks);
    peaks_release(&peaks);
    density_destroy(density);
    free((void *)sample.x);
}

/* The definition, summed here. */
static void heights_are_sums_of_kernels(void **state)
{
    struct sample sample = read_sample("u_faithful");
    double h = 0.2;
    struct density *exact = density_of_sample(&sample, h, 200);
    struct bins bins;
    struct density *binned;

    (void)state;
    bins_init(&bins, exact->low, exact->low + 199 * exact->step, 1991);
    bins_add_sample(&bins, &sample);
    binned = density_of_bins(&bins, h);
    for (size_t j = 0; j < exact->n; j++) {
        double x = exact->low + (double)j * exact->step, sum = 0;

        for (size_t i = 0; i < sample.n; i++)
            sum += exp(-0.5 * pow((x - sample.x[i]) / h, 2));
        sum /= (double)sample.n * h * sqrt(2 * M_PI);
        check_close(exact->height[j], sum, 1e-12, 1e-15);
        check_close(binned->height[10 * j], sum, 1e-3, 1e-4);
    }
    density_destroy(exact);
    density_destroy(binned);
    bins_release(&bins);
    free((void *)sample.x);
}

static void densities_integrate_to_one(void **state)
{
    struct sample sample = read_sample("u_ties");
    struct density *density = density_of_sample(&sample, 0.03, 4000);
    double sum = 0;

    (void)state;
    for (size_t j = 0; j < density->n; j++)
        sum += density->height[j] * density->step;
    check_close(sum, 1, 1e-4, 0);
    density_destroy(density);
    free((void *)sample.x);
}

/* Central differences of the density itself. */
static void derivatives_are_those_of_the_density(void **state)
{
    struct sample sample = read_sample("u_galaxies");
    double h = 1500, step = 1, at[MAX_DERIVATIVE + 1], left[5], right[5];

    (void)state;
    for (double x = 8000; x < 36000; x += 700) {
        density_exact(&sample, h, x, at);
        density_exact(&sample, h, x - step, left);
        density_exact(&sample, h, x + step, right);
        for (int k = 1; k <= MAX_DERIVATIVE; k++)
            check_close((right[k - 1] - left[k - 1]) / (2 * step), at[k], 1e-5,
                        1e-6 * pow(h, -k - 1));
    }
    free((void *)sample.x);
}

static void of_nothing_there_is_no_density(void **state)
{
    struct sample nothing = {.x = NULL};
    struct peaks peaks;

    (void)state;
    assert_null(density_of_sample(&nothing, 1, 100));
    density_find_peaks_exact(&nothing, 1, &peaks);
    assert_int_equal(peaks.n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(modes_are_those_of_the_reference_kit),
        cmocka_unit_test(binned_modes_are_those_of_the_reference_kit),
        cmocka_unit_test(heights_are_sums_of_kernels),
        cmocka_unit_test(densities_integrate_to_one),
        cmocka_unit_test(derivatives_are_those_of_the_density),
        cmocka_unit_test(of_nothing_there_is_no_density),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
