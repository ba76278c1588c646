#ifndef STAT_LANES_H
#define STAT_LANES_H

#include <stddef.h>

/* Numbers that are worked on side by side: what every processor of 64 bits has
 * registers for. Wider ones a compiler keeps in memory where it must break them
 * up. */
enum { LANES_AT_ONCE = 2 };
typedef double lanes
    __attribute__((vector_size(16), aligned(sizeof(double)), may_alias));

/* The n of x and the next as lanes. */
static inline lanes *lanes_at(double *x, size_t n)
{
    return (lanes *)(x + n);
}

static inline const lanes *lanes_of(const double *x, size_t n)
{
    return (const lanes *)(x + n);
}

static inline double lanes_sum(lanes x)
{
    return x[0] + x[1];
}

#endif
