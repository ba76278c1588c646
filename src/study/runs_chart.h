#ifndef STUDY_RUNS_CHART_H
#define STUDY_RUNS_CHART_H

#include "study/frame.h"

/* Are the runs alike? p50 and p95 of each run with their order-statistic
 * intervals, and the mean of the runs (NULL: they are no repeats) as a band.
 * `by_run` is one sample a run; drawn for two runs or more. */
void runs_chart(struct frame *frame, struct section *section,
                const struct metric *metric, const struct sample_set *by_run,
                const struct estimate means[2]);

extern const double runs_chart_percentiles[2];

#endif
