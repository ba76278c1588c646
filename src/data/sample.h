#ifndef DATA_SAMPLE_H
#define DATA_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/codes.h"
#include "base/decimals.h"

/* Ascending, finite, nothing missing. Every statistic relies on it; none
 * checks again. A view: the values live in the block of their maker. */
struct sample {
    const double *x;
    size_t n;         /* may be 0 */
    size_t n_missing; /* how many values were left out */
    double power;     /* each x is k / power, as sort_decimal_power says; 0: it
                         is not, or nobody looked */
    const struct decimals *counts; /* in sample_set_count: instead of x */
};

/* Index of the first value that is at least x; n if none is. O(log n). */
size_t sample_first(const struct sample *sample, double x);

/* Index of the first value above x; n if none is. O(log n). */
size_t sample_past(const struct sample *sample, double x);

/* Index of the first value above x[i]; O(log m) where m values equal it. */
size_t sample_equals_end(const struct sample *sample, size_t i);

/* Values in the order of time, finite, nothing missing. A view. */
struct series {
    const double *x;
    size_t n;
};

/* One sample for each group, all in one block of 8 bytes a kept value. */
struct sample_set {
    struct sample *samples;
    size_t n;
    double *block;
    struct decimals *decimals; /* [n]; NULL: the samples have values */
};

/* Sorts the values of each group; codes of groups begin at 1, and a row with
 * any other is in none (group_at in data/group.h). What is not finite is left
 * out and counted. */
struct sample_set *sample_set_create(const double *values,
                                     const struct codes *groups, size_t n_rows,
                                     size_t n_groups);

/* The same, only to be folded: values of few digits are counted, not listed, so
 * that they need next to no memory; others are as sample_set_create has them.
 */
struct sample_set *sample_set_count(const double *values,
                                    const struct codes *groups, size_t n_rows,
                                    size_t n_groups);

/* The same, or NULL if the values cannot be counted. */
struct sample_set *sample_set_decimals(const double *values,
                                       const struct codes *groups,
                                       size_t n_rows, size_t n_groups);

/* The counts of all samples of a set that has counts, put together. False, and
 * nothing to release, if that takes too many places. */
bool sample_set_total(const struct sample_set *set, struct decimals *total);

void sample_set_destroy(struct sample_set *set);

/* The samples of a set stand in rows of n_columns; each column becomes one
 * sample, merged in n log(rows), or in n where all are decimals with one power.
 * They may lie anywhere, as in a set put together from views. The caller frees
 * the result with sample_set_destroy. */
struct sample_set *sample_set_fold(const struct sample_set *set,
                                   size_t n_columns);

/* All samples of a set as one: a fold into one column. */
struct sample_set *sample_set_merge(const struct sample_set *set);

#endif
