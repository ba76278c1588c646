#include "stat/quantile.h"

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "base/sort.h"
#include "stat/moments.h"
#include "tests/check.h"
#include "tests/reference.h"

static void quantiles_agree_with_the_reference_kit(void **state)
{
    const struct reference *row = NULL;
    unsigned n_rows = 0;

    (void)state;
    while ((row = reference_next(row, NULL, "quantile"))) {
        struct sample s = reference_sample(row);
        double p;
        int type;

        assert_int_equal(sscanf(row->parameters, "p=%lf;type=%d", &p, &type),
                         2);
        reference_check(row, quantile_of(&s, p, type));
        n_rows++;
    }
    while ((row = reference_next(row, NULL, "iqr"))) {
        struct sample s = reference_sample(row);

        reference_check(row, quantile_iqr(&s, atoi(row->parameters + 5)));
        n_rows++;
    }
    assert_true(n_rows >= 900);
}

static void intervals_agree_with_the_reference_kit(void **state)
{
    const struct reference *row = NULL;
    unsigned n_rows = 0;
    double p, level;

    (void)state;
    while ((row = reference_next(row, NULL, NULL))) {
        struct sample s;
        struct quantile q;

        if (strncmp(row->statistic, "qci_", 4) != 0 ||
            sscanf(row->parameters, "p=%lf;level=%lf", &p, &level) != 2)
            continue;
        s = reference_sample(row);
        q = quantile_estimate(&s, p, 7, level);
        reference_check(
            row,
            strcmp(row->statistic, "qci_lo") == 0        ? q.estimate.low
            : strcmp(row->statistic, "qci_hi") == 0      ? q.estimate.high
            : strcmp(row->statistic, "qci_rank_lo") == 0 ? (double)q.ranks.low
            : strcmp(row->statistic, "qci_rank_hi") == 0 ? (double)q.ranks.high
                                                         : q.ranks.coverage);
        assert_true(q.ranks.coverage >= level - 1e-12);
        n_rows++;
    }
    assert_true(n_rows >= 1000);
}

/* R 4.2.2: quantile(x, p, type = 1:9). */
static void the_nine_types_differ_as_they_should(void **state)
{
    static const double x[] = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29};
    static const double p[] = {.1, .25, .5, .9, .95, .99};
    static const double expected[9][6] = {
        {2, 5, 11, 23, 29, 29},
        {2.5, 5, 12, 26, 29, 29},
        {2, 3, 11, 23, 29, 29},
        {2, 4, 11, 23, 26, 28.4},
        {2.5, 5, 12, 26, 29, 29},
        {2.1, 4.5, 12, 28.4, 29, 29},
        {2.9, 5.5, 12, 23.6, 26.3, 28.46},
        {2 + 11.0 / 30, 4 + 5.0 / 6, 12, 26.8, 29, 29},
        {2.4, 4.875, 12, 26.6, 29, 29},
    };
    struct sample s = {.x = x, .n = COUNT(x)};

    (void)state;
    for (int type = 1; type <= 9; type++)
        for (size_t i = 0; i < COUNT(p); i++)
            check_close(quantile_of(&s, p[i], type), expected[type - 1][i],
                        1e-14, 0);
}

/* 0.07 * 100 is 7.000000000000001 in doubles. */
static void rounding_moves_no_rank(void **state)
{
    double x[100];
    struct sample s = {.x = x, .n = COUNT(x)};

    (void)state;
    for (size_t i = 0; i < COUNT(x); i++)
        x[i] = (double)(i + 1);
    for (size_t i = 1; i < COUNT(x); i++) {
        check_close(quantile_of(&s, (double)i / 100, 1), (double)i, 0, 0);
        check_close(quantile_of(&s, (double)i / 100, 2), (double)i + 0.5, 0, 0);
        check_close(quantile_of(&s, (double)i / 100, 4), (double)i, 0, 0);
    }
}

/* R 4.2.2: qbinom(c(.025, .975), n, p). */
static void ranks_are_the_published_ones(void **state)
{
    static const struct {
        size_t n;
        double p;
        size_t low, high;
    } cases[] = {
        {20, .5, 6, 15},           {100, .5, 40, 61},
        {1000, .99, 983, 997},     {10000, .99, 9880, 9920},
        {10000, .999, 9983, 9997}, {368, .99, 360, 368},
        {333, .99, 326, 334},      {72, .95, 64, 72},
        {36, .9, 29, 36},          {10000000, .99, 9899383, 9900617},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct quantile_ranks ranks =
            quantile_ranks(cases[i].n, cases[i].p, 0.95);

        assert_int_equal(ranks.low, cases[i].low);
        assert_int_equal(ranks.high, cases[i].high);
    }
    check_close(quantile_ranks(20, .5, .95).coverage, .9586, 0, 5e-5);
    check_close(quantile_ranks(1000, .99, .95).coverage, .9761, 0, 5e-5);
    check_close(quantile_ranks(10000, .999, .95).coverage, .9755, 0, 5e-5);
}

