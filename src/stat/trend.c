#include "stat/trend.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/sort.h"
#include "stat/inversion.h"
#include "stat/rank.h"
#include "stat/series.h"
#include "stat/tail.h"

static double signed_z(double s, double variance)
{
    if (!(variance > 0))
        return (double)NAN;
    return (s - (s > 0) + (s < 0)) / sqrt(variance);
}

/* The sum of f over the groups of equal values. */
static double sum_over_ties(const double *sorted, size_t n,
                            double (*f)(double t))
{
    double sum = 0;
    size_t end;

    for (size_t i = 0; i < n; i = end) {
        for (end = i + 1; end < n && sorted[end] == sorted[i]; end++)
            continue;
        sum += f((double)(end - i));
    }
    return sum;
}

static double pairs(double t)
{
    return t * (t - 1) / 2;
}

static double variance_term(double t)
{
    return t * (t - 1) * (2 * t + 5);
}

/* Hamed and Rao 1998, equation 16: autocorrelations of the ranks outside their
 * 95 % limits, after Sen's slope has been taken out. */
static double variance_factor(const double *x, size_t n)
{
    double *rest = memory_alloc(n, sizeof *rest);
    double *ranks = memory_alloc(n, sizeof *ranks);
    double *r = memory_alloc(n, sizeof *r), count = (double)n, sum = 0;
    double limit = tail_normal_critical(0.95) / sqrt(count);
    double slope = trend_sen_slope(NULL, x, n);

    for (size_t i = 0; i < n; i++)
        rest[i] = x[i] - slope * (double)i;
    rank_midranks(rest, n, ranks);
    series_autocorrelation(ranks, n, n - 1, r);
    for (size_t i = 1; i < n; i++) {
        double left = count - (double)i;

        if (fabs(r[i]) > limit)
            sum += left * (left - 1) * (left - 2) * r[i];
    }
    free(rest);
    free(ranks);
    free(r);
    return 1 + 2 * sum / (count * (count - 1) * (count - 2));
}

struct trend trend_mann_kendall(const double *x, size_t n)
{
    const double none = (double)NAN;
    struct trend trend = {
        test_result_none("mann-kendall"), none, none, none, none, none};
    double *copy, falling, s;

    if (n < 2)
        return trend;
    copy = memory_alloc(n, sizeof *copy);
    memcpy(copy, x, n * sizeof *copy);
    falling = (double)inversion_count(copy, n); /* sorts */
    s = pairs((double)n) - sum_over_ties(copy, n, pairs) - 2 * falling;
    trend.variance =
        (variance_term((double)n) - sum_over_ties(copy, n, variance_term)) / 18;
    free(copy);
    trend.test.statistic = s;
    trend.z = signed_z(s, trend.variance);
    if (isnan(trend.z))
        return trend;
    trend.test.p = tail_normal(trend.z);
    trend.test.p_method = "asymptotic";
    if (n < 10)
        return trend;
    trend.adjusted_variance = trend.variance * variance_factor(x, n);
    trend.adjusted_z = signed_z(s, trend.adjusted_variance);
    trend.adjusted_p = tail_normal(trend.adjusted_z);
    return trend;
}

static double time_at(const double *t, size_t i)
{
    return t ? t[i] : (double)i;
}

static double median_of(double *list, size_t n)
{
    sort_doubles(list, n);
    return list[(n - 1) / 2] / 2 + list[n / 2] / 2;
}

static double slope_by_listing(const double *t, const double *x, size_t n)
{
    double *slopes = memory_alloc(n * n / 2 + 1, sizeof *slopes), median;
    size_t m = 0;

    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++) {
            double run = time_at(t, j) - time_at(t, i);

            if (run > 0)
                slopes[m++] = (x[j] - x[i]) / run;
        }
    median = m == 0 ? (double)NAN : median_of(slopes, m);
    free(slopes);
    return median;
}

double trend_sen_slope(const double *t, const double *x, size_t n)
{
    enum { FEW = 1000 };

    if (n <= FEW)
        return slope_by_listing(t, x, n);
    return inversion_median_slope(t, x, n);
}
