#include "stat/ranktest.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "stat/binomial.h"
#include "stat/moments.h"
#include "stat/rank.h"
#include "stat/subset.h"
#include "stat/sum.h"
#include "stat/tail.h"

enum { AUTO_VALUES = 50, AUTO_PAIRS = 100 };

/* p of a sum with this mean and variance; NAN without variance. */
static double normal_p(double sum, double mean, double variance,
                       enum rank_method method)
{
    double distance = fabs(sum - mean);

    if (!(variance > 0))
        return (double)NAN;
    if (method != RANK_ASYMPTOTIC_PLAIN)
        distance = fmax(0, distance - 0.5);
    return tail_normal(distance / sqrt(variance));
}

static void set_p(struct test_result *result, double p, const char *method)
{
    if (isnan(p))
        return;
    result->p = p;
    result->p_method = method;
}

/* Ranks of the pooled values, x first; free() them. */
static double *pooled_ranks(const double *x, size_t n_x, const double *y,
                            size_t n_y, double *ties)
{
    size_t n = n_x + n_y;
    double *pooled = memory_alloc(n, sizeof *pooled);
    double *ranks = memory_alloc(n, sizeof *ranks);

    if (n_x > 0)
        memcpy(pooled, x, n_x * sizeof *x);
    if (n_y > 0)
        memcpy(pooled + n_x, y, n_y * sizeof *y);
    *ties = rank_midranks(pooled, n, ranks);
    free(pooled);
    return ranks;
}

/* Midranks in halves. */
static uint32_t *doubled(const double *ranks, size_t n)
{
    uint32_t *scores = memory_alloc(n, sizeof *scores);

    for (size_t i = 0; i < n; i++)
        scores[i] = (uint32_t)(2 * ranks[i]);
    return scores;
}

/* The smaller sample is the subset: its rank sum is as far from its mean as
 * the other's. */
static double mann_whitney_exact(const double *ranks, size_t n_x, size_t n_y)
{
    size_t n = n_x + n_y, m = n_x < n_y ? n_x : n_y, top;
    const double *members = n_x < n_y ? ranks : ranks + n_x;
    uint32_t *scores = doubled(ranks, n);
    double *counts = subset_counts(scores, n, m, &top), p;

    p = subset_p(counts, top, 2 * sum_of(members, m),
                 (double)m * (double)top / (double)n);
    free(counts);
    free(scores);
    return p;
}

struct test_result ranktest_mann_whitney(const double *x, size_t n_x,
                                         const double *y, size_t n_y,
                                         enum rank_method method)
{
    struct test_result result = test_result_none("mann-whitney");
    double n1 = (double)n_x, n2 = (double)n_y, n = n1 + n2, ties;
    bool is_small = n_x <= AUTO_VALUES && n_y <= AUTO_VALUES;
    double *ranks;

    if (n_x == 0 || n_y == 0)
        return result;
    ranks = pooled_ranks(x, n_x, y, n_y, &ties);
    result.statistic = sum_of(ranks, n_x) - n1 * (n1 + 1) / 2;
    if (ties == (n - 1) * n * (n + 1)) {
        free(ranks);
        return result;
    }
    if (method == RANK_EXACT || (method == RANK_AUTO && is_small)) {
        if (subset_is_feasible(n_x + n_y, n_x < n_y ? n_x : n_y))
            set_p(&result, mann_whitney_exact(ranks, n_x, n_y),
                  ties > 0 ? "permutation" : "exact");
    } else {
        set_p(&result,
              normal_p(result.statistic, n1 * n2 / 2,
                       n1 * n2 / 12 * (n + 1 - ties / (n * (n - 1))), method),
              "asymptotic");
    }
    free(ranks);
    return result;
}

/* The differences that are not 0; free() them. */
static double *differences(const double *x, const double *y, size_t n,
                           size_t *n_used)
{
    double *difference = memory_alloc(n, sizeof *difference);

    *n_used = 0;
    for (size_t i = 0; i < n; i++)
        if (x[i] != y[i])
            difference[(*n_used)++] = x[i] - y[i];
    return difference;
}

