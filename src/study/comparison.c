#include "study/comparison.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/memory.h"
#include "stat/moments.h"
#include "stat/multiple.h"
#include "stat/permutation.h"
#include "stat/power.h"
#include "stat/power_welch.h"
#include "stat/ranktest.h"

/* One test, one interval, one margin; then the family and the verdict. */

enum { PERMUTATION_DRAWS = 100000 };

const char *const verdict_names[N_VERDICTS] = {
    [VERDICT_INCONCLUSIVE] = "inconclusive",
    [VERDICT_EQUIVALENT] = "equivalent",
    [VERDICT_FASTER] = "faster",
    [VERDICT_SLOWER] = "slower",
    [VERDICT_BETTER] = "better",
    [VERDICT_WORSE] = "worse",
    [VERDICT_HIGHER] = "higher",
    [VERDICT_LOWER] = "lower",
};

const char *const adjustment_names[N_ADJUSTMENTS + 1] = {"holm", "bh", NULL};

static bool all_positive(const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!(x[i] > 0))
            return false;
    return true;
}

/* The values as they are tested: themselves or their logarithms. */
static double *scaled(const double *x, size_t n, bool is_ratio)
{
    double *values = memory_alloc(n, sizeof *values);

    for (size_t i = 0; i < n; i++)
        values[i] = is_ratio ? log(x[i]) : x[i];
    return values;
}

/* The scatter that decides how many runs it takes. */
static double spread(const double *candidate, size_t n_candidate,
                     const double *base, size_t n_base, bool is_paired)
{
    size_t df = n_candidate + n_base - 2;
    double *differences, sd;

    if (n_candidate < 2 || n_base < 2)
        return (double)NAN;
    if (!is_paired)
        return sqrt(
            (squares_of(candidate, n_candidate) + squares_of(base, n_base)) /
            (double)df);
    differences = memory_alloc(n_base, sizeof *differences);
    for (size_t i = 0; i < n_base; i++)
        differences[i] = candidate[i] - base[i];
    sd = sd_of(differences, n_base);
    free(differences);
    return sd;
}

static void test_by(struct comparison *result, const struct contrast *c,
                    double level)
{
    const double *x = c->candidate, *y = c->base;
    size_t n_x = c->n_candidate, n_y = c->n_base;
    struct test_result plain;

    plain = c->is_paired ? ttest_paired(x, y, n_x, level)
                         : ttest_welch(x, n_x, y, n_y, level);
    result->difference = plain.estimate;
    result->test = plain;
    result->ratio = estimate_of((double)NAN);
    if (!result->is_ratio)
        return;
    result->test = c->is_paired ? ttest_paired_log(x, y, n_x, level)
                                : ttest_welch_log(x, n_x, y, n_y, level);
    result->ratio = result->test.estimate;
}

static void test_equivalence(struct comparison *result,
                             const struct contrast *c,
                             const struct comparison_options *options)
{
    const double *x = c->candidate, *y = c->base;
    size_t n_x = c->n_candidate, n_y = c->n_base;
    double alpha = 1 - options->level, margin = c->absolute_margin;

    if (isnan(margin))
        margin = options->margin * fabs(result->base);
    if (result->is_ratio && c->is_paired)
        result->equivalence =
            ttest_equivalence_paired_log(x, y, n_x, options->margin, alpha);
    else if (result->is_ratio)
        result->equivalence =
            ttest_equivalence_welch_log(x, n_x, y, n_y, options->margin, alpha);
    else if (c->is_paired)
        result->equivalence =
            ttest_equivalence_paired(x, y, n_x, margin, alpha);
    else
        result->equivalence =
            ttest_equivalence_welch(x, n_x, y, n_y, margin, alpha);
}

/* The labels are given out anew, on the scale of the test. One run has no
 * p-value about runs. */
static void permute(struct comparison *result, const struct contrast *c,
                    bool is_brief, struct random_stream *random)
{
    double *x = scaled(c->candidate, c->n_candidate, result->is_ratio);
    double *y = scaled(c->base, c->n_base, result->is_ratio);

    if (is_brief || c->n_base < 2 || c->n_candidate < 2) {
        result->permutation = test_result_none("permutation");
        result->attainable_p = (double)NAN;
    } else if (c->is_paired) {
        result->permutation =
            permutation_pairs(x, y, c->n_base, PERMUTATION_DRAWS, random);
        result->attainable_p = permutation_attainable_pairs(c->n_base);
    } else {
        result->permutation = permutation_two_samples(
            x, c->n_candidate, y, c->n_base, PERMUTATION_DRAWS, random);
        result->attainable_p =
            permutation_attainable(c->n_candidate, c->n_base);
    }
    result->sd = spread(x, c->n_candidate, y, c->n_base, c->is_paired);
    free(x);
    free(y);
}

