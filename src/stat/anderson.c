#include "stat/anderson.h"

#include <complex.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/sort.h"

/* The limit law has the moment generating function [-2 pi s / cos(z)]^(df / 2)
 * with z = pi / 2 sqrt(1 + 8 s), for s < 1. Its tail is an integral of that
 * along a line that crosses the real axis between the pole at 0 and that at 1.
 * The line is a hyperbola that bends away from the axis to the right, where
 * exp(-s x) falls off: the integrand falls faster than exponentially in the
 * hyperbola's parameter, so that the trapezoid rule needs few points. */

/* The logarithm of [...] above the real axis, continuous and real at it: there
 * exp(-i z) is the larger part of the cosine. */
static double complex log_generating(double complex s)
{
    double complex z = M_PI / 2 * csqrt(1 + 8 * s);

    return clog(4 * M_PI * s) + I * (z - M_PI) - clog(1 + cexp(2 * I * z));
}

/* Near the saddle point of exp(K(s) - s x), which is about (x - df) / (0.6 df)
 * around the mean and 1 - df / (2 x) in the far tail, but away from the pole.
 * There the integrand keeps its digits, however small the tail is. */
static double saddle_of(double x, double df)
{
    double least = fmin(0.3, 0.6 / sqrt(df)), t = 1.8 * (x / df - 1);

    return t > 0 ? fmax(least, t / (1 + t)) : least;
}

double anderson_tail(double x, double df)
{
    const double step = 0.05;
    double s0 = saddle_of(x, df), near = fmin(s0, 1 - s0), sum = 0;
    double slant = 0.5 * fmin(1, x / df), right, up;

    if (isnan(x) || !(df > 0))
        return (double)NAN;
    /* Below 1e-17 there is nothing; Chernoff's bound with s = -1. */
    if (x <= 0 || x < 0.8125 * df - 40)
        return 1;
    if (x > 700)
        return 0;
    right = near * sin(slant);
    up = near * cos(slant);
    for (double w = 0; w < 20; w += step) {
        double complex s = s0 + right * (cosh(w) - 1) + I * up * sinh(w);
        double complex length = up * cosh(w) - I * right * sinh(w);
        double complex value =
            length * cexp(df / 2 * log_generating(s) - s * x) / s;

        sum += creal(value) * (w == 0 ? 0.5 : 1);
        if (cabs(value) < 1e-19 * fabs(sum))
            break; /* the rest falls faster and faster */
    }
    return fmin(1, fmax(0, sum * step / M_PI));
}

/* One value with the sample that it is from. */
struct pooled {
    double *values; /* ascending */
    uint32_t *owner;
    size_t n;
};

static struct pooled pool(const struct series *samples, size_t k)
{
    struct pooled pooled = {NULL, NULL, 0};
    double *values;
    uint32_t *owner, *order;
    size_t at = 0;

    for (size_t i = 0; i < k; i++)
        pooled.n += samples[i].n;
    values = memory_alloc(pooled.n, sizeof *values);
    owner = memory_alloc(pooled.n, sizeof *owner);
    order = memory_alloc(pooled.n, sizeof *order);
    pooled.values = memory_alloc(pooled.n, sizeof *values);
    pooled.owner = memory_alloc(pooled.n, sizeof *owner);
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < samples[i].n; j++) {
            values[at] = samples[i].x[j];
            owner[at++] = (uint32_t)i;
        }
    sort_order(values, pooled.n, order);
    for (size_t i = 0; i < pooled.n; i++) {
        pooled.values[i] = values[order[i]];
        pooled.owner[i] = owner[order[i]];
    }
    free(values);
    free(owner);
    free(order);
    return pooled;
}

/* What a group of equal values adds for one sample of n values: `up_to` and
 * `here` count the sample's values, `all_up_to` and `all_here` those of all. */
