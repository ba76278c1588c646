#include "stat/quantile.h"

#include <float.h>

#include "base/error.h"
#include "stat/binomial.h"

enum { FEW_IN_TAIL = 10 };

/* Positions of the continuous types are n p + offset + slope p. */
static const struct position {
    double offset, slope;
} positions[QUANTILE_TYPE_LAST + 1] = {
    [4] = {0, 0},  [5] = {0.5, 0},           [6] = {0, 1},
    [7] = {1, -1}, [8] = {1.0 / 3, 1.0 / 3}, [9] = {3.0 / 8, 1.0 / 4},
};

/* The nearest whole number if h differs from it by rounding only. */
static double snapped(double h)
{
    double nearest = nearbyint(h);

    return fabs(h - nearest) <= 4 * DBL_EPSILON * fmax(1, fabs(h)) ? nearest
                                                                   : h;
}

/* x(i), counted from 1 and held inside the sample. */
static double value_at(const struct sample *sample, double i)
{
    if (i < 1)
        i = 1;
    if (i > (double)sample->n)
        i = (double)sample->n;
    return sample->x[(size_t)i - 1];
}

/* The step functions: inverse of the empirical distribution, its mean at a
 * jump, and the nearest rank where halves go to the even one. */
static double quantile_of_step(const struct sample *sample, double p, int type)
{
    double h = snapped((double)sample->n * p);

    if (type == 1)
        return value_at(sample, ceil(h));
    if (type == 2)
        return (value_at(sample, ceil(h)) + value_at(sample, floor(h) + 1)) / 2;
    return value_at(sample, nearbyint(h));
}

double quantile_of(const struct sample *sample, double p, int type)
{
    const struct position *position;
    double h, below, part, x;

    if (!(p >= 0 && p <= 1) || type < QUANTILE_TYPE_FIRST ||
        type > QUANTILE_TYPE_LAST)
        BUG("quantile of p = %g, type %d", p, type);
    if (sample->n == 0)
        return (double)NAN;
    if (type < 4)
        return quantile_of_step(sample, p, type);
    /* cppcheck-suppress arrayIndexOutOfBoundsCond; type was checked above. */
    position = &positions[type];
    h = snapped((double)sample->n * p + position->offset + position->slope * p);
    below = floor(h);
    part = h - below;
    x = value_at(sample, below);
    return part == 0 ? x : x + part * (value_at(sample, below + 1) - x);
}

double quantile_variance(const struct sample *sample, double p,
                         bool of_logarithm)
{
    double error = sqrt(p * (1 - p) / (double)sample->n);
    double spacings = 2 * (double)sample->n * error, low, high, half;

    if (!(p - error >= 0 && p + error <= 1))
        return (double)NAN;
    low = quantile_of(sample, p - error, QUANTILE_TYPE);
    high = quantile_of(sample, p + error, QUANTILE_TYPE);
    if (!isfinite(high) || (of_logarithm && !(low > 0)))
        return (double)NAN;
    half = (of_logarithm ? log(high / low) : high - low) / 2;
    return half * half / (1 + 1 / spacings);
}

double quantile_iqr(const struct sample *sample, int type)
{
    return quantile_of(sample, 0.75, type) - quantile_of(sample, 0.25, type);
}

struct quantile_ranks quantile_ranks(size_t n, double p, double level)
{
    struct quantile_ranks ranks;
    double tail = (1 - level) / 2;

    if (!(p > 0 && p < 1 && level > 0 && level < 1))
        BUG("interval of p = %g at level %g", p, level);
    ranks.low = (size_t)binomial_quantile(tail, n, p);
    ranks.high = (size_t)binomial_quantile_upper(tail, n, p) + 1;
    ranks.coverage = 1 - binomial_upper(ranks.high, n, p);
    if (ranks.low > 0)
        ranks.coverage -= binomial_lower(ranks.low - 1, n, p);
    return ranks;
}

static size_t whole_up(double n)
{
    return (size_t)ceil(snapped(n));
}

size_t quantile_needs_n(double p, double level)
{
    if (!(p > 0 && p < 1 && level > 0 && level < 1))
        BUG("interval of p = %g at level %g", p, level);
    return whole_up(log((1 - level) / 2) / log(fmax(p, 1 - p)));
}

size_t quantile_needs_n_upper(double p, double confidence)
{
    if (!(p > 0 && p < 1 && confidence > 0 && confidence < 1))
        BUG("limit of p = %g with confidence %g", p, confidence);
    return whole_up(log(1 - confidence) / log(p));
}

struct quantile quantile_estimate(const struct sample *sample, double p,
                                  int type, double level)
{
    struct quantile q = {.p = p, .type = type};
    struct estimate *estimate = &q.estimate;
    size_t n = sample->n;

    *estimate = estimate_of(quantile_of(sample, p, type));
    q.ranks.coverage = (double)NAN;
    q.n_tail = (double)n * fmin(p, 1 - p);
    if (!(p > 0 && p < 1))
        return q;
    q.needs_n = quantile_needs_n(p, level);
    if (snapped(q.n_tail) < FEW_IN_TAIL)
        estimate->doubts |= DOUBT_FEW;
    if (n == 0)
        return q;
    q.ranks = quantile_ranks(n, p, level);
    estimate->level = level;
    estimate->method = "order-statistics";
    estimate->low =
        q.ranks.low > 0 ? sample->x[q.ranks.low - 1] : -(double)INFINITY;
    estimate->high =
        q.ranks.high <= n ? sample->x[q.ranks.high - 1] : (double)INFINITY;
    if (isinf(estimate->low) || isinf(estimate->high))
        estimate->doubts |= DOUBT_OPEN;
    return q;
}

size_t quantile_certified_rank(size_t n, double p, double confidence)
{
    size_t reached;

    if (!(p > 0 && p < 1 && confidence > 0 && confidence < 1))
        BUG("certified p = %g with confidence %g", p, confidence);
    reached = (size_t)binomial_quantile(1 - confidence, n, 1 - p);
    return reached > 0 ? reached - 1 : 0;
}

struct estimate quantile_certified(const struct sample *sample, double p,
                                   double confidence)
{
    struct estimate estimate = estimate_of((double)NAN);
    size_t t = quantile_certified_rank(sample->n, p, confidence);

    if (t < 1)
        return estimate;
    estimate.value = sample->x[sample->n - t];
    estimate.low = -(double)INFINITY;
    estimate.high = estimate.value;
    estimate.level = confidence;
    estimate.method = "early-stopping";
    return estimate;
}
