#ifndef STUDY_PAIRS_H
#define STUDY_PAIRS_H

#include "study/frame.h"

/* Two or three numbers of each request that counts and has them all. */
struct pairs {
    double *x, *y;
    double *given;   /* a third column, or NULL */
    uint32_t *group; /* of the frame: 0 .. n_groups - 1 */
    size_t n;
};

/* `given` may be NULL. Release it. */
void pairs_init(struct pairs *pairs, const struct frame *frame, const double *x,
                const double *y, const double *given);
/* Of the rows for which part[row] is not 0 only; NULL: of all. */
void pairs_init_rows(struct pairs *pairs, const struct frame *frame,
                     const double *x, const double *y, const uint8_t *part);
void pairs_release(struct pairs *pairs);

/* The pairs of one group of the frame (numbered from 0), as a copy. */
void pairs_init_group(struct pairs *pairs, const struct pairs *all,
                      uint32_t group);

/* About `most` of the pairs, drawn at random with equal probability; all of
 * them if there are no more. */
void pairs_init_part(struct pairs *pairs, const struct pairs *all, size_t most,
                     uint64_t seed);

/* The pairs of all groups from this one on. */
void pairs_init_from(struct pairs *pairs, const struct pairs *all,
                     uint32_t first);

/* The same pairs as logarithms; false if a value is not above 0. */
bool pairs_init_logs(struct pairs *pairs, const struct pairs *from);

#endif
