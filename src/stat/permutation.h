#ifndef STAT_PERMUTATION_H
#define STAT_PERMUTATION_H

#include <stddef.h>

#include "base/random.h"
#include "stat/test_result.h"

/* Permutation tests of run-level values: what share of all ways to give out
 * the labels makes a difference as large? All ways are tried if there are at
 * most a million (p_method "exact"); else `draws` random ones with p = (1 + k)
 * / (1 + draws), never 0 (Phipson and Smyth 2010; "monte-carlo"). The stream is
 * not used, and may be NULL, if all ways are tried; without a stream or draws
 * there is then no answer. */
enum { PERMUTATION_MOST = 1000000 };

/* The difference of means, first minus second, two-sided: as far from 0 or
 * farther ("permutation"). The statistic is the difference. */
struct test_result permutation_two_samples(const double *x, size_t n_x,
                                           const double *y, size_t n_y,
                                           size_t draws,
                                           struct random_stream *random);

/* The mean of x[i] - y[i] with its signs flipped ("sign-flip"). */
struct test_result permutation_pairs(const double *x, const double *y, size_t n,
                                     size_t draws,
                                     struct random_stream *random);

/* The smallest p that these tests can give, whatever the values: 2 in C(n_x +
 * n_y, n_x) ways if both samples are as large, else 1; 2 in 2^n. NAN if a
 * sample is empty. */
double permutation_attainable(size_t n_x, size_t n_y);
double permutation_attainable_pairs(size_t n);

#endif
