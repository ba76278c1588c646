#ifndef STUDY_RUN_NUMBERS_H
#define STUDY_RUN_NUMBERS_H

#include "stat/runs.h"
#include "study/frame.h"
#include "study/statistic.h"

/* One number a run of every metric, group and statistic; what varies between
 * the runs and within; and whether the requests of the runs look alike. */

enum { RUN_MIN_RUNS = 3, RUN_TESTS = 5, RUN_TESTED = 100000 };

/* One metric in one group. */
struct run_cell {
    double *values; /* [n_statistics * n_runs]; NAN: none, or too few requests
                       beyond the percentile */
    size_t *sizes;  /* [n_runs]: requests */
    struct runs_model *models; /* [n_statistics], see run_models_fill; NULL if
                                  not tested */
    /* "anova", "welch-anova", "kruskal-wallis", "anderson-darling-k",
     * "brown-forsythe": all assume independent requests, and are taken on
     * about RUN_TESTED of them, drawn at random, where there are more. p
     * adjusted by Holm over the groups of the metric. */
    struct test_result tests[RUN_TESTS];
    double adjusted[RUN_TESTS];
};

struct run_numbers {
    size_t n_runs, n_groups, n_statistics;
    struct statistic *statistics; /* the mean first */
    enum field differ;            /* FIELD_NONE: the runs are repeats */
    struct run_cell *cells;       /* [metric * n_groups + group] */
    bool *is_filled;              /* [metric] */
    bool is_tested;
    const struct draws *draws; /* for the tests */
};

/* Computed once and kept with the frame; NULL if no run is known. The tests are
 * made only when somebody asks for them. Those of one metric may be asked for
 * alone: the others are not there then. */
const struct run_numbers *run_numbers_of(struct frame *frame);
const struct run_numbers *run_numbers_of_metric(struct frame *frame,
                                                size_t metric);
const struct run_numbers *run_numbers_tested(struct frame *frame);

/* The numbers of one metric, made beforehand by who has its samples at hand.
 * Begin returns false if there is nothing to do; else the whole (0) and each
 * group are filled once, side by side if need be, and it is ended. */
struct run_filling {
    const struct frame *frame;
    struct run_numbers *numbers;
    size_t metric;
    const struct sample_set *cells;
    struct sample_set *own;  /* the cells, if they are not the frame's */
    struct sample_set *runs; /* of the whole, until that is filled */
};
bool run_filling_begin(struct run_filling *filling, struct frame *frame,
                       size_t metric);
void run_filling_group(struct run_filling *filling, size_t g);
void run_filling_end(struct run_filling *filling);

const struct run_cell *run_numbers_cell(const struct run_numbers *numbers,
                                        size_t metric, size_t group);

/* The mean of the runs with its t interval; none for runs that are conditions
 * or if one has no value, no interval for fewer than three. Infinite if one is.
 */
struct estimate run_numbers_mean(const struct frame *frame,
                                 const struct run_numbers *numbers,
                                 const double *values);

/* The same of a percentile; no value at all for fewer than three runs. */
struct estimate run_numbers_across(struct frame *frame,
                                   const struct metric *metric, size_t group,
                                   double p);

#endif
