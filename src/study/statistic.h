#ifndef STUDY_STATISTIC_H
#define STUDY_STATISTIC_H

#include <stdbool.h>

#include "data/sample.h"

/* One number of a sample. */
enum statistic_kind {
    STATISTIC_MEAN,
    STATISTIC_QUANTILE,
    STATISTIC_RATE, /* a sum over a sum: no sample knows it */
};

struct statistic {
    const char *name; /* "mean", "p50", "rate", "per_1000" */
    enum statistic_kind kind;
    double p; /* STATISTIC_QUANTILE: 0 to 1 */
};

/* NAN of an empty sample. Failed requests at the end of the sample (see
 * failures.h) count in quantiles, which may be infinite; the mean leaves them
 * out. */
double statistic_of(const struct sample *sample,
                    const struct statistic *statistic, int quantile_type);

/* A quantile of one run is biased if fewer than ten values lie beyond it
 * (type 7 puts p99 of 71 values 8 % too low): it is then no value of a run. */
bool statistic_is_biased(const struct sample *sample,
                         const struct statistic *statistic);

/* "p95" as a statistic; the name is a copy that the caller keeps. */
struct statistic statistic_quantile(const char *name, double p);

#endif
