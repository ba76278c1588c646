#include "base/sort.h"

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "tests/check.h"

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void sorting_agrees_with_qsort(void **state)
{
    static const size_t sizes[] = {0, 1, 2, 63, 64, 65, 1000, 20000};
    struct random_stream *random = random_create(1, "test");

    (void)state;
    for (size_t k = 0; k < COUNT(sizes); k++) {
        size_t n = sizes[k];
        double *x = calloc(n + 1, sizeof *x), *y = calloc(n + 1, sizeof *y);

        for (size_t i = 0; i < n; i++)
            x[i] = y[i] = exp(10 * random_gaussian(random)) *
                          (random_uniform(random) < 0.5 ? -1 : 1);
        sort_doubles(x, n);
        qsort(y, n, sizeof *y, compare);
        assert_memory_equal(x, y, n * sizeof *x);
        free(x);
        free(y);
    }
    random_destroy(random);
}

static double decimal(struct random_stream *random, int kind)
{
    double k = floor(exp(2 + 2 * random_gaussian(random)) * 1e4);

    switch (kind) {
    case 0: /* 4 digits, as logs write seconds */
        return k / 1e4;
    case 1: /* integers, past 2^31 too */
        return k * 1e3;
    case 2: /* the last of a block has more digits than the others */
        return random_uniform(random) < 1e-3 ? k / 1e9 : k / 1e2;
    case 3: /* a few that are no decimals */
        return random_uniform(random) < 1e-3 ? sqrt(k) : k / 1e6;
    case 4: /* zeros of both signs, negative ones */
        return (random_uniform(random) < 0.5 ? -1 : 1) * floor(k / 1e5) / 1e1;
    default: /* all the same */
        return 0.1;
    }
}

static int compare_with_zeros(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x == 0 && y == 0 ? !!signbit(y) - !!signbit(x) : compare(a, b);
}

static void decimals_are_sorted_to_the_last_bit(void **state)
{
    enum { MOST = 10007, KINDS = 6 };
    static const size_t sizes[] = {65, 100, 2048, 2049, MOST};
    struct random_stream *random = random_create(2, "test");
    double *x = calloc(MOST, sizeof *x), *y = calloc(MOST, sizeof *y);

    (void)state;
    for (int kind = 0; kind < KINDS; kind++)
        for (size_t k = 0; k < COUNT(sizes); k++) {
            size_t n = sizes[k];

            for (size_t i = 0; i < n; i++)
                x[i] = y[i] = decimal(random, kind);
            sort_doubles(x, n);
            qsort(y, n, sizeof *y, compare_with_zeros);
            assert_memory_equal(x, y, n * sizeof *x);
        }
    free(x);
    free(y);
    random_destroy(random);
}

static void the_order_is_stable(void **state)
{
    static const size_t sizes[] = {0, 1, 2, 3, 200, 2048, 2049, 5000};
    static double x[5000];
    static uint32_t order[5000];

    (void)state;
    for (size_t i = 0; i < COUNT(x); i++)
        x[i] = (double)(i * 7 % 5);
    for (size_t k = 0; k < COUNT(sizes); k++) {
        sort_order(x, sizes[k], order);
        for (size_t i = 1; i < sizes[k]; i++) {
            assert_true(x[order[i - 1]] <= x[order[i]]);
            if (x[order[i - 1]] == x[order[i]])
                assert_true(order[i - 1] < order[i]);
        }
    }
}

static int compare_keys(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

static void keys_agree_with_qsort(void **state)
{
    static const size_t sizes[] = {0, 1, 2, 1000, 200003};
    struct random_stream *random = random_create(2, "test");

    (void)state;
    for (size_t k = 0; k < COUNT(sizes); k++)
        for (unsigned bits = 0; bits <= 44; bits += 11) {
            size_t n = sizes[k];
            uint64_t *x = calloc(n + 1, sizeof *x), *y, *z, *got;

            y = calloc(n + 1, sizeof *y);
            z = calloc(n + 1, sizeof *z);
            for (size_t i = 0; i < n; i++)
                x[i] = y[i] = random_below(random, (uint64_t)1 << bits);
            got = sort_keys(x, z, n, bits);
            assert_true(got == x || got == z);
            qsort(y, n, sizeof *y, compare_keys);
            assert_memory_equal(got, y, n * sizeof *x);
            free(x);
            free(y);
            free(z);
        }
    random_destroy(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sorting_agrees_with_qsort),
        cmocka_unit_test(decimals_are_sorted_to_the_last_bit),
        cmocka_unit_test(the_order_is_stable),
        cmocka_unit_test(keys_agree_with_qsort),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
