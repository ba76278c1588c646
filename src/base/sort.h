#ifndef BASE_SORT_H
#define BASE_SORT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Doubles compare as these integers do (-0 before +0): the sign bit is flipped,
 * and all bits of negative numbers. */
static inline uint64_t sort_key(double value)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof bits);
    return bits ^ ((bits >> 63) ? UINT64_MAX : (uint64_t)1 << 63);
}

/* So many are sorted by insertion. */
enum { SORT_FEW = 64 };

/* Sorts n finite doubles ascending (-0 before +0): radix sort of their bits, or
 * of their decimals (base/sort_decimal.h); a few are merged or inserted.
 * Needs 2 n more doubles while it works. */
void sort_doubles(double *x, size_t n);

/* Order of the values: x[order[0]] <= x[order[1]] ...; equal values keep their
 * order. `order` has room for n. */
void sort_order(const double *x, size_t n, uint32_t *order);

/* Sorts whole numbers below 2^bits, stable, on several threads if there are
 * many. `work` has room for n; returns where the sorted numbers are, which is
 * `keys` or `work`. */
uint64_t *sort_keys(uint64_t *keys, uint64_t *work, size_t n, unsigned bits);

#endif
