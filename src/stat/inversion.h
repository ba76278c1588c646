#ifndef STAT_INVERSION_H
#define STAT_INVERSION_H

#include <stddef.h>
#include <stdint.h>

/* Pairs that are out of order, by merge sort in O(n log n). */

/* Sorts x and returns how many pairs i < j had x[i] > x[j]. */
uint64_t inversion_count(double *x, size_t n);

/* The median of the slopes (x[j] - x[i]) / (t[j] - t[i]) of all pairs of
 * different t, without listing them; t ascends, NULL: 0, 1, 2, ... Pairs with
 * a slope below v are the inversions of x - v t, so that slopes can be counted;
 * when few are left between two bounds, these are listed. NAN without a
 * slope. */
double inversion_median_slope(const double *t, const double *x, size_t n);

#endif
