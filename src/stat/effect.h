#ifndef STAT_EFFECT_H
#define STAT_EFFECT_H

#include <stddef.h>

#include "data/estimate.h"

/* How large a difference is, first sample against second, with an interval.
 * What needs more values than there are, or spread that is not there, is
 * NAN. */

/* Where the interval is from: AUTO is exact if both samples have at most 50
 * values, else normal. */
enum effect_method { EFFECT_AUTO, EFFECT_EXACT, EFFECT_NORMAL };

/* Hodges and Lehmann 1963: the median of all differences x[i] - y[j]. The
 * interval is between order statistics of these: exact by the law of U without
 * ties ("wilcoxon-exact"), or by its normal limit ("wilcoxon-normal"). Ends
 * are open if the samples are too small for the level (DOUBT_OPEN). EXACT of
 * samples too large for it is normal. */
struct estimate effect_hodges_lehmann(const double *x, size_t n_x,
                                      const double *y, size_t n_y, double level,
                                      enum effect_method method);

/* The ranks, from 1, of the lower limit among the sorted differences; 0 if it
 * is open. The upper limit has the same rank from the other end. */
double effect_hodges_lehmann_rank(size_t n_x, size_t n_y, double level,
                                  enum effect_method method);

/* The median of the averages (x[i] + x[j]) / 2, i <= j, of one sample or of
 * the differences of pairs, likewise. AUTO is exact up to 100 values. */
struct estimate effect_pseudomedian(const double *x, size_t n, double level,
                                    enum effect_method method);

/* Cliff 1996: P(x > y) - P(x < y), with his unbiased variance and asymmetric
 * interval of n_x + n_y - 2 degrees of freedom ("cliff"). No interval if a
 * sample has fewer than two values or the samples do not overlap. */
struct estimate effect_cliff_delta(const double *x, size_t n_x, const double *y,
                                   size_t n_y, double level);

/* P(x > y) + P(x = y) / 2, which is (1 + delta) / 2. */
struct estimate effect_probability(const double *x, size_t n_x, const double *y,
                                   size_t n_y, double level);

/* The difference of means in units of the pooled standard deviation; the
 * interval is from the noncentral t law ("noncentral-t"). */
struct estimate effect_cohen_d(const double *x, size_t n_x, const double *y,
                               size_t n_y, double level);

/* Cohen's d without its bias in small samples (Hedges 1981), by the exact
 * factor of gamma functions or by its approximation 1 - 3 / (4 df - 1). */
struct estimate effect_hedges_g(const double *x, size_t n_x, const double *y,
                                size_t n_y, double level);
struct estimate effect_hedges_g_approximate(const double *x, size_t n_x,
                                            const double *y, size_t n_y,
                                            double level);

#endif
