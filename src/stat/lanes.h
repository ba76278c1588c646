#ifndef STAT_LANES_H
#define STAT_LANES_H

#include <stddef.h>

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

#endif
