#ifndef STUDY_COMPARE_H
#define STUDY_COMPARE_H

#include "study/comparison.h"
#include "study/frame.h"
#include "study/statistic.h"

/* Which sides there are, what of each run is compared, and what came of it.
 * The frame's groups are the strata; the sides are the values of a column. */

enum pairing { PAIR_NONE, PAIR_RUN, PAIR_ITEM, N_PAIRINGS };

extern const char *const pairing_names[]; /* ends with NULL */

struct compare_options {
    const char *arm_column; /* of the table */
    const char *base;       /* NULL: the side that comes first */
    enum pairing pairing;
    struct comparison_options judge;
    double rate_margin;   /* of the error rate: 0.005 is half a point */
    bool with_error_rate; /* also if --metric names others */
};

/* One side: the runs that belong to it. */
struct arm {
    const char *name;
    size_t *cells; /* [n_runs]: numbers in arms.cells */
    size_t n_runs;
    enum field differ; /* its runs differ in this, hence are no repeats */
};

struct arms {
    struct grouping *cells; /* rows by side and run */
    struct arm *arms;       /* the base first */
    size_t n_arms;
    size_t n_strata; /* groups of the frame, or 1 */
};

/* What is compared: one table's worth of statistics of one number. */
enum { MAX_SUBJECT_STATISTICS = 16 };
struct subject {
    const char *name, *label, *slug;
    enum unit unit;
    enum direction better;
    enum wording wording;
    bool is_ratio;          /* compared on logs */
    double absolute_margin; /* NAN: none */
    const double *values;   /* [n_rows], or NULL */
    const uint8_t *counted; /* [n_rows]: which rows count */
    struct sample_set *set; /* [cell * n_strata + stratum]; NULL: no values */
    /* A rate is scale * above / below, likewise; NULL: no rate. */
    double *above, *below;
    double scale;
    bool is_count; /* above and below count requests */
    struct statistic statistics[MAX_SUBJECT_STATISTICS];
    size_t n_statistics;
};

/* The distributions of all requests of both sides: what a pooled analysis
 * would say, with its assumption of independent requests. */
enum { N_SHIFT = 9, N_DIAGNOSTICS = 2, N_EFFECTS = 3 };
struct requests_view {
    struct test_result diagnostics[N_DIAGNOSTICS];
    struct estimate effects[N_EFFECTS]; /* Hodges-Lehmann, Cliff, P(x > y) */
    struct estimate shift[N_SHIFT];     /* deciles; by runs if three a side */
};

/* One comparison: one statistic in one stratum. */
struct compared {
    const struct subject *subject;
    const struct statistic *statistic;
    size_t stratum; /* 0: all matched strata; s: group s - 1 of the frame */
    struct comparison comparison;
    double *base, *candidate; /* values of the runs, in the arena */
    size_t n_base, n_candidate;
    size_t base_requests, candidate_requests;
    size_t thinned_to; /* requests a run of the larger side; 0: not thinned */
    bool is_biased;    /* too few requests beyond the quantile */
    bool is_by_item;
    struct test_result pooled;
    /* All statistics of a subject in a stratum share it: it is of their
     * distribution. NULL: rates alone have none. */
    const struct requests_view *view;
};

/* One candidate against the base. */
struct candidate {
    const struct arm *base, *arm;
    bool *matched; /* [n_strata]: both sides have it */
    size_t n_matched;
    const char *unmatched; /* strata that only one of both has; NULL: none */
    struct compared *compared; /* subject by subject, stratum by stratum */
    size_t n_compared;
    size_t n_subjects;  /* the first of compare.subjects */
    const char *tokens; /* how token counts differ, as a sentence; or NULL */
};

struct compare {
    struct frame *frame;
    const struct compare_options *options;
    struct arms arms;
    struct subject *subjects;
    size_t n_subjects;
    struct candidate *candidates;
    size_t n_candidates;
    struct value *told; /* "comparisons" */
};

/* Compares every side with the base and tells it: sections, "comparisons" and
 * charts. Errors: fewer than two sides, no side of the base's name, runs that
 * do not pair. Release it in any case. */
bool compare_run(struct compare *compare, struct frame *frame,
                 const struct compare_options *options, struct error *error);
void compare_release(struct compare *compare);

/* The comparison of this statistic over all matched strata, or NULL. */
const struct compared *compare_find(const struct candidate *candidate,
                                    const char *metric, const char *statistic);

#endif
