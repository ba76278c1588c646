#include "stat/concordance.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/random.h"
#include "base/sort.h"
#include "base/threads.h"
#include "stat/correlation.h"
#include "stat/rank.h"
#include "tests/check.h"
#include "tests/reference.h"

/* Of the rows for which i % every is 0. */
static struct concordance relate(const double *x, const double *y, size_t n,
                                 size_t every)
{
    struct rank_codes x_codes, y_codes;
    struct concordance concordance;
    struct code_pairs pairs;

    rank_codes_of(&x_codes, x, n);
    rank_codes_of(&y_codes, y, n);
    code_pairs_init(&pairs, n);
    code_pairs_begin(&pairs, x_codes.n_codes, y_codes.n_codes);
    for (size_t i = 0; i < n; i += every)
        code_pairs_add(&pairs, x_codes.code[i], y_codes.code[i]);
    concordance = concordance_of(&pairs);
    code_pairs_release(&pairs);
    rank_codes_release(&x_codes);
    rank_codes_release(&y_codes);
    return concordance;
}

static void coefficients_agree_with_the_reference_kit(void **state)
{
    static const char *const names[] = {"spearman_rho", "kendall_tau_b"};
    unsigned n_rows = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        const struct reference *row = NULL;

        while ((row = reference_next(row, NULL, names[i]))) {
            struct concordance got;
            double *x, *y;
            size_t n;

            if (strncmp(row->dataset, "ts_", 3) == 0)
                continue;
            n = reference_pairs(row, &x, &y);
            got = relate(x, y, n, 1);
            reference_check(row, i == 0 ? got.rho : got.kendall.tau);
            n_rows++;
            free(x);
            free(y);
        }
    }
    assert_true(n_rows >= 20);
}

/* Codes of all serve any part: every pair of it, as Kendall wrote it, and
 * Pearson's r of its midranks. */
static void parts_agree_with_all_pairs_and_with_midranks(void **state)
{
    struct random_stream *random = random_create(30, "concordance");
    double x[400], y[COUNT(x)], x_part[COUNT(x)], y_part[COUNT(x)];

    (void)state;
    for (size_t round = 0; round < 60; round++) {
        size_t n = 3 + random_below(random, COUNT(x) - 3), m = 0;
        size_t values = 1 + random_below(random, 500), every = 1 + round % 3;
        struct concordance got;
        double score = 0;

        for (size_t i = 0; i < n; i++) {
            x[i] = (double)random_below(random, values) - 20;
            y[i] = exp(-(double)random_below(random, values)) +
                   (double)(random_below(random, 2) * random_below(random, 3));
        }
        for (size_t i = 0; i < n; i += every) {
            x_part[m] = x[i];
            y_part[m++] = y[i];
        }
        for (size_t i = 0; i < m; i++)
            for (size_t j = 0; j < i; j++)
                score += ((x_part[i] > x_part[j]) - (x_part[i] < x_part[j])) *
                         ((y_part[i] > y_part[j]) - (y_part[i] < y_part[j]));
        got = relate(x, y, n, every);
        assert_int_equal(got.kendall.n, m);
        check_close(got.kendall.score, score, 0, 0);
        if (m >= 3)
            check_close(got.rho,
                        correlation_spearman(x_part, y_part, m, 0.95,
                                             CORRELATION_P_ASYMPTOTIC)
                            .estimate.value,
                        1e-12, 1e-14);
    }
    random_destroy(random);
}

/* n - 1 - 2 i against i: with n = 200,001 all pairs are discordant; with the
 * halves swapped, i against (i + h) mod 2h, h^2 of them. */
static void many_pairs_are_counted_exactly(void **state)
{
    enum { N = 200001, H = 100000 };
    double *x = memory_alloc(N, sizeof *x), *y = memory_alloc(N, sizeof *y);
    struct concordance got;

    (void)state;
    for (unsigned threads = 1; threads <= 3; threads += 2) {
        threads_set_default(threads);
        for (size_t i = 0; i < N; i++) {
            x[i] = (double)i * 1e-3;
            y[i] = N - 2.0 * (double)i;
        }
        got = relate(x, y, N, 1);
        check_close(got.rho, -1, 0, 0);
        check_close(got.kendall.tau, -1, 1e-15, 0);
        check_close(got.kendall.score, -0.5 * N * (N - 1.0), 0, 0);
        for (size_t i = 0; i < 2 * H; i++)
            y[i] = (double)((i + H) % ((size_t)2 * H));
        got = relate(x, y, (size_t)2 * H, 1);
        check_close(got.kendall.score, H * (2.0 * H - 1) - 2.0 * H * H, 0, 0);
        /* 1 - 6 sum d^2 / (n^3 - n), all d = h. */
        check_close(got.rho,
                    1 - 6.0 * (2.0 * H) * H * H /
                            ((2.0 * H) * (4.0 * H * H - 1)),
                    1e-14, 0);
    }
    threads_set_default(0);
    free(x);
    free(y);
}

static void nothing_is_related_to_a_constant(void **state)
{
    const double x[] = {1, 2, 3}, y[] = {4, 4, 4};
    struct concordance got = relate(x, y, 3, 1);

    (void)state;
    assert_true(isnan(got.rho) && isnan(got.kendall.tau));
    got = relate(x, y, 1, 1);
    assert_true(isnan(got.rho) && isnan(got.kendall.tau));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(coefficients_agree_with_the_reference_kit),
        cmocka_unit_test(parts_agree_with_all_pairs_and_with_midranks),
        cmocka_unit_test(many_pairs_are_counted_exactly),
        cmocka_unit_test(nothing_is_related_to_a_constant),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
