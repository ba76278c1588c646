#ifndef STAT_TREND_H
#define STAT_TREND_H

#include <stddef.h>

#include "stat/test_result.h"

/* Mann 1945 and Kendall ("mann-kendall"): does the series rise or fall? The
 * statistic is S, the pairs that rise less those that fall; O(n log n). */
struct trend {
    struct test_result test; /* S, and p of z */
    double variance;         /* of S, corrected for ties */
    double z;                /* with the continuity correction of 1 */
    /* As Hamed and Rao 1998: the variance times n / n* for the
     * autocorrelation of the ranks without the trend, significant lags only.
     * NAN if n < 10, or if that makes the variance negative. */
    double adjusted_variance, adjusted_z, adjusted_p;
};

struct trend trend_mann_kendall(const double *x, size_t n);

/* Sen 1968: the median of the slopes (x[j] - x[i]) / (t[j] - t[i]) of all pairs
 * of different t; NULL t: 0, 1, 2, ... All slopes are listed up to n = 1,000;
 * above, slopes are counted by inversions, in O(n log n) a count and a few
 * dozen counts; the answer is one of the slopes, or the mean of two, up to the
 * rounding of x - slope t. t ascends. NAN without a slope. */
double trend_sen_slope(const double *t, const double *x, size_t n);

#endif
