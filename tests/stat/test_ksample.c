#include "stat/ksample.h"

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "tests/check.h"
#include "tests/reference.h"
#include "tests/stat/series.h"

static const char *set_name, *group_name;

static void check_row(const char *statistic, const char *parameters, double got)
{
    reference_check(reference_find(set_name, group_name, statistic, parameters),
                    got);
}

static void check_anova(const struct series_set *set)
{
    struct anova anova = ksample_anova(set->series, set->k);

    check_row("anova_f", "", anova.test.statistic);
    check_row("anova_df1", "", anova.test.df);
    check_row("anova_df2", "", anova.test.df2);
    check_row("anova_p", "", anova.test.p);
    check_row("anova_ss_between", "", anova.squares_between);
    check_row("anova_ss_within", "", anova.squares_within);
    check_row("eta_squared", "", anova.eta2);
    check_row("omega_squared", "", anova.omega2);
    check_row("epsilon_squared", "", anova.epsilon2);
}

static void check_welch(const struct series_set *set)
{
    struct test_result welch = ksample_welch(set->series, set->k);

    check_row("welch_anova_f", "", welch.statistic);
    check_row("welch_anova_df1", "", welch.df);
    check_row("welch_anova_df2", "", welch.df2);
    check_row("welch_anova_p", "", welch.p);
}

static void check_others(const struct series_set *set)
{
    struct test_result kruskal = ksample_kruskal(set->series, set->k);
    struct test_result levene = ksample_levene(set->series, set->k);
    struct test_result median = ksample_brown_forsythe(set->series, set->k);

    check_row("kruskal_h", "tie-corrected", kruskal.statistic);
    check_row("kruskal_p", "chi2 df=k-1", kruskal.p);
    check_row("levene_f", "center=mean", levene.statistic);
    check_row("levene_p", "center=mean", levene.p);
    check_row("brown_forsythe_f", "center=median", median.statistic);
    check_row("brown_forsythe_p", "center=median", median.p);
}

static void check_all(const char *dataset, const char *by, const char *where,
                      const char *group)
{
    struct series_set set =
        series_read(dataset_read(dataset), "value", by, where, group);

    set_name = dataset;
    group_name = group;
    check_anova(&set);
    check_welch(&set);
    check_others(&set);
    series_free(&set);
}

static void groups_agree_with_r(void **state)
{
    static const char *const datasets[] = {"r2_icc", "r3_icc", "r5_icc",
                                           "r3_noicc"};
    static const char *const workloads[] = {"chat", "code", "rag", "summ"};

    (void)state;
    check_all("k_four", "group", NULL, "");
    check_all("k_ties", "group", NULL, "");
    for (size_t i = 0; i < COUNT(datasets); i++)
        for (size_t j = 0; j < COUNT(workloads); j++)
            check_all(datasets[i], "run", "workload", workloads[j]);
}

/* Two groups: Welch's analysis of variance is his t test. */
static void two_groups_agree_with_r(void **state)
{
    static const char *const datasets[] = {"ab_small", "ab_small_ties",
                                           "ab_medium"};

    (void)state;
    for (size_t i = 0; i < COUNT(datasets); i++) {
        struct series_set set = series_read(dataset_read(datasets[i]), "value",
                                            "variant", NULL, NULL);

        set_name = datasets[i];
        group_name = "";
        check_welch(&set);
        series_free(&set);
    }
}

/* NIST StRD SmLs01 to 09: nine treatments, a first value and then pairs of one
 * a tenth below and one above it, on a base of 1, 1e6 or 1e12. The numbers are
 * read as decimals, as from the files. */
static void make_smls(double *x, struct series *samples, size_t n,
                      const char *base)
{
    static const int first[] = {4, 3, 5, 3, 5, 3, 5, 3, 5};

    for (size_t i = 0; i < 9; i++) {
        samples[i] = (struct series){x + i * n, n};
        for (size_t j = 0; j < n; j++) {
            int digit = first[i] + (j == 0 ? 0 : j % 2 ? -1 : 1);
            char text[40];

            snprintf(text, sizeof text, "%s.%d", base, digit);
            x[i * n + j] = strtod(text, NULL);
        }
    }
}

