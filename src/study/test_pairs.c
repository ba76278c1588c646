#include <string.h>

#include "base/memory.h"
#include "stat/correlation.h"
#include "stat/effect.h"
#include "stat/kendall.h"
#include "stat/permutation.h"
#include "stat/ranktest.h"
#include "stat/ttest.h"
#include "study/test.h"

#include <stdlib.h>

/* Pairs of values: of two groups that share a block, or of two columns. */

#define PAIRS(data)                                                            \
    (data)->groups[0].x, (data)->groups[1].x, (data)->groups[0].n

static void run_paired_t(const struct test_data *data,
                         struct test_answer *answer)
{
    answer->result = ttest_paired(PAIRS(data), data->options->level);
}

const struct test_kind test_paired_t = {
    .name = "paired-t",
    .summary = "mean of the differences within pairs",
    .assumes = "pairs are independent; the mean of their differences is nearly "
               "normal",
    .needs = "two pairs or more whose differences are not all equal",
    .reference = "Student, Biometrika 6 (1908)",
    .takes = TAKES_PAIRS,
    .in_metric_unit = true,
    .run = run_paired_t,
};

static struct estimate pseudomedian(const struct test_data *data)
{
    static const enum effect_method methods[] = {
        [TEST_AUTO] = EFFECT_AUTO,
        [TEST_EXACT] = EFFECT_EXACT,
        [TEST_ASYMPTOTIC] = EFFECT_NORMAL,
        [TEST_PERMUTATION] = EFFECT_EXACT,
    };
    size_t n = data->groups[0].n;
    double *differences = memory_alloc(n, sizeof *differences);
    struct estimate estimate;

    for (size_t i = 0; i < n; i++)
        differences[i] = data->groups[0].x[i] - data->groups[1].x[i];
    estimate = effect_pseudomedian(differences, n, data->options->level,
                                   methods[data->options->method]);
    free(differences);
    return estimate;
}

static void run_signed_rank(const struct test_data *data,
                            struct test_answer *answer)
{
    static const enum rank_method methods[] = {
        [TEST_AUTO] = RANK_AUTO,
        [TEST_EXACT] = RANK_EXACT,
        [TEST_ASYMPTOTIC] = RANK_ASYMPTOTIC,
        [TEST_PERMUTATION] = RANK_EXACT,
    };

    answer->result =
        ranktest_signed_rank(PAIRS(data), methods[data->options->method]);
    answer->result.estimate_name = "pseudomedian";
    answer->result.estimate = pseudomedian(data);
}

const struct test_kind test_signed_rank = {
    .name = "signed-rank",
    .summary = "Wilcoxon's ranks of the differences within pairs",
    .assumes = "pairs are independent; their differences are symmetric about "
               "one centre; differences of 0 are left out",
    .needs = "pairs that differ",
    .reference = "Wilcoxon, Biometrics Bulletin 1 (1945)",
    .takes = TAKES_PAIRS,
    .flags = TEST_METHOD,
    .in_metric_unit = true,
    .run = run_signed_rank,
};

static void run_sign(const struct test_data *data, struct test_answer *answer)
{
    const double *x = data->groups[0].x, *y = data->groups[1].x;
    size_t n_more = 0, n_less = 0;

    for (size_t i = 0; i < data->groups[0].n; i++) {
        n_more += x[i] > y[i];
        n_less += x[i] < y[i];
    }
    answer->result = ranktest_sign(PAIRS(data));
    test_detail(data, answer, "positive", (double)n_more);
    test_detail(data, answer, "negative", (double)n_less);
}

const struct test_kind test_sign = {
    .name = "sign",
    .summary = "how many pairs have the first larger",
    .assumes = "pairs are independent; differences of 0 are left out",
    .needs = "pairs that differ",
    .reference = "Dixon and Mood, J. Am. Stat. Assoc. 41 (1946)",
    .takes = TAKES_PAIRS,
    .run = run_sign,
};

static void run_sign_flip(const struct test_data *data,
                          struct test_answer *answer)
{
    const struct test_options *options = data->options;
    struct random_stream *random = random_create(options->seed, "sign-flip");
    size_t draws =
        options->resamples ? options->resamples : TEST_DEFAULT_RESAMPLES;

    answer->result = permutation_pairs(PAIRS(data), draws, random);
    random_destroy(random);
    answer->result.estimate_name = "mean-difference";
    answer->result.estimate = estimate_of(answer->result.statistic);
    if (strcmp(answer->result.p_method, "monte-carlo") == 0)
        test_parameter(data, answer, "resamples", (double)draws);
    test_detail(data, answer, "attainable_p",
                permutation_attainable_pairs(data->groups[0].n));
}

