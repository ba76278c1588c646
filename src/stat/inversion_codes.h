#ifndef STAT_INVERSION_CODES_H
#define STAT_INVERSION_CODES_H

#include <stddef.h>
#include <stdint.h>

/* How many pairs i < j of whole numbers below 2^bits have x[i] > x[j]. The
 * numbers are parted by their leading four bits, in their order, then each part
 * by the next four: two numbers that differ are counted where they part. O(n)
 * for each four bits, on several threads if there are many. `work` has room for
 * n; what x and work hold afterwards is not said. */
uint64_t inversion_count_codes(uint32_t *x, uint32_t *work, size_t n,
                               unsigned bits);

#endif
