#include "stat/em.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

/* From here on exp(-z^2 / 2) is 0, which it takes its time to find. */
static const double VANISHING = 1491;

static double weight_of(const struct points *points, size_t i)
{
    return points->weight ? points->weight[i] : 1;
}

/* Sums of one component over all values, taken about its mean. */
struct moments {
    double weight, first, second;
};

/* The shares of a value whose terms are too small for doubles: the largest
 * logarithm is taken out. */
static double share_of_far(const struct em *em,
                           const struct em_parameters *from,
                           const double *precision, double x, double *part)
{
    double sum = 0, most = -(double)INFINITY;

    for (size_t c = 0; c < em->k; c++) {
        double z = (x - from->mean[c]) * precision[c];

        part[c] = from->log_weight[c] - from->log_sd[c] - 0.5 * z * z;
        most = fmax(most, part[c]);
    }
    for (size_t c = 0; c < em->k; c++) {
        part[c] = exp(part[c] - most);
        sum += part[c];
    }
    for (size_t c = 0; c < em->k; c++)
        part[c] /= sum;
    /* cppcheck-suppress invalidFunctionArg; the largest adds 1. */
    return log(sum) + most;
}

/* Shares one value among the components; returns the log of its density
 * (without the sqrt(2 pi)). */
static double share(const struct em *em, const struct em_parameters *from,
                    const double *precision, const double *front, double x,
                    double *part)
{
    double sum = 0;

    for (size_t c = 0; c < em->k; c++) {
        double z = (x - from->mean[c]) * precision[c];

        part[c] = z * z < VANISHING ? front[c] * exp(-0.5 * z * z) : 0;
        sum += part[c];
    }
    if (!(sum > 1e-290))
        return share_of_far(em, from, precision, x, part);
    for (size_t c = 0; c < em->k; c++)
        part[c] /= sum;
    return log(sum);
}

double em_step(const struct em *em, const struct em_parameters *from,
               struct em_parameters *to)
{
    struct moments sums[MAX_COMPONENTS] = {{0, 0, 0}};
    double precision[MAX_COMPONENTS], front[MAX_COMPONENTS];
    double log_likelihood = 0;

    for (size_t c = 0; c < em->k; c++) {
        precision[c] = exp(-from->log_sd[c]);
        front[c] = exp(from->log_weight[c]) * precision[c];
    }
    for (size_t i = 0; i < em->points->n; i++) {
        double x = em->points->x[i], weight = weight_of(em->points, i);
        double part[MAX_COMPONENTS];

        if (weight == 0)
            continue;
        log_likelihood += weight * share(em, from, precision, front, x, part);
        for (size_t c = 0; c < em->k; c++) {
            double w = weight * part[c], distance = x - from->mean[c];

            sums[c].weight += w;
            sums[c].first += w * distance;
            sums[c].second += w * distance * distance;
        }
    }
    for (size_t c = 0; c < em->k; c++) {
        double w = fmax(sums[c].weight, 1e-300), shift = sums[c].first / w;
        double variance = sums[c].second / w - shift * shift;

        to->log_weight[c] = log(w / em->total);
        to->mean[c] = from->mean[c] + shift;
        to->log_sd[c] = 0.5 * log(fmax(variance, em->floor * em->floor));
    }
    return log_likelihood - em->total * 0.5 * log(2 * M_PI);
}

void em_normalize(struct em_parameters *parameters, const struct em *em)
{
    double sum = 0;

    for (size_t c = 0; c < em->k; c++)
        sum += exp(parameters->log_weight[c]);
    for (size_t c = 0; c < em->k; c++) {
        parameters->log_weight[c] -= log(sum);
        parameters->log_sd[c] = fmax(parameters->log_sd[c], log(em->floor));
    }
}

/* Two steps of EM tell the direction and how fast it is walked; the jump goes
 * where they lead. */
static void jump(const struct em *em, const struct em_parameters *zero,
                 const struct em_parameters *one,
                 const struct em_parameters *two, struct em_parameters *to)
{
    enum { N = sizeof *zero / sizeof(double) };
    double a[N], b[N], d[N], moved = 0, bent = 0, length;

    memcpy(a, zero, sizeof a);
    memcpy(b, one, sizeof b);
    memcpy(d, two, sizeof d);
    for (size_t i = 0; i < N; i++) {
        double r = b[i] - a[i], v = d[i] - 2 * b[i] + a[i];

        moved += r * r;
        bent += v * v;
    }
    length = bent > 0 ? fmin(fmax(sqrt(moved / bent), 1), 1000) : 1;
    for (size_t i = 0; i < N; i++) {
        double r = b[i] - a[i], v = d[i] - 2 * b[i] + a[i];

        a[i] += 2 * length * r + length * length * v;
    }
    memcpy(to, a, sizeof a);
    em_normalize(to, em);
}

/* Runs until the log-likelihood stands still to 1e-10 of its size per step.
 * A jump that lost likelihood is taken back. */
double em_run(const struct em *em, struct em_parameters *at, size_t max_steps)
{
    struct em_parameters one = *at, two = *at, next = *at;
    double before = -(double)INFINITY, now;
    size_t calm = 0;

    for (size_t i = 0; i < max_steps && calm < 2; i++) {
        now = em_step(em, at, &one);
        if (!(now >= before - 1e-9 * fabs(before))) {
            *at = two; /* a plain step from where the jump began */
            now = em_step(em, at, &one);
        }
        calm = now - before < 1e-10 * fabs(now) + 1e-7 ? calm + 1 : 0;
        before = now;
        em_step(em, &one, &two);
        jump(em, at, &one, &two, &next);
        *at = next;
    }
    now = em_step(em, at, &one);
    if (!(now >= before)) {
        *at = two;
        now = em_step(em, at, &one);
    }
    return now;
}
