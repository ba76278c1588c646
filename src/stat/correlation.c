#include "stat/correlation.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/memory.h"
#include "stat/moments.h"
#include "stat/rank.h"
#include "stat/sum.h"
#include "stat/tail.h"

static struct correlation undefined(size_t n)
{
    const double none = (double)NAN;

    return (struct correlation){estimate_of(none), none, none, none, n};
}

/* Fisher's z with the standard error given; no interval if that is NAN. */
static void add_interval(struct correlation *r, double se, double level,
                         const char *method)
{
    double half = tail_normal_critical(level) * se;

    if (!(level > 0 && level < 1))
        BUG("interval at level %g", level);
    if (isnan(half))
        return;
    r->estimate.low = tanh(atanh(r->estimate.value) - half);
    r->estimate.high = tanh(atanh(r->estimate.value) + half);
    r->estimate.level = level;
    r->estimate.method = method;
}

/* r = 1 has an infinite t and a p of 0. */
static void add_t(struct correlation *r, double df)
{
    double value = r->estimate.value;

    if (!(df >= 1))
        return;
    r->df = df;
    r->statistic = value * sqrt(df / ((1 - value) * (1 + value)));
    r->p = tail_student(r->statistic, df);
}

/* sqrt(a b); one root, so that a perfect line is 1, unless that overflows. */
static double root_of_product(double a, double b)
{
    double product = a * b;

    return product > 1e-290 && product < 1e290 ? sqrt(product)
                                               : sqrt(a) * sqrt(b);
}

/* The cosine of the angle between deviations; NAN if one is all zeros. */
static double cosine_of(double xx, double yy, double xy)
{
    double length = root_of_product(xx, yy);
    double r = length > 0 ? xy / length : (double)NAN;

    return isnan(r) ? r : fmin(1, fmax(-1, r));
}

static double cosine(const double *x, const double *y, size_t n)
{
    return cosine_of(sum_of_products(x, x, n), sum_of_products(y, y, n),
                     sum_of_products(x, y, n));
}

/* A coefficient from whose columns k others have been taken out. */
static struct correlation of_value(double value, size_t n, size_t k,
                                   double level)
{
    struct correlation r = undefined(n);
    double spare = (double)n - 3 - (double)k;

    if (n < 3 || isnan(value))
        return r;
    r.estimate.value = value;
    add_interval(&r, spare > 0 ? 1 / sqrt(spare) : (double)NAN, level,
                 "fisher-z");
    add_t(&r, spare + 1);
    return r;
}

struct correlation correlation_of_products(size_t n, size_t k, double xx,
                                           double yy, double xy, double level)
{
    return of_value(cosine_of(xx, yy, xy), n, k, level);
}

static struct correlation of_deviations(const double *x, const double *y,
                                        size_t n, size_t k, double level)
{
    return of_value(cosine(x, y, n), n, k, level);
}

struct correlation correlation_of_rho(double rho, size_t n, double level)
{
    struct correlation r = of_value(rho, n, 0, level);

    if (estimate_has_interval(&r.estimate))
        add_interval(&r, sqrt((1 + rho * rho / 2) / ((double)n - 3)), level,
                     "bonett-wright");
    return r;
}

struct correlation correlation_pearson(const double *x, const double *y,
                                       size_t n, double level)
{
    return correlation_partial(x, y, NULL, 0, n, level);
}

/* Of n(n + 1)^2 / 4, the mean of the sum of products of ranks, how far a sum is
 * away, four times. */
static long strength(long sum, long n)
{
    return labs(4 * sum - n * (n + 1) * (n + 1));
}

enum {
    MOST_SETS = 1 << SPEARMAN_EXACT,
    MOST_SUMS =
        SPEARMAN_EXACT * (SPEARMAN_EXACT + 1) * (2 * SPEARMAN_EXACT + 1) / 6 +
        1, /* of squares */
};

/* How many orders of n ranks have each sum of products of place and rank:
 * those of the first places by which ranks are in them, one rank more at a
 * time. */
static void count_orders(size_t n, uint32_t (*count)[MOST_SUMS])
{
    count[0][0] = 1;
    for (size_t set = 0; set + 1 < (size_t)1 << n; set++) {
        size_t place = 1;

        for (size_t k = 0; k < n; k++)
            place += set >> k & 1;
        for (size_t k = 0; k < n; k++) {
            size_t more = place * (k + 1), with = set | (size_t)1 << k;

            if (with == set)
                continue;
            for (size_t sum = 0; sum + more < MOST_SUMS; sum++)
                count[with][sum + more] += count[set][sum];
        }
    }
}

