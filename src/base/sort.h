#ifndef BASE_SORT_H
#define BASE_SORT_H

#include <stddef.h>
#include <stdint.h>

/* Sorts n finite doubles ascending (-0 before +0): radix sort of their bits, or
 * of their decimals (base/sort_decimal.h); insertion sort when they are few.
 * Needs 2 n more doubles while it works. */
void sort_doubles(double *x, size_t n);

/* Order of the values: x[order[0]] <= x[order[1]] ...; equal values keep their
 * order. `order` has room for n. */
void sort_order(const double *x, size_t n, uint32_t *order);

#endif
