#ifndef STAT_SUMS_H
#define STAT_SUMS_H

#include <stddef.h>

/* Sums that keep their digits: compensated (Neumaier 1974), in the order of
 * the values. The plain sum of ten million values loses seven digits. */
double sums_total(const double *x, size_t n);

/* The mean; NAN of nothing. */
double sums_mean(const double *x, size_t n);

/* The sum of squared deviations from the mean, in two passes. 0 of nothing. */
double sums_squares(const double *x, size_t n);

/* The variance with the divisor n - 1; NAN if n < 2. */
double sums_variance(const double *x, size_t n);

#endif
