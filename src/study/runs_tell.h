#ifndef STUDY_RUNS_TELL_H
#define STUDY_RUNS_TELL_H

#include "study/run_numbers.h"

/* RUNS of doc/RESULTS.md: one entry for each metric, group and statistic, and
 * one for the error rate. */
void runs_tell(struct frame *frame, const struct run_numbers *numbers);

#endif
