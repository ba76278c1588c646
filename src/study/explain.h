#ifndef STUDY_EXPLAIN_H
#define STUDY_EXPLAIN_H

#include "stat/modality.h"
#include "study/frame.h"

/* The column that tells most about which mode a request belongs to, by
 * adjusted mutual information. */
struct explanation {
    const char *column;        /* NULL: none tells anything */
    double information;        /* adjusted, 0 to 1 */
    const char *text;          /* "96 % of the slow mode is cache_hit=false" */
    struct grouping *grouping; /* of the rows by that column */
    struct arena *arena;       /* of the grouping; to be destroyed */
};

/* Looks at workload, model, provider, region, cache hit, streaming, phase,
 * finish reason, run, hour of the day, and the columns of --by. */
struct explanation explain_modes(const struct frame *frame,
                                 const struct metric *metric,
                                 const struct modality_scale *scale);

#endif
