#ifndef STAT_EXPONENTIAL_H
#define STAT_EXPONENTIAL_H

#include <stddef.h>

/* Exponentials and logarithms of many numbers at once: several are worked on
 * side by side, which the C library's functions of one number cannot. Within
 * 2 units in the last place (tests/stat/test_exponential.c), and the same on
 * every machine that does not fuse multiplications with additions. */

/* exp(x) in place of each x, which is at most 709; 0 below -708. */
void exponential_many(double *x, size_t n);

/* log(x) in place of each x, which is normal, finite and above 0. */
void logarithm_many(double *x, size_t n);

#endif
