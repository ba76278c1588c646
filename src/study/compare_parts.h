#ifndef STUDY_COMPARE_PARTS_H
#define STUDY_COMPARE_PARTS_H

#include "stat/proportion.h"
#include "study/compare.h"

/* The steps of compare_run, in their order. */

bool arms_find(struct arms *arms, const struct frame *frame,
               const struct compare_options *options, struct error *error);

/* Pairs the runs of two sides: by name if all names match, else in order.
 * Reorders the candidate's cells. Error: the runs do not pair. */
bool arms_pair(const struct arms *arms, const struct arm *base,
               struct arm *candidate, struct error *error);

/* What the log has: the frame's metrics, errors and cost. `n` subjects in the
 * arena; subjects_release frees their samples. */
struct subject *subjects_make(struct frame *frame, const struct arms *arms,
                              const struct compare_options *options, size_t *n);
void subjects_release(struct subject *subjects, size_t n);

/* In which way the token counts of matched strata differ, as a sentence; NULL:
 * they do not, or the log has none. */
const char *tokens_differ(const struct compare *compare,
                          const struct candidate *candidate);

/* Latency for each output token; false if the log has no such thing. */
bool subject_per_token(struct subject *subject, struct frame *frame,
                       const struct arms *arms);

/* The requests of a side in one stratum, or in all matched ones. */
struct side_runs {
    struct sample *samples; /* [n_runs]; NULL: no values */
    struct sample_set **owned;
    double *above, *below; /* [n_runs]; NULL: no rate */
    size_t n_runs;
    size_t n_requests;
};

void side_init(struct side_runs *side, const struct subject *subject,
               const struct arms *arms, const struct arm *arm,
               const bool *matched, size_t stratum);
void side_release(struct side_runs *side);

/* Cuts the runs of the larger side down to `n` requests each, at random. */
void side_thin(struct side_runs *side, size_t n, struct random_stream *random);

/* What a side that counts has in all: above of below. */
struct count side_counts(const struct side_runs *side);

/* Makes one run of all of them. */
void side_pool(struct side_runs *side);

/* If requests a run differ by more than 10 %: the smaller side's; else 0. */
size_t sides_thin_to(const struct side_runs *base,
                     const struct side_runs *candidate);

/* Fills `compared` from both sides: all but family and verdict. */
void compared_fill(struct compared *compared, const struct compare *compare,
                   const struct side_runs *base,
                   const struct side_runs *candidate,
                   struct random_stream *random);

/* The values of one side alone: `candidate`, `n_candidate`, `is_biased`. */
void compared_values(struct compared *compared, const struct frame *frame,
                     const struct side_runs *side);

/* Pairs by item: mean differences of pairs of runs. */
void compared_fill_items(struct compared *compared,
                         const struct compare *compare,
                         const struct candidate *candidate,
                         struct random_stream *random);

/* What the requests say when they are put together: all but the shift, which
 * is of quantiles and comes after the larger runs are thinned. NULL: rates
 * alone have no distribution. */
struct requests_view *requests_view(const struct compare *compare,
                                    const struct side_runs *base,
                                    const struct side_runs *candidate);
void requests_shift(struct requests_view *view, const struct compare *compare,
                    const struct side_runs *base,
                    const struct side_runs *candidate);
struct test_result requests_pooled(const struct compared *compared,
                                   const struct side_runs *base,
                                   const struct side_runs *candidate,
                                   double level);

/* One comparison by itself over all matched strata, in no family. */
struct compared compare_one(const struct compare *compare,
                            const struct candidate *candidate,
                            const struct subject *subject,
                            const struct statistic *statistic);

/* What stands for "all matched strata", or the name of a group. */
const char *compare_stratum(const struct compare *compare,
                            const struct candidate *candidate, size_t stratum);

/* Data, tables, sentences and charts of candidate k. */
void compare_tell(const struct compare *compare, size_t k);
void compare_tables(const struct compare *compare, size_t k);
void compare_notes(const struct compare *compare, size_t k);
void compare_charts(const struct compare *compare, size_t k);

#endif
