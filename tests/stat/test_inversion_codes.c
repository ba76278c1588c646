#include "stat/inversion_codes.h"

#include <stdlib.h>

#include "base/random.h"
#include "stat/inversion.h"
#include "tests/check.h"

/* Merge sort of doubles (stat/inversion.h, checked by listing all pairs) counts
 * in another way. */
static void check(const uint32_t *codes, size_t n, unsigned bits)
{
    uint32_t *x = calloc(n + 1, sizeof *x), *work = calloc(n + 1, sizeof *work);
    double *values = calloc(n + 1, sizeof *values);

    for (size_t i = 0; i < n; i++) {
        x[i] = codes[i];
        values[i] = codes[i];
    }
    assert_int_equal(inversion_count_codes(x, work, n, bits),
                     inversion_count(values, n));
    free(x);
    free(work);
    free(values);
}

static void codes_have_the_inversions_of_doubles(void **state)
{
    static const size_t sizes[] = {0,    1,     2,     24,    25,
                                   1000, 65535, 65536, 65537, 200000};
    static const unsigned widths[] = {0, 1, 3, 4, 5, 12, 18, 31, 32};
    struct random_stream *random = random_create(19, "inversion codes");
    uint32_t *codes = calloc(200000, sizeof *codes);

    (void)state;
    for (size_t k = 0; k < COUNT(sizes); k++)
        for (size_t b = 0; b < COUNT(widths); b++) {
            for (size_t i = 0; i < sizes[k]; i++)
                codes[i] =
                    (uint32_t)random_below(random, (uint64_t)1 << widths[b]);
            check(codes, sizes[k], widths[b]);
        }
    free(codes);
    random_destroy(random);
}

/* By hand: n (n - 1) / 2 pairs, all of them or none out of order; and of two
 * codes by turns. Counts go beyond 16 bits. */
static void orders_are_counted_in_full(void **state)
{
    enum { N = 150000 };
    uint32_t *x = calloc(N, sizeof *x), *work = calloc(N, sizeof *work);

    (void)state;
    for (uint32_t i = 0; i < N; i++)
        x[i] = N - 1 - i;
    assert_int_equal(inversion_count_codes(x, work, N, 18),
                     (uint64_t)N * (N - 1) / 2);
    for (uint32_t i = 0; i < N; i++)
        x[i] = i;
    assert_int_equal(inversion_count_codes(x, work, N, 18), 0);
    for (uint32_t i = 0; i < N; i++)
        x[i] = i < N / 2;
    assert_int_equal(inversion_count_codes(x, work, N, 1),
                     (uint64_t)(N / 2) * (N / 2));
    for (uint32_t i = 0; i < N; i++)
        x[i] = i % 2 ? 0 : 131071;
    assert_int_equal(inversion_count_codes(x, work, N, 17),
                     (uint64_t)(N / 2) * (N / 2 + 1) / 2);
    free(x);
    free(work);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_have_the_inversions_of_doubles),
        cmocka_unit_test(orders_are_counted_in_full),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
