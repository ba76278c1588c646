#ifndef STUDY_RUN_MODELS_H
#define STUDY_RUN_MODELS_H

#include "study/run_numbers.h"

/* What varies between runs and within: fills [n_statistics] models. That of the
 * mean is the analysis of variance of the requests. Those of percentiles have
 * the correlation, design effect and effective number of the share of requests
 * beyond the percentile of all runs, and in the unit of the metric how far the
 * percentile of a run scatters; nothing if a run has too few requests beyond
 * it. `samples` has the group's requests of each run, `whole` those of all. */
void run_models_fill(struct runs_model *models, const struct frame *frame,
                     const struct run_numbers *numbers,
                     const struct sample *samples, const struct sample *whole);

#endif
