#ifndef STAT_PROPORTION_H
#define STAT_PROPORTION_H

#include <stdint.h>

#include "data/estimate.h"

/* Shares of successes (or errors) in counts of independent trials. Between
 * runs errors are seldom independent, for they come in bursts: see
 * contingency_over_dispersion, and compare the rates of runs. */
struct count {
    uint64_t successes, trials; /* successes <= trials */
};

/* successes / trials; NAN of no trials. */
double proportion_of(struct count count);

/* Score interval (Wilson, JASA 22, 1927), without continuity correction. */
struct estimate proportion_wilson(struct count count, double level);

/* Exact, conservative interval (Clopper and Pearson, Biometrika 26, 1934). */
struct estimate proportion_clopper_pearson(struct count count, double level);

/* a - b with the interval that joins two Wilson intervals: method 10 of
 * Newcombe (Statistics in Medicine 17, 1998). NAN if one has no trials. */
struct estimate proportion_difference(struct count a, struct count b,
                                      double level);

#endif
