#ifndef STAT_BOSCHLOO_H
#define STAT_BOSCHLOO_H

#include "stat/contingency.h"

/* Boschloo's test (1970): Fisher's one-sided p as the statistic, its
 * distribution taken at the common share that makes p largest. Never above
 * Fisher's p, hence the better exact test for small samples. Statistic: that
 * Fisher p. Two-sided: twice the smaller side. The number of tables grows as
 * the product of the trials; NAN if a side has none or more than
 * BOSCHLOO_TRIALS. */
enum { BOSCHLOO_TRIALS = 1000 };
struct contingency_test boschloo_test(struct count a, struct count b,
                                      enum side side);

#endif
