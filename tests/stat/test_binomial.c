#include "stat/binomial.h"

#include <stdlib.h>

#include "tests/check.h"
#include "tests/reference.h"

static void tails_agree_with_r(void **state)
{
    const struct reference *row = NULL;
    unsigned n_rows = 0;

    (void)state;
    while ((row = reference_next(row, "(dist)", "pbinom"))) {
        double k, n, p;

        assert_int_equal(
            sscanf(row->parameters, "k=%lf;n=%lf;prob=%lf", &k, &n, &p), 3);
        reference_check(row, binomial_lower((uint64_t)k, (uint64_t)n, p));
        n_rows++;
    }
    assert_true(n_rows >= 10);
}

static void quantiles_agree_with_r(void **state)
{
    const struct reference *row = NULL;
    unsigned n_rows = 0;

    (void)state;
    while ((row = reference_next(row, "(dist)", "qbinom"))) {
        double tail, n, p;

        assert_int_equal(
            sscanf(row->parameters, "p=%lf;n=%lf;prob=%lf", &tail, &n, &p), 3);
        reference_check(row, (double)binomial_quantile(tail, (uint64_t)n, p));
        n_rows++;
    }
    assert_true(n_rows >= 10);
}

/* R 4.2.2: pbinom(c(5001000, ...), 1e7, ...), dbinom(...). */
static void ten_million_trials_keep_their_digits(void **state)
{
    const uint64_t n = 10000000;

    (void)state;
    check_close(binomial_lower(5001000, n, 0.5), 0.73655864851435682, 1e-11, 0);
    check_close(binomial_lower(9990100, n, 0.999), 0.84267806246566368, 1e-11,
                0);
    check_close(binomial_lower(9999000, n, 0.9999), 0.50420587494617775, 1e-11,
                0);
    check_close(binomial_pmf(5000000, n, 0.5), 0.00025231324589418435, 1e-12,
                0);
    check_close(binomial_pmf(3, n, 1e-7), 0.061313237129577633, 1e-12, 0);
    check_close(binomial_upper(521, 1000, 0.5), 0.097383164230882918, 1e-12, 0);
    check_close(binomial_lower(120, 1000, 0.5), 9.4572400964333005e-144, 1e-11,
                0);
}

/* R 4.2.2: qbinom(.025, n, c(.5, .9, .99, .999)), and lower = FALSE. */
static void quantiles_of_millions_agree_with_r(void **state)
{
    static const double p[] = {0.5, 0.9, 0.99, 0.999};
    static const uint64_t n[] = {10000000, 123457};
    static const uint64_t low[][4] = {{4996901, 8998140, 9899383, 9989804},
                                      {61384, 110904, 122153, 123311}};
    static const uint64_t high[][4] = {{5003099, 9001859, 9900616, 9990195},
                                       {62073, 111318, 122290, 123355}};

    (void)state;
    for (size_t k = 0; k < COUNT(n); k++)
        for (size_t i = 0; i < COUNT(p); i++) {
            assert_int_equal(binomial_quantile(0.025, n[k], p[i]), low[k][i]);
            assert_int_equal(binomial_quantile_upper(0.025, n[k], p[i]),
                             high[k][i]);
        }
}

/* From the definition, with the probabilities added one by one. */
static void a_quantile_is_the_first_that_reaches_its_tail(void **state)
{
    static const double tails[] = {1e-6, 0.025, 0.3, 0.5, 0.77, 0.999};

    (void)state;
    for (uint64_t n = 1; n <= 60; n++)
        for (double p = 0.03; p < 1; p += 0.097)
            for (size_t i = 0; i < COUNT(tails); i++) {
                uint64_t k = 0;
                double sum = binomial_pmf(0, n, p);

                while (sum < tails[i])
                    sum += binomial_pmf(++k, n, p);
                assert_int_equal(binomial_quantile(tails[i], n, p), k);
            }
}

static void certain_outcomes_are_certain(void **state)
{
    (void)state;
    check_close(binomial_pmf(0, 5, 0), 1, 0, 0);
    check_close(binomial_pmf(5, 5, 1), 1, 0, 0);
    check_close(binomial_pmf(6, 5, 0.5), 0, 0, 0);
    check_close(binomial_lower(3, 5, 1), 0, 0, 0);
    check_close(binomial_upper(3, 5, 1), 1, 0, 0);
    check_close(binomial_lower(0, 0, 0.3), 1, 0, 0);
    assert_int_equal(binomial_quantile(0.5, 0, 0.3), 0);
    assert_int_equal(binomial_quantile(0.5, 7, 1), 7);
    assert_int_equal(binomial_quantile(0.5, 7, 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tails_agree_with_r),
        cmocka_unit_test(quantiles_agree_with_r),
        cmocka_unit_test(ten_million_trials_keep_their_digits),
        cmocka_unit_test(quantiles_of_millions_agree_with_r),
        cmocka_unit_test(a_quantile_is_the_first_that_reaches_its_tail),
        cmocka_unit_test(certain_outcomes_are_certain),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
