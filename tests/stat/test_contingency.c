#include "stat/contingency.h"

#include <stdlib.h>
#include <string.h>

#include "tests/check.h"
#include "tests/reference.h"

/* All rows of a dataset variant,success,n. */
static size_t read_counts(const char *dataset, struct count counts[8])
{
    const struct dataset *set = dataset_read(dataset);
    size_t n;
    double *k = dataset_numbers(set, "success", NULL, NULL, &n);
    double *trials = dataset_numbers(set, "n", NULL, NULL, &n);

    for (size_t i = 0; i < n; i++)
        counts[i] = (struct count){(uint64_t)k[i], (uint64_t)trials[i]};
    free(k);
    free(trials);
    return n;
}

static void tests_agree_with_the_reference_kit(void **state)
{
    static const char *const names[] = {"fisher_p", "chi2", "chi2_p", "chi2_df",
                                        "odds_ratio"};
    unsigned n_rows = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        const struct reference *row = NULL;

        while ((row = reference_next(row, NULL, names[i]))) {
            struct count c[8];
            size_t k = read_counts(row->dataset, c);
            bool yates = strcmp(row->parameters, "Yates") == 0;
            struct contingency_test chi2 = contingency_chi_square(c, k, yates);
            double values[] = {k == 2
                                   ? contingency_fisher(c[0], c[1], SIDE_BOTH).p
                                   : (double)NAN,
                               chi2.statistic, chi2.p, chi2.df,
                               contingency_odds_ratio(c[0], c[1])};

            if (i == 0 && k != 2)
                continue; /* a k x 2 Fisher test is not offered */
            reference_check(row, values[i]);
            n_rows++;
        }
    }
    assert_true(n_rows >= 28);
}

/* R 4.2.2: fisher.test(matrix(c(a, b, c, d), 2), alternative = ...)$p.value. */
static void fisher_agrees_with_r(void **state)
{
    static const struct {
        struct count a, b;
        enum side side;
        double p;
    } cases[] = {
        {{21, 10000}, {13, 10000}, SIDE_BOTH, 0.22908373897212017},
        {{500, 5000}, {600, 5000}, SIDE_BOTH, 0.0015467154178600937},
        {{500, 5000}, {600, 5000}, SIDE_LESS, 0.00077335770893004598},
        {{500, 5000}, {600, 5000}, SIDE_GREATER, 0.99938063221239859},
        {{3, 4}, {1, 4}, SIDE_BOTH, 0.48571428571428582},
        {{3000, 1000000}, {2800, 1000000}, SIDE_BOTH, 0.0088702756768892048},
        {{30000, 1000000}, {28000, 1000000}, SIDE_BOTH, 3.6312196994218081e-17},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        check_close(contingency_fisher(cases[i].a, cases[i].b, cases[i].side).p,
                    cases[i].p, 1e-8, 0);
}

static void fisher_can_be_hopeless_or_certain(void **state)
{
    const struct count none = {0, 0}, all = {1000000, 1000000},
                       zero = {0, 1000000};

    (void)state;
    check_close(contingency_fisher(all, zero, SIDE_BOTH).p, 0, 0, 1e-300);
    check_close(contingency_fisher(zero, zero, SIDE_BOTH).p, 1, 0, 0);
    check_close(contingency_fisher(all, none, SIDE_LESS).p, 1, 0, 0);
    check_nan(contingency_fisher(none, none, SIDE_BOTH).p);
}

/* The two sides share the table that was seen: with the chance of that table
 * from the factorials, they add up to one more of it. */
static void the_sides_of_fisher_overlap_in_one_table(void **state)
{
    (void)state;
    for (unsigned x = 0; x <= 7; x++)
        for (unsigned y = 0; y <= 9; y++) {
            struct count a = {x, 7}, b = {y, 9};
            double chance =
                exp(lgamma(8) - lgamma(x + 1) - lgamma(8 - x) + lgamma(10) -
                    lgamma(y + 1) - lgamma(10 - y) - lgamma(17) +
                    lgamma(x + y + 1) + lgamma(17 - (x + y)));

            check_close(contingency_fisher(a, b, SIDE_LESS).p +
                            contingency_fisher(a, b, SIDE_GREATER).p,
                        1 + chance, 1e-12, 0);
            check_close(contingency_fisher(a, b, SIDE_BOTH).p,
                        contingency_fisher(b, a, SIDE_BOTH).p, 1e-12, 0);
        }
}

/* R 4.2.2: prop.test(c(5, 9, 14, 3, 0), c(100, 120, 90, 80, 60)). */
static void bursts_show_as_over_dispersion(void **state)
{
    static const struct count counts[] = {
        {5, 100}, {9, 120}, {14, 90}, {3, 80}, {0, 60}};
    struct contingency_test test =
        contingency_chi_square(counts, COUNT(counts), true);

    (void)state;
    check_close(test.statistic, 16.832993302024789, 1e-12, 0);
    check_close(test.p, 0.002082817911458739, 1e-10, 0);
    check_close(contingency_over_dispersion(counts, COUNT(counts)),
                4.2082483255061973, 1e-12, 0);
}

static void chi_square_is_undefined_without_both_outcomes(void **state)
{
    static const struct count equal[] = {{0, 5}, {0, 9}},
                              full[] = {{5, 5}, {9, 9}},
                              empty[] = {{1, 5}, {0, 0}};

    (void)state;
    check_nan(contingency_chi_square(equal, 2, false).statistic);
    check_nan(contingency_chi_square(full, 2, true).p);
    check_nan(contingency_chi_square(empty, 2, false).statistic);
    check_nan(contingency_chi_square(empty, 1, false).statistic);
    check_nan(contingency_over_dispersion(equal, 2));
    check_nan(contingency_odds_ratio(equal[0], equal[1]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tests_agree_with_the_reference_kit),
        cmocka_unit_test(fisher_agrees_with_r),
        cmocka_unit_test(fisher_can_be_hopeless_or_certain),
        cmocka_unit_test(the_sides_of_fisher_overlap_in_one_table),
        cmocka_unit_test(bursts_show_as_over_dispersion),
        cmocka_unit_test(chi_square_is_undefined_without_both_outcomes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
