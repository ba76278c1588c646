#ifndef STAT_FRIEDMAN_H
#define STAT_FRIEDMAN_H

#include <stddef.h>

#include "stat/test_result.h"

/* The same k treatments in each of b blocks (models on prompts, systems in
 * weeks): Friedman's test of ranks within blocks, corrected for ties. */
struct friedman {
    struct test_result test;   /* "friedman": chi-square, df = k - 1 */
    struct test_result f_test; /* Iman and Davenport 1980: F, closer to its
                                  level; NAN if all blocks agree fully */
    double concordance;        /* Kendall's W, 0 to 1 */
};

/* values[block * k + treatment]. No answer with fewer than two blocks or
 * treatments, or if every block is constant. */
struct friedman friedman_of(const double *values, size_t n_blocks, size_t k);

#endif
