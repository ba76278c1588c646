#include "tests/check.h"

#include <math.h>
#include <stdlib.h>

#include "base/random.h"
#include "study/comparison.h"

/* One value a run on either side. Expected values are R 4.2's: t.test of logs,
 * tests/stat/test_power_welch.c for power, and pt for the two one-sided
 * tests. */

static const struct comparison_options usual = {
    .level = 0.95, .margin = 0.05, .power = 0.8};

static struct contrast contrast_of(const double *base, const double *candidate,
                                   size_t n)
{
    return (struct contrast){
        .base = base,
        .candidate = candidate,
        .n_base = n,
        .n_candidate = n,
        .is_ratio = true,
        .absolute_margin = (double)NAN,
        .better = LESS_IS_BETTER,
        .wording = WORDING_SPEED,
    };
}

static struct comparison compared(const struct contrast *contrast)
{
    struct comparison result = comparison_of(contrast, &usual, NULL);

    comparison_judge(&result, 1, &usual);
    return result;
}

/* t.test(log(b), log(a)), a = 1.02 1.05 .99, b = 1.12 1.08 1.15 */
static void three_against_three_is_welch_on_logs(void **state)
{
    const double a[] = {1.02, 1.05, 0.99}, b[] = {1.12, 1.08, 1.15};
    struct contrast contrast = contrast_of(a, b, 3);
    struct comparison c = compared(&contrast);

    (void)state;
    check_close(c.test.p, 0.0222464711695202, 1e-12, 0);
    check_close(c.ratio.value, 1.0947248696118, 1e-12, 0);
    check_close(c.ratio.low, 1.02147006606321, 1e-12, 0);
    check_close(c.ratio.high, 1.17323314697349, 1e-12, 0);
    check_close(c.difference.low, 0.0219097788734817, 1e-12, 0);
    check_close(c.attainable_p, 0.1, 1e-12, 0); /* 2 of C(6, 3) = 20 */
    check_close(c.permutation.p, 0.1, 1e-12, 0);
    assert_int_equal(c.verdict, VERDICT_SLOWER);
    assert_false(c.is_small);
}

static void the_words_follow_the_metric(void **state)
{
    const double a[] = {1.02, 1.05, 0.99}, b[] = {1.12, 1.08, 1.15};
    struct contrast contrast = contrast_of(a, b, 3);

    (void)state;
    contrast.better = MORE_IS_BETTER;
    assert_int_equal(compared(&contrast).verdict, VERDICT_FASTER);
    contrast.wording = WORDING_QUALITY;
    assert_int_equal(compared(&contrast).verdict, VERDICT_BETTER);
    contrast.better = LESS_IS_BETTER;
    assert_int_equal(compared(&contrast).verdict, VERDICT_WORSE);
    contrast.better = DIRECTION_NONE;
    assert_int_equal(compared(&contrast).verdict, VERDICT_HIGHER);
    contrast.base = b;
    contrast.candidate = a;
    assert_int_equal(compared(&contrast).verdict, VERDICT_LOWER);
}

/* x = 10.1 9.9 10.3 10.0 10.2, y = 10.2 10.0 10.1 10.3 10.1 */
static void what_is_alike_is_equivalent(void **state)
{
    const double x[] = {10.1, 9.9, 10.3, 10.0, 10.2};
    const double y[] = {10.2, 10.0, 10.1, 10.3, 10.1};
    struct contrast contrast = contrast_of(x, y, 5);
    struct comparison c = compared(&contrast);

    (void)state;
    check_close(c.test.p, 0.656097156529924, 1e-12, 0);
    check_close(c.equivalence.p_lower, 0.000207900648171223, 1e-9, 0);
    check_close(c.equivalence.p_upper, 0.000561543195111782, 1e-9, 0);
    check_close(c.sd, 0.0136243583904538, 1e-12, 0);
    check_close(c.minimum_effect, 0.028804333643862, 1e-8, 0);
    check_close(c.needs_runs, 0, 0, 0);
    assert_int_equal(c.verdict, VERDICT_EQUIVALENT);
}

