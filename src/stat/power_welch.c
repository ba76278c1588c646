#include "stat/power_welch.h"

#include <gsl/gsl_integration.h>
#include <math.h>
#include <stdbool.h>

#include "stat/noncentral.h"
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

enum { N_POINTS = 16 };

/* The law of W by points, and what the test does at each. */
struct welch {
    struct sizes sizes;
    struct noncentral law;
    double critical[N_POINTS]; /* of Student's statistic */
    double weight[N_POINTS];
};

/* Where the test rejects, given W, as a value of Student's statistic. */
static double critical_given(struct sizes sizes, double w, double alpha)
{
    double n1 = sizes.n1, n2 = sizes.n2, df = n1 + n2 - 2;
    double a = w / (n1 * (n1 - 1)), b = (1 - w) / (n2 * (n2 - 1));
    double welch_df = (a + b) * (a + b) / (a * a / (n1 - 1) + b * b / (n2 - 1));

    return tail_student_critical(1 - alpha, welch_df) *
           sqrt(df * (a + b) / (1 / n1 + 1 / n2));
}

static void welch_init(struct welch *welch, struct sizes sizes, double alpha)
{
    double n1 = sizes.n1, n2 = sizes.n2, top = summit(sizes);
    double width = 11 / sqrt(fmax(1, n1 + n2 - 4));
    double low = fmax(-M_PI / 2, top - width);
    double high = n1 == n2 ? 0 : fmin(M_PI / 2, top + width);
    gsl_integration_glfixed_table *table =
        gsl_integration_glfixed_table_alloc(N_POINTS);

    welch->sizes = sizes;
    noncentral_init(&welch->law, n1 + n2 - 2);
    for (size_t i = 0; i < N_POINTS; i++) {
        double angle, weight;

        gsl_integration_glfixed_point(low, high, i, &angle, &weight, table);
        welch->weight[i] = weight * density(sizes, angle, top);
        welch->critical[i] = critical_given(sizes, (1 + sin(angle)) / 2, alpha);
    }
    gsl_integration_glfixed_table_free(table);
}

static double welch_power(struct welch *welch, double effect)
{
    double shift =
        fabs(effect) / sqrt(1 / welch->sizes.n1 + 1 / welch->sizes.n2);
    double sum = 0, total = 0;

    for (size_t i = 0; i < N_POINTS; i++) {
        double critical = welch->critical[i];
        double power = noncentral_above(&welch->law, critical, shift);

        if (shift < 4)
            power += noncentral_below(&welch->law, -critical, shift);
        sum += welch->weight[i] * power;
        total += welch->weight[i];
    }
    return sum / total;
}

static void welch_release(struct welch *welch)
{
    noncentral_release(&welch->law);
}

static bool is_valid(double n1, double n2, double alpha)
{
    return n1 >= 2 && n2 >= 2 && alpha > 0 && alpha < 1;
}

double power_welch(double n1, double n2, double effect, double alpha)
{
    struct welch welch;
    double power;

    if (!is_valid(n1, n2, alpha) || isnan(effect))
        return (double)NAN;
    if (fmin(n1, n2) > many)
        return power_two_samples(n1, n2, effect, alpha, POWER_BOTH_TAILS);
    welch_init(&welch, (struct sizes){n1, n2}, alpha);
    power = welch_power(&welch, effect);
    welch_release(&welch);
    return power;
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
static double climb(struct welch *welch, double x, double power)
{
    enum { MOST_STEPS = 30 };
    double next = x * 1.05, off = welch_power(welch, x) - power;

    for (int i = 0; i < MOST_STEPS && fabs(off) > 1e-9; i++) {
        double next_off = welch_power(welch, next) - power, step;

        if (next_off == off)
            break;
        step = next_off * (next - x) / (next_off - off);
        x = next;
        off = next_off;
        next -= step;
    }
    return x;
}

double power_welch_effect(double n1, double n2, double power, double alpha)
{
    double x = power_two_samples_effect(n1, n2, power, alpha, POWER_BOTH_TAILS);
    struct welch welch;

    if (!(x > 0) || isinf(x) || !is_valid(n1, n2, alpha) || fmin(n1, n2) > many)
        return x;
    welch_init(&welch, (struct sizes){n1, n2}, alpha);
    x = climb(&welch, x, power);
    welch_release(&welch);
    return x;
}
