#ifndef STAT_CONTINGENCY_H
#define STAT_CONTINGENCY_H

#include <stdbool.h>
#include <stddef.h>

#include "stat/proportion.h"

/* Tests whether shares differ, for counts of independent trials. */
struct contingency_test {
    double statistic; /* NAN if the test has none or cannot be made */
    double df;        /* NAN if it has none */
    double p;         /* two-sided unless said otherwise */
};

/* ad / bc of the table {a, trials - a; b, trials - b}; infinite or NAN where a
 * count is 0. */
double contingency_odds_ratio(struct count a, struct count b);

/* Pearson's chi-square that k shares are one, df k - 1. With `yates` and k = 2,
 * the continuity correction, never beyond the difference itself. NAN if k < 2,
 * a sample is empty, or all trials had the same outcome. */
struct contingency_test contingency_chi_square(const struct count *counts,
                                               size_t k, bool yates);

/* chi-square / df: 1 where counts scatter as binomial ones do, more where
 * errors come in bursts; NAN where chi-square is. */
double contingency_over_dispersion(const struct count *counts, size_t k);

enum side { SIDE_BOTH, SIDE_LESS, SIDE_GREATER };

/* Fisher's exact test. LESS: the share of a is below that of b. Two-sided: the
 * tables of these margins that are no likelier than this one; tables count as
 * equally likely within a factor 1 + 1e-7. Statistic: the odds ratio. p is 1
 * where a margin is 0, NAN if there are no trials at all. */
struct contingency_test contingency_fisher(struct count a, struct count b,
                                           enum side side);

#endif
