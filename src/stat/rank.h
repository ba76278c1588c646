#ifndef STAT_RANK_H
#define STAT_RANK_H

#include <stddef.h>

/* The ranks of x[0..n-1], in the order of x: 1 is the smallest, equal values
 * share the mean of their ranks (midranks). `ranks` has room for n; n may be 0.
 * Values are not NAN. Returns the tie term, the sum of t^3 - t over the groups
 * of t equal values: 0 if all differ. O(n). */
double rank_midranks(const double *x, size_t n, double *ranks);

/* The tie term of values that are sorted already. */
double rank_tie_term(const double *sorted, size_t n);

#endif
