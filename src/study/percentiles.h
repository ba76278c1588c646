#ifndef STUDY_PERCENTILES_H
#define STUDY_PERCENTILES_H

#include "stat/quantile.h"
#include "study/frame.h"

/* A quantile of one group of a metric; failed requests that count as
 * infinitely slow are beyond all values, and it may be infinite then. */
struct quantile percentile_of(const struct frame *frame,
                              const struct metric *metric, size_t g, double p);

/* The same as people read it: an interval contains its estimate. The data keep
 * the order statistics, whose ranks are told beside them. */
struct quantile percentile_shown(const struct frame *frame,
                                 const struct metric *metric, size_t g,
                                 double p);

/* The one doubt that is shown: DOUBT_FEW, DOUBT_OPEN or 0; and its mark: "few",
 * "open" or NULL. */
unsigned percentile_doubt(const struct quantile *quantile);
const char *percentile_mark(const struct quantile *quantile);

/* What the marks of these doubts mean; NULL if there is none. */
const char *percentile_legend(unsigned doubts);

#endif
