#include "stat/power_welch.h"

#include <gsl/gsl_integration.h>
#include <math.h>

#include "stat/power.h"
#include "stat/tail.h"

/* Beyond this many a side the two tests are the same to all digits shown. */
static const double many = 2000;

struct sizes {
    double n1, n2;
};

/* With W = (1 + sin angle) / 2 the law of the angle is smooth for all sizes
 * from 2 on, so that few points do. As a multiple of its largest value. */
static double density(struct sizes sizes, double angle, double top)
{
    double a = (sizes.n1 - 2) / 2, b = (sizes.n2 - 2) / 2, sum = 0;

    if (a > 0)
        sum += a * log((1 + sin(angle)) / (1 + sin(top)));
    if (b > 0)
        sum += b * log((1 - sin(angle)) / (1 - sin(top)));
    return exp(sum);
}

/* Where the law of the angle is largest. */
static double summit(struct sizes sizes)
{
    double a = sizes.n1 - 2, b = sizes.n2 - 2;

    return a + b > 0 ? asin((a - b) / (a + b)) : 0;
}

/* The chance to reject, given W. */
static double power_given(struct sizes sizes, double w, double shift,
                          double alpha)
{
    double n1 = sizes.n1, n2 = sizes.n2, df = n1 + n2 - 2;
    double a = w / (n1 * (n1 - 1)), b = (1 - w) / (n2 * (n2 - 1));
    double welch_df = (a + b) * (a + b) / (a * a / (n1 - 1) + b * b / (n2 - 1));
    double critical = tail_student_critical(1 - alpha, welch_df) *
                      sqrt(df * (a + b) / (1 / n1 + 1 / n2));
    double power = tail_noncentral_above(critical, df, shift);

    if (shift < 4)
        power += tail_noncentral_below(-critical, df, shift);
    return power;
}

double power_welch(double n1, double n2, double effect, double alpha)
{
    enum { N_POINTS = 16 };
    const struct sizes sizes = {n1, n2};
    double shift = fabs(effect) / sqrt(1 / n1 + 1 / n2), sum = 0, total = 0;
    double top, width, low, high;
    gsl_integration_glfixed_table *table;

    if (!(n1 >= 2 && n2 >= 2) || !(alpha > 0 && alpha < 1) || isnan(effect))
        return (double)NAN;
    if (fmin(n1, n2) > many)
        return power_two_samples(n1, n2, effect, alpha, POWER_BOTH_TAILS);
    top = summit(sizes);
    width = 11 / sqrt(fmax(1, n1 + n2 - 4));
    low = fmax(-M_PI / 2, top - width);
    high = n1 == n2 ? 0 : fmin(M_PI / 2, top + width);
    table = gsl_integration_glfixed_table_alloc(N_POINTS);
    for (size_t i = 0; i < N_POINTS; i++) {
        double angle, weight;

        gsl_integration_glfixed_point(low, high, i, &angle, &weight, table);
        weight *= density(sizes, angle, top);
        sum += weight * power_given(sizes, (1 + sin(angle)) / 2, shift, alpha);
        total += weight;
    }
    gsl_integration_glfixed_table_free(table);
    return sum / total;
}

double power_welch_size(double power, double effect, double alpha)
{
    double n =
        ceil(power_two_samples_size(power, effect, alpha, POWER_BOTH_TAILS));

    while (n <= many && power_welch(n, n, effect, alpha) < power)
        n++;
    return n;
}

/* Secant steps from Student's effect, which is a little too small. */
double power_welch_effect(double n1, double n2, double power, double alpha)
{
    enum { MOST_STEPS = 30 };
    double x = power_two_samples_effect(n1, n2, power, alpha, POWER_BOTH_TAILS);
    double next = x * 1.05, off, next_off;

    if (!(x > 0) || isinf(x))
        return x;
    off = power_welch(n1, n2, x, alpha) - power;
    for (int i = 0; i < MOST_STEPS && fabs(off) > 1e-9; i++) {
        double step;

        next_off = power_welch(n1, n2, next, alpha) - power;
        if (next_off == off)
            break;
        step = next_off * (next - x) / (next_off - off);
        x = next;
        off = next_off;
        next -= step;
    }
    return x;
}
