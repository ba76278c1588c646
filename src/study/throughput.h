#ifndef STUDY_THROUGHPUT_H
#define STUDY_THROUGHPUT_H

#include "study/frame.h"

/* Rates of a group of requests that count; NAN where they are not known. */
struct throughput {
    double output;   /* sum of output tokens over sum of latencies, tokens/s */
    double system;   /* output tokens over the span of one run, tokens/s */
    double requests; /* requests over that span, a second */
};

/* [frame_n_groups], in one pass, and kept with the frame. A rate is total over
 * total, never the mean of rates: ratios are not averaged (Hoefler and Belli,
 * SC 2015, rule 4). Several runs have pauses between them: then the span says
 * nothing of the system. */
const struct throughput *throughput_of(struct frame *frame);

/* Adds "throughput" to the GROUP. */
void throughput_tell(struct frame *frame, size_t g,
                     const struct throughput *throughput);

#endif
