#include "study/compare_parts.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stat/contingency.h"
#include "stat/effect.h"
#include "stat/kolmogorov.h"
#include "stat/quantile.h"
#include "stat/ranktest.h"
#include "study/failures.h"

/* What the requests of all runs say when they are put together, as if each
 * were independent of the others of its run: told beside what the runs say,
 * never instead of it. */

/* All requests of a side, sorted; of rates alone there are none. */
static struct sample_set *pool(const struct side_runs *side)
{
    struct sample_set set = {.samples = side->samples,
                             .n = side->samples ? side->n_runs : 0};

    return sample_set_merge(&set);
}

/* The differences of a decile over the runs: pairs by pairs. */
static struct estimate shift_of_runs(const double *candidate,
                                     size_t n_candidate, const double *base,
                                     size_t n_base, bool is_paired,
                                     double level)
{
    if (is_paired)
        return ttest_paired(candidate, base, n_base, level).estimate;
    return ttest_welch(candidate, n_candidate, base, n_base, level).estimate;
}

/* The decile of each run that has enough requests; false if one has not, or
 * none that is finite. */
static bool deciles_of(double *values, const struct side_runs *side, double p,
                       int type)
{
    struct statistic statistic = statistic_quantile("", p);

    for (size_t r = 0; r < side->n_runs; r++) {
        values[r] = statistic_of(&side->samples[r], &statistic, type);
        if (!isfinite(values[r]) ||
            statistic_is_biased(&side->samples[r], &statistic))
            return false;
    }
    return side->n_runs >= COMPARISON_MIN_RUNS;
}

/* Deciles of the runs, candidate minus base; for fewer than three runs a side,
 * or runs too short for it, the difference of all requests, without an
 * interval. */
void requests_shift(struct requests_view *view, const struct compare *compare,
                    const struct side_runs *base,
                    const struct side_runs *candidate)
{
    int type = compare->frame->options->quantile_type;
    double level = compare->options->judge.level;
    bool is_paired = compare->options->pairing != PAIR_NONE;
    struct sample_set *pools[2] = {pool(base), pool(candidate)};
    double *b = memory_alloc(base->n_runs, sizeof *b);
    double *c = memory_alloc(candidate->n_runs, sizeof *c);

    for (size_t k = 0; k < N_SHIFT; k++) {
        double p = (double)(k + 1) / (N_SHIFT + 1);

        view->shift[k] =
            deciles_of(b, base, p, type) && deciles_of(c, candidate, p, type)
                ? shift_of_runs(c, candidate->n_runs, b, base->n_runs,
                                is_paired, level)
                : estimate_of(quantile_of(&pools[1]->samples[0], p, type) -
                              quantile_of(&pools[0]->samples[0], p, type));
    }
    free(b);
    free(c);
    sample_set_destroy(pools[0]);
    sample_set_destroy(pools[1]);
}

/* Failed requests are further away than any that is not, and no further from
 * each other: enough for a median of differences, which is infinite if it lies
 * among them. */
static struct estimate hodges_lehmann(const struct sample *x,
                                      const struct sample *y, double level)
{
    const double far = 1e300;
    const struct sample *samples[2] = {x, y};
    struct estimate estimate;
    double *copies[2];

    for (int s = 0; s < 2; s++) {
        copies[s] = memory_alloc(samples[s]->n, sizeof(double));
        for (size_t i = 0; i < samples[s]->n; i++)
            copies[s][i] = fmin(samples[s]->x[i], far);
    }
    estimate = effect_hodges_lehmann(copies[0], x->n, copies[1], y->n, level,
                                     EFFECT_AUTO);
    free(copies[0]);
    free(copies[1]);
    if (fabs(estimate.value) > far / 2)
        estimate.value = copysign((double)INFINITY, estimate.value);
    if (fabs(estimate.low) > far / 2)
        estimate.low = copysign((double)INFINITY, estimate.low);
    if (fabs(estimate.high) > far / 2)
        estimate.high = copysign((double)INFINITY, estimate.high);
    return estimate;
}

