#ifndef STAT_CRITICAL_BANDWIDTH_H
#define STAT_CRITICAL_BANDWIDTH_H

#include <stddef.h>

#include "base/random.h"
#include "data/sample.h"
#include "stat/bins.h"

/* Silverman's test for the number of modes (1981, JRSS-B 43:97). */

/* The smallest bandwidth at which the Gaussian kernel density has at most k
 * modes. Found on 16,384 bins, then made exact on the values by Newton's
 * method for f' = f'' = 0. NAN if there is none: too few values, no spread. */
double critical_bandwidth(const struct sample *sample, size_t k);

/* The same of counts, counting modes between low and high only; good to about
 * 1e-4 while it is several steps wide. NAN if even at one step there are not
 * more than k modes. */
double critical_bandwidth_bins(const struct bins *bins, size_t k, double low,
                               double high);

/* p: share of smoothed bootstrap samples, rescaled to the variance of the
 * sample, that have more than k modes at the critical bandwidth. calibrated_p
 * (k = 1 only, else NAN): the smallest level at which the test as calibrated
 * by Hall and York (2001, Stat. Sinica 11:515) rejects; it counts modes within
 * [low, high] and is right when the density is not flat there. */
struct silverman {
    double bandwidth, p, calibrated_p;
    size_t n_resamples; /* drawn */
};

/* Draws at most max_resamples; stops early once 20 of them exceed by either
 * count (Besag and Clifford 1991, Biometrika 78:301), so that p is then the
 * share so far. All NAN if the counts have no critical bandwidth. */
struct silverman silverman_test(const struct bins *bins, size_t k, double low,
                                double high, size_t max_resamples,
                                struct random_stream *random);

#endif