const struct test_kind test_sign_flip = {
    .name = "sign-flip",
    .summary = "mean difference within pairs against all flips of signs",
    .assumes = "pairs are independent; their differences are symmetric about 0 "
               "if there is no difference",
    .needs = "pairs",
    .reference = "Fisher, The Design of Experiments (1935)",
    .takes = TAKES_PAIRS,
    .flags = TEST_RESAMPLES,
    .in_metric_unit = true,
    .run = run_sign_flip,
};

static enum correlation_p correlation_method(const struct test_data *data)
{
    static const enum correlation_p methods[] = {
        [TEST_AUTO] = CORRELATION_P_AUTOMATIC,
        [TEST_EXACT] = CORRELATION_P_EXACT,
        [TEST_ASYMPTOTIC] = CORRELATION_P_ASYMPTOTIC,
        [TEST_PERMUTATION] = CORRELATION_P_EXACT,
    };

    return methods[data->options->method];
}

static void tell_correlation(const struct correlation *correlation,
                             struct test_answer *answer,
                             const char *estimate_name)
{
    struct test_result *result = &answer->result;

    result->statistic = correlation->statistic;
    result->df = correlation->df;
    result->p = correlation->p;
    result->p_method = isnan(correlation->statistic) ? "exact" : "asymptotic";
    result->estimate_name = estimate_name;
    result->estimate = correlation->estimate;
}

static void run_pearson(const struct test_data *data,
                        struct test_answer *answer)
{
    struct correlation correlation =
        correlation_pearson(PAIRS(data), data->options->level);

    tell_correlation(&correlation, answer, "r");
}

static const char needs_columns[] = "three rows or more, and columns that vary";

const struct test_kind test_pearson = {
    .name = "pearson",
    .summary = "linear correlation of two columns",
    .assumes = "rows are independent; both columns are nearly normal: heavy "
               "tails make the interval too narrow",
    .needs = needs_columns,
    .reference = "Fisher, Metron 1 (1921)",
    .takes = TAKES_COLUMNS,
    .unit = UNIT_CORRELATION,
    .run = run_pearson,
};

static void run_spearman(const struct test_data *data,
                         struct test_answer *answer)
{
    struct correlation correlation = correlation_spearman(
        PAIRS(data), data->options->level, correlation_method(data));

    tell_correlation(&correlation, answer, "rho");
}

const struct test_kind test_spearman = {
    .name = "spearman",
    .summary = "correlation of the ranks of two columns",
    .assumes = "rows are independent; one column rises or falls with the other",
    .needs = needs_columns,
    .reference = "Spearman, Am. J. Psychol. 15 (1904); Bonett and Wright, "
                 "Psychometrika 65 (2000)",
    .takes = TAKES_COLUMNS,
    .flags = TEST_METHOD,
    .unit = UNIT_CORRELATION,
    .run = run_spearman,
};

static void run_kendall(const struct test_data *data,
                        struct test_answer *answer)
{
    struct correlation correlation = correlation_kendall(
        PAIRS(data), data->options->level, correlation_method(data));
    struct kendall kendall = kendall_of(PAIRS(data));

    tell_correlation(&correlation, answer, "tau-b");
    test_detail(data, answer, "score", kendall.score);
}

const struct test_kind test_kendall = {
    .name = "kendall",
    .summary = "concordant pairs of rows, tau-b",
    .assumes = "rows are independent; one column rises or falls with the other",
    .needs = needs_columns,
    .reference = "Kendall, Rank Correlation Methods (1948); Knight, J. Am. "
                 "Stat. Assoc. 61 (1966)",
    .takes = TAKES_COLUMNS,
    .flags = TEST_METHOD,
    .unit = UNIT_CORRELATION,
    .run = run_kendall,
};

static void run_partial(const struct test_data *data,
                        struct test_answer *answer)
{
    const struct test_options *options = data->options;
    struct correlation partial = correlation_partial(
        data->groups[0].x, data->groups[1].x, data->given, options->n_given,
        data->groups[0].n, options->level);
    struct correlation ranks = correlation_partial_spearman(
        data->groups[0].x, data->groups[1].x, data->given, options->n_given,
        data->groups[0].n, options->level);
    struct value *given =
        value_set(answer->parameters, "given", value_array(data->arena));

    for (size_t i = 0; i < options->n_given; i++)
        value_append(given, value_text(data->arena, options->given[i]));
    tell_correlation(&partial, answer, "partial-r");
    test_detail(data, answer, "partial_rho", ranks.estimate.value);
}

const struct test_kind test_partial = {
    .name = "partial",
    .summary = "correlation of two columns when others are held fixed",
    .assumes = "rows are independent; what is left of the columns after linear "
               "regression on those given is nearly normal",
    .needs = "four rows or more, and columns that the given ones do not "
             "determine",
    .reference = "Fisher, Metron 3 (1924)",
    .takes = TAKES_COLUMNS,
    .flags = TEST_GIVEN,
    .required = TEST_GIVEN,
    .unit = UNIT_CORRELATION,
    .run = run_partial,
};
