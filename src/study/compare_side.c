#include "study/compare_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* The requests of each run of a side, and how many of them enter. */

static struct sample_set *merge_matched(const struct sample *strata,
                                        const bool *matched, size_t n_strata)
{
    struct sample *parts = memory_alloc(n_strata, sizeof *parts);
    struct sample_set set = {.samples = parts}, *merged;

    for (size_t s = 0; s < n_strata; s++)
        if (matched[s])
            parts[set.n++] = strata[s];
    merged = sample_set_merge(&set);
    free(parts);
    return merged;
}

static void add_samples(struct side_runs *side, const struct subject *subject,
                        const struct arms *arms, const struct arm *arm,
                        const bool *matched, size_t stratum)
{
    side->samples = memory_alloc(arm->n_runs, sizeof *side->samples);
    side->owned = memory_alloc(arm->n_runs, sizeof *side->owned);
    for (size_t r = 0; r < arm->n_runs; r++) {
        const struct sample *strata =
            subject->set->samples + arm->cells[r] * arms->n_strata;

        if (stratum > 0) {
            side->samples[r] = strata[stratum - 1];
        } else {
            side->owned[r] = merge_matched(strata, matched, arms->n_strata);
            side->samples[r] = side->owned[r]->samples[0];
        }
        side->n_requests += side->samples[r].n;
    }
}

static double sum_over(const double *of_strata, const bool *matched,
                       size_t n_strata, size_t stratum)
{
    double sum = 0;

    if (stratum > 0)
        return of_strata[stratum - 1];
    for (size_t s = 0; s < n_strata; s++)
        if (matched[s])
            sum += of_strata[s];
    return sum;
}

void side_init(struct side_runs *side, const struct subject *subject,
               const struct arms *arms, const struct arm *arm,
               const bool *matched, size_t stratum)
{
    *side = (struct side_runs){.n_runs = arm->n_runs};
    if (subject->set)
        add_samples(side, subject, arms, arm, matched, stratum);
    if (!subject->below)
        return;
    side->above = memory_alloc(arm->n_runs, sizeof *side->above);
    side->below = memory_alloc(arm->n_runs, sizeof *side->below);
    for (size_t r = 0; r < arm->n_runs; r++) {
        size_t at = arm->cells[r] * arms->n_strata;

        side->above[r] =
            sum_over(subject->above + at, matched, arms->n_strata, stratum);
        side->below[r] =
            sum_over(subject->below + at, matched, arms->n_strata, stratum);
        if (subject->is_count)
            side->n_requests += (size_t)side->below[r];
    }
}

void side_release(struct side_runs *side)
{
    for (size_t r = 0; side->owned && r < side->n_runs; r++)
        sample_set_destroy(side->owned[r]);
    free(side->samples);
    free(side->owned);
    free(side->above);
    free(side->below);
    memset(side, 0, sizeof *side);
}

/* Selection sampling (Knuth, TAOCP 3.4.2, algorithm S) keeps the order. */
static struct sample_set *thinned(const struct sample *sample, size_t n,
                                  struct random_stream *random)
{
    struct sample_set *set = memory_alloc(1, sizeof *set);
    size_t kept = 0;

    set->n = 1;
    set->block = memory_alloc(n, sizeof *set->block);
    set->samples = memory_alloc(1, sizeof *set->samples);
    for (size_t i = 0; i < sample->n && kept < n; i++)
        if ((double)(sample->n - i) * random_uniform(random) <
            (double)(n - kept))
            set->block[kept++] = sample->x[i];
    set->samples[0] = (struct sample){.x = set->block,
                                      .n = kept,
                                      .n_missing = sample->n_missing,
                                      .power = sample->power};
    return set;
}

void side_thin(struct side_runs *side, size_t n, struct random_stream *random)
{
    for (size_t r = 0; r < side->n_runs; r++) {
        struct sample_set *set;

        if (side->samples[r].n <= n)
            continue;
        set = thinned(&side->samples[r], n, random);
        sample_set_destroy(side->owned[r]);
        side->owned[r] = set;
        side->samples[r] = set->samples[0];
    }
}

struct count side_counts(const struct side_runs *side)
{
    struct count count = {0, 0};

    for (size_t r = 0; r < side->n_runs; r++) {
        count.successes += (uint64_t)side->above[r];
        count.trials += (uint64_t)side->below[r];
    }
    return count;
}

void side_pool(struct side_runs *side)
{
    struct sample_set all = {.samples = side->samples, .n = side->n_runs};
    struct sample_set *whole;

    for (size_t r = 1; side->below && r < side->n_runs; r++) {
        side->above[0] += side->above[r];
        side->below[0] += side->below[r];
    }
    if (side->samples && side->n_runs > 1) {
        whole = sample_set_merge(&all);
        for (size_t r = 0; r < side->n_runs; r++)
            sample_set_destroy(side->owned[r]);
        side->owned[0] = whole;
        side->samples[0] = whole->samples[0];
    }
    side->n_runs = 1;
}

/* Requests in a run that has any. */
static double length_of(const struct side_runs *side)
{
    size_t n = 0, sum = 0;

    for (size_t r = 0; r < side->n_runs; r++) {
        n += side->samples[r].n > 0;
        sum += side->samples[r].n;
    }
    return n ? (double)sum / (double)n : 0;
}

size_t sides_thin_to(const struct side_runs *base,
                     const struct side_runs *candidate)
{
    double a = length_of(base), b = length_of(candidate);

    if (a == 0 || b == 0 || fmax(a, b) <= 1.1 * fmin(a, b))
        return 0;
    return (size_t)floor(fmin(a, b));
}
