#include "stat/pairwise.h"

#include <stdlib.h>

#include "base/random.h"
#include "base/sort.h"
#include "tests/check.h"

/* Values of very different size and sign, with ties. */
static void fill(struct random_stream *random, double *x, size_t n, size_t grid)
{
    for (size_t i = 0; i < n; i++) {
        x[i] = random_gaussian(random) * exp(3 * random_gaussian(random));
        if (grid > 0)
            x[i] = (double)random_below(random, grid) / 10 - 2;
    }
    sort_doubles(x, n);
}

static void differences_agree_with_listing_them(void **state)
{
    struct random_stream *random = random_create(4, "pairwise");
    double x[90], y[80], *all = calloc(90 * 80, sizeof *all);

    (void)state;
    for (size_t round = 0; round < 40; round++) {
        size_t n_x = 1 + random_below(random, 90);
        size_t n_y = 1 + random_below(random, 80), n = n_x * n_y;

        fill(random, x, n_x, round % 2 ? 0 : 2 + round);
        fill(random, y, n_y, round % 2 ? 0 : 2 + round);
        for (size_t i = 0; i < n; i++)
            all[i] = x[i / n_y] - y[i % n_y] + 0.0;
        sort_doubles(all, n);
        for (size_t k = 1; k <= n; k += 1 + n / 9)
            check_close(pairwise_difference(x, n_x, y, n_y, k), all[k - 1], 0,
                        0);
        check_close(pairwise_difference(x, n_x, y, n_y, n), all[n - 1], 0, 0);
        check_close(pairwise_difference_median(x, n_x, y, n_y),
                    all[(n - 1) / 2] / 2 + all[n / 2] / 2, 0, 0);
    }
    free(all);
    random_destroy(random);
}

static void averages_agree_with_listing_them(void **state)
{
    struct random_stream *random = random_create(6, "pairwise");
    double x[130], *all = calloc(130 * 131 / 2, sizeof *all);

    (void)state;
    for (size_t round = 0; round < 40; round++) {
        size_t n = 1 + random_below(random, 130), m = 0;

        fill(random, x, n, round % 2 ? 0 : 2 + round);
        for (size_t i = 0; i < n; i++)
            for (size_t j = i; j < n; j++)
                all[m++] = (x[i] + x[j]) / 2;
        sort_doubles(all, m);
        for (size_t k = 1; k <= m; k += 1 + m / 9)
            check_close(pairwise_average(x, n, k), all[k - 1], 0, 0);
        check_close(pairwise_average_median(x, n),
                    all[(m - 1) / 2] / 2 + all[m / 2] / 2, 0, 0);
    }
    free(all);
    random_destroy(random);
}

/* 4e10 differences, none of which is made: x and y are the same grid, so that
 * the median is 0, and the k-th is known by counting along the diagonals. */
static void large_samples_take_little_time(void **state)
{
    size_t n = 200000;
    double *x = calloc(n, sizeof *x);

    (void)state;
    for (size_t i = 0; i < n; i++)
        x[i] = (double)i;
    check_close(pairwise_difference_median(x, n, x, n), 0, 0, 0);
    check_close(pairwise_difference(x, n, x, n, 1), 1 - (double)n, 0, 0);
    check_close(pairwise_difference(x, n, x, n, 2), 2 - (double)n, 0, 0);
    check_close(pairwise_difference(x, n, x, n, 7), 4 - (double)n, 0, 0);
    check_close(pairwise_average_median(x, n), (double)(n - 1) / 2, 0, 0);
    free(x);
}

static void of_nothing_is_nan(void **state)
{
    static const double x = 3;

    (void)state;
    check_nan(pairwise_difference_median(&x, 1, NULL, 0));
    check_nan(pairwise_average_median(NULL, 0));
    check_close(pairwise_average_median(&x, 1), 3, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(differences_agree_with_listing_them),
        cmocka_unit_test(averages_agree_with_listing_them),
        cmocka_unit_test(large_samples_take_little_time),
        cmocka_unit_test(of_nothing_is_nan),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
