#ifndef STAT_LANES_H
#define STAT_LANES_H

#include <features.h>
#include <stddef.h>

/* Numbers that are worked on side by side: what every processor of 64 bits has
 * registers for. Wider ones a compiler keeps in memory where it must break them
 * up. */
enum { LANES_AT_ONCE = 2 };
typedef double lanes
    __attribute__((vector_size(16), aligned(sizeof(double)), may_alias));

/* A function that does the same to each of many numbers: where there are
 * registers of twice that width, a second version of it is made for them, and
 * which one runs is decided when the program starts. Both give the same bits.
 * clang 14 makes versions that cannot be linked, and the sanitizers are not
 * awake yet when it is decided. */
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) &&          \
    !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) &&                   \
    !defined(__SANITIZE_THREAD__)
#define WITH_WIDE_LANES __attribute__((target_clones("avx2", "default")))
#else
#define WITH_WIDE_LANES
#endif

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
