#ifndef STUDY_STUDY_H
#define STUDY_STUDY_H

#include "study/frame.h"

/* A question that is put to a frame. It writes sections, tables, charts and
 * notes, and its part of the data. What cannot be computed is told in one
 * line; nothing is made up. */
struct study {
    const char *name;    /* for --studies */
    const char *summary; /* one line */
    void (*run)(struct frame *frame);
};

/* All studies, in the order in which they are told; ends with NULL. */
extern const struct study *const studies[];

extern const struct study study_cost;

const struct study *study_find(const char *name);

/* Tells what was read and who is counted, then runs the chosen studies (ends
 * with NULL) in their order. */
void studies_run(struct frame *frame, const struct study *const *chosen);

#endif
