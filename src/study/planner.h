#ifndef STUDY_PLANNER_H
#define STUDY_PLANNER_H

#include <stddef.h>

#include "data/sample.h"
#include "study/statistic.h"

/* How many runs of how many requests: from pilot runs to what a comparison of
 * two sides needs. All is on logarithms, so that a change is a share.
 *
 * The log of a run's value has the variance between + within / n: `between`
 * that of the runs, which no number of requests removes, and `within` that of
 * one request (Kalibera and Jones 2013). */
struct components {
    size_t n_runs;
    double n_requests; /* of a pilot run, on average */
    double value;      /* geometric mean of the runs */
    double total;      /* variance of the runs' log values, as they are */
    double between;    /* total less what the requests explain; may be < 0 */
    double within;     /* of one request; NAN if a run is too small */
};

/* From one sample a run. All but the counts are NAN if a run's value is not
 * above 0 or rests on fewer than ten requests beyond the percentile. The
 * variance within is, for the mean, (sd / mean)^2; for a percentile it is from
 * the width of its order-statistic interval. */
struct components planner_components(const struct sample *runs, size_t n_runs,
                                     const struct statistic *statistic,
                                     int quantile_type);

/* The standard deviation of a run's log value with n requests. */
double planner_sd(const struct components *components, double n);

/* How much larger the pilot's standard deviation may really be: the factor of
 * its upper limit with this confidence (Browne 1995 plans with 0.8). */
double planner_upper_factor(size_t n_runs, double confidence);

/* Runs a side for Welch's test to see the change (0.05: 5 %) with the power; at
 * least 3. */
double planner_runs(double sd, double change, double power, double alpha);

/* The change that this many runs a side show with the power. */
double planner_change(double sd, double n_runs, double power, double alpha);

/* The power with which so many runs a side see the change. */
double planner_power(double sd, double n_runs, double change, double alpha);

/* The number of requests a run that is cheapest, if a run costs `overhead`
 * beside its requests, in units of one request. Infinite if runs add no
 * variance. */
double planner_requests(const struct components *components, double overhead);

#endif
