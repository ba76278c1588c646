#ifndef BASE_TALLY_H
#define BASE_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How often each of the decimals k / power occurs, k a whole number from
 * `least` on: a log that writes its numbers with few digits has few of them.
 * What is known of each value is base/sort_decimal.h's to say. */
struct tally {
    double power;
    int32_t least;
    uint32_t *counts;
    size_t n_counts;
};

/* From `least` to `most`, none of which has occurred yet. False, and nothing to
 * release, if so many places are not worth while for n values in all. */
bool tally_init(struct tally *tally, double power, double least, double most,
                size_t n);
void tally_release(struct tally *tally);

/* Counts values within the limits. Sorted ones are counted much faster than
 * others, which `tally_add` is for. */
void tally_add(struct tally *tally, const double *x, size_t n);
void tally_add_sorted(struct tally *tally, const double *x, size_t n);

/* Writes all that was counted, ascending. */
void tally_write(const struct tally *tally, double *x);

#endif