/* The share of all orders of n ranks that are correlated at least as strongly,
 * on either side. Products of ranks are whole numbers: nothing is rounded. */
static double exact_p(const double *x_ranks, const double *y_ranks, size_t n)
{
    uint32_t(*count)[MOST_SUMS] = memory_alloc(MOST_SETS, sizeof *count);
    const uint32_t *all = count[((size_t)1 << n) - 1];
    unsigned long n_all = 0, n_extreme = 0;
    long seen = 0;

    for (size_t i = 0; i < n; i++)
        seen += (long)x_ranks[i] * (long)y_ranks[i];
    count_orders(n, count);
    for (long sum = 0; sum < MOST_SUMS; sum++) {
        n_all += all[sum];
        if (strength(sum, (long)n) >= strength(seen, (long)n))
            n_extreme += all[sum];
    }
    free(count);
    return (double)n_extreme / (double)n_all;
}

struct correlation correlation_spearman(const double *x, const double *y,
                                        size_t n, double level,
                                        enum correlation_p which)
{
    double *x_ranks = memory_alloc(n, sizeof *x_ranks);
    double *y_ranks = memory_alloc(n, sizeof *y_ranks);
    bool has_ties = rank_midranks(x, n, x_ranks) > 0;
    struct correlation r;

    has_ties = rank_midranks(y, n, y_ranks) > 0 || has_ties;
    r = correlation_pearson(x_ranks, y_ranks, n, level);
    r = correlation_of_rho(r.estimate.value, n, level);
    if (isnan(r.estimate.value))
        which = CORRELATION_P_ASYMPTOTIC;
    if (which != CORRELATION_P_ASYMPTOTIC && !has_ties && n <= SPEARMAN_EXACT) {
        r.statistic = r.df = (double)NAN;
        r.p = exact_p(x_ranks, y_ranks, n);
    } else if (which == CORRELATION_P_EXACT) {
        r.p = (double)NAN;
    }
    free(x_ranks);
    free(y_ranks);
    return r;
}

/* Takes out of `column` what lies along the unit vector `axis`. */
static void take_out(double *column, const double *axis, size_t n)
{
    double part = sum_of_products(column, axis, n);

    for (size_t i = 0; i < n; i++)
        column[i] -= part * axis[i];
}

static double length_of(const double *x, size_t n)
{
    return sqrt(sum_of_products(x, x, n));
}

/* The deviations of `column` from its mean and from its regression on the
 * orthogonal axes: Gram and Schmidt's, twice, which makes it as good as
 * Householder's. False if nothing but rounding is left. */
static bool find_residuals(const double *column, double *const *axes,
                           size_t n_axes, size_t n, double *residual)
{
    double length;

    deviations_of(column, n, residual);
    length = length_of(residual, n);
    if (!(length > 0))
        return false;
    for (unsigned pass = 0; pass < 2; pass++)
        for (size_t k = 0; k < n_axes; k++)
            take_out(residual, axes[k], n);
    return length_of(residual, n) > 1e-10 * length;
}

/* Makes axes of the columns given; a column that adds none is left out. */
static size_t find_axes(const double *const *given, size_t n_given, size_t n,
                        double **axes)
{
    size_t n_axes = 0;

    for (size_t k = 0; k < n_given; k++) {
        double *axis = memory_alloc(n, sizeof *axis), length;

        if (!find_residuals(given[k], axes, n_axes, n, axis)) {
            free(axis);
            continue;
        }
        length = length_of(axis, n);
        for (size_t i = 0; i < n; i++)
            axis[i] /= length;
        axes[n_axes++] = axis;
    }
    return n_axes;
}

struct correlation correlation_partial(const double *x, const double *y,
                                       const double *const *given,
                                       size_t n_given, size_t n, double level)
{
    struct correlation r = undefined(n);
    double **axes, *x_left, *y_left;
    size_t n_axes;

    if (n < 3)
        return r;
    axes = memory_alloc(n_given, sizeof *axes);
    x_left = memory_alloc(n, sizeof *x_left);
    y_left = memory_alloc(n, sizeof *y_left);
    n_axes = find_axes(given, n_given, n, axes);
    if (find_residuals(x, axes, n_axes, n, x_left) &&
        find_residuals(y, axes, n_axes, n, y_left))
        r = of_deviations(x_left, y_left, n, n_axes, level);
    for (size_t k = 0; k < n_axes; k++)
        free(axes[k]);
    free(axes);
    free(x_left);
    free(y_left);
    return r;
}

