#ifndef DATA_SAMPLE_H
#define DATA_SAMPLE_H

#include <stddef.h>

/* Ascending, finite, nothing missing. Every statistic relies on it; none
 * checks again. A view: the values live in the arena or block of its maker. */
struct sample {
    const double *x;
    size_t n;         /* may be 0 */
    size_t n_missing; /* how many values were left out */
};

/* Values in the order of time, finite, nothing missing. A view. */
struct series {
    const double *x;
    size_t n;
};

#endif
