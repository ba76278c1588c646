#include "stat/compat.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

/* People ask for a per cent, and most tools divide it by 100: 99.9 / 100 is
 * not the double nearest to 0.999. */
static double percent_of(double p)
{
    return nearbyint(p * 1e12) / 1e10;
}

/* NumPy's percentile, method "linear" (type 7), which reckons from the nearer
 * neighbour. */
static double numpy_quantile(const struct sample *sample, double share)
{
    double position, below, part, low, high;
    size_t i;

    if (sample->n == 0 || !(share >= 0 && share <= 1))
        return (double)NAN;
    position = (double)(sample->n - 1) * share;
    below = floor(position);
    i = (size_t)below;
    if (i + 1 >= sample->n)
        return sample->x[sample->n - 1];
    part = position - below;
    low = sample->x[i];
    high = sample->x[i + 1];
    return part >= 0.5 ? high - (high - low) * (1 - part)
                       : low + (high - low) * part;
}

static double numpy_percentile(const struct sample *sample, double p)
{
    return numpy_quantile(sample, percent_of(p) / 100);
}

/* pandas multiplies the share by 100 and hands it to NumPy. */
static double pandas_quantile(const struct sample *sample, double p)
{
    return numpy_quantile(sample, p * 100 / 100);
}

/* Type 7, from the lower neighbour. */
static double k6_percentile(const struct sample *sample, double p)
{
    double position, low, high;

    if (sample->n == 0 || !(p >= 0 && p <= 1))
        return (double)NAN;
    position = percent_of(p) / 100 * ((double)sample->n - 1);
    low = sample->x[(size_t)floor(position)];
    high = sample->x[(size_t)ceil(position)];
    return low + (high - low) * (position - floor(position));
}

/* The first different value at which the running sum of the shares of the
 * values reaches p. The sum is rounded at each step, so that it may be a step
 * late where p n is a whole number. */
static double guidellm_percentile(const struct sample *sample, double p)
{
    double reached = 0;
    size_t end;

    if (sample->n == 0 || !(p >= 0 && p <= 1))
        return (double)NAN;
    for (size_t i = 0; i < sample->n; i = end) {
        end = sample_equals_end(sample, i);
        reached += (double)(end - i) / (double)sample->n;
        if (reached >= p)
            return sample->x[i];
    }
    return (double)NAN;
}

/* sorted[floor(n p)], counted from 0: one rank above type 1 where p n is a
 * whole number. */
static double loadgen_percentile(const struct sample *sample, double p)
{
    double at = (double)sample->n * p;

    if (!(at >= 0 && at < (double)sample->n))
        return (double)NAN;
    return sample->x[(size_t)at];
}

/* Cut point `cut` of `parts` by statistics.quantiles of Python, "exclusive":
 * type 6, and beyond the ends along the last two values. */
static double python_cut_point(const struct sample *sample, size_t cut,
                               size_t parts)
{
    size_t n = sample->n, position = cut * (n + 1), i = position / parts;
    double above;

    if (i < 1)
        i = 1;
    if (i > n - 1)
        i = n - 1;
    above = (double)position - (double)(i * parts);
    return (sample->x[i - 1] * ((double)parts - above) + sample->x[i] * above) /
           (double)parts;
}

static double llmeter_percentile(const struct sample *sample, double p)
{
    double percent = percent_of(p);
    size_t whole, half = sample->n / 2;

    if (sample->n == 0 || percent != floor(percent) ||
        !(percent >= 1 && percent <= 99))
        return (double)NAN;
    if (sample->n == 1)
        return sample->x[0];
    whole = (size_t)percent;
    if (whole == 50)
        return sample->n % 2 == 1 ? sample->x[half]
                                  : (sample->x[half - 1] + sample->x[half]) / 2;
    if (whole % 25 == 0)
        return python_cut_point(sample, whole / 25, 4);
    if (whole % 10 == 0)
        return python_cut_point(sample, whole / 10, 10);
    return python_cut_point(sample, whole, 100);
}

static const struct compat aiperf = {
    .name = "aiperf",
    .rule = "NumPy, linear (type 7)",
    .quantile = numpy_percentile,
};

static const struct compat guidellm = {
    .name = "guidellm",
    .rule = "first value whose running share reaches p",
    .quantile = guidellm_percentile,
};

static const struct compat k6 = {
    .name = "k6",
    .rule = "linear between neighbours (type 7)",
    .quantile = k6_percentile,
};

static const struct compat llmeter = {
    .name = "llmeter",
    .rule = "Python statistics.quantiles (type 6, may leave the sample)",
    .quantile = llmeter_percentile,
};

static const struct compat llmperf = {
    .name = "llmperf",
    .rule = "pandas, linear (type 7)",
    .quantile = pandas_quantile,
};

static const struct compat loadgen = {
    .name = "loadgen",
    .rule = "sorted[floor(n p)]",
    .quantile = loadgen_percentile,
};

static const struct compat vllm = {
    .name = "vllm",
    .rule = "NumPy, linear (type 7)",
    .quantile = numpy_percentile,
};

const struct compat *const compat_rules[] = {
    &aiperf, &guidellm, &k6, &llmeter, &llmperf, &loadgen, &vllm, NULL,
};

const struct compat *compat_find(const char *name)
{
    for (size_t i = 0; compat_rules[i]; i++)
        if (strcmp(compat_rules[i]->name, name) == 0)
            return compat_rules[i];
    return NULL;
}