/* The certified F, the digits that an exact computation on the rounded data
 * can have, and the F of the rounded data with 60 digits. */
static void anova_has_all_digits_of_nist(void **state)
{
    static const struct {
        const char *base;
        size_t n;
        double certified, digits, on_doubles;
    } rows[] = {
        {"1", 21, 21, 13, 21.000000000000001},
        {"1", 201, 201, 13, 201.00000000000002},
        {"1", 2001, 2001, 13, 2001.0000000000002},
        {"1000000", 21, 21, 10.43, 21.000000000776102},
        {"1000000", 201, 201, 10.21, 201.00000001241763},
        {"1000000", 2001, 2001, 10.19, 2001.000000128833},
        {"1000000000000", 21, 21, 4.413, 21.000811887818771},
        {"1000000000000", 201, 201, 4.189, 201.01300409594845},
        {"1000000000000", 2001, 2001, 4.171, 2001.1349262209505},
    };
    double *x = calloc(9 * 2001, sizeof *x);
    struct series samples[9];

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        double f;

        make_smls(x, samples, rows[i].n, rows[i].base);
        f = ksample_anova(samples, 9).test.statistic;
        check_close(f, rows[i].certified, pow(10, 0.5 - rows[i].digits), 0);
        check_close(f, rows[i].on_doubles, 1e-12, 0);
    }
    free(x);
}

/* NIST StRD AtmWtAg and SiRstv. */
static void real_measurements_have_all_digits_of_nist(void **state)
{
    static const struct {
        const char *name;
        double certified, digits, on_doubles;
    } rows[] = {
        {"nist_atmwtag", 15.9467335677930, 10.15, 15.946733566676926},
        {"nist_sirstv", 1.18046237440255, 13, 1.1804623744024468},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct series_set set = series_read(dataset_read(rows[i].name), "value",
                                            "group", NULL, NULL);
        double f = ksample_anova(set.series, set.k).test.statistic;

        check_close(f, rows[i].certified, pow(10, 0.5 - rows[i].digits), 0);
        check_close(f, rows[i].on_doubles, 1e-12, 0);
        series_free(&set);
    }
}

/* R 4.2.2: kruskal.test(Ozone ~ Month, data = airquality) */
static void kruskal_agrees_on_airquality(void **state)
{
    static const double may[] = {41, 36, 12, 18, 28, 23, 19,  8,  7,
                                 16, 11, 14, 18, 14, 34, 6,   30, 11,
                                 1,  11, 4,  32, 23, 45, 115, 37};
    static const double june[] = {29, 71, 39, 23, 21, 37, 20, 12, 13};
    static const double july[] = {135, 49,  32, 64, 40, 77, 97, 97, 85,
                                  10,  27,  7,  48, 35, 61, 79, 63, 16,
                                  80,  108, 20, 52, 82, 50, 64, 59};
    static const double august[] = {39, 9,  16,  78, 35, 66,  122, 89, 110,
                                    44, 28, 65,  22, 59, 23,  31,  44, 21,
                                    9,  45, 168, 73, 76, 118, 84,  85};
    static const double september[] = {96, 78, 73, 91, 47, 32, 20, 23, 21, 24,
                                       44, 21, 28, 9,  13, 46, 18, 13, 24, 16,
                                       13, 23, 36, 7,  14, 30, 14, 18, 20};
    const struct series months[] = {{may, COUNT(may)},
                                    {june, COUNT(june)},
                                    {july, COUNT(july)},
                                    {august, COUNT(august)},
                                    {september, COUNT(september)}};
    struct test_result test = ksample_kruskal(months, 5);

    (void)state;
    check_close(test.statistic, 29.2665763, 0, 5e-8);
    check_close(test.p, 6.900714e-06, 1e-6, 0);
}

