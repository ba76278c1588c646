#include "stat/friedman.h"

#include <stdlib.h>

#include "tests/check.h"
#include "tests/reference.h"

/* Rows of a block follow each other, treatments in the same order. */
static void check_set(const char *name, size_t k)
{
    size_t n;
    double *x = dataset_numbers(dataset_read(name), "value", NULL, NULL, &n);
    struct friedman got = friedman_of(x, n / k, k);

#define ROW(statistic, parameters, value)                                      \
    reference_check(reference_find(name, "", statistic, parameters), value)
    ROW("friedman_chi2", "tie-corrected", got.test.statistic);
    ROW("friedman_df", "", got.test.df);
    ROW("friedman_p", "chi2", got.test.p);
    ROW("kendall_w", "chi2/(b(k-1))", got.concordance);
    ROW("friedman_F", "Iman-Davenport", got.f_test.statistic);
    ROW("friedman_F_p", "F(k-1,(b-1)(k-1))", got.f_test.p);
#undef ROW
    free(x);
}

static void blocks_agree_with_r(void **state)
{
    (void)state;
    check_set("f_prompts", 4);
    check_set("f_ties", 3);
}

/* Rounding times at first base, Hollander and Wolfe 1973, p. 140; R 4.2.2
 * example(friedman.test). */
static void rounding_times_have_their_known_p(void **state)
{
    static const double times[22][3] = {
        {5.40, 5.50, 5.55}, {5.85, 5.70, 5.75}, {5.20, 5.60, 5.50},
        {5.55, 5.50, 5.40}, {5.90, 5.85, 5.70}, {5.45, 5.55, 5.60},
        {5.40, 5.40, 5.35}, {5.45, 5.50, 5.35}, {5.25, 5.15, 5.00},
        {5.85, 5.80, 5.70}, {5.25, 5.20, 5.10}, {5.65, 5.55, 5.45},
        {5.60, 5.35, 5.45}, {5.05, 5.00, 4.95}, {5.50, 5.50, 5.40},
        {5.45, 5.55, 5.50}, {5.55, 5.55, 5.35}, {5.45, 5.50, 5.55},
        {5.50, 5.45, 5.25}, {5.65, 5.60, 5.40}, {5.70, 5.65, 5.55},
        {6.30, 6.30, 6.25}};
    struct friedman got = friedman_of(&times[0][0], 22, 3);

    (void)state;
    check_close(got.test.statistic, 11.142857, 0, 5e-7);
    check_close(got.test.p, .003805041, 0, 5e-10);
}

static void full_agreement_has_no_f(void **state)
{
    static const double x[] = {1, 2, 3, 4, 6, 7};
    static const double same[] = {5, 5, 5, 5};
    struct friedman got = friedman_of(x, 2, 3);

    (void)state;
    check_close(got.concordance, 1, 1e-14, 0);
    check_nan(got.f_test.p);
    check_nan(friedman_of(same, 2, 2).test.p);
    check_nan(friedman_of(x, 1, 3).test.p);
    check_nan(friedman_of(x, 6, 1).test.p);
    check_nan(friedman_of(NULL, 0, 3).test.p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_agree_with_r),
        cmocka_unit_test(rounding_times_have_their_known_p),
        cmocka_unit_test(full_agreement_has_no_f),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
