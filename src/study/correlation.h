#ifndef STUDY_CORRELATION_H
#define STUDY_CORRELATION_H

#include "stat/correlation.h"
#include "study/pairs.h"

/* Everything that is said of how two columns go together. */
enum { MOST_RANKED = 100000 };

struct relation {
    const struct column *x, *y;
    size_t n;
    size_t n_ranked; /* pairs that Spearman's and Kendall's coefficients rest
                        on: about MOST_RANKED drawn at random, if there are
                        more */
    struct correlation pearson, pearson_log, spearman, kendall;
    struct correlation partial; /* given output tokens; n 0: not asked */
    double within, between;     /* NAN without groups */
    size_t n_groups;
    double *group_r; /* [n_groups], Pearson's; in the arena */
    size_t *group_n;
    bool is_simpson; /* the whole and the inside of the groups disagree */
    bool has_heavy_tails;
};

/* Of group g of the frame; groups and what lies between them for g = 0 only. */
struct relation relation_of(const struct frame *frame, const struct column *x,
                            const struct column *y, size_t g);

/* Adds a CORRELATION to the data. */
void relation_tell(struct frame *frame, struct value *correlations,
                   const struct relation *relation, size_t g);

/* Does time cost money? Points by group, or cells of counts where there are
 * too many, and lines inside each group and over all. */
void correlation_chart(struct frame *frame, struct section *section,
                       const struct relation *relation);

/* What goes with what: Pearson's and Spearman's r of all numeric fields. */
void correlation_matrix(struct frame *frame, struct section *section);

/* Is the output rate steadier across groups than latency, and closer to
 * cost? */
void correlation_steadiness(struct frame *frame, struct section *section);

#endif