static double part(enum anderson_version version, double n, double up_to,
                   double here, double all_up_to, double all_here, double all)
{
    double away, spread;

    if (version == ANDERSON_MIDRANK) {
        up_to -= here / 2;
        all_up_to -= all_here / 2;
        spread = all_up_to * (all - all_up_to) - all * all_here / 4;
    } else {
        spread = all_up_to * (all - all_up_to);
    }
    away = all * up_to - n * all_up_to;
    return spread > 0 ? all_here * away * away / spread : 0;
}

/* Walks through the groups of equal values. */
static double statistic_of(const struct pooled *pooled,
                           const struct series *samples, size_t k,
                           enum anderson_version version)
{
    double *up_to = memory_alloc(k, sizeof *up_to);
    double *here = memory_alloc(k, sizeof *here);
    double *sums = memory_alloc(k, sizeof *sums);
    double all = (double)pooled->n, statistic = 0;
    size_t end;

    for (size_t i = 0; i < pooled->n; i = end) {
        memset(here, 0, k * sizeof *here);
        for (end = i;
             end < pooled->n && pooled->values[end] == pooled->values[i]; end++)
            here[pooled->owner[end]]++;
        for (size_t j = 0; j < k; j++) {
            up_to[j] += here[j];
            sums[j] += part(version, (double)samples[j].n, up_to[j], here[j],
                            (double)end, (double)(end - i), all);
        }
    }
    for (size_t j = 0; j < k; j++)
        statistic += samples[j].n > 0 ? sums[j] / (double)samples[j].n : 0;
    free(up_to);
    free(here);
    free(sums);
    if (version == ANDERSON_MIDRANK)
        return (all - 1) / all * statistic / all;
    return statistic / all;
}

/* The variance of A^2 for N values in samples whose sizes' reciprocals add up
 * to `reciprocals`; Scholz and Stephens 1987, equation 4. */
static double variance_of_statistic(size_t n, double count, double reciprocals)
{
    double all = (double)n, h = 0, g = 0, part_h = 0, a, b, c, d;

    for (size_t i = 1; i < n; i++)
        h += 1 / (double)i;
    for (size_t i = 1; i + 1 < n; i++) {
        part_h += 1 / (double)i;
        g += (h - part_h) / (double)(n - i);
    }
    a = (4 * g - 6) * (count - 1) + (10 - 6 * g) * reciprocals;
    b = (2 * g - 4) * count * count + 8 * h * count +
        (2 * g - 14 * h - 4) * reciprocals - 8 * h + 4 * g - 6;
    c = (6 * h + 2 * g - 2) * count * count + (4 * h - 4 * g + 6) * count +
        (2 * h - 6) * reciprocals + 4 * h;
    d = (2 * h + 6) * count * count - 4 * h * count;
    return (((a * all + b) * all + c) * all + d) /
           ((all - 1) * (all - 2) * (all - 3));
}

struct anderson anderson_of(const struct series *samples, size_t k,
                            enum anderson_version version)
{
    struct anderson result = {test_result_none("anderson-darling-k"),
                              (double)NAN};
    struct pooled pooled = pool(samples, k);
    double count = 0, reciprocals = 0, m, limit;

    for (size_t i = 0; i < k; i++) {
        count += samples[i].n > 0;
        reciprocals += samples[i].n > 0 ? 1 / (double)samples[i].n : 0;
    }
    m = count - 1;
    if (m > 0 && pooled.n > 3 &&
        pooled.values[0] < pooled.values[pooled.n - 1]) {
        result.test.statistic = statistic_of(&pooled, samples, k, version);
        result.test.df = m;
        result.standardised =
            (result.test.statistic - m) /
            sqrt(variance_of_statistic(pooled.n, count, reciprocals));
        limit = sqrt(2 * m * (M_PI * M_PI / 3 - 3));
        result.test.p = anderson_tail(m + limit * result.standardised, m);
        result.test.p_method = "asymptotic";
    }
    free(pooled.values);
    free(pooled.owner);
    return result;
}
