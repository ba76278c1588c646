#ifndef DATA_ESTIMATE_H
#define DATA_ESTIMATE_H

#include <math.h>
#include <stdbool.h>

/* Reasons not to lean on a number; a study makes notes of them. */
enum doubt {
    DOUBT_FEW = 1 << 0,       /* fewer than ten values beyond a quantile */
    DOUBT_OPEN = 1 << 1,      /* the sample gives no finite limit */
    DOUBT_TIES = 1 << 2,      /* many equal values: ranks are coarse */
    DOUBT_DEPENDENT = 1 << 3, /* assumes independence that is not given */
    DOUBT_TAILS = 1 << 4,     /* heavy tails make the interval too narrow */
};

/* A number with what we know about it. What could not be computed is NAN. An
 * open end of an interval is an infinity; NAN ends mean that there is no
 * interval. Units are those of the field: seconds, US dollars, tokens. */
struct estimate {
    double value;
    double low, high;
    double level;       /* of the interval, e.g. 0.95; 0: no interval */
    const char *method; /* a code such as "order-statistics"; static text */
    unsigned doubts;
};

/* A bare number without an interval. */
static inline struct estimate estimate_of(double value)
{
    return (struct estimate){
        .value = value, .low = (double)NAN, .high = (double)NAN};
}

static inline bool estimate_has_interval(const struct estimate *estimate)
{
    return estimate->level > 0 && !isnan(estimate->low) &&
           !isnan(estimate->high);
}

/* The interval stretched to its estimate where it lies beyond. An interval by
 * order statistics may, for a few values: the estimate interpolates. It covers
 * no less then. */
static inline struct estimate estimate_stretched(struct estimate estimate)
{
    if (!estimate_has_interval(&estimate) || isnan(estimate.value))
        return estimate;
    estimate.low = fmin(estimate.low, estimate.value);
    estimate.high = fmax(estimate.high, estimate.value);
    return estimate;
}

#endif
