#ifndef STUDY_WHAT_IF_CACHE_H
#define STUDY_WHAT_IF_CACHE_H

#include "study/frame.h"

/* Which requests say again what another said before, to the same model. */
struct repeats {
    const char *column;       /* that told */
    const uint8_t *is_repeat; /* [n_rows]; in order of start where all have
                                 one, else of the log */
};

/* By this column, or by the first of what_if_prompt_columns that the log has;
 * NULL if it has none. In the arena. */
const struct repeats *what_if_repeats(struct frame *frame, const char *column);

/* Says what becomes of latency if every request is looked up first and a share
 * answered then, with limits by which requests these are; nothing if `lookup`
 * is NAN or the log has no latency. */
void what_if_lookup(struct frame *frame, struct section *section, double share,
                    double lookup);

#endif
