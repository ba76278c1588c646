#ifndef STUDY_OTHER_PERCENTILES_H
#define STUDY_OTHER_PERCENTILES_H

#include "study/frame.h"

/* The metrics but the first in a line each, for the terminal; and the doubts
 * that these lines mark. */
void percentiles_of_others(struct frame *frame, struct section *section);
unsigned percentiles_other_doubts(const struct frame *frame);

/* What each tool whose rule is known would have printed as the percentiles of
 * latency, TTFT and inter-token latency of these requests. */
void percentiles_as_tools(struct frame *frame, struct section *section);

/* Harrell and Davis' percentiles with their jackknife error, and the error of
 * Maritz and Jarrett, where --harrell-davis asks for them. */
void percentiles_smooth(struct frame *frame, struct section *section);

#endif
