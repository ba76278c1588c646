#include "stat/inversion.h"

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "base/sort.h"
#include "tests/check.h"

static void inversions_agree_with_counting(void **state)
{
    struct random_stream *random = random_create(18, "inversion");
    double x[200];

    (void)state;
    for (size_t round = 0; round < 60; round++) {
        size_t n = random_below(random, 200), count = 0;

        for (size_t i = 0; i < n; i++)
            x[i] = (double)random_below(random, 1 + 3 * round);
        for (size_t i = 0; i < n; i++)
            for (size_t j = i + 1; j < n; j++)
                count += x[i] > x[j];
        assert_int_equal(inversion_count(x, n), count);
        for (size_t i = 1; i < n; i++)
            assert_true(x[i - 1] <= x[i]);
    }
    random_destroy(random);
}

static double slope_by_listing(const double *t, const double *x, size_t n)
{
    double *all = calloc(n * n / 2 + 1, sizeof *all), slope;
    size_t m = 0;

    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++)
            if (t[j] > t[i])
                all[m++] = (x[j] - x[i]) / (t[j] - t[i]);
    sort_doubles(all, m);
    slope = all[(m - 1) / 2] / 2 + all[m / 2] / 2;
    free(all);
    return slope;
}

/* Times with ties and gaps, values with heavy tails, on a grid, or with a
 * trend. */
static void slopes_agree_with_listing(void **state)
{
    struct random_stream *random = random_create(19, "inversion");
    double t[400], x[400];

    (void)state;
    for (size_t round = 0; round < 60; round++) {
        size_t n = 3 + random_below(random, 397);

        for (size_t i = 0; i < n; i++) {
            t[i] = floor(1000 * exp(random_gaussian(random)));
            x[i] = exp(2 * random_gaussian(random));
            if (round % 3 == 1)
                x[i] = floor(x[i]);
        }
        sort_doubles(t, n);
        t[n - 1] += 1;
        for (size_t i = 0; i < n && round % 3 == 2; i++)
            x[i] += 0.01 * t[i];
        check_close(inversion_median_slope(t, x, n), slope_by_listing(t, x, n),
                    1e-9, 1e-12);
    }
    random_destroy(random);
}

/* 2e10 pairs, none of which is listed but the last few. */
static void a_long_series_has_its_slope(void **state)
{
    struct random_stream *random = random_create(20, "inversion");
    size_t n = 200000;
    double *x = calloc(n, sizeof *x);

    (void)state;
    for (size_t i = 0; i < n; i++)
        x[i] = 3e-6 * (double)i + random_gaussian(random);
    check_close(inversion_median_slope(NULL, x, n), 3e-6, 0, 2e-7);
    for (size_t i = 0; i < n; i++)
        x[i] = floor(3 * random_uniform(random));
    check_close(inversion_median_slope(NULL, x, n), 0, 0, 0);
    free(x);
    random_destroy(random);
}

static void of_one_time_is_nan(void **state)
{
    static const double t[] = {1, 1, 1}, x[] = {1, 5, 2};

    (void)state;
    check_nan(inversion_median_slope(t, x, 3));
    check_nan(inversion_median_slope(t, x, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inversions_agree_with_counting),
        cmocka_unit_test(slopes_agree_with_listing),
        cmocka_unit_test(a_long_series_has_its_slope),
        cmocka_unit_test(of_one_time_is_nan),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
