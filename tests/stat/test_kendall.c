#include "stat/kendall.h"

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "tests/check.h"
#include "tests/reference.h"

static void kendall_agrees_with_the_reference_kit(void **state)
{
    static const char *const names[] = {"kendall_tau_b", "kendall_p"};
    unsigned n_rows = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        const struct reference *row = NULL;

        while ((row = reference_next(row, NULL, names[i]))) {
            bool raw = strstr(row->parameters, "no continuity");
            double *x, *y, p;
            struct kendall kendall;
            size_t n;

            if (strncmp(row->dataset, "ts_", 3) == 0)
                continue; /* a trend: the test of Mann and Kendall */
            n = reference_pairs(row, &x, &y);
            kendall = kendall_of(x, y, n);
            p = strncmp(row->parameters, "exact", 5) == 0
                    ? kendall_exact_p(kendall.score, n)
                    : erfc(fabs(kendall_z(&kendall, !raw)) / sqrt(2));

            reference_check(row, i == 0 ? kendall.tau : p);
            n_rows++;
            free(x);
            free(y);
        }
    }
    assert_true(n_rows >= 40);
}

/* Every pair, as Kendall wrote it. */
static void sorting_counts_what_pairs_count(void **state)
{
    struct random_stream *random = random_create(29, "test");
    double x[90], y[COUNT(x)];

    (void)state;
    for (size_t round = 0; round < 300; round++) {
        size_t n = 2 + random_below(random, COUNT(x) - 2);
        size_t values = 1 + random_below(random, 60);
        double score = 0, x_pairs = 0, y_pairs = 0;
        struct kendall kendall;

        for (size_t i = 0; i < n; i++) {
            x[i] = (double)random_below(random, values) - 20;
            y[i] = (double)random_below(random, 1 + values / 3) - x[i] / 8;
        }
        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; k < i; k++) {
                int a = (x[i] > x[k]) - (x[i] < x[k]);
                int b = (y[i] > y[k]) - (y[i] < y[k]);

                score += a * b;
                x_pairs += a != 0;
                y_pairs += b != 0;
            }
        kendall = kendall_of(x, y, n);
        check_close(kendall.score, score, 0, 0);
        check_close(kendall.tau,
                    x_pairs > 0 && y_pairs > 0 ? score / sqrt(x_pairs * y_pairs)
                                               : (double)NAN,
                    1e-14, 0);
    }
    random_destroy(random);
}

/* Counted over all 5! orders: 1, 4, 9, 15, 20, 22, ... have 0, 1, 2, ...
 * inversions (Kendall and Gibbons, table of S for n = 5). */
static void the_exact_law_is_the_tabled_one(void **state)
{
    (void)state;
    check_close(kendall_exact_p(10, 5), 2.0 / 120, 1e-14, 0);
    check_close(kendall_exact_p(-8, 5), 10.0 / 120, 1e-14, 0);
    check_close(kendall_exact_p(6, 5), 28.0 / 120, 1e-14, 0);
    check_close(kendall_exact_p(4, 5), 58.0 / 120, 1e-14, 0);
    check_close(kendall_exact_p(0, 5), 1, 0, 0);
    check_nan(kendall_exact_p(0, 101));
}

/* By hand: 7 of the 28 pairs are discordant, S = 14; the interval and z by
 * their formulas. */
static void an_interval_comes_with_tau(void **state)
{
    static const double x[] = {1, 2, 3, 4, 5, 6, 7, 8},
                        y[] = {2, 1, 4, 3, 7, 8, 6, 5};
    struct correlation r =
        correlation_kendall(x, y, COUNT(x), .95, CORRELATION_P_AUTOMATIC);
    double half = 1.959963984540054 * sqrt(.437 / 4);

    (void)state;
    check_close(r.estimate.value, 0.5, 1e-14, 0);
    check_close(r.estimate.low, tanh(atanh(0.5) - half), 1e-12, 0);
    check_close(r.estimate.high, tanh(atanh(0.5) + half), 1e-12, 0);
    check_nan(r.statistic);
    check_close(r.p, kendall_exact_p(14, 8), 0, 0);
    r = correlation_kendall(x, y, COUNT(x), .95, CORRELATION_P_ASYMPTOTIC);
    check_close(r.statistic, 14 / sqrt(8 * 7 * 21 / 18.0), 1e-14, 0);
}

static void undefined_cases_say_so(void **state)
{
    static const double x[] = {1, 2, 3}, same[] = {4, 4, 4};

    (void)state;
    check_nan(kendall_of(x, x, 1).tau);
    check_nan(kendall_of(x, same, 3).tau);
    check_nan(correlation_kendall(x, x, 2, .95, CORRELATION_P_AUTOMATIC).p);
    check_nan(
        correlation_kendall(same, same, 3, .95, CORRELATION_P_AUTOMATIC).p);
}

/* By pairs these would be hours. */
static void a_million_pairs_take_no_time(void **state)
{
    enum { N = 1000000 };
    struct random_stream *random = random_create(31, "test");
    double *x = calloc(N, sizeof *x), *y = calloc(N, sizeof *y);
    struct kendall kendall;

    (void)state;
    for (size_t i = 0; i < N; i++) {
        x[i] = (double)random_below(random, 1000);
        y[i] = x[i] + (double)random_below(random, 1000);
    }
    kendall = kendall_of(x, y, N);
    /* The differences of X and of E between two pairs are alike and symmetric,
     * so their sum has the sign of the first in 3/4 of the cases. */
    check_close(kendall.tau, 0.5, 0, 0.005);
    random_destroy(random);
    free(x);
    free(y);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kendall_agrees_with_the_reference_kit),
        cmocka_unit_test(sorting_counts_what_pairs_count),
        cmocka_unit_test(the_exact_law_is_the_tabled_one),
        cmocka_unit_test(an_interval_comes_with_tau),
        cmocka_unit_test(undefined_cases_say_so),
        cmocka_unit_test(a_million_pairs_take_no_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
