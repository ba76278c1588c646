#ifndef STAT_EXPONENTIAL_H
#define STAT_EXPONENTIAL_H

#include <stddef.h>

/* Exponentials and logarithms of many numbers at once: several are worked on
 * side by side, which the C library's functions of one number cannot. Within
 * 2 units in the last place (tests/stat/test_exponential.c), and the same on
 * every machine that does not fuse multiplications with additions. */

/* Numbers that are worked on side by side. Compilers break it up where the
 * machine's registers are narrower. */
enum { LANES_AT_ONCE = 4 };
typedef double lanes
    __attribute__((vector_size(32), aligned(sizeof(double)), may_alias));

/* The n up to n + 3 of x as lanes. */
static inline lanes *lanes_at(double *x, size_t n)
{
    return (lanes *)(x + n);
}

static inline const lanes *lanes_of(const double *x, size_t n)
{
    return (const lanes *)(x + n);
}

static inline double lanes_sum(const lanes *x)
{
    return ((*x)[0] + (*x)[1]) + ((*x)[2] + (*x)[3]);
}

/* exp(x) in place of each x, which is at most 709; 0 below -708. */
void exponential_many(double *x, size_t n);

/* log(x) in place of each x, which is normal, finite and above 0. */
void logarithm_many(double *x, size_t n);

#endif
