#ifndef STAT_HARRELL_DAVIS_H
#define STAT_HARRELL_DAVIS_H

#include "data/sample.h"

/* Quantiles as weighted means of all values: smooth, and steadier than one or
 * two order statistics between p25 and p90. Not for tails: a p99 of few values
 * is drawn from the maximum, and the standard errors are far too small there.
 * Time grows with the root of n where the weights live. */
struct weighted_quantile {
    double value;
    double se; /* NAN where it is not defined */
};

/* Harrell and Davis (Biometrika 69, 1982): the weight of x(i) is what the beta
 * law of (n + 1) p and (n + 1)(1 - p) puts on ((i - 1)/n, i/n). The standard
 * error is the jackknife's. 0 < p < 1; NAN of nothing, no error for n < 2. */
struct weighted_quantile harrell_davis(const struct sample *sample, double p);

/* Maritz and Jarrett's standard error of x(m), m = floor(n p + 1/2) (JASA 73,
 * 1978). NAN unless 1 < m < n. */
double maritz_jarrett(const struct sample *sample, double p);

#endif
