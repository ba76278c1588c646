#ifndef STAT_KOLMOGOROV_H
#define STAT_KOLMOGOROV_H

#include <stddef.h>

#include "stat/test_result.h"

/* AUTO: exact if n_x n_y < 10,000, as R has it. EXACT takes n_x n_y steps;
 * above 1e8 it has no answer. */
enum kolmogorov_method {
    KOLMOGOROV_AUTO,
    KOLMOGOROV_EXACT,
    KOLMOGOROV_ASYMPTOTIC
};

/* The two-sample test of Kolmogorov and Smirnov ("kolmogorov-smirnov"): the
 * largest distance D of the two distribution functions. Exact p is conditional
 * on the ties: D counts where the values change, not between equal ones
 * (Schroeer and Trenkler 1995), and p_method is "permutation" then. Asymptotic
 * p is Kolmogorov's limit at D sqrt(n_x n_y / (n_x + n_y)), which ties make too
 * large. No answer if a sample is empty. */
struct test_result kolmogorov_two(const double *x, size_t n_x, const double *y,
                                  size_t n_y, enum kolmogorov_method method);

/* P(K >= z) of Kolmogorov's limit law. */
double kolmogorov_tail(double z);

#endif
