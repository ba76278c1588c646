#ifndef STUDY_FAILURES_H
#define STUDY_FAILURES_H

#include "stat/quantile.h"
#include "study/frame.h"

/* --population failed-as-inf: failed requests are infinitely slow. Samples that
 * hold them have them at their end, as infinities; quantiles and ranks may be
 * taken of such a sample, nothing else. */

/* As sample_set_create, with the failed requests if the values are the frame's
 * latencies in that population. */
struct sample_set *failures_samples(const struct frame *frame,
                                    const double *values,
                                    const struct codes *groups,
                                    size_t n_groups);

/* The cells of a metric (frame_cell_samples) with its failed requests; `own` is
 * to be destroyed after use, and NULL if they are those of the frame. */
const struct sample_set *failures_cells(const struct frame *frame,
                                        const struct metric *metric,
                                        struct sample_set **own);

/* The part of a sample that is finite: a view. */
struct sample failures_left_out(const struct sample *sample);

/* quantile_estimate of such a sample: between two infinities there is no number
 * but infinity. */
struct quantile failures_quantile(const struct sample *sample, double p,
                                  int type, double level);

#endif