struct correlation correlation_partial_spearman(const double *x,
                                                const double *y,
                                                const double *const *given,
                                                size_t n_given, size_t n,
                                                double level)
{
    double **ranks = memory_alloc(n_given + 2, sizeof *ranks);
    struct correlation r;

    for (size_t k = 0; k < n_given + 2; k++) {
        ranks[k] = memory_alloc(n, sizeof **ranks);
        rank_midranks(k == 0 ? x : k == 1 ? y : given[k - 2], n, ranks[k]);
    }
    r = correlation_partial(ranks[0], ranks[1],
                            (const double *const *)(ranks + 2), n_given, n,
                            level);
    for (size_t k = 0; k < n_given + 2; k++)
        free(ranks[k]);
    free(ranks);
    return r;
}

/* The deviations from the group's means, and the means; means has n_groups. */
static void centre_groups(const double *x, const uint32_t *group,
                          size_t n_groups, size_t n, double *deviation,
                          double *means)
{
    struct sum *sums = memory_alloc(n_groups, sizeof *sums);
    size_t *sizes = memory_alloc(n_groups, sizeof *sizes);

    deviations_of(x, n, deviation);
    for (size_t i = 0; i < n; i++) {
        if (group[i] >= n_groups)
            BUG("group %u of %zu", (unsigned)group[i], n_groups);
        sum_add(&sums[group[i]], deviation[i]);
        sizes[group[i]]++;
    }
    for (size_t g = 0; g < n_groups; g++)
        means[g] =
            sizes[g] ? sum_value(&sums[g]) / (double)sizes[g] : (double)NAN;
    for (size_t i = 0; i < n; i++)
        deviation[i] -= means[group[i]];
    free(sums);
    free(sizes);
}

/* Deviations that are only what rounding left of equal values. */
static bool is_spread(const double *deviation, const double *x, size_t n)
{
    double *all = memory_alloc(n, sizeof *all);
    bool spread;

    deviations_of(x, n, all);
    spread = length_of(deviation, n) > 1e-10 * length_of(all, n);
    free(all);
    return spread;
}

static size_t count_groups(const double *means, size_t n_groups)
{
    size_t count = 0;

    for (size_t g = 0; g < n_groups; g++)
        if (!isnan(means[g]))
            count++;
    return count;
}

struct correlation correlation_within(const double *x, const double *y,
                                      const uint32_t *group, size_t n_groups,
                                      size_t n, double level)
{
    double *x_left = memory_alloc(n, sizeof *x_left);
    double *y_left = memory_alloc(n, sizeof *y_left);
    double *means = memory_alloc(n_groups, sizeof *means);
    struct correlation r = undefined(n);

    centre_groups(x, group, n_groups, n, x_left, means);
    centre_groups(y, group, n_groups, n, y_left, means);
    if (n >= 3 && is_spread(x_left, x, n) && is_spread(y_left, y, n))
        r = of_deviations(x_left, y_left, n, count_groups(means, n_groups) - 1,
                          level);
    free(x_left);
    free(y_left);
    free(means);
    return r;
}

double correlation_between(const double *x, const double *y,
                           const uint32_t *group, size_t n_groups, size_t n)
{
    double *x_at = memory_alloc(n, sizeof *x_at);
    double *y_at = memory_alloc(n, sizeof *y_at);
    double *x_means = memory_alloc(n_groups, sizeof *x_means);
    double *y_means = memory_alloc(n_groups, sizeof *y_means);
    double r = (double)NAN;

    centre_groups(x, group, n_groups, n, x_at, x_means);
    centre_groups(y, group, n_groups, n, y_at, y_means);
    for (size_t i = 0; i < n; i++) {
        x_at[i] = x_means[group[i]];
        y_at[i] = y_means[group[i]];
    }
    if (count_groups(x_means, n_groups) >= 3 && is_spread(x_at, x, n) &&
        is_spread(y_at, y, n))
        r = cosine(x_at, y_at, n);
    free(x_at);
    free(y_at);
    free(x_means);
    free(y_means);
    return r;
}
