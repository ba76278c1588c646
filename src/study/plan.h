#ifndef STUDY_PLAN_H
#define STUDY_PLAN_H

#include "study/frame.h"

struct plan_options {
    double change;   /* to be seen: 0.05 is 5 % */
    double power;    /* with which probability */
    double overhead; /* of a run, seconds, beside its requests */
};

/* From the pilot runs of the frame: what varies, what they could have seen,
 * and which runs of how many requests see the change. Adds "plan" to the data.
 * Exit status 3 if there is one run, or the runs are conditions. */
bool plan_run(struct frame *frame, const struct plan_options *options,
              struct error *error);

#endif
