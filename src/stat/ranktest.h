#ifndef STAT_RANKTEST_H
#define STAT_RANKTEST_H

#include <stddef.h>

#include "stat/test_result.h"

/* Tests by ranks and signs. All take O(n log n), exact p of small samples
 * aside. p is two-sided. */

/* How p is found. AUTO: exact if both samples have at most 50 values (pairs:
 * at most 100), else asymptotic. EXACT, where it would take more than a second
 * (about 140 values together, 400 pairs), has no answer. Exact p of tied values
 * is that of all permutations of the midranks, and its p_method is then
 * "permutation". */
enum rank_method {
    RANK_AUTO,
    RANK_EXACT,
    RANK_ASYMPTOTIC,      /* corrected for ties, continuity correction of 1/2 */
    RANK_ASYMPTOTIC_PLAIN /* without the continuity correction */
};

/* Mann and Whitney 1947: the statistic is U of the first sample, the pairs in
 * which it is larger plus half of the ties. No answer if all values are
 * equal. */
struct test_result ranktest_mann_whitney(const double *x, size_t n_x,
                                         const double *y, size_t n_y,
                                         enum rank_method method);

/* Wilcoxon's signed ranks of x[i] - y[i]; pairs that do not differ are left
 * out. The statistic is the rank sum of the positive differences. */
struct test_result ranktest_signed_rank(const double *x, const double *y,
                                        size_t n, enum rank_method method);

/* The signs of x[i] - y[i], likewise: how many are positive; exact binomial. */
struct test_result ranktest_sign(const double *x, const double *y, size_t n);

/* Brunner and Munzel 2000: positive if the second sample tends to be larger.
 * The estimate is P(x < y) + P(x = y) / 2. No answer if either sample has
 * fewer than two values or nothing varies, as when the samples do not
 * overlap. */
struct test_result ranktest_brunner_munzel(const double *x, size_t n_x,
                                           const double *y, size_t n_y,
                                           double level);

#endif
