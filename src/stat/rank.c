#include "stat/rank.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/sort.h"

static double term_of(size_t n_equal)
{
    double t = (double)n_equal;

    return (t - 1) * t * (t + 1);
}

double rank_midranks(const double *x, size_t n, double *ranks)
{
    uint32_t *order = memory_alloc(n, sizeof *order);
    double term = 0;
    size_t end;

    sort_order(x, n, order);
    for (size_t i = 0; i < n; i = end) {
        for (end = i + 1; end < n && x[order[end]] == x[order[i]]; end++)
            continue;
        for (size_t k = i; k < end; k++)
            ranks[order[k]] = (double)(i + 1 + end) / 2;
        term += term_of(end - i);
    }
    free(order);
    return term;
}

double rank_tie_term(const double *sorted, size_t n)
{
    double term = 0;
    size_t end;

    for (size_t i = 0; i < n; i = end) {
        for (end = i + 1; end < n && sorted[end] == sorted[i]; end++)
            continue;
        term += term_of(end - i);
    }
    return term;
}
