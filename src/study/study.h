#ifndef STUDY_STUDY_H
#define STUDY_STUDY_H

#include "study/frame.h"

/* A question that is put to a frame. It writes sections, tables, charts and
 * notes, and its part of the data. What cannot be computed is told in one
 * line; nothing is made up. */
struct study {
    const char *name;    /* for --studies */
    const char *summary; /* one line */
    /* The fields that it looks at beside those of the frame (studies_need) and
     * the metrics, ended by FIELD_NONE. NULL: it may look at any. */
    const enum field *needs;
    void (*run)(struct frame *frame);
};

/* All studies, in the order in which they are told; ends with NULL. */
extern const struct study *const studies[];

extern const struct study study_cost;

const struct study *study_find(const char *name);

/* Marks the fields that these studies (ended by NULL) and the frame need of a
 * log; what is unmarked need not be read. */
void studies_need(bool needed[N_FIELDS], const struct study *const *chosen,
                  const struct study_options *options);

/* Tells what was read and who is counted, then runs the chosen studies (ends
 * with NULL) in their order. */
void studies_run(struct frame *frame, const struct study *const *chosen);

#endif
