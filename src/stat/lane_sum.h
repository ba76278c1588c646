#ifndef STAT_LANE_SUM_H
#define STAT_LANE_SUM_H

#include "stat/lanes.h"
#include "stat/sum.h"

/* struct sum for lanes. Every addition waits for the one before: who adds to
 * two of these in turns waits half as long. Initialise with {{0}, {0}}. */
struct lane_sum {
    lanes high, low;
};

static inline void lane_sum_add(struct lane_sum *sum, lanes value)
{
    lanes total = sum->high + value;
    lanes part = total - sum->high;

    sum->low += (sum->high - (total - part)) + (value - part);
    sum->high = total;
}

/* Adds the lanes to a sum, the first one first. */
static inline void lane_sum_end(const struct lane_sum *lane_sum,
                                struct sum *sum)
{
    for (size_t k = 0; k < LANES_AT_ONCE; k++)
        sum_merge(sum, &(struct sum){lane_sum->high[k], lane_sum->low[k]});
}

#endif
