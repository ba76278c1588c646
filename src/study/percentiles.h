#ifndef STUDY_PERCENTILES_H
#define STUDY_PERCENTILES_H

#include "stat/quantile.h"
#include "study/frame.h"

/* A quantile of one group of a metric; failed requests that count as
 * infinitely slow are beyond all values, and it may be infinite then. */
struct quantile percentile_of(const struct frame *frame,
                              const struct metric *metric, size_t g, double p);

/* "few", "open" or NULL. */
const char *percentile_mark(const struct quantile *quantile);

#endif
