#ifndef STUDY_CORRELATION_H
#define STUDY_CORRELATION_H

#include "stat/comoment.h"
#include "stat/correlation.h"
#include "study/rank_store.h"
#include "study/shared_moments.h"

/* Everything that is said of how two columns go together, in one group of the
 * frame. */
struct relation {
    const struct column *x, *y;
    size_t n;
    struct correlation pearson, pearson_log, spearman, kendall;
    struct correlation partial; /* given output tokens; n 0: not asked */
    double within, between;     /* NAN without groups */
    size_t n_groups;
    double *group_r; /* [n_groups], Pearson's; in the arena */
    size_t *group_n;
    bool is_simpson; /* the whole and the inside of the groups disagree */
};

/* Columns of the moments of a pair. */
enum { RELATED_X, RELATED_Y, RELATED_LOG_X, RELATED_LOG_Y };

/* Moments of the pair in each group of the frame ([n_groups], at least one),
 * in the arena. */
struct comoment *relation_moments(const struct frame *frame,
                                  const struct shared_moments *shared,
                                  const struct column *x,
                                  const struct column *y);

/* Of group g of the frame; groups and what lies between them for g = 0 only. */
struct relation relation_of(const struct frame *frame, struct rank_store *ranks,
                            const struct shared_moments *shared,
                            const struct comoment *moments,
                            const struct column *x, const struct column *y,
                            size_t g);

/* Adds a CORRELATION to the data. */
void relation_tell(struct frame *frame, struct value *correlations,
                   const struct relation *relation, size_t g);

/* Does time cost money? Points by group, or cells of counts where there are
 * too many, and lines inside each group and over all. */
void correlation_chart(struct frame *frame, struct section *section,
                       const struct relation *relation,
                       const struct comoment *moments);

/* What goes with what: Pearson's and Spearman's r of all numeric fields; and
 * whether the output rate is steadier across groups than latency, and closer
 * to cost. */
void correlation_matrix(struct frame *frame, struct section *section,
                        struct rank_store *ranks,
                        const struct shared_moments *shared);

#endif
