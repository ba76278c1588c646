#ifndef STUDY_OTHER_PERCENTILES_H
#define STUDY_OTHER_PERCENTILES_H

#include "study/frame.h"

/* The metrics but the first in a line each, for the terminal; and the doubts
 * that are marked in these lines and the table of the first. */
void percentiles_of_others(struct frame *frame, struct section *section);
unsigned percentiles_doubts(const struct frame *frame);

/* What each tool whose rule is known would have printed as the percentiles of
 * latency, TTFT and inter-token latency of these requests: the numbers of each
 * metric (NULL: it is none of these), and the tables of all. */
const double *percentiles_by_tools(const struct frame *frame,
                                   const struct metric *metric);
void percentiles_as_tools(struct frame *frame, struct section *section,
                          const double *const *by_tools);

/* Harrell and Davis' percentiles with their jackknife error, and the error of
 * Maritz and Jarrett, where --harrell-davis asks for them. */
void percentiles_smooth(struct frame *frame, struct section *section);

#endif
