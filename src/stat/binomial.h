#ifndef STAT_BINOMIAL_H
#define STAT_BINOMIAL_H

#include <stdint.h>

/* The binomial distribution of k successes in n trials of probability p, to
 * about 13 digits for any n: GSL's gives up (NAN) where n is in the millions.
 * Probabilities are by Loader's saddle-point form (2000); a tail is summed
 * from its largest term outward, in O(sqrt(n)). 0 <= p <= 1. */

double binomial_pmf(uint64_t k, uint64_t n, double p);

/* P(K <= k) and P(K >= k); small tails keep their digits. */
double binomial_lower(uint64_t k, uint64_t n, double p);
double binomial_upper(uint64_t k, uint64_t n, double p);

/* The smallest k with P(K <= k) >= tail. 0 < tail < 1. */
uint64_t binomial_quantile(double tail, uint64_t n, double p);

/* The smallest k with P(K > k) <= tail, which is the quantile of 1 - tail
 * without rounding 1 - tail. */
uint64_t binomial_quantile_upper(double tail, uint64_t n, double p);

#endif
