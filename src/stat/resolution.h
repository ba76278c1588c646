#ifndef STAT_RESOLUTION_H
#define STAT_RESOLUTION_H

#include <stddef.h>

#include "base/random.h"
#include "data/sample.h"

/* Values recorded to 0.01 s are piles: to a test for modes every pile is one.
 * A value v recorded at resolution r was anywhere within r / 2 of v (and not
 * below 0 if none is): this undoes rounding by spreading each pile evenly. */

/* The largest step that all differences of values are multiples of; 0 if there
 * is none above 1e-9 of the largest value or the 1,000th part of the smallest
 * difference. NAN without two distinct values. */
double resolution_find(const struct sample *sample);

/* Writes n values, ascending, each moved by a uniform draw within its cell. */
void resolution_undo(const struct sample *sample, double resolution,
                     struct random_stream *random, double *x);

/* How many values are below x when each is spread evenly over its cell: need
 * not be whole. O(log n). */
double resolution_count_below(const struct sample *sample, double resolution,
                              double x);

#endif
