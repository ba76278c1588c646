#ifndef STAT_CORRELATION_COMPARE_H
#define STAT_CORRELATION_COMPARE_H

#include <stddef.h>

#include "data/estimate.h"

/* Whether correlations (Pearson's) differ. The interval of a difference joins
 * the Fisher intervals of its parts: Zou, Psychological Methods 12 (2007). */
struct correlation_difference {
    struct estimate estimate; /* first less second */
    double z, p;              /* two-sided */
    double t, df, t_p;        /* Williams; NAN for independent samples */
};

/* Of two samples. NAN unless both n are above 3. */
struct correlation_difference correlation_difference(double r1, size_t n1,
                                                     double r2, size_t n2,
                                                     double level);

/* Of one sample, r(j, k) less r(j, h), knowing r(k, h). z: Steiger,
 * Psychological Bulletin 87 (1980), with the pooled r; t: Williams, JRSS B 21
 * (1959), n - 3 degrees of freedom. NAN unless n is above 3 and the three can
 * belong together. */
struct correlation_difference
correlation_difference_overlapping(double r_jk, double r_jh, double r_kh,
                                   size_t n, double level);

/* Whether k samples have one correlation: Q = sum (n - 3)(z - mean z)^2 against
 * chi-square with k - 1 degrees of freedom, and the r of the weighted mean z.
 * Samples of n <= 3 or without r do not count; NAN if fewer than two do. */
struct correlation_homogeneity {
    struct estimate pooled;
    double q, df, p;
};

struct correlation_homogeneity correlation_homogeneity(const double *r,
                                                       const size_t *n,
                                                       size_t k, double level);

#endif