/* The same in pairs: t.test(log(y), log(x), paired = TRUE). */
static void pairs_are_compared_by_their_differences(void **state)
{
    const double x[] = {10.1, 9.9, 10.3, 10.0, 10.2};
    const double y[] = {10.2, 10.0, 10.1, 10.3, 10.1};
    struct contrast contrast = contrast_of(x, y, 5);
    struct comparison c;

    (void)state;
    contrast.is_paired = true;
    c = compared(&contrast);
    check_close(c.test.p, 0.665424681828084, 1e-12, 0);
    check_close(c.ratio.low, 0.980365255327747, 1e-12, 0);
    check_close(c.ratio.high, 1.028221215359166, 1e-12, 0);
    check_close(c.attainable_p, 0.0625, 1e-12, 0); /* 2 of 2^5 */
}

/* pw(34, log(1.05)/s) is the first above .8 */
static void what_scatters_asks_for_more_runs(void **state)
{
    const double u[] = {1.00, 1.12, 0.91, 1.05, 0.97};
    const double v[] = {1.03, 0.95, 1.10, 0.99, 1.08};
    struct contrast contrast = contrast_of(u, v, 5);
    struct comparison c = compared(&contrast);

    (void)state;
    check_close(c.test.p, 0.655426625031763, 1e-12, 0);
    assert_int_equal(c.verdict, VERDICT_INCONCLUSIVE);
    check_close(c.needs_runs, 34 - 5, 0, 0);
}

static void two_runs_are_never_enough(void **state)
{
    const double a[] = {1.000, 1.001}, b[] = {2.000, 2.001};
    struct contrast contrast = contrast_of(a, b, 2);
    struct comparison c = compared(&contrast);

    (void)state;
    assert_true(c.test.p < 0.001);
    check_nan(c.p_adjusted);
    assert_int_equal(c.n_family, 0);
    assert_int_equal(c.verdict, VERDICT_INCONCLUSIVE);
    check_close(c.needs_runs, 1, 0, 0);
}

static void one_run_has_no_p(void **state)
{
    const double a[] = {1}, b[] = {2};
    struct contrast contrast = contrast_of(a, b, 1);
    struct comparison c = compared(&contrast);

    (void)state;
    check_close(c.ratio.value, 2, 1e-12, 0);
    check_nan(c.permutation.p);
    check_nan(c.attainable_p);
    check_nan(c.test.p);
    check_nan(c.ratio.low);
    assert_int_equal(c.verdict, VERDICT_INCONCLUSIVE);
    check_close(c.needs_runs, 2, 0, 0);
}

static void nothing_is_inconclusive(void **state)
{
    struct contrast contrast = contrast_of(NULL, NULL, 0);
    struct comparison c = compared(&contrast);

    (void)state;
    check_nan(c.base);
    check_nan(c.test.p);
    assert_int_equal(c.verdict, VERDICT_INCONCLUSIVE);
}

static void a_zero_is_compared_by_differences(void **state)
{
    const double a[] = {0, 0.01, 0.02}, b[] = {0.02, 0.03, 0.01};
    struct contrast contrast = contrast_of(a, b, 3);
    struct comparison c = compared(&contrast);

    (void)state;
    assert_false(c.is_ratio);
    check_nan(c.ratio.value);
    check_close(c.difference.value, 0.01, 1e-12, 0);
}

/* Holm: the smallest of two p is doubled, the other is left. */
static void a_family_is_adjusted(void **state)
{
    const double a[] = {1.02, 1.05, 0.99}, b[] = {1.12, 1.08, 1.15};
    struct contrast one = contrast_of(a, b, 3), other = contrast_of(a, a, 3);
    struct comparison family[2] = {comparison_of(&one, &usual, NULL),
                                   comparison_of(&other, &usual, NULL)};

    (void)state;
    comparison_judge(family, 2, &usual);
    check_close(family[0].p_adjusted, 2 * 0.0222464711695202, 1e-12, 0);
    check_close(family[1].p_adjusted, 1, 1e-12, 0);
    assert_int_equal(family[0].n_family, 2);
    assert_int_equal(family[0].verdict, VERDICT_SLOWER);
}

