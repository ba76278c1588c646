#include "stat/kolmogorov.h"

#include <string.h>

#include "base/random.h"
#include "tests/check.h"
#include "tests/reference.h"
#include "tests/stat/series.h"

static void both_p_agree_with_r(void **state)
{
    static const char *const datasets[] = {"ab_small", "ab_small_ties",
                                           "ab_medium", "ab_eqmean_p99"};
    size_t n = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(datasets); i++) {
        struct series_set set = series_read(dataset_read(datasets[i]), "value",
                                            "variant", NULL, NULL);
        const struct series *a = &set.series[0], *b = &set.series[1];
        const struct reference *row = NULL;

        while ((row = reference_next(row, datasets[i], "ks_p")) != NULL) {
            bool exact = strncmp(row->parameters, "exact", 5) == 0;
            struct test_result got = kolmogorov_two(
                a->x, a->n, b->x, b->n,
                exact ? KOLMOGOROV_EXACT : KOLMOGOROV_ASYMPTOTIC);

            reference_check(row, got.p);
            reference_check(
                reference_find(datasets[i], "", "ks_d", "two-sample"),
                got.statistic);
            n++;
        }
        series_free(&set);
    }
    assert_int_equal(n, 7);
}

/* Of the 20 ways to split six values into threes, two have D = 1. */
static void three_against_three_by_hand(void **state)
{
    static const double x[] = {1, 2, 3}, y[] = {6, 5, 4};
    struct test_result got = kolmogorov_two(x, 3, y, 3, KOLMOGOROV_AUTO);

    (void)state;
    check_close(got.statistic, 1, 0, 0);
    check_close(got.p, 0.1, 1e-15, 0);
    assert_string_equal(got.p_method, "exact");
}

/* All 3 of 7 splits of values with ties. */
static void ties_agree_with_listing(void **state)
{
    static const double pool[] = {1, 1, 2, 2, 2, 5, 6};
    static const double x[] = {1, 1, 2}, y[] = {2, 2, 5, 6};
    struct test_result got = kolmogorov_two(x, 3, y, 4, KOLMOGOROV_AUTO);
    double far = 0, all = 0;

    (void)state;
    for (unsigned set = 0; set < 128; set++) {
        double a[7], b[7];
        size_t n_a = 0, n_b = 0;

        for (size_t i = 0; i < 7; i++)
            if (set >> i & 1)
                a[n_a++] = pool[i];
            else
                b[n_b++] = pool[i];
        if (n_a != 3)
            continue;
        all++;
        far += kolmogorov_two(a, 3, b, 4, KOLMOGOROV_ASYMPTOTIC).statistic >=
               got.statistic;
    }
    check_close(all, 35, 0, 0);
    check_close(got.p, far / all, 1e-14, 0);
    assert_string_equal(got.p_method, "permutation");
}

/* The quantiles that every table prints: 1.2238 for 10 %, 1.3581 for 5 %,
 * 1.6276 for 1 % (Smirnov 1948). */
static void the_limit_law_has_its_known_quantiles(void **state)
{
    (void)state;
    check_close(kolmogorov_tail(1.2238), 0.10, 0, 1e-4);
    check_close(kolmogorov_tail(1.3581), 0.05, 0, 1e-4);
    check_close(kolmogorov_tail(1.6276), 0.01, 0, 1e-4);
    check_close(kolmogorov_tail(1 - 1e-9), kolmogorov_tail(1), 0, 1e-8);
    check_close(kolmogorov_tail(0), 1, 0, 0);
    check_close(kolmogorov_tail(0.01), 1, 0, 1e-15);
    check_nan(kolmogorov_tail((double)NAN));
}

static void equal_samples_do_not_differ(void **state)
{
    static const double x[] = {4, 4, 4, 5};

    (void)state;
    check_close(kolmogorov_two(x, 4, x, 4, KOLMOGOROV_AUTO).statistic, 0, 0, 0);
    check_close(kolmogorov_two(x, 4, x, 4, KOLMOGOROV_AUTO).p, 1, 1e-15, 0);
    check_close(kolmogorov_two(x, 4, x, 4, KOLMOGOROV_ASYMPTOTIC).p, 1, 0, 0);
    check_nan(kolmogorov_two(x, 0, x, 4, KOLMOGOROV_AUTO).p);
    check_nan(kolmogorov_two(x, 4, x, 0, KOLMOGOROV_AUTO).statistic);
}

static void exact_p_is_valid_under_the_null(void **state)
{
    struct random_stream *random = random_create(2, "kolmogorov");
    size_t below = 0;

    (void)state;
    for (size_t round = 0; round < 3000; round++) {
        double x[23], y[31];

        for (size_t i = 0; i < COUNT(x); i++)
            x[i] = floor(20 * random_uniform(random));
        for (size_t i = 0; i < COUNT(y); i++)
            y[i] = floor(20 * random_uniform(random));
        below +=
            kolmogorov_two(x, COUNT(x), y, COUNT(y), KOLMOGOROV_AUTO).p <= 0.05;
    }
    check_close((double)below / 3000, 0.045, 0, 0.015);
    random_destroy(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_p_agree_with_r),
        cmocka_unit_test(three_against_three_by_hand),
        cmocka_unit_test(ties_agree_with_listing),
        cmocka_unit_test(the_limit_law_has_its_known_quantiles),
        cmocka_unit_test(equal_samples_do_not_differ),
        cmocka_unit_test(exact_p_is_valid_under_the_null),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
