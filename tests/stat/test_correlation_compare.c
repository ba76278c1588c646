#include "stat/correlation_compare.h"

#include "tests/check.h"
#include "tests/reference.h"

/* R 4.2.2: 2 * pnorm(-abs((atanh(.71) - atanh(.5)) / sqrt(1/97 + 1/117)));
 * limits by package cocor. */
static void independent_samples_agree_with_r(void **state)
{
    struct correlation_difference d =
        correlation_difference(.71, 100, .5, 120, .95);

    (void)state;
    check_close(d.estimate.value, .21, 1e-14, 0);
    check_close(d.z, 2.46054586544616, 1e-12, 0);
    check_close(d.p, 0.0138725839149073, 1e-11, 0);
    check_close(d.estimate.low, .0426, 0, 5e-5);
    check_close(d.estimate.high, .3806, 0, 5e-5);
    check_nan(d.t);
}

/* R 4.2.2, package cocor: cocor.dep.groups.overlap(.5, .3, .4, 100). */
static void overlapping_pairs_agree_with_r(void **state)
{
    struct correlation_difference d =
        correlation_difference_overlapping(.5, .3, .4, 100, .95);

    (void)state;
    check_close(d.z, 2.0349, 0, 5e-5);
    check_close(d.p, .0419, 0, 5e-5);
    check_close(d.t, 2.0650, 0, 5e-5);
    check_close(d.df, 97, 0, 0);
    check_close(d.t_p, .0416, 0, 5e-5);
    check_close(d.estimate.low, .0080, 0, 5e-5);
    check_close(d.estimate.high, .3928, 0, 5e-5);
}

static void groups_agree_with_the_reference_kit(void **state)
{
    static const char *const groups[] = {"w1", "w2", "w3", "w4"};
    double r[COUNT(groups)];
    size_t n[COUNT(groups)];
    struct correlation_homogeneity h;

    (void)state;
    for (size_t g = 0; g < COUNT(groups); g++) {
        r[g] = reference_find("c_simpson", groups[g], "pearson_r", "")->value;
        n[g] = (size_t)reference_find("c_simpson", groups[g], "n", "")->value;
    }
    h = correlation_homogeneity(r, n, COUNT(groups), .95);
    reference_check(reference_find("c_simpson", "(within)", "r_pooled_fisher",
                                   "weights n-3"),
                    h.pooled.value);
    reference_check(
        reference_find("c_simpson", "(within)", "r_homogeneity_Q", "df=k-1"),
        h.q);
    reference_check(reference_find("c_simpson", "(within)", "r_homogeneity_p",
                                   "chi2 df=k-1"),
                    h.p);
    assert_true(h.pooled.low < h.pooled.value &&
                h.pooled.value < h.pooled.high);
}

static void a_difference_turned_round_changes_sign(void **state)
{
    struct correlation_difference a =
        correlation_difference(.3, 20, -.6, 33, .9);
    struct correlation_difference b =
        correlation_difference(-.6, 33, .3, 20, .9);

    (void)state;
    check_close(a.z, -b.z, 1e-15, 0);
    check_close(a.estimate.low, -b.estimate.high, 1e-13, 0);
    check_close(a.p, b.p, 1e-15, 0);
}

static void undefined_cases_say_so(void **state)
{
    static const double r[] = {.5, NAN, 1};
    static const size_t n[] = {20, 20, 20};

    (void)state;
    check_nan(correlation_difference(.5, 3, .2, 50, .95).z);
    check_nan(correlation_difference(NAN, 30, .2, 50, .95).p);
    check_nan(correlation_difference_overlapping(.9, -.9, .9, 50, .95).z);
    check_nan(correlation_difference_overlapping(.5, .3, .4, 3, .95).t);
    check_nan(correlation_homogeneity(r, n, 3, .95).q);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(independent_samples_agree_with_r),
        cmocka_unit_test(overlapping_pairs_agree_with_r),
        cmocka_unit_test(groups_agree_with_the_reference_kit),
        cmocka_unit_test(a_difference_turned_round_changes_sign),
        cmocka_unit_test(undefined_cases_say_so),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
