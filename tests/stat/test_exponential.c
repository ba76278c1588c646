#include "stat/exponential.h"

#include <float.h>

#include "base/random.h"
#include "tests/check.h"

enum { N = 100003 }; /* no multiple of the lanes */

/* The C library's long double functions are the outside: 64 bits. */
static void check_ulps(double got, long double wanted)
{
    double ulp = nextafter(fabs((double)wanted), INFINITY);

    ulp -= fabs((double)wanted);
    assert_true(fabsl((long double)got - wanted) <= 2 * (long double)ulp);
}

static void exponentials_are_within_two_ulps(void **state)
{
    struct random_stream *random = random_create(1, "test exponential");
    double *x = test_malloc(N * sizeof *x), *y = test_malloc(N * sizeof *y);

    (void)state;
    for (size_t i = 0; i < N; i++)
        y[i] = x[i] = i % 2 ? -708 + 1417 * random_uniform(random)
                            : 1 - 2 * random_uniform(random);
    exponential_many(y, N);
    for (size_t i = 0; i < N; i++)
        check_ulps(y[i], expl((long double)x[i]));
    test_free(x);
    test_free(y);
    random_destroy(random);
}

static void logarithms_are_within_two_ulps(void **state)
{
    struct random_stream *random = random_create(2, "test exponential");
    double *x = test_malloc(N * sizeof *x), *y = test_malloc(N * sizeof *y);

    (void)state;
    for (size_t i = 0; i < N; i++)
        y[i] = x[i] = i % 2 ? exp(-700 + 1400 * random_uniform(random))
                            : 0.5 + random_uniform(random);
    logarithm_many(y, N);
    for (size_t i = 0; i < N; i++)
        check_ulps(y[i], logl((long double)x[i]));
    test_free(x);
    test_free(y);
    random_destroy(random);
}

static void ends_are_exact(void **state)
{
    double x[] = {0, -708.5, -1e300, -INFINITY, -0.0};
    double y[] = {1, DBL_MIN, DBL_MAX, 0x1p100, 0x1p-100};

    (void)state;
    exponential_many(x, COUNT(x));
    assert_true(x[0] == 1 && x[1] == 0 && x[2] == 0 && x[3] == 0 && x[4] == 1);
    logarithm_many(y, COUNT(y));
    assert_true(y[0] == 0);
    check_close(y[1], log(DBL_MIN), 1e-15, 0);
    check_close(y[2], log(DBL_MAX), 1e-15, 0);
    check_close(y[3], 100 * log(2), 1e-15, 0);
    check_close(y[4], -100 * log(2), 1e-15, 0);
}

/* Where a number stands says nothing of its exponential. */
static void lanes_are_alike(void **state)
{
    double x[11];

    (void)state;
    for (size_t n = 1; n <= COUNT(x); n++) {
        for (size_t i = 0; i < COUNT(x); i++)
            x[i] = -1.7;
        exponential_many(x, n);
        for (size_t i = 0; i < n; i++)
            assert_true(x[i] == x[0]);
        for (size_t i = n; i < COUNT(x); i++)
            assert_true(x[i] == -1.7);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exponentials_are_within_two_ulps),
        cmocka_unit_test(logarithms_are_within_two_ulps),
        cmocka_unit_test(ends_are_exact),
        cmocka_unit_test(lanes_are_alike),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