static double smallest_effect(const struct comparison *result,
                              const struct comparison_options *options)
{
    double alpha = 1 - options->level, effect;
    double n_base = (double)result->n_base;
    double n_candidate = (double)result->n_candidate;

    if (isnan(result->sd) || options->is_brief)
        return (double)NAN;
    if (result->is_paired)
        effect = power_one_sample_effect(n_base, options->power, alpha,
                                         POWER_BOTH_TAILS);
    else
        effect = power_welch_effect(n_base, n_candidate, options->power, alpha);
    effect *= result->sd;
    return result->is_ratio ? expm1(effect) : effect;
}

static bool has_infinite(const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (isinf(x[i]))
            return true;
    return false;
}

/* The order of the runs is all there is; the exact tests of it reach as far as
 * a permutation test does. */
static void test_order(struct comparison *result, const struct contrast *c)
{
    const double *x = c->candidate, *y = c->base;

    result->is_endless = true;
    result->is_ratio = false;
    result->ratio = result->difference = estimate_of((double)NAN);
    result->permutation = test_result_none("permutation");
    result->equivalence = (struct equivalence){
        .margin = (double)NAN, .p = (double)NAN, .equivalent = false};
    result->sd = result->minimum_effect = (double)NAN;
    if (has_infinite(y, c->n_base))
        result->base = (double)INFINITY;
    if (has_infinite(x, c->n_candidate))
        result->candidate = (double)INFINITY;
    if (c->is_paired) {
        result->test = ranktest_sign(x, y, c->n_base);
        result->attainable_p = permutation_attainable_pairs(c->n_base);
        result->went_up = result->test.statistic > (double)c->n_base / 2;
    } else {
        result->test =
            ranktest_mann_whitney(x, c->n_candidate, y, c->n_base, RANK_AUTO);
        result->attainable_p =
            permutation_attainable(c->n_candidate, c->n_base);
        result->went_up = result->test.statistic >
                          (double)c->n_base * (double)c->n_candidate / 2;
    }
}

/* Values that do not scatter leave Student's law nothing to go by: the labels
 * alone are tested, and what lies within the margin is equivalent. */
static void test_still(struct comparison *result,
                       const struct comparison_options *options)
{
    double margin = result->equivalence.margin;

    result->is_still = true;
    result->test = result->permutation;
    result->minimum_effect = (double)NAN;
    result->equivalence.equivalent =
        result->is_ratio ? fabs(log(result->candidate / result->base)) <
                               log1p(options->margin)
                         : fabs(result->difference.value) < margin ||
                               (result->difference.value == 0 && !(margin < 0));
}

static bool is_still(const struct comparison *c)
{
    size_t least = c->n_base < c->n_candidate ? c->n_base : c->n_candidate;

    return least > 1 && isnan(c->test.p) && !isnan(c->permutation.p);
}

struct comparison comparison_of(const struct contrast *contrast,
                                const struct comparison_options *options,
                                struct random_stream *random)
{
    struct comparison result = {
        .n_base = contrast->n_base,
        .n_candidate = contrast->n_candidate,
        .is_paired = contrast->is_paired,
        .is_ratio = contrast->is_ratio &&
                    all_positive(contrast->base, contrast->n_base) &&
                    all_positive(contrast->candidate, contrast->n_candidate),
        .base = mean_of(contrast->base, contrast->n_base),
        .candidate = mean_of(contrast->candidate, contrast->n_candidate),
        .better = contrast->better,
        .wording = contrast->wording,
        .p_adjusted = (double)NAN,
        .needs_runs = (double)NAN,
    };

