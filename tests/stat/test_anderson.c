#include "stat/anderson.h"

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "tests/check.h"
#include "tests/reference.h"
#include "tests/stat/series.h"

/* All rows of one group: statistic, T and p of both versions. */
static size_t check_rows(const char *dataset, const char *by, const char *where,
                         const char *group)
{
    struct series_set set =
        series_read(dataset_read(dataset), "value", by, where, group);
    const struct reference *row = NULL;
    size_t n = 0;

    while ((row = reference_next(row, dataset, NULL)) != NULL) {
        struct anderson got;

        if (strncmp(row->statistic, "ad_ksample", 10) != 0 ||
            strcmp(row->group, group) != 0)
            continue;
        got = anderson_of(set.series, set.k,
                          strncmp(row->parameters, "A2akN", 5) == 0
                              ? ANDERSON_MIDRANK
                              : ANDERSON_RIGHT_CONTINUOUS);
        reference_check(row, row->statistic[10] == '\0'  ? got.test.statistic
                             : row->statistic[11] == 'T' ? got.standardised
                                                         : got.test.p);
        n++;
    }
    series_free(&set);
    return n;
}

static void samples_agree_with_ksamples(void **state)
{
    static const char *const pairs[] = {"ab_small", "ab_small_ties",
                                        "ab_medium", "ab_eqmean_p99"};
    static const char *const runs[] = {"r2_icc", "r3_icc", "r5_icc",
                                       "r3_noicc"};
    static const char *const workloads[] = {"chat", "code", "rag", "summ"};
    size_t n = 0;

    (void)state;
    n += check_rows("k_four", "group", NULL, "");
    n += check_rows("k_ties", "group", NULL, "");
    for (size_t i = 0; i < COUNT(pairs); i++)
        n += check_rows(pairs[i], "variant", NULL, "");
    for (size_t i = 0; i < COUNT(runs); i++)
        for (size_t j = 0; j < COUNT(workloads); j++)
            n += check_rows(runs[i], "run", "workload", workloads[j]);
    assert_int_equal(n, 132);
}

/* Smoothness of paper by four laboratories: Scholz and Stephens 1987, section
 * 7; digits from kSamples 1.2-9. */
static void the_papers_example_agrees(void **state)
{
    static const double laboratory[4][8] = {
        {38.7, 41.5, 43.8, 44.5, 45.5, 46.0, 47.7, 58.0},
        {39.2, 39.3, 39.7, 41.4, 41.8, 42.9, 43.3, 45.8},
        {34.0, 35.0, 39.0, 40.0, 43.0, 43.0, 44.0, 45.0},
        {34.0, 34.8, 34.8, 35.4, 37.2, 37.8, 41.2, 42.8}};
    struct series samples[4];
    struct anderson right, middle;

    (void)state;
    for (size_t i = 0; i < 4; i++)
        samples[i] = (struct series){laboratory[i], 8};
    right = anderson_of(samples, 4, ANDERSON_RIGHT_CONTINUOUS);
    middle = anderson_of(samples, 4, ANDERSON_MIDRANK);
    check_close(right.test.statistic, 8.3559, 0, 5e-5);
    check_close(right.standardised, 4.4493, 0, 2e-3);
    check_close(right.test.p, .0023351, 0.03, 0);
    check_close(middle.test.statistic, 8.3900, 0, 5e-3);
    check_close(middle.standardised, 4.4798, 0, 2e-3);
    check_close(middle.test.p, .0022550, 0.03, 0);
}

/* Two degrees of freedom: exponentials, so that the tail is the sum of
 * (-1)^(j+1) (2 j + 1) exp(-j (j + 1) x / 2). */
static void the_limit_of_three_samples_is_known(void **state)
{
    (void)state;
    for (double x = 0.5; x < 300; x *= 1.3) {
        double sum = 0;

        for (int j = 60; j >= 1; j--)
            sum += (j % 2 ? 1 : -1) * (2 * j + 1) * exp(-j * (j + 1) * x / 2);
        check_close(anderson_tail(x, 2), sum, 1e-12, 0);
    }
}

