#include "stat/effect.h"

#include <gsl/gsl_sf_gamma.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/sort.h"
#include "stat/noncentral.h"
#include "stat/pairwise.h"
#include "stat/subset.h"
#include "stat/sum.h"
#include "stat/tail.h"
#include "stat/ttest.h"

enum { AUTO_VALUES = 50, AUTO_PAIRS = 100 };

static double *sorted_copy(const double *x, size_t n)
{
    double *sorted = memory_alloc(n, sizeof *sorted);

    if (n > 0)
        memcpy(sorted, x, n * sizeof *sorted);
    sort_doubles(sorted, n);
    return sorted;
}

static uint32_t *whole_numbers(size_t n)
{
    uint32_t *scores = memory_alloc(n, sizeof *scores);

    for (size_t i = 0; i < n; i++)
        scores[i] = (uint32_t)i + 1;
    return scores;
}

/* The quantile of U, which is the rank sum of m of n less the least one. */
static double exact_rank(size_t m, size_t n, double share)
{
    uint32_t *scores = whole_numbers(n);
    size_t top, sum;
    double *counts = subset_counts(scores, n, m, &top);

    sum = subset_quantile(counts, top, share);
    free(counts);
    free(scores);
    return (double)sum - (double)m * ((double)m + 1) / 2;
}

static double exact_rank_of_signs(size_t n, double share)
{
    uint32_t *scores = whole_numbers(n);
    size_t top;
    double *counts = subset_counts_any(scores, n, &top), rank;

    rank = (double)subset_quantile(counts, top, share);
    free(counts);
    free(scores);
    return rank;
}

static bool use_exact(size_t n_x, size_t n_y, enum effect_method method)
{
    size_t m = n_x < n_y ? n_x : n_y;

    if (method == EFFECT_AUTO)
        return n_x <= AUTO_VALUES && n_y <= AUTO_VALUES;
    return method == EFFECT_EXACT && subset_is_feasible(n_x + n_y, m);
}

double effect_hodges_lehmann_rank(size_t n_x, size_t n_y, double level,
                                  enum effect_method method)
{
    double n1 = (double)n_x, n2 = (double)n_y;
    size_t m = n_x < n_y ? n_x : n_y;

    if (m == 0)
        return 0;
    if (use_exact(n_x, n_y, method))
        return exact_rank(m, n_x + n_y, (1 - level) / 2);
    return fmax(0, floor(n1 * n2 / 2 - tail_normal_critical(level) *
                                           sqrt(n1 * n2 * (n1 + n2 + 1) / 12)));
}

/* Fills in what an interval of order statistics needs but its ends. */
static void open_interval(struct estimate *estimate, double level, bool exact)
{
    estimate->low = -INFINITY;
    estimate->high = INFINITY;
    estimate->level = level;
    estimate->method = exact ? "wilcoxon-exact" : "wilcoxon-normal";
}

struct estimate effect_hodges_lehmann(const double *x, size_t n_x,
                                      const double *y, size_t n_y, double level,
                                      enum effect_method method)
{
    double *a = sorted_copy(x, n_x), *b = sorted_copy(y, n_y);
    struct estimate estimate =
        estimate_of(pairwise_difference_median(a, n_x, b, n_y));
    double rank = effect_hodges_lehmann_rank(n_x, n_y, level, method);

    if (!isnan(estimate.value)) {
        open_interval(&estimate, level, use_exact(n_x, n_y, method));
        if (rank >= 1) {
            uint64_t k = (uint64_t)rank, n = (uint64_t)n_x * n_y;

            estimate.low = pairwise_difference(a, n_x, b, n_y, k);
            estimate.high = pairwise_difference(a, n_x, b, n_y, n + 1 - k);
        } else {
            estimate.doubts |= DOUBT_OPEN;
        }
    }
    free(a);
    free(b);
    return estimate;
}

static double pseudomedian_rank(size_t n, double level, bool exact)
{
    double count = (double)n;

    if (exact)
        return exact_rank_of_signs(n, (1 - level) / 2);
    return floor(count * (count + 1) / 4 -
                 tail_normal_critical(level) *
                     sqrt(count * (count + 1) * (2 * count + 1) / 24));
}

struct estimate effect_pseudomedian(const double *x, size_t n, double level,
                                    enum effect_method method)
{
    double *sorted = sorted_copy(x, n), rank;
    struct estimate estimate = estimate_of(pairwise_average_median(sorted, n));
    bool exact = method == EFFECT_AUTO
                     ? n <= AUTO_PAIRS
                     : method == EFFECT_EXACT && subset_any_is_feasible(n);

    if (n > 0) {
        open_interval(&estimate, level, exact);
        rank = pseudomedian_rank(n, level, exact);
        if (rank >= 1) {
            uint64_t k = (uint64_t)rank, all = (uint64_t)n * (n + 1) / 2;

            estimate.low = pairwise_average(sorted, n, k);
            estimate.high = pairwise_average(sorted, n, all + 1 - k);
        } else {
            estimate.doubts |= DOUBT_OPEN;
        }
    }
    free(sorted);
    return estimate;
}

/* For each value how many of the other sample it is above, less how many it is
 * below, as a share: its dominance. Adds up the ties. Both ascend. */
static double *dominances(const double *x, size_t n_x, const double *y,
                          size_t n_y, double *n_ties)
{
    double *dominance = memory_alloc(n_x, sizeof *dominance);
    size_t below = 0, up_to = 0;

    *n_ties = 0;
    for (size_t i = 0; i < n_x; i++) {
        while (below < n_y && y[below] < x[i])
            below++;
        while (up_to < n_y && y[up_to] <= x[i])
            up_to++;
        *n_ties += (double)(up_to - below);
        dominance[i] = ((double)below - (double)(n_y - up_to)) / (double)n_y;
    }
    return dominance;
}

