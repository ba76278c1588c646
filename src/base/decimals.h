#ifndef BASE_DECIMALS_H
#define BASE_DECIMALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How often each of the decimals k / power occurs, k a whole number from
 * `least` on: a log that writes its numbers with few digits has few of them.
 * What is known of each value is base/sort_decimal.h's to say. */
struct decimals {
    double power;
    int32_t least;
    uint32_t *counts;
    size_t n_counts;
};

/* From `least` to `most`, none of which has occurred yet. False, and nothing to
 * release, if so many places are not worth while for n values in all. */
bool decimals_init(struct decimals *decimals, double power, double least,
                   double most, size_t n);
void decimals_release(struct decimals *decimals);

/* Counts a value within the limits. */
static inline void decimals_count(struct decimals *decimals, double x)
{
    decimals->counts[(int32_t)(x * decimals->power + 0.5) - decimals->least]++;
}

/* Counts values within the limits. Sorted ones are counted much faster than
 * others, which `decimals_add` is for. */
void decimals_add(struct decimals *decimals, const double *x, size_t n);
void decimals_add_sorted(struct decimals *decimals, const double *x, size_t n);

/* Counts all that `other` has counted, which is within the limits too; its
 * power is no larger. */
void decimals_merge(struct decimals *decimals, const struct decimals *other);

/* The limits, as they were given. */
double decimals_least(const struct decimals *decimals);
double decimals_most(const struct decimals *decimals);

/* Writes all that was counted, ascending. */
void decimals_write(const struct decimals *decimals, double *x);

#endif
