#ifndef STUDY_SHARED_MOMENTS_H
#define STUDY_SHARED_MOMENTS_H

#include "stat/comoment.h"
#include "study/rank_store.h"

/* Moments of the columns that the study of correlation looks at in pairs and
 * threes: cost, latency, output tokens and rate, and logarithms. If the same
 * requests have all of them, one pass serves all; else each question makes its
 * own. */
struct shared_moments {
    const struct frame *frame;
    struct comoment_column columns[COMOMENT_COLUMNS];
    size_t n_columns;
    struct comoment *groups; /* NULL: not all have the same requests */
};

/* The rows that count, by group of the frame: what comoments_of takes. */
struct comoment_rows correlation_rows(const struct frame *frame);

void shared_moments_init(struct shared_moments *shared,
                         const struct frame *frame, struct rank_store *ranks);
void shared_moments_release(struct shared_moments *shared);

/* As comoments_of of the rows above: of[0 ... n_labels - 1]. */
void shared_moments_of(const struct shared_moments *shared,
                       const struct comoment_column *columns, size_t n_columns,
                       struct comoment *of);

#endif
