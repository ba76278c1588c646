#include "study/compare_parts.h"

#include <math.h>

/* From the requests of both sides to one value a run, and what follows. */

/* The value of run r, NAN if it has none. */
static double value_of(const struct compared *compared,
                       const struct side_runs *side, size_t r,
                       int quantile_type)
{
    const struct subject *subject = compared->subject;

    if (compared->statistic->kind == STATISTIC_RATE)
        return side->below[r] > 0
                   ? subject->scale * side->above[r] / side->below[r]
                   : (double)NAN;
    return statistic_of(&side->samples[r], compared->statistic, quantile_type);
}

static bool is_biased(const struct compared *compared,
                      const struct side_runs *side)
{
    for (size_t r = 0; side->samples && r < side->n_runs; r++)
        if (side->samples[r].n > 0 &&
            statistic_is_biased(&side->samples[r], compared->statistic))
            return true;
    return false;
}

static size_t fill_values(const struct compared *compared, double *values,
                          const struct side_runs *side, int quantile_type)
{
    size_t n = 0;

    for (size_t r = 0; r < side->n_runs; r++) {
        double value = value_of(compared, side, r, quantile_type);

        if (!isnan(value))
            values[n++] = value;
    }
    return n;
}

/* A pair of which one run has no value is none. */
static size_t fill_pairs(struct compared *compared,
                         const struct side_runs *base,
                         const struct side_runs *candidate, int quantile_type)
{
    size_t n = 0;

    for (size_t r = 0; r < base->n_runs; r++) {
        double b = value_of(compared, base, r, quantile_type);
        double c = value_of(compared, candidate, r, quantile_type);

        if (isnan(b) || isnan(c))
            continue;
        compared->base[n] = b;
        compared->candidate[n++] = c;
    }
    return n;
}

void compared_values(struct compared *compared, const struct frame *frame,
                     const struct side_runs *side)
{
    compared->candidate =
        arena_alloc(frame->arena, side->n_runs, sizeof *compared->candidate);
    compared->is_biased = is_biased(compared, side);
    compared->n_candidate = fill_values(compared, compared->candidate, side,
                                        frame->options->quantile_type);
}

/* Runs that all have the same share of errors, as often none, show no scatter;
 * it may be that they had few requests. */
static void check_counts(struct comparison *comparison,
                         const struct side_runs *base,
                         const struct side_runs *candidate)
{
    double margin = comparison->equivalence.margin;
    struct count counts[2] = {side_counts(candidate), side_counts(base)};
    struct estimate difference = proportion_difference(
        counts[0], counts[1], 1 - 2 * comparison->equivalence.alpha);

    comparison->equivalence.equivalent =
        difference.low > -margin && difference.high < margin;
}

void compared_fill(struct compared *compared, const struct compare *compare,
                   const struct side_runs *base,
                   const struct side_runs *candidate,
                   struct random_stream *random)
{
    const struct frame *frame = compare->frame;
    const struct subject *subject = compared->subject;
    int type = frame->options->quantile_type;
    bool is_paired = compare->options->pairing != PAIR_NONE;

    compared->base_requests = base->n_requests;
    compared->candidate_requests = candidate->n_requests;
    compared->base =
        arena_alloc(frame->arena, base->n_runs, sizeof *compared->base);
    compared->candidate = arena_alloc(frame->arena, candidate->n_runs,
                                      sizeof *compared->candidate);
    compared->is_biased =
        is_biased(compared, base) || is_biased(compared, candidate);
    if (!compared->is_biased && is_paired) {
        compared->n_base = fill_pairs(compared, base, candidate, type);
        compared->n_candidate = compared->n_base;
    } else if (!compared->is_biased) {
        compared->n_base = fill_values(compared, compared->base, base, type);
        compared->n_candidate =
            fill_values(compared, compared->candidate, candidate, type);
    }
    compared->comparison = comparison_of(
        &(struct contrast){
            .base = compared->base,
            .candidate = compared->candidate,
            .n_base = compared->n_base,
            .n_candidate = compared->n_candidate,
            .is_paired = is_paired,
            .is_ratio = subject->is_ratio,
            .absolute_margin = subject->absolute_margin,
            .better = subject->better,
            .wording = subject->wording,
        },
        &compare->options->judge, random);
    if (compared->comparison.is_still && subject->is_count)
        check_counts(&compared->comparison, base, candidate);
}