static void a_change_within_the_margin_is_said_to_be_small(void **state)
{
    const double a[] = {1.000, 1.001, 0.999, 1.0005};
    const double b[] = {1.010, 1.011, 1.009, 1.0105};
    struct contrast contrast = contrast_of(a, b, 4);
    struct comparison c = compared(&contrast);

    (void)state;
    assert_int_equal(c.verdict, VERDICT_SLOWER);
    assert_true(c.is_small);
}

/* R: wilcox.test(c(Inf, Inf, Inf, 5), 1:4) is of ranks 5 6 7 5: exact p by
 * coin::wilcox_test(distribution = "exact") 2 / C(8, 4). */
static void infinite_values_are_tested_by_their_order(void **state)
{
    const double a[] = {1, 2, 3, 4};
    const double b[] = {5, (double)INFINITY, (double)INFINITY,
                        (double)INFINITY};
    struct contrast contrast = contrast_of(a, b, 4);
    struct comparison c = compared(&contrast);

    (void)state;
    assert_string_equal(c.test.name, "mann-whitney");
    check_close(c.test.p, 2.0 / 70, 1e-12, 0);
    check_nan(c.ratio.value);
    check_nan(c.difference.value);
    assert_true(isinf(c.candidate));
    check_close(c.base, 2.5, 1e-12, 0);
    assert_int_equal(c.verdict, VERDICT_SLOWER);
    contrast = contrast_of(b, a, 4);
    assert_int_equal(compared(&contrast).verdict, VERDICT_FASTER);
}

/* Pairs: five of five signs agree, 2 / 2^5. */
static void infinite_pairs_are_tested_by_their_signs(void **state)
{
    const double a[] = {1, 2, 3, 4, 5};
    const double b[] = {2, 3, (double)INFINITY, 5, 6};
    struct contrast contrast = contrast_of(a, b, 5);
    struct comparison c;

    (void)state;
    contrast.is_paired = true;
    c = compared(&contrast);
    assert_string_equal(c.test.name, "sign");
    check_close(c.test.p, 2.0 / 32, 1e-12, 0);
    assert_int_equal(c.verdict, VERDICT_INCONCLUSIVE);
}

/* p of the permutation test: all C(6, 3) = 20 or C(8, 4) = 70 splits. */
static void values_without_scatter_are_judged_by_what_they_are(void **state)
{
    const double one[] = {1, 1, 1, 1}, near[] = {1.02, 1.02, 1.02, 1.02};
    const double far[] = {1.5, 1.5, 1.5, 1.5};
    struct contrast same = contrast_of(one, one, 3);
    struct contrast alike = contrast_of(one, near, 3);
    struct contrast few = contrast_of(one, far, 3);
    struct contrast many = contrast_of(one, far, 4);
    struct comparison c = compared(&same);

    (void)state;
    assert_true(c.is_still);
    check_close(c.test.p, 1, 0, 0);
    assert_int_equal(c.verdict, VERDICT_EQUIVALENT);
    assert_int_equal(compared(&alike).verdict, VERDICT_EQUIVALENT);
    c = compared(&few);
    check_close(c.test.p, 0.1, 1e-12, 0);
    assert_int_equal(c.verdict, VERDICT_INCONCLUSIVE);
    c = compared(&many);
    check_close(c.test.p, 2.0 / 70, 1e-12, 0);
    assert_int_equal(c.verdict, VERDICT_SLOWER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_against_three_is_welch_on_logs),
        cmocka_unit_test(the_words_follow_the_metric),
        cmocka_unit_test(what_is_alike_is_equivalent),
        cmocka_unit_test(pairs_are_compared_by_their_differences),
        cmocka_unit_test(what_scatters_asks_for_more_runs),
        cmocka_unit_test(two_runs_are_never_enough),
        cmocka_unit_test(one_run_has_no_p),
        cmocka_unit_test(nothing_is_inconclusive),
        cmocka_unit_test(a_zero_is_compared_by_differences),
        cmocka_unit_test(infinite_values_are_tested_by_their_order),
        cmocka_unit_test(infinite_pairs_are_tested_by_their_signs),
        cmocka_unit_test(values_without_scatter_are_judged_by_what_they_are),
        cmocka_unit_test(a_family_is_adjusted),
        cmocka_unit_test(a_change_within_the_margin_is_said_to_be_small),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
