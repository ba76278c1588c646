#include "stat/power.h"

#include <math.h>

#include "stat/noncentral.h"
#include "stat/tail.h"

/* A design is a number of degrees of freedom, and how many standard errors an
 * effect of one standard deviation is. */
struct design {
    double df, scale;
};

static struct design design_two(double n1, double n2)
{
    return (struct design){n1 + n2 - 2, sqrt(n1 * n2 / (n1 + n2))};
}

static struct design design_one(double n)
{
    return (struct design){n - 1, sqrt(n)};
}

static double power_of(struct design design, double effect, double alpha,
                       enum power_tails tails)
{
    double shift = fabs(effect) * design.scale;
    double critical = tail_student_critical(1 - alpha, design.df);
    struct noncentral law;
    double power;

    noncentral_init(&law, design.df);
    power = noncentral_above(&law, critical, shift);
    if (tails == POWER_BOTH_TAILS)
        power += noncentral_below(&law, -critical, shift);
    noncentral_release(&law);
    return power;
}

double power_two_samples(double n1, double n2, double effect, double alpha,
                         enum power_tails tails)
{
    return power_of(design_two(n1, n2), effect, alpha, tails);
}

double power_one_sample(double n, double effect, double alpha,
                        enum power_tails tails)
{
    return power_of(design_one(n), effect, alpha, tails);
}

/* The question that a root is sought for. */
struct question {
    double n1, n2, effect, power, alpha;
    enum power_tails tails;
};

static double two_of_size(const struct question *question, double n)
{
    return power_two_samples(n, n, question->effect, question->alpha,
                             question->tails);
}

static double one_of_size(const struct question *question, double n)
{
    return power_one_sample(n, question->effect, question->alpha,
                            question->tails);
}

static double two_of_effect(const struct question *question, double effect)
{
    return power_two_samples(question->n1, question->n2, effect,
                             question->alpha, question->tails);
}

static double one_of_effect(const struct question *question, double effect)
{
    return power_one_sample(question->n1, effect, question->alpha,
                            question->tails);
}

/* Power rises with size and effect: on the logarithm, bisection until it is
 * within a factor of four, then false position with halved weights (Illinois;
 * Dowell and Jarratt 1971) until the power is met to its own precision. */
static double solve(const struct question *question,
                    double (*power_at)(const struct question *, double),
                    double low, double high)
{
    const double precision = 1e-14, near = log(4);
    double lacks, exceeds, a = log(low), b = log(high);

    if (!(question->power > 0 && question->power < 1))
        return (double)NAN;
    exceeds = power_at(question, high) - question->power;
    lacks = power_at(question, low) - question->power;
    if (!(exceeds >= 0))
        return (double)NAN;
    if (lacks >= 0)
        return low;
    for (int last = 0; b - a > 1e-13;) {
        double part = b - a > near ? 0.5 : lacks / (lacks - exceeds);
        double middle = a + part * (b - a), off;

        if (!(a < middle && middle < b))
            break;
        off = power_at(question, exp(middle)) - question->power;
        if (fabs(off) < precision)
            return exp(middle);
        if (off < 0) {
            a = middle;
            lacks = off;
            exceeds *= last < 0 ? 0.5 : 1;
            last = -1;
        } else {
            b = middle;
            exceeds = off;
            lacks *= last > 0 ? 0.5 : 1;
            last = 1;
        }
    }
    return exp((a + b) / 2);
}

double power_two_samples_size(double power, double effect, double alpha,
                              enum power_tails tails)
{
    const struct question question = {
        .power = power, .effect = effect, .alpha = alpha, .tails = tails};

    return solve(&question, two_of_size, 2, 1e9);
}

double power_one_sample_size(double power, double effect, double alpha,
                             enum power_tails tails)
{
    const struct question question = {
        .power = power, .effect = effect, .alpha = alpha, .tails = tails};

    return solve(&question, one_of_size, 2, 1e9);
}

/* The smallest effect has no lower end: below alpha there is nothing to
 * detect. */
static double solve_effect(const struct question *question,
                           double (*power_at)(const struct question *, double))
{
    double lowest = 1e-12;

    if (power_at(question, lowest) >= question->power)
        return 0;
    return solve(question, power_at, lowest, 1e12);
}

double power_two_samples_effect(double n1, double n2, double power,
                                double alpha, enum power_tails tails)
{
    const struct question question = {
        .n1 = n1, .n2 = n2, .power = power, .alpha = alpha, .tails = tails};

    return solve_effect(&question, two_of_effect);
}

double power_one_sample_effect(double n, double power, double alpha,
                               enum power_tails tails)
{
    const struct question question = {
        .n1 = n, .power = power, .alpha = alpha, .tails = tails};

    return solve_effect(&question, one_of_effect);
}

double power_repeats(double cost_lower, double cost_upper,
                     double variance_lower, double variance_upper)
{
    if (!(cost_lower > 0 && cost_upper > 0 && variance_lower > 0 &&
          variance_upper >= 0))
        return (double)NAN;
    return sqrt(cost_upper / cost_lower * (variance_lower / variance_upper));
}