/* One degree of freedom: Anderson and Darling's series (1952, Ann. Math. Stat.
 * 23:193), its integrals by scipy.integrate.quad of SciPy 1.10. */
static void the_limit_of_two_samples_agrees_with_the_series(void **state)
{
    static const double rows[][2] = {
        {0.5, 0.7468143735303445},       {1, 0.35726667321401917},
        {2, 0.0918367749412522},         {2.59891, 0.0439832462576647},
        {4.16245, 0.007266861809619107},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        check_close(anderson_tail(rows[i][0], 1), rows[i][1], 0, 2e-15);
}

/* Four degrees of freedom are two independent values of two, whose density is
 * the sum of (-1)^(j+1) (2 j + 1) j (j + 1) / 2 exp(-j (j + 1) x / 2). */
static void the_limit_of_five_samples_is_that_of_a_sum(void **state)
{
    enum { N = 2000 };

    (void)state;
    for (double x = 1; x < 20; x *= 2) {
        double sum = anderson_tail(x, 2), step = x / N;

        for (int i = 0; i < N; i++) {
            double at = ((double)i + 0.5) * step, density = 0;

            for (int j = 60; j >= 1; j--)
                density += (j % 2 ? 0.5 : -0.5) * (2 * j + 1) * j * (j + 1) *
                           exp(-j * (j + 1) * at / 2);
            if (at > 0.02)
                sum += step * density * anderson_tail(x - at, 2);
        }
        check_close(anderson_tail(x, 4), sum, 1e-7, 0);
    }
}

/* One degree of freedom: the asymptotic points of A^2 for one sample of a
 * known law, 1.933 2.492 3.878 (Marsaglia and Marsaglia 2004). */
static void the_limit_of_two_samples_is_known(void **state)
{
    (void)state;
    check_close(anderson_tail(1.933, 1), 0.10, 0, 1e-4);
    check_close(anderson_tail(2.492, 1), 0.05, 0, 1e-4);
    check_close(anderson_tail(3.878125, 1), 0.01, 0, 1e-6);
    check_close(anderson_tail(0, 1), 1, 0, 0);
    check_close(anderson_tail(0.05, 1), 1, 0, 1e-6);
    check_close(anderson_tail(1000, 1), 0, 0, 0);
}

static void equal_or_few_values_have_no_answer(void **state)
{
    static const double same[] = {1, 1, 1}, x[] = {1, 2, 3};
    const struct series equal[] = {{same, 3}, {same, 2}};
    const struct series few[] = {{x, 2}, {x, 1}};
    const struct series alone[] = {{x, 3}, {x, 0}};

    (void)state;
    check_nan(anderson_of(equal, 2, ANDERSON_MIDRANK).test.p);
    check_nan(anderson_of(few, 2, ANDERSON_MIDRANK).test.p);
    check_nan(anderson_of(alone, 2, ANDERSON_MIDRANK).test.p);
    check_nan(anderson_of(NULL, 0, ANDERSON_MIDRANK).test.p);
}

static void p_is_uniform_under_the_null(void **state)
{
    struct random_stream *random = random_create(12, "anderson");
    size_t below = 0;

    (void)state;
    for (size_t round = 0; round < 3000; round++) {
        double x[3][25];
        struct series samples[3];

        for (size_t i = 0; i < 3; i++) {
            samples[i] = (struct series){x[i], 15 + 5 * i};
            for (size_t j = 0; j < samples[i].n; j++)
                x[i][j] = random_uniform(random);
        }
        below += anderson_of(samples, 3, ANDERSON_MIDRANK).test.p < 0.1;
    }
    check_close((double)below / 3000, 0.1, 0, 0.02);
    random_destroy(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(samples_agree_with_ksamples),
        cmocka_unit_test(the_papers_example_agrees),
        cmocka_unit_test(the_limit_of_three_samples_is_known),
        cmocka_unit_test(the_limit_of_two_samples_is_known),
        cmocka_unit_test(the_limit_of_two_samples_agrees_with_the_series),
        cmocka_unit_test(the_limit_of_five_samples_is_that_of_a_sum),
        cmocka_unit_test(equal_or_few_values_have_no_answer),
        cmocka_unit_test(p_is_uniform_under_the_null),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