static void without_spread_or_groups_there_is_no_answer(void **state)
{
    static const double same[] = {0.1, 0.1, 0.1, 0.1}, x[] = {1, 2, 4};
    const struct series constant[] = {{same, 4}, {same, 3}};
    const struct series alone[] = {{x, 3}, {x, 0}};
    const struct series single[] = {{x, 3}, {x, 1}};
    const struct series flat[] = {{same, 4}, {x, 3}};
    const struct series apart[] = {{same, 2}, {(const double[]){3, 3}, 2}};

    (void)state;
    check_nan(ksample_anova(constant, 2).test.p);
    check_nan(ksample_anova(constant, 2).eta2);
    check_nan(ksample_kruskal(constant, 2).p);
    check_nan(ksample_levene(constant, 2).p);
    check_nan(ksample_anova(alone, 2).test.p);
    check_nan(ksample_welch(alone, 2).p);
    check_nan(ksample_kruskal(alone, 2).p);
    check_nan(ksample_brown_forsythe(NULL, 0).p);
    check_nan(ksample_welch(single, 2).p);
    check_nan(ksample_welch(flat, 2).p);
    assert_true(ksample_anova(single, 2).test.p < 1);
    check_nan(ksample_anova(apart, 2).test.p);
    check_close(ksample_anova(apart, 2).eta2, 1, 1e-12, 0);
}

/* A sample without values changes nothing. */
static void empty_samples_are_left_out(void **state)
{
    static const double x[] = {1, 2, 4, 3}, y[] = {5, 4, 7};
    const struct series with[] = {{x, 4}, {NULL, 0}, {y, 3}};
    const struct series without[] = {{x, 4}, {y, 3}};

    (void)state;
    check_close(ksample_anova(with, 3).test.p, ksample_anova(without, 2).test.p,
                0, 0);
    check_close(ksample_welch(with, 3).p, ksample_welch(without, 2).p, 0, 0);
    check_close(ksample_kruskal(with, 3).p, ksample_kruskal(without, 2).p, 0,
                0);
    check_close(ksample_levene(with, 3).p, ksample_levene(without, 2).p, 0, 0);
    check_close(ksample_kruskal(with, 3).df, 1, 0, 0);
}

/* 4,000 times three groups of one law: p < .05 in 5 % (s.e. .34 %). */
static void p_is_uniform_under_the_null(void **state)
{
    struct random_stream *random = random_create(3, "ksample");
    double x[3][12];
    size_t anova = 0, kruskal = 0, welch = 0;

    (void)state;
    for (size_t round = 0; round < 4000; round++) {
        struct series samples[3];

        for (size_t i = 0; i < 3; i++) {
            samples[i] = (struct series){x[i], 8 + 2 * i};
            for (size_t j = 0; j < samples[i].n; j++)
                x[i][j] = random_gaussian(random);
        }
        anova += ksample_anova(samples, 3).test.p < 0.05;
        welch += ksample_welch(samples, 3).p < 0.05;
        kruskal += ksample_kruskal(samples, 3).p < 0.05;
    }
    check_close((double)anova / 4000, 0.05, 0, 0.012);
    check_close((double)welch / 4000, 0.05, 0, 0.012);
    check_close((double)kruskal / 4000, 0.05, 0, 0.014);
    random_destroy(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_agree_with_r),
        cmocka_unit_test(two_groups_agree_with_r),
        cmocka_unit_test(anova_has_all_digits_of_nist),
        cmocka_unit_test(real_measurements_have_all_digits_of_nist),
        cmocka_unit_test(kruskal_agrees_on_airquality),
        cmocka_unit_test(without_spread_or_groups_there_is_no_answer),
        cmocka_unit_test(empty_samples_are_left_out),
        cmocka_unit_test(p_is_uniform_under_the_null),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
