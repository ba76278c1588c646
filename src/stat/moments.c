#include "stat/moments.h"

#include <gsl/gsl_cdf.h>
#include <string.h>

#include "base/error.h"
#include "stat/sum.h"

/* A mean to more digits than a double has. */
struct centre {
    double high, low;
};

static struct centre centre_at(double mean, const double *x, size_t n)
{
    struct centre centre = {mean, 0};
    struct sum rest = {0};
    size_t end;

    for (size_t i = 0; i < n; i = end) {
        end = equals_end(x, n, i);
        sum_add_times(&rest, x[i] - centre.high, end - i);
    }
    centre.low = sum_value(&rest) / (double)n;
    return centre;
}

static struct centre centre_of(const double *x, size_t n)
{
    return centre_at(mean_of(x, n), x, n);
}

static double deviation(double x, struct centre centre)
{
    return (x - centre.high) - centre.low;
}

void deviations_of(const double *x, size_t n, double *deviations)
{
    struct centre centre = centre_of(x, n);
    bool is_varied = false;

    for (size_t i = 0; i < n; i++) {
        deviations[i] = deviation(x[i], centre);
        is_varied = is_varied || x[i] != x[0];
    }
    if (!is_varied && n > 0)
        memset(deviations, 0, n * sizeof *deviations);
}

double mean_of(const double *x, size_t n)
{
    return n > 0 ? sum_of(x, n) / (double)n : (double)NAN;
}

static double sum_of_squares(const double *x, size_t n, struct centre centre)
{
    struct sum squares = {0};
    size_t end;

    for (size_t i = 0; i < n; i = end) {
        double d = deviation(x[i], centre);

        end = equals_end(x, n, i);
        sum_add_times(&squares, d * d, end - i);
    }
    return sum_value(&squares);
}

double squares_of(const double *x, size_t n)
{
    return n < 2 ? 0 : sum_of_squares(x, n, centre_of(x, n));
}

double variance_of(const double *x, size_t n)
{
    return n < 2 ? (double)NAN : squares_of(x, n) / (double)(n - 1);
}

double sd_of(const double *x, size_t n)
{
    return sqrt(variance_of(x, n));
}

static void find_range(struct moments *moments, const double *x)
{
    moments->min = moments->max = x[0];
    for (size_t i = 1; i < moments->n; i++) {
        if (x[i] < moments->min)
            moments->min = x[i];
        if (x[i] > moments->max)
            moments->max = x[i];
    }
}

/* With z in units of the sd with divisor n, g1 and g2 + 3 are the means of z^3
 * and z^4. */
static void find_shape(struct moments *moments, const double *x,
                       struct centre centre)
{
    double n = (double)moments->n;
    double spread = moments->sd * sqrt((n - 1) / n), g1, g2;
    struct sum cubes = {0}, fourths = {0};
    size_t end;

    if (!(spread > 0))
        return;
    for (size_t i = 0; i < moments->n; i = end) {
        double z = deviation(x[i], centre) / spread;

        end = equals_end(x, moments->n, i);
        sum_add_times(&cubes, z * z * z, end - i);
        sum_add_times(&fourths, z * z * z * z, end - i);
    }
    g1 = sum_value(&cubes) / n;
    g2 = sum_value(&fourths) / n - 3;
    if (moments->n >= 3)
        moments->skewness = g1 * sqrt(n * (n - 1)) / (n - 2);
    if (moments->n >= 4)
        moments->excess_kurtosis =
            ((n + 1) * g2 + 6) * (n - 1) / ((n - 2) * (n - 3));
}

struct moments moments_of(const double *x, size_t n)
{
    const double none = (double)NAN;
    struct moments moments = {n,    0,    none, none, none,
                              none, none, none, none, none};
    struct centre centre;

    if (n == 0)
        return moments;
    moments.sum = sum_of(x, n);
    moments.mean = moments.sum / (double)n;
    find_range(&moments, x);
    if (n < 2)
        return moments;
    centre = centre_at(moments.mean, x, n);
    moments.variance = sum_of_squares(x, n, centre) / (double)(n - 1);
    moments.sd = sqrt(moments.variance);
    if (moments.mean != 0)
        moments.cv = moments.sd / moments.mean;
    if (moments.min < moments.max)
        find_shape(&moments, x, centre);
    return moments;
}

struct estimate mean_interval(double mean, double sd, size_t n, double level)
{
    struct estimate estimate = estimate_of(mean);
    double half;

    if (!(level > 0 && level < 1))
        BUG("interval at level %g", level);
    if (n < 2 || isnan(mean) || isnan(sd))
        return estimate;
    half = gsl_cdf_tdist_Qinv((1 - level) / 2, (double)(n - 1)) * sd /
           sqrt((double)n);
    estimate.low = mean - half;
    estimate.high = mean + half;
    estimate.level = level;
    estimate.method = "student-t";
    return estimate;
}

struct estimate mean_estimate(const double *x, size_t n, double level)
{
    return mean_interval(mean_of(x, n), sd_of(x, n), n, level);
}

double geometric_mean(const double *x, size_t n)
{
    struct sum logs = {0};
    size_t end;

    for (size_t i = 0; i < n; i = end) {
        if (!(x[i] > 0))
            return (double)NAN;
        end = equals_end(x, n, i);
        sum_add_times(&logs, log(x[i]), end - i);
    }
    return n > 0 ? exp(sum_value(&logs) / (double)n) : (double)NAN;
}

double trimmed_mean(const struct sample *sample, double trim)
{
    size_t drop;

    if (!(trim >= 0 && trim < 0.5))
        BUG("mean trimmed by %g", trim);
    drop = (size_t)floor((double)sample->n * trim);
    return mean_of(sample->x + drop, sample->n - 2 * drop);
}

static double median_of(const struct sample *sample)
{
    size_t half = sample->n / 2;

    if (sample->n % 2 == 1)
        return sample->x[half];
    return sample->x[half - 1] + (sample->x[half] - sample->x[half - 1]) / 2;
}

/* The distances fall towards the median from both ends of the sorted values:
 * walking outward from it and taking the nearer side is a merge, O(n). */
double median_deviation(const struct sample *sample, double scale)
{
    size_t n = sample->n, above = n / 2, below = above;
    double median, last = 0, before = 0;

    if (n == 0)
        return (double)NAN;
    median = median_of(sample);
    for (size_t taken = 0; taken <= n / 2; taken++) {
        before = last;
        if (below == 0 || (above < n && sample->x[above] - median <
                                            median - sample->x[below - 1]))
            last = sample->x[above++] - median;
        else
            last = median - sample->x[--below];
    }
    return scale * (n % 2 == 1 ? last : before + (last - before) / 2);
}

size_t distinct_values(const struct sample *sample)
{
    size_t count = sample->n > 0;

    for (size_t i = 1; i < sample->n; i++)
        count += sample->x[i] != sample->x[i - 1];
    return count;
}
