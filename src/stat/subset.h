#ifndef STAT_SUBSET_H
#define STAT_SUBSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Exact laws of rank sums by the shift algorithm (Streitberg and Roehmel 1986):
 * how many subsets of whole-number scores have each sum. Midranks become whole
 * numbers when they are doubled; without ties these are the laws of Wilcoxon,
 * of Mann and Whitney. Counts are doubles, good to about n rounding errors. */

/* Is the work below a second or so, and no count infinite? */
bool subset_is_feasible(size_t n, size_t m);
bool subset_any_is_feasible(size_t n);

/* counts[s], s = 0 .. *top: how many of the subsets of m of the n scores have
 * the sum s. free() it. */
double *subset_counts(const uint32_t *scores, size_t n, size_t m, size_t *top);

/* The same of all 2^n subsets. */
double *subset_counts_any(const uint32_t *scores, size_t n, size_t *top);

/* The share of subsets whose sum is as far from `mean` as `sum` is, or
 * farther. */
double subset_p(const double *counts, size_t top, double sum, double mean);

/* The smallest s such that the share of sums up to s is at least `share`. */
size_t subset_quantile(const double *counts, size_t top, double share);

#endif
