#include "stat/correlation.h"

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "tests/check.h"
#include "tests/reference.h"

/* Columns of a dataset, of one group or (in brackets) of all. */
static double *column(const struct reference *row, const char *name, size_t *n)
{
    const struct dataset *set = dataset_read(row->dataset);
    bool all = row->group[0] == '(' || row->group[0] == '\0';

    return dataset_numbers(set, name, all ? NULL : "group", row->group, n);
}

static double statistic_of(const char *statistic, struct correlation pearson,
                           struct correlation spearman,
                           struct correlation exact)
{
    const struct {
        const char *name;
        double value;
    } known[] = {
        {"pearson_r", pearson.estimate.value},
        {"pearson_p", pearson.p},
        {"pearson_t", pearson.statistic},
        {"pearson_ci_lo", pearson.estimate.low},
        {"pearson_ci_hi", pearson.estimate.high},
        {"spearman_rho", spearman.estimate.value},
        {"spearman_p", spearman.p},
        {"spearman_p exact", exact.p},
    };

    for (size_t i = 0; i < COUNT(known); i++)
        if (strcmp(known[i].name, statistic) == 0)
            return known[i].value;
    fail_msg("nothing computes %s", statistic);
    return (double)NAN;
}

static void coefficients_agree_with_the_reference_kit(void **state)
{
    static const char *const names[] = {
        "pearson_r",     "pearson_p",    "pearson_t",  "pearson_ci_lo",
        "pearson_ci_hi", "spearman_rho", "spearman_p",
    };
    unsigned n_rows = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        const struct reference *row = NULL;

        while ((row = reference_next(row, NULL, names[i]))) {
            bool exact = strncmp(row->parameters, "exact", 5) == 0;
            size_t n;
            double *x = column(row, "x", &n), *y = column(row, "y", &n);

            reference_check(
                row, statistic_of(exact ? "spearman_p exact" : names[i],
                                  correlation_pearson(x, y, n, 0.95),
                                  correlation_spearman(
                                      x, y, n, 0.95, CORRELATION_P_ASYMPTOTIC),
                                  correlation_spearman(
                                      x, y, n, 0.95, CORRELATION_P_AUTOMATIC)));
            n_rows++;
            free(x);
            free(y);
        }
    }
    assert_true(n_rows >= 80);
}

static void logarithms_agree_with_the_reference_kit(void **state)
{
    const struct reference *row = NULL;
    unsigned n_rows = 0;

    (void)state;
    while ((row = reference_next(row, NULL, "pearson_r_log"))) {
        size_t n;
        double *x = column(row, "x", &n), *y = column(row, "y", &n);

        for (size_t i = 0; i < n; i++) {
            x[i] = log(x[i]);
            y[i] = log(y[i]);
        }
        reference_check(row, correlation_pearson(x, y, n, 0.95).estimate.value);
        n_rows++;
        free(x);
        free(y);
    }
    assert_int_equal(n_rows, 5);
}

static void partial_coefficients_agree_with_the_reference_kit(void **state)
{
    static const char *const names[] = {"partial_r", "partial_p",
                                        "partial_ci_lo", "partial_ci_hi",
                                        "partial_spearman"};
    const struct reference *row;
    size_t n;
    double *x, *y, *z[2];

    (void)state;
    row = reference_find("pc_confounded", "", "partial_r", "given z1");
    x = column(row, "x", &n);
    y = column(row, "y", &n);
    z[0] = column(row, "z1", &n);
    z[1] = column(row, "z2", &n);
    for (size_t i = 0; i < COUNT(names); i++) {
        row = NULL;
        while ((row = reference_next(row, "pc_confounded", names[i]))) {
            bool both = strstr(row->parameters, "z1+z2");
            const double *const *given =
                (const double *const *)z +
                (!both && strstr(row->parameters, "z2") ? 1 : 0);
            struct correlation r =
                correlation_partial(x, y, given, both ? 2 : 1, n, 0.95);
            double values[] = {
                r.estimate.value, r.p, r.estimate.low, r.estimate.high,
                correlation_partial_spearman(x, y, given, both ? 2 : 1, n, 0.95)
                    .estimate.value};

            reference_check(row, values[i]);
        }
    }
    free(x);
    free(y);
    free(z[0]);
    free(z[1]);
}

