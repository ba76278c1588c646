#include "stat/moments.h"

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "stat/quantile.h"
#include "tests/check.h"
#include "tests/reference.h"

/* What the kit calls a statistic of the sample that a row is about. */
static double statistic_of(const struct reference *row)
{
    struct sample s = reference_sample(row);
    struct moments m = moments_of(s.x, s.n);
    struct estimate mean = mean_estimate(s.x, s.n, 0.95);
    double at = 0;
    const struct {
        const char *name;
        double value;
    } known[] = {
        {"n", (double)m.n},
        {"n_unique", (double)distinct_values(&s)},
        {"mean", m.mean},
        {"sd", m.sd},
        {"var", m.variance},
        {"se_mean", m.sd / sqrt((double)m.n)},
        {"cv", m.cv},
        {"min", m.min},
        {"max", m.max},
        {"mean_ci_lo", mean.low},
        {"mean_ci_hi", mean.high},
        {"skewness", m.skewness},
        {"ex_kurtosis", m.excess_kurtosis},
        {"geomean", geometric_mean(s.x, s.n)},
    };

    if (sscanf(row->parameters, "constant=%lf", &at) == 1)
        return median_deviation(&s, at);
    if (sscanf(row->parameters, "trim=%lf", &at) == 1)
        return trimmed_mean(&s, at);
    for (size_t i = 0; i < COUNT(known); i++)
        if (strcmp(known[i].name, row->statistic) == 0)
            return known[i].value;
    fail_msg("nothing computes %s", row->statistic);
    return (double)NAN;
}

static void moments_agree_with_the_reference_kit(void **state)
{
    static const char *const names[] = {
        "n",           "n_unique",   "mean",         "sd",
        "var",         "se_mean",    "cv",           "min",
        "max",         "mean_ci_lo", "mean_ci_hi",   "skewness",
        "ex_kurtosis", "mad",        "trimmed_mean", "geomean",
    };
    unsigned n_rows = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        const struct reference *row = NULL;

        while ((row = reference_next(row, NULL, names[i]))) {
            if (strncmp(row->dataset, "u_", 2) != 0 &&
                (!row->group[0] || (strncmp(row->dataset, "ab_", 3) != 0 &&
                                    strncmp(row->dataset, "k_", 2) != 0)))
                continue;
            reference_check(row, statistic_of(row));
            n_rows++;
        }
    }
    assert_true(n_rows >= 700);
}

/* NIST StRD, univariate: the certified values, and the digits a perfect
 * algorithm can reach once the data are doubles (https://www.itl.nist.gov/
 * div898/strd/). */
static void nist_values_hold_to_their_digits(void **state)
{
    static const struct {
        const char *name;
        double mean, mean_digits, sd, sd_digits;
    } sets[] = {
        {"nist_lew", -177.435000000000, 15, 277.332168044316, 15},
        {"nist_lottery", 518.958715596330, 15, 291.699727470969, 15},
        {"nist_mavro", 2.00185600000000, 15, 0.000429123454003053, 13.12},
        {"nist_michelso", 299.852400000000, 15, 0.0790105478190518, 13.84},
        {"nist_numacc1", 10000002, 15, 1, 15},
        {"nist_numacc2", 1.2, 15, 0.1, 15},
        {"nist_numacc3", 1000000.2, 15, 0.1, 9.457},
        {"nist_numacc4", 10000000.2, 15, 0.1, 8.253},
        {"nist_pidigits", 4.53480000000000, 15, 2.86733906028871, 15},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(sets); i++) {
        size_t n;
        double *x =
            dataset_numbers(dataset_read(sets[i].name), "x", NULL, NULL, &n);
        struct moments m = moments_of(x, n);
        double digits = fmin(sets[i].sd_digits, 13) - 0.5;

        check_close(m.mean, sets[i].mean, pow(10, -12.5), 0);
        check_close(m.sd, sets[i].sd, pow(10, -digits), 0);
        check_close(sd_of(x, n), m.sd, 0, 0);
        free(x);
    }
}

/* The sd of the doubles themselves, with 60 digits. */
static void nothing_is_lost_where_the_mean_is_large(void **state)
{
    static const struct {
        const char *name;
        double sd;
    } sets[] = {
        {"nist_numacc3", 0.1000000000349246},
        {"nist_numacc4", 0.10000000055879354},
        {"nist_mavro", 0.00042912345400308541},
        {"nist_michelso", 0.079010547819050667},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(sets); i++) {
        size_t n;
        double *x =
            dataset_numbers(dataset_read(sets[i].name), "x", NULL, NULL, &n);

        check_close(sd_of(x, n), sets[i].sd, 1e-14, 0);
        free(x);
    }
}

static void nothing_has_no_moments(void **state)
{
    static const double one = 3;
    struct sample none = {0};
    struct moments m = moments_of(NULL, 0);
    struct estimate mean = mean_estimate(&one, 1, 0.95);

    (void)state;
    check_close(m.sum, 0, 0, 0);
    check_nan(m.mean);
    check_nan(m.sd);
    check_nan(geometric_mean(NULL, 0));
    check_nan(trimmed_mean(&none, 0.1));
    check_nan(median_deviation(&none, MAD_SCALE));
    check_nan(moments_of(&one, 1).sd);
    check_close(mean.value, 3, 0, 0);
    check_nan(mean.low);
    assert_false(estimate_has_interval(&mean));
}

/* 0.1 is no binary number: its mean of 50 must still be itself. */
static void equal_values_have_no_spread(void **state)
{
    double x[50];
    struct moments m;

    (void)state;
    for (size_t i = 0; i < COUNT(x); i++)
        x[i] = 0.1;
    m = moments_of(x, COUNT(x));
    check_close(m.sd, 0, 0, 0);
    check_close(m.cv, 0, 0, 0);
    check_nan(m.skewness);
    check_nan(m.excess_kurtosis);
}

static void a_shift_changes_no_shape(void **state)
{
    struct random_stream *random = random_create(11, "test");
    double x[500], far[COUNT(x)];
    struct moments near, shifted;

    (void)state;
    for (size_t i = 0; i < COUNT(x); i++) {
        x[i] = floor(exp(random_gaussian(random)) * 1048576) / 1048576;
        far[i] = x[i] + 16777216; /* exact: 24 + 20 bits */
    }
    near = moments_of(x, COUNT(x));
    shifted = moments_of(far, COUNT(x));
    check_close(shifted.sd, near.sd, 1e-14, 0);
    check_close(shifted.skewness, near.skewness, 1e-13, 0);
    check_close(shifted.excess_kurtosis, near.excess_kurtosis, 1e-13, 0);
    random_destroy(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moments_agree_with_the_reference_kit),
        cmocka_unit_test(nist_values_hold_to_their_digits),
        cmocka_unit_test(nothing_is_lost_where_the_mean_is_large),
        cmocka_unit_test(nothing_has_no_moments),
        cmocka_unit_test(equal_values_have_no_spread),
        cmocka_unit_test(a_shift_changes_no_shape),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
