#ifndef STAT_QUANTILE_H
#define STAT_QUANTILE_H

#include <stdbool.h>
#include <stddef.h>

#include "data/estimate.h"
#include "data/sample.h"

/* Quantiles of one sample and what can be said about them without assuming a
 * distribution. Values are independent draws; for repeated runs see the tests
 * over runs. p is a share: 0.99 is the 99th percentile. */

enum { QUANTILE_TYPE_FIRST = 1, QUANTILE_TYPE_LAST = 9, QUANTILE_TYPE = 7 };

/* Types 1 to 9 of Hyndman and Fan (Am. Stat. 50, 1996); 7 is that of NumPy and
 * R. 0 <= p <= 1. NAN of an empty sample. A position within a few rounding
 * errors of a whole number is that number, so that 0.07 * 100 is 7. */
double quantile_of(const struct sample *sample, double p, int type);

/* The difference of the quartiles, by the type given. */
double quantile_iqr(const struct sample *sample, int type);

/* The variance of a quantile (type 7), or of its logarithm: the square of half
 * the distance between the quantiles of the shares one standard error of p, the
 * root of p (1 - p) / n, below and above it (Woodruff, JASA 47, 1952). The
 * distance is a sum of about m = 2 sqrt(n p (1 - p)) spacings, which are nearly
 * exponential, so that its square is too large by 1 + 1 / m: that is taken off.
 * NAN where a share is not within 0..1, or a quantile is infinite or has no
 * logarithm. */
double quantile_variance(const struct sample *sample, double p,
                         bool of_logarithm);

/* Which values enclose the true quantile: x(low) and x(high), counted from 1,
 * equal tails. low = 0 or high = n + 1: no finite limit. With K of B(n, p):
 * low is the smallest k with P(K <= k) >= alpha/2, high is one more than the
 * smallest k with P(K <= k) >= 1 - alpha/2. Conover, Practical Nonparametric
 * Statistics, 3.2; David and Nagaraja, Order Statistics, 7.1. */
struct quantile_ranks {
    size_t low, high;
    double coverage; /* P(low <= K <= high - 1), at least the level */
};

/* 0 < p < 1, 0 < level < 1. n may be 0. */
struct quantile_ranks quantile_ranks(size_t n, double p, double level);

/* A quantile with its exact order-statistics interval. */
struct quantile {
    double p;
    int type;
    struct estimate estimate; /* doubts: FEW if n_tail < 10, OPEN */
    struct quantile_ranks ranks;
    double n_tail;  /* values expected beyond it: n (1 - p), or n p */
    size_t needs_n; /* the smallest n with two finite limits */
};

/* 0 <= p <= 1; without an interval for the ends 0 and 1 and for no values.
 * The interval is for the true quantile, whatever type the value is of. */
struct quantile quantile_estimate(const struct sample *sample, double p,
                                  int type, double level);

/* The smallest n for which both limits of the interval are finite. */
size_t quantile_needs_n(double p, double level);

/* The smallest n for which a one-sided upper limit is finite: the sample
 * maximum is at or above the true quantile with this confidence. */
size_t quantile_needs_n_upper(double p, double confidence);

/* MLPerf's early stopping with tolerance 0 (MLPerf inference rules): the value
 * of which one can say, with this confidence, that a share p of all requests
 * is faster. It is x(n - t + 1), where t is the largest number of slower
 * requests that such data would seldom have: P(B(n, 1 - p) <= t) <
 * 1 - confidence. NAN if t < 1. `high` is the value, `low` is open. */
struct estimate quantile_certified(const struct sample *sample, double p,
                                   double confidence);

/* The t above; 0 if there is none or n is too small. */
size_t quantile_certified_rank(size_t n, double p, double confidence);

#endif