/* ln(alpha / 2) / ln p, and from the ranks themselves. */
static void the_needed_n_is_the_first_with_finite_limits(void **state)
{
    static const struct {
        double p;
        size_t two_sided, upper;
    } cases[] = {
        {.5, 6, 5},      {.9, 36, 29},       {.95, 72, 59},
        {.99, 368, 299}, {.999, 3688, 2995},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t n = cases[i].two_sided;

        assert_int_equal(quantile_needs_n(cases[i].p, .95), n);
        assert_int_equal(quantile_needs_n(1 - cases[i].p, .95), n);
        assert_int_equal(quantile_needs_n_upper(cases[i].p, .95),
                         cases[i].upper);
        assert_true(quantile_ranks(n, cases[i].p, .95).high <= n);
        assert_true(quantile_ranks(n - 1, cases[i].p, .95).high == n);
    }
}

static void short_samples_are_doubted(void **state)
{
    double x[1000];
    struct sample s = {.x = x, .n = 333};
    struct quantile q;

    (void)state;
    for (size_t i = 0; i < COUNT(x); i++)
        x[i] = (double)i;
    q = quantile_estimate(&s, .99, 7, .95);
    assert_int_equal(q.estimate.doubts, DOUBT_FEW | DOUBT_OPEN);
    check_close(q.estimate.high, (double)INFINITY, 0, 0);
    check_close(q.estimate.low, 325, 0, 0);
    assert_int_equal(q.needs_n, 368);
    s.n = 1000; /* ten beyond p99, though 1000 (1 - .99) rounds upward */
    q = quantile_estimate(&s, .99, 7, .95);
    assert_int_equal(q.estimate.doubts, 0);
    s.n = 999;
    q = quantile_estimate(&s, .99, 7, .95);
    assert_int_equal(q.estimate.doubts, DOUBT_FEW);
}

static void ends_and_nothing_have_no_interval(void **state)
{
    static const double x[] = {1, 2, 3};
    struct sample s = {.x = x, .n = 3}, none = {0};
    struct quantile q = quantile_estimate(&s, 1, 7, .95);

    (void)state;
    check_close(q.estimate.value, 3, 0, 0);
    assert_false(estimate_has_interval(&q.estimate));
    q = quantile_estimate(&none, .5, 7, .95);
    check_nan(q.estimate.value);
    assert_int_equal(q.needs_n, 6);
    assert_false(estimate_has_interval(&q.estimate));
    check_nan(quantile_iqr(&none, 7));
    check_nan(quantile_certified(&none, .9, .99).value);
}

/* The thresholds of MLPerf's early stopping: h faster requests beside t slower
 * ones are the fewest that certify. Computed from the negative binomial law. */