static double squares_about(const double *x, size_t n, double centre)
{
    struct sum sum = {0};

    for (size_t i = 0; i < n; i++)
        sum_add(&sum, (x[i] - centre) * (x[i] - centre));
    return sum_value(&sum);
}

/* Cliff 1996: the unbiased estimate, with his floor, since it can be negative.
 * A pair's dominance is -1, 0 or 1, so that the sum of squares of all pairs is
 * a matter of counting ties. */
static double cliff_variance(const double *rows, size_t n_x,
                             const double *columns, size_t n_y, double delta,
                             double n_ties)
{
    double n1 = (double)n_x, n2 = (double)n_y;
    double by_row = squares_about(rows, n_x, delta);
    double by_column = squares_about(columns, n_y, -delta);
    double by_pair = n1 * n2 - n_ties - n1 * n2 * delta * delta;
    double variance =
        (n2 / n1 * by_row + n1 / n2 * by_column - by_pair / (n1 * n2)) /
        ((n1 - 1) * (n2 - 1));

    return fmax(variance, (1 - delta * delta) / (n1 * n2 - 1));
}

/* Near its ends delta varies less above than below, or the other way round. */
static void cliff_interval(struct estimate *estimate, double variance,
                           double critical, double level)
{
    double delta = estimate->value, square = critical * critical * variance;
    double rest = 1 - delta * delta, half;

    if (!(variance > 0) && rest <= 0)
        return;
    half = critical * sqrt(variance) * sqrt(rest * rest + square);
    estimate->low =
        fmax(-1, (delta - delta * delta * delta - half) / (rest + square));
    estimate->high =
        fmin(1, (delta - delta * delta * delta + half) / (rest + square));
    estimate->level = level;
    estimate->method = "cliff";
}

struct estimate effect_cliff_delta(const double *x, size_t n_x, const double *y,
                                   size_t n_y, double level)
{
    struct estimate estimate = estimate_of((double)NAN);
    double *a, *b, *rows, *columns, n_ties, variance;

    if (n_x == 0 || n_y == 0)
        return estimate;
    a = sorted_copy(x, n_x);
    b = sorted_copy(y, n_y);
    rows = dominances(a, n_x, b, n_y, &n_ties);
    columns = dominances(b, n_y, a, n_x, &n_ties);
    estimate.value = sum_of(rows, n_x) / (double)n_x;
    if (n_x > 1 && n_y > 1) {
        variance =
            cliff_variance(rows, n_x, columns, n_y, estimate.value, n_ties);
        cliff_interval(
            &estimate, variance,
            tail_student_critical(level, (double)n_x + (double)n_y - 2), level);
    }
    free(a);
    free(b);
    free(rows);
    free(columns);
    return estimate;
}

struct estimate effect_probability(const double *x, size_t n_x, const double *y,
                                   size_t n_y, double level)
{
    struct estimate estimate = effect_cliff_delta(x, n_x, y, n_y, level);

    estimate.value = (1 + estimate.value) / 2;
    estimate.low = (1 + estimate.low) / 2;
    estimate.high = (1 + estimate.high) / 2;
    return estimate;
}

/* The shift for which T is at least (sign 1) or at most (-1) t with this
 * probability. */
static double find_shift(struct noncentral *law, double t, double probability,
                         double sign)
{
    double (*tail)(struct noncentral *, double, double) =
        sign > 0 ? noncentral_above : noncentral_below;
    double near = t, far = t - sign;

    while (tail(law, t, far) > probability && fabs(far) < 1e150)
        far = t + 2 * (far - t);
    for (unsigned i = 0; i < 60; i++) {
        double middle = (near + far) / 2;

        if (tail(law, t, middle) > probability)
            near = middle;
        else
            far = middle;
    }
    return (near + far) / 2;
}

static struct estimate standardised(const double *x, size_t n_x,
                                    const double *y, size_t n_y, double level)
{
    struct test_result test = ttest_student(x, n_x, y, n_y, level);
    double unit = sqrt(1 / (double)n_x + 1 / (double)n_y);
    struct estimate estimate = estimate_of(test.statistic * unit);
    struct noncentral law;

    if (isnan(test.statistic))
        return estimate;
    noncentral_init(&law, test.df);
    estimate.low = unit * find_shift(&law, test.statistic, (1 - level) / 2, 1);
    estimate.high =
        unit * find_shift(&law, test.statistic, (1 - level) / 2, -1);
    noncentral_release(&law);
    estimate.level = level;
    estimate.method = "noncentral-t";
    return estimate;
}

struct estimate effect_cohen_d(const double *x, size_t n_x, const double *y,
                               size_t n_y, double level)
{
    return standardised(x, n_x, y, n_y, level);
}

static struct estimate scaled(struct estimate estimate, double factor)
{
    estimate.value *= factor;
    estimate.low *= factor;
    estimate.high *= factor;
    return estimate;
}

struct estimate effect_hedges_g(const double *x, size_t n_x, const double *y,
                                size_t n_y, double level)
{
    double df = (double)n_x + (double)n_y - 2;
    struct estimate d = standardised(x, n_x, y, n_y, level);

    if (!(df > 1))
        return estimate_of((double)NAN);
    return scaled(d, exp(gsl_sf_lnpoch((df - 1) / 2, 0.5)) / sqrt(df / 2));
}

struct estimate effect_hedges_g_approximate(const double *x, size_t n_x,
                                            const double *y, size_t n_y,
                                            double level)
{
    double df = (double)n_x + (double)n_y - 2;

    return scaled(standardised(x, n_x, y, n_y, level), 1 - 3 / (4 * df - 1));
}
