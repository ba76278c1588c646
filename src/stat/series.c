#include "stat/series.h"

#include <gsl/gsl_fft_halfcomplex.h>
#include <gsl/gsl_fft_real.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/sort.h"
#include "stat/moments.h"
#include "stat/rank.h"
#include "stat/sum.h"
#include "stat/tail.h"

enum { FEW_LAGS = 64 };

static double *centred(const double *x, size_t n)
{
    double *z = memory_alloc(n, sizeof *z), mean = mean_of(x, n);

    for (size_t i = 0; i < n; i++)
        z[i] = x[i] - mean;
    return z;
}

/* Sums of z[i] z[i + lag]. */
static void products_directly(const double *z, size_t n, size_t max_lag,
                              double *sums)
{
    for (size_t lag = 0; lag <= max_lag; lag++)
        sums[lag] = sum_of_products(z, z + lag, n - lag);
}

/* The same through the squared spectrum; zeros behind the values keep the ends
 * from meeting. */
static void products_by_fourier(const double *z, size_t n, size_t max_lag,
                                double *sums)
{
    size_t size = 1;
    double *data;

    while (size < n + max_lag + 1)
        size *= 2;
    data = memory_alloc(size, sizeof *data);
    memcpy(data, z, n * sizeof *data);
    gsl_fft_real_radix2_transform(data, 1, size);
    data[0] *= data[0];
    data[size / 2] *= data[size / 2];
    for (size_t i = 1; i < size / 2; i++) {
        double re = data[i], im = data[size - i];

        data[i] = re * re + im * im;
        data[size - i] = 0;
    }
    gsl_fft_halfcomplex_radix2_inverse(data, 1, size);
    memcpy(sums, data, (max_lag + 1) * sizeof *sums);
    free(data);
}

void series_autocorrelation(const double *x, size_t n, size_t max_lag,
                            double *r)
{
    size_t last = n == 0 ? 0 : max_lag < n ? max_lag : n - 1;
    double *z = centred(x, n), all;

    for (size_t lag = 0; lag <= max_lag; lag++)
        r[lag] = (double)NAN;
    if (squares_of(x, n) > 0) {
        if (last <= FEW_LAGS)
            products_directly(z, n, last, r);
        else
            products_by_fourier(z, n, last, r);
        all = r[0];
        for (size_t lag = 0; lag <= last; lag++)
            r[lag] /= all;
    }
    free(z);
}

struct test_result series_ljung_box(const double *x, size_t n, size_t lag)
{
    struct test_result result = test_result_none("ljung-box");
    double *r, sum = 0, count = (double)n;

    if (lag == 0 || lag >= n)
        return result;
    r = memory_alloc(lag + 1, sizeof *r);
    series_autocorrelation(x, n, lag, r);
    for (size_t k = 1; k <= lag; k++)
        sum += r[k] * r[k] / (count - (double)k);
    free(r);
    if (isnan(sum))
        return result;
    result.statistic = count * (count + 2) * sum;
    result.df = (double)lag;
    result.p = tail_chi_square(result.statistic, result.df);
    result.p_method = "asymptotic";
    return result;
}

double series_effective_ar1(const double *x, size_t n)
{
    double r[2];

    if (n < 2)
        return (double)NAN;
    series_autocorrelation(x, n, 1, r);
    return (double)n * (1 - r[1]) / (1 + r[1]);
}

/* The greatest convex sequence below, which ends in a 0 behind the last: pools
 * neighbours whose slopes fall. The stack holds the corners. */
static void make_convex(double *gamma, size_t n)
{
    size_t *corner = memory_alloc(n, sizeof *corner), m = 0;

    for (size_t i = 0; i < n; i++) {
        while (m >= 2) {
            size_t a = corner[m - 2], b = corner[m - 1];
            double before = (gamma[b] - gamma[a]) / (double)(b - a);

            if (before <= (gamma[i] - gamma[b]) / (double)(i - b))
                break;
            m--;
        }
        corner[m++] = i;
    }
    for (size_t k = 1; k < m; k++) {
        size_t a = corner[k - 1], b = corner[k];
        double slope = (gamma[b] - gamma[a]) / (double)(b - a);

        for (size_t i = a + 1; i < b; i++)
            gamma[i] = gamma[a] + slope * (double)(i - a);
    }
    free(corner);
}

double series_effective(const double *x, size_t n,
                        enum series_sequence sequence)
{
    double *r, sum = 0;
    size_t m = 0;

    if (n < 2)
        return (double)NAN;
    r = memory_alloc(n + 1, sizeof *r);
    series_autocorrelation(x, n, n - 1, r);
    for (; 2 * m + 1 < n && r[2 * m] + r[2 * m + 1] > 0; m++) {
        r[m] = r[2 * m] + r[2 * m + 1];
        if (m > 0 && sequence != SERIES_POSITIVE && r[m] > r[m - 1])
            r[m] = r[m - 1];
    }
    if (isnan(r[0]))
        m = 0;
    if (sequence == SERIES_CONVEX && m > 0) {
        r[m] = 0;
        make_convex(r, m + 1);
    }
    for (size_t i = 0; i < m; i++)
        sum += r[i];
    free(r);
    return m == 0 ? (double)NAN : (double)n / (2 * sum - 1);
}

static double median_of(const double *x, size_t n)
{
    double *sorted = memory_alloc(n, sizeof *sorted), median;

    memcpy(sorted, x, n * sizeof *sorted);
    sort_doubles(sorted, n);
    median = sorted[(n - 1) / 2] / 2 + sorted[n / 2] / 2;
    free(sorted);
    return median;
}

struct test_result series_runs(const double *x, size_t n)
{
    struct test_result result = test_result_none("wald-wolfowitz");
    double above = 0, below = 0, runs = 0, median, all, mean, variance;
    int side = 0;

    if (n == 0)
        return result;
    median = median_of(x, n);
    for (size_t i = 0; i < n; i++) {
        int here = (x[i] > median) - (x[i] < median);

        above += here > 0;
        below += here < 0;
        runs += here != 0 && here != side;
        side = here != 0 ? here : side;
    }
    all = above + below;
    mean = 2 * above * below / all + 1;
    variance = (mean - 1) * (mean - 2) / (all - 1);
    if (!(variance > 0))
        return result;
    result.statistic = (runs - mean) / sqrt(variance);
    result.p = tail_normal(result.statistic);
    result.p_method = "asymptotic";
    return result;
}

struct test_result series_pettitt(const double *x, size_t n, size_t *change)
{
    struct test_result result = test_result_none("pettitt");
    double *ranks = memory_alloc(n, sizeof *ranks);
    double count = (double)n, sum = 0, most = 0;

    *change = 0;
    rank_midranks(x, n, ranks);
    for (size_t i = 0; i + 1 < n; i++) {
        sum += 2 * ranks[i] - (count + 1);
        if (fabs(sum) > most) {
            most = fabs(sum);
            *change = i + 1;
        }
    }
    free(ranks);
    if (!(most > 0))
        return result;
    result.statistic = most;
    result.p =
        fmin(1, 2 * exp(-6 * most * most / (count * count * (count + 1))));
    result.p_method = "asymptotic";
    return result;
}
