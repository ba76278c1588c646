#include "stat/noncentral.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stat/tail.h"

enum { FEWEST = 64, MOST = 8192 }; /* steps */

/* T = (Z + shift) / S with df S^2 chi-square: the mean of the normal tail over
 * the law of log S. On that scale the integrand falls off smoothly at both
 * ends, so that the trapezoid rule converges faster than any power: the points
 * are doubled until the mean stands. */

/* The logarithm of the density of w = log(chi / sqrt(df)), up to a constant
 * that makes it 0 at its top, w = 0. */
static double log_chi(double w, double df)
{
    return df * (w - expm1(2 * w) / 2);
}

/* Where that density has fallen by exp(-50) on the side of `sign`. */
static double log_chi_edge(double df, double sign)
{
    double near = 0, far = sign;

    while (log_chi(far, df) > -50)
        far *= 2;
    for (unsigned i = 0; i < 60; i++) {
        double middle = (near + far) / 2;

        if (log_chi(middle, df) > -50)
            near = middle;
        else
            far = middle;
    }
    return far;
}

/* Otherwise the divisor is 1 as far as can be told. */
static bool has_divisor(double df)
{
    return df > 0 && df <= 1e12;
}

void noncentral_init(struct noncentral *law, double df)
{
    *law = (struct noncentral){.df = df};
    if (!has_divisor(df))
        return;
    law->low = log_chi_edge(df, -1);
    law->high = log_chi_edge(df, 1);
}

void noncentral_release(struct noncentral *law)
{
    free(law->points);
}

/* All points of the fewest steps; of twice as many, those between. */
static void add_points(struct noncentral *law, unsigned steps)
{
    bool is_first = steps == FEWEST;

    law->points = memory_resize(law->points, steps + 1, sizeof *law->points);
    for (unsigned i = !is_first; i <= steps; i += is_first ? 1 : 2) {
        double w = law->low + (law->high - law->low) * i / steps;

        law->points[law->n++] =
            (struct noncentral_point){exp(w), exp(log_chi(w, law->df))};
    }
}

static double tail(struct noncentral *law, double t, double shift, double sign)
{
    double sum = 0, weights = 0, mean = (double)NAN, before;
    size_t i = 0;

    if (isnan(t + shift) || !(law->df > 0))
        return (double)NAN;
    if (!has_divisor(law->df))
        return tail_normal_above(sign * (t - shift));
    for (unsigned steps = FEWEST; steps <= MOST; steps *= 2) {
        if (law->n <= steps)
            add_points(law, steps);
        for (; i <= steps; i++) {
            const struct noncentral_point *at = &law->points[i];

            weights += at->weight;
            sum += at->weight *
                   tail_normal_above(sign * (t * at->divisor - shift));
        }
        before = mean;
        mean = sum / weights;
        if (fabs(mean - before) < 1e-14)
            break;
    }
    return mean;
}

double noncentral_above(struct noncentral *law, double t, double shift)
{
    return tail(law, t, shift, 1);
}

double noncentral_below(struct noncentral *law, double t, double shift)
{
    return tail(law, t, shift, -1);
}
