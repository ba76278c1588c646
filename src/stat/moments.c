#include "stat/moments.h"

#include <gsl/gsl_cdf.h>
#include <stdint.h>
#include <string.h>

#include "base/error.h"
#include "stat/lane_sum.h"

/* A mean to more digits than a double has. */
struct centre {
    double high, low;
};

/* The sum of a term of each value: of several side by side, or of equal ones at
 * once. */
typedef lanes term_of(lanes x, const void *context);

static inline __attribute__((always_inline)) double
sum_terms(const double *x, size_t n, term_of *term, const void *context)
{
    struct lane_sum even = {{0}, {0}}, odd = {{0}, {0}};
    struct sum sum = {0};
    size_t i = 0, end;

    while (i < n) {
        if (i + 4 > n || x[i] == x[i + 3]) {
            end = equals_end(x, n, i);
            sum_add_times(&sum, term((lanes){x[i], x[i]}, context)[0], end - i);
            i = end;
        } else {
            lane_sum_add(&even, term(*lanes_of(x, i), context));
            lane_sum_add(&odd, term(*lanes_of(x, i + 2), context));
            i += 4;
        }
    }
    lane_sum_end(&even, &sum);
    lane_sum_end(&odd, &sum);
    return sum_value(&sum);
}

static lanes distance(lanes x, const void *context)
{
    return x - *(const double *)context;
}

static struct centre centre_at(double mean, const double *x, size_t n)
{
    return (struct centre){mean, sum_terms(x, n, distance, &mean) / (double)n};
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

static lanes deviation_squared(lanes x, const void *context)
{
    const struct centre *centre = context;
    lanes d = (x - centre->high) - centre->low;

    return d * d;
}

static double sum_of_squares(const double *x, size_t n, struct centre centre)
{
    return sum_terms(x, n, deviation_squared, &centre);
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

/* A value in units of the sd with divisor n. */
struct standard {
    struct centre centre;
    double spread;
};

static lanes z_of(lanes x, const struct standard *standard)
{
    return ((x - standard->centre.high) - standard->centre.low) /
           standard->spread;
}

static lanes z_cubed(lanes x, const void *context)
{
    lanes z = z_of(x, context);

    return z * z * z;
}

static lanes z_to_the_fourth(lanes x, const void *context)
{
    lanes z = z_of(x, context);

    return z * z * z * z;
}

/* g1 and g2 + 3 are the means of z^3 and z^4. */
static void find_shape(struct moments *moments, const double *x,
                       struct centre centre)
{
    double n = (double)moments->n, g1, g2;
    struct standard standard = {centre, moments->sd * sqrt((n - 1) / n)};

    if (!(standard.spread > 0))
        return;
    g1 = sum_terms(x, moments->n, z_cubed, &standard) / n;
    g2 = sum_terms(x, moments->n, z_to_the_fourth, &standard) / n - 3;
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

/* A logarithm costs more than all else: one is taken of the product of many
 * mantissas, whose exponents are added. */
struct logs {
    struct sum sum;
    double product; /* of mantissas from 1 to 2 */
    unsigned n_factors;
    int64_t exponents;
};

enum { MOST_FACTORS = 32 };

static void logs_flush(struct logs *logs)
{
    sum_add(&logs->sum, log(logs->product));
    logs->product = 1;
    logs->n_factors = 0;
}

static void logs_add(struct logs *logs, double x)
{
    const uint64_t one = (uint64_t)1023 << 52, mask = ((uint64_t)1 << 52) - 1;
    uint64_t bits;
    double mantissa;

    memcpy(&bits, &x, sizeof bits);
    if (bits >> 52 == 0 || bits >> 52 == 2047) { /* subnormal or infinite */
        sum_add(&logs->sum, log(x));
        return;
    }
    logs->exponents += (int64_t)(bits >> 52) - 1023;
    bits = (bits & mask) | one;
    memcpy(&mantissa, &bits, sizeof mantissa);
    logs->product *= mantissa;
    if (++logs->n_factors == MOST_FACTORS)
        logs_flush(logs);
}

double geometric_mean(const double *x, size_t n)
{
    struct logs logs = {.product = 1};
    size_t end;

    for (size_t i = 0; i < n; i = end) {
        if (!(x[i] > 0))
            return (double)NAN;
        end = equals_end(x, n, i);
        if (end - i > 1)
            sum_add_times(&logs.sum, log(x[i]), end - i);
        else
            logs_add(&logs, x[i]);
    }
    logs_flush(&logs);
    sum_add(&logs.sum, (double)logs.exponents * M_LN2);
    logs.sum.low +=
        fma((double)logs.exponents, M_LN2, -((double)logs.exponents * M_LN2));
    return n > 0 ? exp(sum_value(&logs.sum) / (double)n) : (double)NAN;
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