struct requests_view *requests_view(const struct compare *compare,
                                    const struct side_runs *base,
                                    const struct side_runs *candidate)
{
    double level = compare->options->judge.level;
    struct sample_set *sets[2];
    struct requests_view *view;
    const struct sample *x, *y;

    if (!base->samples || !candidate->samples)
        return NULL;
    sets[0] = pool(base);
    sets[1] = pool(candidate);
    y = &sets[0]->samples[0];
    x = &sets[1]->samples[0];
    view = arena_alloc(compare->frame->arena, 1, sizeof *view);
    view->diagnostics[0] =
        ranktest_mann_whitney(x->x, x->n, y->x, y->n, RANK_AUTO);
    view->diagnostics[1] =
        kolmogorov_two(x->x, x->n, y->x, y->n, KOLMOGOROV_AUTO);
    view->effects[0] = hodges_lehmann(x, y, level);
    view->effects[1] = effect_cliff_delta(x->x, x->n, y->x, y->n, level);
    view->effects[2] = effect_probability(x->x, x->n, y->x, y->n, level);
    sample_set_destroy(sets[0]);
    sample_set_destroy(sets[1]);
    return view;
}

static struct test_result chi_square(struct count a, struct count b)
{
    struct count counts[2] = {a, b};
    struct contingency_test test = contingency_chi_square(counts, 2, false);
    struct test_result result = test_result_none("chi-square");

    result.statistic = test.statistic;
    result.df = test.df;
    result.p = test.p;
    if (!isnan(test.p))
        result.p_method = "asymptotic";
    return result;
}

/* Requests beyond the quantile of both sides together (Mood's test of the
 * median, for any quantile). */
static struct count count_beyond(const struct sample *sample, double limit)
{
    return (struct count){sample->n - sample_past(sample, limit), sample->n};
}

static struct test_result quantile_test(const struct sample *base,
                                        const struct sample *candidate,
                                        double p)
{
    struct sample samples[2] = {*base, *candidate};
    struct sample_set both = {.samples = samples, .n = 2}, *merged;
    double limit;

    merged = sample_set_merge(&both);
    limit = quantile_of(&merged->samples[0], p, QUANTILE_TYPE);
    sample_set_destroy(merged);
    return chi_square(count_beyond(base, limit),
                      count_beyond(candidate, limit));
}

static struct test_result test_means(const struct sample *of_base,
                                     const struct sample *of_candidate,
                                     bool is_ratio, double level)
{
    const struct sample finite[2] = {failures_left_out(of_base),
                                     failures_left_out(of_candidate)};
    const struct sample *base = &finite[0], *candidate = &finite[1];

    if (is_ratio && base->n && candidate->n && base->x[0] > 0 &&
        candidate->x[0] > 0)
        return ttest_welch_log(candidate->x, candidate->n, base->x, base->n,
                               level);
    return ttest_welch(candidate->x, candidate->n, base->x, base->n, level);
}

struct test_result requests_pooled(const struct compared *compared,
                                   const struct side_runs *base,
                                   const struct side_runs *candidate,
                                   double level)
{
    const struct statistic *statistic = compared->statistic;
    struct sample_set *sets[2];
    struct test_result result;

    if (compared->subject->is_count)
        return chi_square(side_counts(base), side_counts(candidate));
    if (!base->samples || !candidate->samples)
        return test_result_none("welch-t");
    sets[0] = pool(base);
    sets[1] = pool(candidate);
    if (statistic->kind != STATISTIC_QUANTILE)
        result = test_means(&sets[0]->samples[0], &sets[1]->samples[0],
                            compared->subject->is_ratio, level);
    else
        result = quantile_test(&sets[0]->samples[0], &sets[1]->samples[0],
                               statistic->p);
    sample_set_destroy(sets[0]);
    sample_set_destroy(sets[1]);
    return result;
}
