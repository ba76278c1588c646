#ifndef STAT_KSAMPLE_H
#define STAT_KSAMPLE_H

#include <stddef.h>

#include "data/sample.h"
#include "stat/test_result.h"

/* Tests of k samples. Samples without values are left out; fewer than two that
 * remain have no answer. A series is used as a plain array of values. */

/* One-way analysis of variance ("anova"). Values are taken relative to their
 * mean first, so that a large common level costs no digits (NIST SmLs09). No
 * answer if no sample has two values; no F if nothing varies within. */
struct anova {
    struct test_result test;                /* F, df = k - 1, df2 = N - k */
    double squares_between, squares_within; /* sums of squares */
    double eta2;                            /* SSB / SST */
    double omega2;   /* (SSB - (k - 1) MSW) / (SST + MSW), Hays 1963 */
    double epsilon2; /* (SSB - (k - 1) MSW) / SST, Kelley 1935 */
};

struct anova ksample_anova(const struct series *samples, size_t k);

/* Unequal variances ("welch-anova", Welch 1951). Every sample needs two values
 * that differ. */
struct test_result ksample_welch(const struct series *samples, size_t k);

/* Ranks ("kruskal-wallis", 1952): H corrected for ties, chi-square. */
struct test_result ksample_kruskal(const struct series *samples, size_t k);

/* Equal spread: the analysis of variance of distances from the sample's mean
 * ("levene", 1960) or median ("brown-forsythe", 1974). */
struct test_result ksample_levene(const struct series *samples, size_t k);
struct test_result ksample_brown_forsythe(const struct series *samples,
                                          size_t k);

#endif