static void certified_tails_begin_where_mlperf_says(void **state)
{
    static const size_t t[] = {1, 2, 5, 10};
    static const struct {
        double p;
        size_t fewest[4];
    } cases[] = {
        {.9, {63, 79, 122, 187}},
        {.95, {129, 163, 254, 388}},
        {.99, {661, 836, 1302, 2000}},
        {.999, {6635, 8401, 13100, 20130}},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        for (size_t k = 0; k < COUNT(t); k++) {
            size_t n = cases[i].fewest[k] + t[k];

            assert_int_equal(quantile_certified_rank(n, cases[i].p, .99), t[k]);
            assert_int_equal(quantile_certified_rank(n - 1, cases[i].p, .99),
                             t[k] - 1);
        }
    assert_int_equal(quantile_certified_rank(10000, .99, .99), 77);
    assert_int_equal(quantile_certified_rank(1000, .99, .99), 2);
    assert_int_equal(quantile_certified_rank(333, .99, .99), 0);
}

static void a_certified_value_is_its_own_upper_limit(void **state)
{
    double x[1000];
    struct sample s = {.x = x, .n = COUNT(x)};
    struct estimate certified;

    (void)state;
    for (size_t i = 0; i < COUNT(x); i++)
        x[i] = (double)i;
    certified = quantile_certified(&s, .99, .99);
    check_close(certified.value, 998, 0, 0);
    check_close(certified.high, 998, 0, 0);
    check_close(certified.low, -(double)INFINITY, 0, 0);
    s.n = 333;
    check_nan(quantile_certified(&s, .99, .99).value);
}

static void quantiles_never_fall_as_p_grows(void **state)
{
    struct random_stream *random = random_create(3, "test");
    double x[37];

    (void)state;
    for (size_t round = 0; round < 40; round++) {
        struct sample s = {.x = x, .n = 1 + random_below(random, COUNT(x))};

        for (size_t i = 0; i < s.n; i++)
            x[i] = (double)random_below(random, 20);
        sort_doubles(x, s.n);
        for (int type = 1; type <= 9; type++) {
            double last = -1;

            for (int i = 0; i <= 500; i++) {
                double q = quantile_of(&s, i / 500.0, type);

                assert_true(q >= last);
                assert_true(q >= x[0] && q <= x[s.n - 1]);
                last = q;
            }
        }
    }
    random_destroy(random);
}

static void intervals_cover_what_they_promise(void **state)
{
    static const double p[] = {.5, .9, .95};
    enum { ROUNDS = 2000, N = 150 };
    struct random_stream *random = random_create(5, "test");
    unsigned covered[COUNT(p)] = {0};
    double x[N];
    struct sample s = {.x = x, .n = N};

    (void)state;
    for (unsigned round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < N; i++)
            x[i] = -log(random_uniform(random));
        sort_doubles(x, N);
        for (size_t k = 0; k < COUNT(p); k++) {
            struct quantile q = quantile_estimate(&s, p[k], 7, .95);
            double truth = -log(1 - p[k]);

            covered[k] += q.estimate.low <= truth && truth < q.estimate.high;
        }
    }
    for (size_t k = 0; k < COUNT(p); k++)
        assert_true(covered[k] >= 0.935 * ROUNDS);
    random_destroy(random);
}

/* Of 0, 1, ..., 100 the type 7 quantile of a share is 100 times it: half the
 * distance is 50 / sqrt(101), and there are sqrt(101) spacings. */
static void the_variance_is_that_of_the_share(void **state)
{
    double x[101], m = sqrt(101), low, high;
    struct sample sample = {.x = x, .n = 101};

    (void)state;
    for (size_t i = 0; i < 101; i++)
        x[i] = (double)i;
    check_close(quantile_variance(&sample, 0.5, false),
                2500.0 / 101 / (1 + 1 / m), 1e-12, 0);
    low = 50 - 50 / m;
    high = 50 + 50 / m;
    check_close(quantile_variance(&sample, 0.5, true),
                pow(log(high / low) / 2, 2) / (1 + 1 / m), 1e-12, 0);
    check_nan(quantile_variance(&sample, 0.999, false));
    check_nan(quantile_variance(&sample, 0.001, true));
}

/* The p95 of 300 lognormal values, 4,000 times: the variance of its logarithm,
 * and the mean of the estimates. */
static void the_variance_is_right_on_average(void **state)
{
    enum { N = 300, TIMES = 4000 };
    struct random_stream *random = random_create(3, "quantile");
    double x[N], logs[TIMES], mean = 0;
    struct sample sample = {.x = x, .n = N};

    (void)state;
    for (size_t t = 0; t < TIMES; t++) {
        for (size_t i = 0; i < N; i++)
            x[i] = exp(0.5 * random_gaussian(random));
        sort_doubles(x, N);
        logs[t] = log(quantile_of(&sample, 0.95, 7));
        mean += quantile_variance(&sample, 0.95, true) / TIMES;
    }
    check_close(mean, variance_of(logs, TIMES), 0.07, 0);
    random_destroy(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles_agree_with_the_reference_kit),
        cmocka_unit_test(intervals_agree_with_the_reference_kit),
        cmocka_unit_test(the_nine_types_differ_as_they_should),
        cmocka_unit_test(rounding_moves_no_rank),
        cmocka_unit_test(ranks_are_the_published_ones),
        cmocka_unit_test(the_needed_n_is_the_first_with_finite_limits),
        cmocka_unit_test(short_samples_are_doubted),
        cmocka_unit_test(ends_and_nothing_have_no_interval),
        cmocka_unit_test(certified_tails_begin_where_mlperf_says),
        cmocka_unit_test(a_certified_value_is_its_own_upper_limit),
        cmocka_unit_test(quantiles_never_fall_as_p_grows),
        cmocka_unit_test(intervals_cover_what_they_promise),
        cmocka_unit_test(the_variance_is_that_of_the_share),
        cmocka_unit_test(the_variance_is_right_on_average),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
