#ifndef STAT_SERIES_H
#define STAT_SERIES_H

#include <stddef.h>

#include "stat/test_result.h"

/* Values in the order of time: do they depend on those before? Constant or too
 * short series are NAN. */

/* Autocorrelations at lags 0 .. max_lag into r[0 .. max_lag], with the overall
 * mean and divisor n; those of lags of n and more are NAN. By Fourier
 * transform, O(n log n), if there are many lags. */
void series_autocorrelation(const double *x, size_t n, size_t max_lag,
                            double *r);

/* Ljung and Box 1978 of lags 1 .. lag ("ljung-box"); 0 < lag < n. */
struct test_result series_ljung_box(const double *x, size_t n, size_t lag);

/* How many independent values the mean is worth. As a first-order
 * autoregression: n (1 - r1) / (1 + r1). */
double series_effective_ar1(const double *x, size_t n);

/* By Geyer's initial sequences (1992) of sums of neighbouring autocovariances:
 * up to the first that is not positive; also made monotone; also made convex.
 * n gamma(0) / (2 sum - gamma(0)). */
enum series_sequence { SERIES_POSITIVE, SERIES_MONOTONE, SERIES_CONVEX };
double series_effective(const double *x, size_t n,
                        enum series_sequence sequence);

/* Runs above and below the median (Wald and Wolfowitz 1940,
 * "wald-wolfowitz"): the statistic is z, negative if there are too few; values
 * equal to the median are left out. */
struct test_result series_runs(const double *x, size_t n);

/* Pettitt 1979 ("pettitt"): is there one change of level? The statistic is K;
 * p is his approximation 2 exp(-6 K^2 / (n^3 + n^2)), at most 1. `change` gets
 * how many values lie before it (the first such place), 0 without answer. */
struct test_result series_pettitt(const double *x, size_t n, size_t *change);

#endif
