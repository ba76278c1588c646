#ifndef STAT_PAIRWISE_H
#define STAT_PAIRWISE_H

#include <stddef.h>
#include <stdint.h>

/* Order statistics of all pairs of values without making the pairs: as in
 * Johnson and Mizoguchi (1978), by counting in the implicit sorted matrix, in
 * O(n) a count and at most 256 counts, a dozen as a rule. The answer is one of
 * the pairs, to the last bit. Values are ascending; k counts from 1. */

/* The k-th smallest of x[i] - y[j]; 1 <= k <= n_x n_y. */
double pairwise_difference(const double *x, size_t n_x, const double *y,
                           size_t n_y, uint64_t k);
double pairwise_difference_median(const double *x, size_t n_x, const double *y,
                                  size_t n_y);

/* The k-th smallest of the Walsh averages (x[i] + x[j]) / 2 with i <= j;
 * 1 <= k <= n (n + 1) / 2. */
double pairwise_average(const double *x, size_t n, uint64_t k);
double pairwise_average_median(const double *x, size_t n);

#endif