static double signed_rank_exact(const double *ranks, size_t n, double sum)
{
    uint32_t *scores = doubled(ranks, n);
    size_t top;
    double *counts = subset_counts_any(scores, n, &top), p;

    p = subset_p(counts, top, 2 * sum, (double)top / 2);
    free(counts);
    free(scores);
    return p;
}

struct test_result ranktest_signed_rank(const double *x, const double *y,
                                        size_t n, enum rank_method method)
{
    struct test_result result = test_result_none("signed-rank");
    size_t used;
    double *difference = differences(x, y, n, &used);
    double *distance = memory_alloc(used, sizeof *distance);
    double *ranks = memory_alloc(used, sizeof *ranks);
    double sum = 0, ties, count = (double)used;

    for (size_t i = 0; i < used; i++)
        distance[i] = fabs(difference[i]);
    ties = rank_midranks(distance, used, ranks);
    for (size_t i = 0; i < used; i++)
        sum += difference[i] > 0 ? ranks[i] : 0;
    if (used > 0)
        result.statistic = sum;
    if (method == RANK_EXACT || (method == RANK_AUTO && used <= AUTO_PAIRS)) {
        if (used > 0 && subset_any_is_feasible(used))
            set_p(&result, signed_rank_exact(ranks, used, sum),
                  ties > 0 ? "permutation" : "exact");
    } else {
        set_p(&result,
              normal_p(sum, count * (count + 1) / 4,
                       count * (count + 1) * (2 * count + 1) / 24 - ties / 48,
                       method),
              "asymptotic");
    }
    free(difference);
    free(distance);
    free(ranks);
    return result;
}

struct test_result ranktest_sign(const double *x, const double *y, size_t n)
{
    struct test_result result = test_result_none("sign");
    size_t positive = 0, negative = 0, fewer;

    for (size_t i = 0; i < n; i++) {
        positive += x[i] > y[i];
        negative += x[i] < y[i];
    }
    if (positive + negative == 0)
        return result;
    fewer = positive < negative ? positive : negative;
    result.statistic = (double)positive;
    set_p(&result, fmin(1, 2 * binomial_lower(fewer, positive + negative, 0.5)),
          "exact");
    return result;
}

/* The variance of the ranks among all, less those in the own sample. */
static double placement_variance(const double *ranks, const double *x, size_t n)
{
    double *own = memory_alloc(n, sizeof *own), variance;

    rank_midranks(x, n, own);
    for (size_t i = 0; i < n; i++)
        own[i] = ranks[i] - own[i];
    variance = variance_of(own, n);
    free(own);
    return variance;
}

struct test_result ranktest_brunner_munzel(const double *x, size_t n_x,
                                           const double *y, size_t n_y,
                                           double level)
{
    struct test_result result = test_result_none("brunner-munzel");
    double n1 = (double)n_x, n2 = (double)n_y, ties, apart, s1, s2, error;
    double *ranks;

    if (n_x < 2 || n_y < 2)
        return result;
    ranks = pooled_ranks(x, n_x, y, n_y, &ties);
    apart = mean_of(ranks + n_x, n_y) - mean_of(ranks, n_x);
    s1 = n1 * placement_variance(ranks, x, n_x);
    s2 = n2 * placement_variance(ranks + n_x, y, n_y);
    free(ranks);
    result.estimate_name = "probability";
    result.estimate.value = apart / (n1 + n2) + 0.5;
    if (!(s1 + s2 > 0))
        return result;
    error = sqrt(s1 + s2) / (n1 * n2);
    result.statistic = apart / (n1 + n2) / error;
    result.df =
        (s1 + s2) * (s1 + s2) / (s1 * s1 / (n1 - 1) + s2 * s2 / (n2 - 1));
    set_p(&result, tail_student(result.statistic, result.df), "asymptotic");
    error *= tail_student_critical(level, result.df);
    result.estimate.low = fmax(0, result.estimate.value - error);
    result.estimate.high = fmin(1, result.estimate.value + error);
    result.estimate.level = level;
    result.estimate.method = "brunner-munzel";
    return result;
}