    if (contrast->is_paired && contrast->n_base != contrast->n_candidate)
        BUG("%zu and %zu values in pairs", contrast->n_base,
            contrast->n_candidate);
    if (has_infinite(contrast->base, contrast->n_base) ||
        has_infinite(contrast->candidate, contrast->n_candidate)) {
        test_order(&result, contrast);
        return result;
    }
    test_by(&result, contrast, options->level);
    result.went_up =
        result.is_ratio ? result.ratio.value > 1 : result.difference.value > 0;
    test_equivalence(&result, contrast, options);
    permute(&result, contrast, options->is_brief, random);
    result.minimum_effect = smallest_effect(&result, options);
    if (is_still(&result))
        test_still(&result, options);
    return result;
}

static enum verdict direction_of(const struct comparison *c)
{
    bool is_better = c->went_up == (c->better == MORE_IS_BETTER);

    if (c->better == DIRECTION_NONE || c->wording == WORDING_NEUTRAL)
        return c->went_up ? VERDICT_HIGHER : VERDICT_LOWER;
    if (c->wording == WORDING_SPEED)
        return is_better ? VERDICT_FASTER : VERDICT_SLOWER;
    return is_better ? VERDICT_BETTER : VERDICT_WORSE;
}

/* The test's own interval against the margin. */
static bool is_within_margin(const struct comparison *c)
{
    double margin = c->equivalence.margin;

    if (c->is_ratio)
        return c->ratio.low > 1 / (1 + margin) && c->ratio.high < 1 + margin;
    return c->difference.low > -margin && c->difference.high < margin;
}

/* A change as large as the margin, not the one that was seen: power at the
 * observed effect says nothing that p does not (Hoenig and Heisey 2001). The
 * level is that of the first step of Holm's procedure. */
static double more_runs(const struct comparison *c,
                        const struct comparison_options *options)
{
    size_t n = c->n_base < c->n_candidate ? c->n_base : c->n_candidate;
    double alpha = 1 - options->level, needed, change;

    if (options->is_brief)
        return (double)NAN;
    if (n < COMPARISON_MIN_RUNS && (isnan(c->sd) || n < 2))
        return (double)(COMPARISON_MIN_RUNS - n);
    if (c->n_family > 1)
        alpha /= (double)c->n_family;
    change = c->is_ratio ? log1p(options->margin) : c->equivalence.margin;
    if (!(change > 0) || isnan(c->sd))
        return (double)NAN;
    if (c->sd == 0)
        needed = COMPARISON_MIN_RUNS;
    else if (c->is_paired)
        needed = ceil(power_one_sample_size(options->power, change / c->sd,
                                            alpha, POWER_BOTH_TAILS));
    else
        needed = power_welch_size(options->power, change / c->sd, alpha);
    needed = fmax(needed, COMPARISON_MIN_RUNS);
    return fmax(0, needed - (double)n);
}

static void judge(struct comparison *c,
                  const struct comparison_options *options)
{
    bool has_runs = c->n_base >= COMPARISON_MIN_RUNS &&
                    c->n_candidate >= COMPARISON_MIN_RUNS;

    c->verdict = VERDICT_INCONCLUSIVE;
    if (has_runs && c->p_adjusted < 1 - options->level) {
        c->verdict = direction_of(c);
        c->is_small = is_within_margin(c);
    } else if (has_runs && c->equivalence.equivalent) {
        c->verdict = VERDICT_EQUIVALENT;
    }
    if (c->verdict != VERDICT_INCONCLUSIVE)
        c->needs_runs = 0;
    else
        c->needs_runs = more_runs(c, options);
}

/* Fewer than three runs a side can have no verdict, hence are in no family. */
static bool counts(const struct comparison *c)
{
    return c->n_base >= COMPARISON_MIN_RUNS &&
           c->n_candidate >= COMPARISON_MIN_RUNS && !isnan(c->test.p);
}

void comparison_judge(struct comparison *family, size_t n,
                      const struct comparison_options *options)
{
    double *p = memory_alloc(n, sizeof *p);
    size_t m = 0;

    for (size_t i = 0; i < n; i++) {
        p[i] = counts(&family[i]) ? family[i].test.p : (double)NAN;
        m += isnan(p[i]) ? 0 : 1;
    }
    if (options->adjustment == ADJUST_BH)
        multiple_bh(p, n, p);
    else
        multiple_holm(p, n, p);
    for (size_t i = 0; i < n; i++) {
        family[i].p_adjusted = p[i];
        family[i].n_family = m;
        judge(&family[i], options);
    }
    free(p);
}
