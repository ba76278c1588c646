#ifndef STUDY_HISTOGRAM_CHART_H
#define STUDY_HISTOGRAM_CHART_H

#include "stat/modality.h"
#include "study/frame.h"

/* How is it spread, and what makes its humps? Log-spaced bins stacked by
 * group, the density over all, percentiles as rules; modes only where the
 * panel of tests says that there are several. `modality` may be NULL. */
void histogram_chart(struct frame *frame, struct section *section,
                     const struct metric *metric,
                     const struct modality *modality);

#endif
