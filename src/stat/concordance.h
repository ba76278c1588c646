#ifndef STAT_CONCORDANCE_H
#define STAT_CONCORDANCE_H

#include <stddef.h>
#include <stdint.h>

#include "stat/kendall.h"

/* Spearman's and Kendall's coefficients of many pairs in one go, from rank
 * codes (stat/rank.h): whole numbers are counted and added, so that the only
 * rounding is that of the last division. O(n log n), on several threads. */

/* Pairs of codes, a number each, and as much room to work in. */
struct code_pairs {
    uint64_t *pair, *work;
    size_t n, capacity;
    size_t n_x, n_y; /* codes are below these */
    unsigned bits_y;
};

struct concordance {
    double rho; /* NAN if a column does not vary */
    struct kendall kendall;
};

/* Room for `capacity` pairs; to be released. */
void code_pairs_init(struct code_pairs *pairs, size_t capacity);
void code_pairs_release(struct code_pairs *pairs);

/* Empties it, for pairs of codes below n_x and n_y. */
void code_pairs_begin(struct code_pairs *pairs, size_t n_x, size_t n_y);

static inline void code_pairs_add(struct code_pairs *pairs, uint32_t x,
                                  uint32_t y)
{
    pairs->pair[pairs->n++] = (uint64_t)x << pairs->bits_y | y;
}

/* Pair i, in any order; `n` is the caller's to set. */
static inline void code_pairs_put(struct code_pairs *pairs, size_t i,
                                  uint32_t x, uint32_t y)
{
    pairs->pair[i] = (uint64_t)x << pairs->bits_y | y;
}

/* What pair i consists of, before they are related. */
uint32_t code_pairs_x(const struct code_pairs *pairs, size_t i);
uint32_t code_pairs_y(const struct code_pairs *pairs, size_t i);

/* Spearman's rho alone; the pairs stay. */
double concordance_rho(const struct code_pairs *pairs);

/* Relates the pairs, which are gone then. */
struct concordance concordance_of(struct code_pairs *pairs);

#endif
