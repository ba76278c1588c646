#include "study/compare_parts.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stat/contingency.h"
#include "stat/effect.h"
#include "stat/kolmogorov.h"
#include "stat/quantile.h"
#include "stat/ranktest.h"

/* What the requests of all runs say when they are put together, as if each
 * were independent of the others of its run: told beside what the runs say,
 * never instead of it. */

/* All requests of a side, sorted; rates alone have none. */
static struct sample_set *pool(const struct side_runs *side)
{
    struct sample_set set = {.samples = side->samples, .n = side->n_runs};

    return side->samples ? sample_set_merge(&set) : NULL;
}

/* Deciles of the runs, candidate minus base; for fewer than three runs a side
 * the difference of all requests, without an interval. */
static void fill_shift(struct requests_view *view,
                       const struct compare *compare,
                       const struct side_runs *base,
                       const struct side_runs *candidate,
                       const struct sample *pools)
{
    int type = compare->frame->options->quantile_type;
    double *b = memory_alloc(base->n_runs, sizeof *b);
    double *c = memory_alloc(candidate->n_runs, sizeof *c);

    view->n_shift = N_SHIFT;
    for (size_t k = 0; k < N_SHIFT; k++) {
        double p = (double)(k + 1) / (N_SHIFT + 1);
        struct statistic statistic = statistic_quantile("", p);
        size_t n_b = 0, n_c = 0;

        for (size_t r = 0; r < base->n_runs; r++)
            if (!statistic_is_biased(&base->samples[r], &statistic))
                b[n_b++] = quantile_of(&base->samples[r], p, type);
        for (size_t r = 0; r < candidate->n_runs; r++)
            if (!statistic_is_biased(&candidate->samples[r], &statistic))
                c[n_c++] = quantile_of(&candidate->samples[r], p, type);
        view->shift[k] =
            n_b >= COMPARISON_MIN_RUNS && n_c >= COMPARISON_MIN_RUNS
                ? ttest_welch(c, n_c, b, n_b, compare->options->judge.level)
                      .estimate
                : estimate_of(quantile_of(&pools[1], p, type) -
                              quantile_of(&pools[0], p, type));
    }
    free(b);
    free(c);
}

struct requests_view *requests_view(const struct compare *compare,
                                    const struct side_runs *base,
                                    const struct side_runs *candidate)
{
    double level = compare->options->judge.level;
    struct sample_set *sets[2] = {pool(base), pool(candidate)};
    struct requests_view *view;
    struct sample pools[2];

    if (!sets[0])
        return NULL;
    pools[0] = sets[0]->samples[0];
    pools[1] = sets[1]->samples[0];
    view = arena_alloc(compare->frame->arena, 1, sizeof *view);
    view->diagnostics[0] = ranktest_mann_whitney(
        pools[1].x, pools[1].n, pools[0].x, pools[0].n, RANK_AUTO);
    view->diagnostics[1] = kolmogorov_two(pools[1].x, pools[1].n, pools[0].x,
                                          pools[0].n, KOLMOGOROV_AUTO);
    view->effects[0] = effect_hodges_lehmann(pools[1].x, pools[1].n, pools[0].x,
                                             pools[0].n, level, EFFECT_AUTO);
    view->effects[1] = effect_cliff_delta(pools[1].x, pools[1].n, pools[0].x,
                                          pools[0].n, level);
    fill_shift(view, compare, base, candidate, pools);
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

static struct test_result test_counts(const struct side_runs *base,
                                      const struct side_runs *candidate)
{
    struct count counts[2] = {{0, 0}, {0, 0}};

    for (size_t r = 0; r < base->n_runs; r++) {
        counts[0].successes += (uint64_t)base->above[r];
        counts[0].trials += (uint64_t)base->below[r];
    }
    for (size_t r = 0; r < candidate->n_runs; r++) {
        counts[1].successes += (uint64_t)candidate->above[r];
        counts[1].trials += (uint64_t)candidate->below[r];
    }
    return chi_square(counts[0], counts[1]);
}

static struct test_result test_means(const struct sample *base,
                                     const struct sample *candidate,
                                     bool is_ratio, double level)
{
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
        return test_counts(base, candidate);
    sets[0] = pool(base);
    sets[1] = pool(candidate);
    if (!sets[0])
        return test_result_none("welch-t");
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
