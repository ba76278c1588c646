#ifndef STUDY_MOMENTS_TABLE_H
#define STUDY_MOMENTS_TABLE_H

#include "stat/moments.h"
#include "study/frame.h"

/* What takes passes over a sample, made once: of every metric, every group. */
struct numbers {
    struct moments moments;
    double geometric, trimmed, deviation;
};

/* How a metric scatters, in each group: [frame_n_groups] numbers. */
void moments_table(struct frame *frame, struct section *section,
                   const struct metric *metric, const struct numbers *numbers);

#endif