/* The groups of c_simpson are w1 .. w4. */
static void groups_agree_with_the_reference_kit(void **state)
{
    const struct reference *row = reference_find(
        "c_simpson", "(within)", "partial_r", "given group dummies");
    const struct dataset *set = dataset_read("c_simpson");
    size_t n;
    double *x = column(row, "x", &n), *y = column(row, "y", &n);
    uint32_t *group = calloc(n, sizeof *group);
    double *dummies[3];
    struct correlation within, partial;

    (void)state;
    for (size_t g = 0; g < 3; g++)
        dummies[g] = calloc(n, sizeof *dummies[g]);
    for (size_t i = 0; i < n; i++) {
        group[i] = (uint32_t)(set->cells[i][0][1] - '1');
        if (group[i] < 3)
            dummies[group[i]][i] = 1;
    }
    within = correlation_within(x, y, group, 9, n, 0.95);
    reference_check(row, within.estimate.value);
    reference_check(
        reference_find("c_simpson", "(within)", "partial_p", "df=n-2-(k-1)"),
        within.p);
    partial =
        correlation_partial(x, y, (const double *const *)dummies, 3, n, 0.95);
    check_close(within.estimate.low, partial.estimate.low, 1e-12, 0);
    check_close(within.df, partial.df, 0, 0);
    for (size_t g = 0; g < 3; g++)
        free(dummies[g]);
    free(group);
    free(x);
    free(y);
}

/* R 4.2.2, mtcars: cor.test(mpg, wt), cor.test(.., method = "spearman"), and
 * with cyl: cor(mpg - ave(mpg, cyl), wt - ave(wt, cyl)), cor of the ave()s. */
static const double mpg[] = {21,   21,   22.8, 21.4, 18.7, 18.1, 14.3, 24.4,
                             22.8, 19.2, 17.8, 16.4, 17.3, 15.2, 10.4, 10.4,
                             14.7, 32.4, 30.4, 33.9, 21.5, 15.5, 15.2, 13.3,
                             19.2, 27.3, 26,   30.4, 15.8, 19.7, 15,   21.4};
static const double wt[] = {
    2.62,  2.875, 2.32,  3.215, 3.44,  3.46,  3.57, 3.19,  3.15,  3.44,  3.44,
    4.07,  3.73,  3.78,  5.25,  5.424, 5.345, 2.2,  1.615, 1.835, 2.465, 3.52,
    3.435, 3.84,  3.845, 1.935, 2.14,  1.513, 3.17, 2.77,  3.57,  2.78};
static const double hp[] = {110, 110, 93,  110, 175, 105, 245, 62,
                            95,  123, 123, 180, 180, 180, 205, 215,
                            230, 66,  52,  65,  97,  150, 150, 245,
                            175, 66,  91,  113, 264, 175, 335, 109};
static const uint32_t cyl[] = {1, 1, 0, 1, 2, 1, 2, 0, 0, 1, 1, 2, 2, 2, 2, 2,
                               2, 0, 0, 0, 0, 2, 2, 2, 2, 0, 0, 0, 2, 1, 2, 0};

static void cars_agree_with_r(void **state)
{
    const double *const given[] = {hp};
    struct correlation r = correlation_pearson(mpg, wt, 32, 0.95);

    (void)state;
    check_close(r.estimate.value, -0.867659376517, 1e-11, 0);
    check_close(r.estimate.low, -0.933826, 1e-6, 0);
    check_close(r.estimate.high, -0.744087, 1e-6, 0);
    check_close(r.statistic, -9.559044, 1e-6, 0);
    r = correlation_spearman(mpg, wt, 32, 0.95, CORRELATION_P_AUTOMATIC);
    check_close(r.estimate.value, -0.886422033, 1e-8, 0);
    r = correlation_partial(mpg, wt, given, 1, 32, 0.95);
    check_close(r.estimate.value, -0.751204905, 1e-8, 0);
    r = correlation_within(mpg, wt, cyl, 3, 32, 0.95);
    check_close(r.estimate.value, -0.626387938, 1e-8, 0);
    check_close(correlation_between(mpg, wt, cyl, 3, 32), -0.994323638, 1e-8,
                0);
}

/* tanh(atanh(r) -+ 1.959964 sqrt((1 + r^2/2) / (n - 3))), by hand. */
static void rho_has_the_interval_of_bonett_and_wright(void **state)
{
    struct correlation r =
        correlation_spearman(mpg, wt, 32, 0.95, CORRELATION_P_AUTOMATIC);

    (void)state;
    check_close(r.estimate.low, -0.950265882378298, 1e-9, 0);
    check_close(r.estimate.high, -0.751081976970414, 1e-9, 0);
}

