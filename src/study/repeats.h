#ifndef STUDY_REPEATS_H
#define STUDY_REPEATS_H

#include "study/frame.h"

/* Are the runs repeats of one condition? Runs of different model, provider,
 * concurrency or request rate are conditions, not repeats. */

/* The field in which they differ, or FIELD_NONE: they are repeats. A field
 * that varies within each run alike is no difference. */
enum field repeats_differ_in(const struct frame *frame);

/* The same of some runs only: those groups r for which which[r] is not 0. */
enum field repeats_differ_among(const struct frame *frame,
                                const struct grouping *runs,
                                const uint8_t *which);

#endif
