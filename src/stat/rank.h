#ifndef STAT_RANK_H
#define STAT_RANK_H

#include <stddef.h>
#include <stdint.h>

#include "data/sample.h"

/* The ranks of x[0..n-1], in the order of x: 1 is the smallest, equal values
 * share the mean of their ranks (midranks). `ranks` has room for n; n may be 0.
 * Values are not NAN. Returns the tie term, the sum of t^3 - t over the groups
 * of t equal values: 0 if all differ. O(n). */
double rank_midranks(const double *x, size_t n, double *ranks);

/* The tie term of values that are sorted already. */
double rank_tie_term(const double *sorted, size_t n);

/* Values by the number of different values below them: ranks that ties do not
 * disturb, in half the room, and in the same order within any part of them. */
struct rank_codes {
    uint32_t *code; /* [n_values]: 0 ... n_codes - 1 */
    size_t n_codes;
    uint32_t *midrank; /* [n_codes]: twice the midrank of the values */
};

/* `sorted` are the values whose codes count, ascending, and used up; other ones
 * (missing, or of rows that are in nobody's population) get a code that says
 * nothing. O(n log n) at worst, a few steps a value if they are spread at all
 * evenly; on several threads. Release it. */
void rank_codes_init(struct rank_codes *codes, const double *values,
                     size_t n_values, double *sorted, size_t n_sorted);

/* The same of values that have been counted; the counts are used up. Two steps
 * a value. */
void rank_codes_of_counts(struct rank_codes *codes, const double *values,
                          size_t n_values, struct decimals *counts);

/* The same where all n values count; sorts them first. */
void rank_codes_of(struct rank_codes *codes, const double *x, size_t n);

void rank_codes_release(struct rank_codes *codes);

#endif