static void undefined_cases_say_so(void **state)
{
    static const double x[] = {1, 2, 3, 4}, same[] = {.1, .1, .1, .1};
    static const uint32_t group[] = {0, 0, 1, 1};
    static const double per_group[] = {5, 5, 9, 9};
    const double *const given[] = {x};

    (void)state;
    check_nan(correlation_pearson(x, x, 2, .95).estimate.value);
    check_nan(correlation_pearson(x, same, 4, .95).estimate.value);
    check_nan(correlation_pearson(x, same, 4, .95).p);
    check_nan(correlation_spearman(same, x, 4, .95, CORRELATION_P_AUTOMATIC).p);
    check_nan(correlation_spearman(x, x, 0, .95, CORRELATION_P_EXACT).p);
    check_nan(correlation_partial(x, x, given, 1, 4, .95).estimate.value);
    check_nan(
        correlation_within(x, per_group, group, 2, 4, .95).estimate.value);
    check_nan(correlation_between(x, per_group, group, 2, 4));
    check_nan(correlation_between(x, x, group, 2, 0));
}

static void a_perfect_line_is_certain(void **state)
{
    static const double x[] = {1, 2, 3, 4, 5}, y[] = {-2, -4, -6, -8, -10};
    struct correlation r = correlation_pearson(x, y, 5, .95);

    (void)state;
    check_close(r.estimate.value, -1, 0, 0);
    check_close(r.p, 0, 0, 0);
    check_close(r.estimate.low, -1, 0, 0);
    check_close(r.estimate.high, -1, 0, 0);
}

/* A shift by 2^40 leaves 12 bits of spread; r does not change. */
static void a_large_mean_costs_no_digits(void **state)
{
    double x[32], y[32], near, far;

    (void)state;
    for (size_t i = 0; i < COUNT(x); i++) {
        x[i] = floor(mpg[i] * 8);
        y[i] = floor(wt[i] * 1024);
    }
    near = correlation_pearson(x, y, COUNT(x), .95).estimate.value;
    for (size_t i = 0; i < COUNT(x); i++) {
        x[i] += 1099511627776;
        y[i] += 1099511627776;
    }
    far = correlation_pearson(x, y, COUNT(x), .95).estimate.value;
    check_close(far, near, 1e-14, 0);
}

static void columns_said_twice_count_once(void **state)
{
    const double *const once[] = {hp}, *const twice[] = {hp, hp};
    struct correlation a = correlation_partial(mpg, wt, once, 1, 32, .95);
    struct correlation b = correlation_partial(mpg, wt, twice, 2, 32, .95);

    (void)state;
    check_close(b.estimate.value, a.estimate.value, 1e-13, 0);
    check_close(b.df, a.df, 0, 0);
}

static void intervals_cover_what_they_promise(void **state)
{
    enum { ROUNDS = 2000, N = 60 };
    const double rho = 0.7, rank_rho = 6 / M_PI * asin(rho / 2);
    struct random_stream *random = random_create(23, "test");
    unsigned pearson = 0, spearman = 0, rejected = 0;
    double x[N], y[N], other[N];

    (void)state;
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct correlation r;

        for (size_t i = 0; i < N; i++) {
            x[i] = random_gaussian(random);
            other[i] = random_gaussian(random);
            y[i] = rho * x[i] + sqrt(1 - rho * rho) * other[i];
        }
        r = correlation_pearson(x, y, N, .95);
        pearson += r.estimate.low <= rho && rho <= r.estimate.high;
        r = correlation_spearman(x, y, N, .95, CORRELATION_P_AUTOMATIC);
        spearman += r.estimate.low <= rank_rho && rank_rho <= r.estimate.high;
        rejected += correlation_pearson(x, other, N, .95).p < 0.05;
    }
    assert_true(pearson >= 0.935 * ROUNDS);
    assert_true(spearman >= 0.935 * ROUNDS);
    assert_true(rejected >= 0.035 * ROUNDS && rejected <= 0.065 * ROUNDS);
    random_destroy(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(coefficients_agree_with_the_reference_kit),
        cmocka_unit_test(logarithms_agree_with_the_reference_kit),
        cmocka_unit_test(partial_coefficients_agree_with_the_reference_kit),
        cmocka_unit_test(groups_agree_with_the_reference_kit),
        cmocka_unit_test(cars_agree_with_r),
        cmocka_unit_test(rho_has_the_interval_of_bonett_and_wright),
        cmocka_unit_test(undefined_cases_say_so),
        cmocka_unit_test(a_perfect_line_is_certain),
        cmocka_unit_test(a_large_mean_costs_no_digits),
        cmocka_unit_test(columns_said_twice_count_once),
        cmocka_unit_test(intervals_cover_what_they_promise),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
