#ifndef STAT_RUNS_H
#define STAT_RUNS_H

#include <stddef.h>

#include "data/sample.h"
#include "stat/test_result.h"

/* Repeated runs: what varies between them, what within, and how many
 * independent requests the whole is worth. */

/* One-way random effects, y = mean + run + request, by the analysis of
 * variance (Searle, Casella and McCulloch 1992, chapter 3). All but the counts
 * are NAN with fewer than two runs or no run of two values. Runs without values
 * are left out. */
struct runs_model {
    size_t n_runs, n;
    double n0;                              /* (N - sum n_i^2 / N) / (R - 1) */
    double squares_between, squares_within; /* mean squares */
    double variance_between; /* of runs; as estimated, may be negative */
    double variance_within;  /* of requests in a run */
    struct estimate icc;     /* may be negative; the interval (Shrout and
                                Fleiss 1979) only if runs are equally long */
    double design_effect;    /* 1 + (N / R - 1) max(0, icc), Kish 1965 */
    double n_effective;      /* N / design effect */
    double between_sd;       /* root of variance_between; 0 if negative */
    double within_sd;        /* of requests in a run */
    double values_sd;        /* of the run means, as they are: what the requests
                                scatter within runs is in it */
    struct test_result test; /* "anova": are the runs alike? */
};

struct runs_model runs_model(const struct series *runs, size_t n_runs,
                             double level);

/* The same of values that are 0 or 1, by counts: `hits` of `trials` of each
 * run. Of the requests beyond a quantile of all runs it is the model of that
 * quantile (Francisco and Fuller 1991). */
struct runs_model runs_model_counts(const double *hits, const double *trials,
                                    size_t n_runs, double level);

/* Puts the scatter of a quantile, which is in the unit of the values, in the
 * place of that of its counts: between_sd^2 = variance of the runs' values less
 * the mean of errors[r]^2, 0 if negative, and within_sd^2 = the mean of
 * errors[r]^2 trials[r], so that a run of n requests has the variance
 * between_sd^2 + within_sd^2 / n. NAN if a value or an error is. */
void runs_model_scatter(struct runs_model *model, const double *values,
                        const double *errors, const double *trials,
                        size_t n_runs);

/* The mean of one value a run, with Student's interval of R - 1 degrees of
 * freedom; no interval for one run. */
struct estimate runs_mean(const double *values, size_t n_runs, double level);

/* Do the runs share one rate? Chi-square of R x 2 counts ("chi-square");
 * statistic / df is the over-dispersion, near 1 if failures come one by one.
 * A diagnostic: rates are compared by run whatever it says. Runs without
 * requests are left out; NAN if none or all requests failed. */
struct test_result runs_over_dispersion(const double *n_failed,
                                        const double *n_requests,
                                        size_t n_runs);

#endif
