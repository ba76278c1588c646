#ifndef STAT_ANDERSON_H
#define STAT_ANDERSON_H

#include <stddef.h>

#include "data/sample.h"
#include "stat/test_result.h"

/* The two statistics of Scholz and Stephens 1987 for data with ties: with the
 * distribution function as it is (their equation 6), or halfway through its
 * jumps (equation 7), which treats ties more evenly. */
enum anderson_version { ANDERSON_RIGHT_CONTINUOUS, ANDERSON_MIDRANK };

/* Are k samples from one law ("anderson-darling-k")? */
struct anderson {
    struct test_result test; /* statistic: A^2; df: k - 1 */
    double standardised;     /* T = (A^2 - (k - 1)) / sigma_N */
};

/* p is the tail of the limit law at T, which Scholz and Stephens tabulate at
 * five points; here it is computed. Samples without values are left out; no
 * answer with fewer than two samples or four values, or if all are equal. */
struct anderson anderson_of(const struct series *samples, size_t k,
                            enum anderson_version version);

/* P(X >= x) of the limit of A^2, the sum of chi-squares of df degrees of
 * freedom over j (j + 1), j = 1, 2, ... (Anderson and Darling 1952). */
double anderson_tail(double x, double df);

#endif
