#ifndef STUDY_SHAPE_TABLE_H
#define STUDY_SHAPE_TABLE_H

#include "stat/modality.h"
#include "study/frame.h"

/* What is known of one metric in one group. The numbers that are drawn for it
 * depend on nothing else, so that panels can be made side by side. */
struct panel {
    const struct metric *metric;
    size_t g;
    struct modality modality;
    struct random_stream *random;
};

/* All that the verdicts rest on, and what is told beside: the n panels of one
 * metric, the whole first. */
void shape_table(struct frame *frame, struct section *section,
                 const struct panel *panels, size_t n);

#endif
