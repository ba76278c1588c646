#include "stat/subset.h"

#include <stdlib.h>

#include "tests/check.h"

/* U of 2 and 3 values, by hand: 1 1 2 2 2 1 1 of 10. */
static void two_of_five_ranks_have_known_sums(void **state)
{
    static const uint32_t ranks[] = {1, 2, 3, 4, 5};
    static const double expected[] = {0, 0, 0, 1, 1, 2, 2, 2, 1, 1};
    size_t top;
    double *counts = subset_counts(ranks, 5, 2, &top);

    (void)state;
    assert_int_equal(top, 15);
    for (size_t i = 0; i < COUNT(expected); i++)
        check_close(counts[i], expected[i], 0, 0);
    check_close(counts[10], 0, 0, 0);
    check_close(subset_p(counts, top, 3, 6), 0.2, 1e-15, 0);
    check_close(subset_p(counts, top, 9, 6), 0.2, 1e-15, 0);
    check_close(subset_p(counts, top, 6, 6), 1, 1e-15, 0);
    assert_int_equal(subset_quantile(counts, top, 0.1), 3);
    assert_int_equal(subset_quantile(counts, top, 0.11), 4);
    free(counts);
}

/* By listing all subsets of tied scores. */
static void counts_agree_with_listing(void **state)
{
    static const uint32_t scores[] = {2, 2, 5, 7, 7, 7, 12, 15, 16, 17};
    size_t top, top_any;
    double *any = subset_counts_any(scores, 10, &top_any), *of[11];

    (void)state;
    for (size_t m = 0; m <= 10; m++)
        of[m] = subset_counts(scores, 10, m, &top);
    assert_int_equal(top, top_any);
    for (unsigned set = 0; set < 1024; set++) {
        size_t sum = 0, m = 0;

        for (size_t i = 0; i < 10; i++)
            if (set >> i & 1) {
                sum += scores[i];
                m++;
            }
        of[m][sum]--;
        any[sum]--;
    }
    for (size_t s = 0; s <= top; s++) {
        check_close(any[s], 0, 0, 0);
        for (size_t m = 0; m <= 10; m++)
            check_close(of[m][s], 0, 0, 0);
    }
    for (size_t m = 0; m <= 10; m++)
        free(of[m]);
    free(any);
}

/* R 4.2.2: pwilcox(300, 30, 25) and psignrank(300, 40), from below. */
static void large_laws_agree_with_r(void **state)
{
    uint32_t ranks[55];
    double all = 0, below = 0;
    size_t top, least = 25 * 26 / 2;
    double *counts;

    (void)state;
    for (uint32_t i = 0; i < 55; i++)
        ranks[i] = i + 1;
    counts = subset_counts(ranks, 55, 25, &top);
    for (size_t s = 0; s <= top; s++) {
        all += counts[s];
        below += s <= least + 300 ? counts[s] : 0;
    }
    check_close(below / all, 0.10487655035018376, 1e-12, 0);
    free(counts);
    counts = subset_counts_any(ranks, 40, &top);
    all = below = 0;
    for (size_t s = 0; s <= top; s++) {
        all += counts[s];
        below += s <= 300 ? counts[s] : 0;
    }
    check_close(all, 1099511627776, 0, 0);
    check_close(below / all, 0.071174259790495853, 1e-12, 0);
    free(counts);
}

static void too_much_work_is_refused(void **state)
{
    (void)state;
    assert_true(subset_is_feasible(100, 50));
    assert_false(subset_is_feasible(400, 200));
    assert_false(subset_is_feasible(10000000, 3));
    assert_true(subset_any_is_feasible(400));
    assert_false(subset_any_is_feasible(401));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_of_five_ranks_have_known_sums),
        cmocka_unit_test(counts_agree_with_listing),
        cmocka_unit_test(large_laws_agree_with_r),
        cmocka_unit_test(too_much_work_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
