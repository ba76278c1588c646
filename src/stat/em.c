#include "stat/em.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "stat/exponential.h"
#include "stat/lanes.h"

void em_init(struct em *em, const struct points *points)
{
    size_t n = 0;

    em->room = (points->n + LANES_AT_ONCE - 1) / LANES_AT_ONCE * LANES_AT_ONCE;
    em->x = memory_alloc(em->room, sizeof *em->x);
    em->weight = memory_alloc(em->room, sizeof *em->weight);
    em->total = 0;
    for (size_t i = 0; i < points->n; i++) {
        double weight = points->weight ? points->weight[i] : 1;

        if (weight == 0)
            continue;
        em->x[n] = points->x[i];
        em->weight[n++] = weight;
        em->total += weight;
    }
    if (n == 0)
        BUG("no point has a weight");
    em->room = (n + LANES_AT_ONCE - 1) / LANES_AT_ONCE * LANES_AT_ONCE;
    for (size_t i = n; i < em->room; i++)
        em->x[i] = em->x[n - 1];
}

void em_release(struct em *em)
{
    free(em->x);
    free(em->weight);
    em->x = em->weight = NULL;
}

/* The shares of a value whose terms are too small for doubles: the largest
 * logarithm is taken out. Returns the log of its density. */
static double share_of_far(const struct em *em,
                           const struct em_parameters *from, double x,
                           double *part)
{
    double sum = 0, most = -(double)INFINITY;

    for (size_t c = 0; c < em->k; c++) {
        double z = (x - from->mean[c]) * exp(-from->log_sd[c]);

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

static void share_far(const struct em *em, const struct em_parameters *from,
                      struct em_block *block)
{
    block->log_of_small = 0;
    for (size_t i = 0; i < block->n; i++) {
        double part[MAX_COMPONENTS];

        if (block->density[i] > 1e-290)
            continue;
        block->log_of_small +=
            block->weight[i] * share_of_far(em, from, block->x[i], part);
        block->density[i] = 1;
        for (size_t c = 0; c < em->k; c++)
            block->share[c][i] = part[c];
    }
}

WITH_WIDE_LANES
static void share_out(const struct em *em, const struct em_parameters *from,
                      struct em_block *block)
{
    double *density = block->density, scale[EM_BLOCK];

    memset(density, 0, sizeof block->density);
    for (size_t c = 0; c < em->k; c++) {
        const double *x = block->x;
        double *share = block->share[c], mean = from->mean[c];
        double precision = exp(-from->log_sd[c]);
        double front = exp(from->log_weight[c]) * precision;

#pragma omp simd
        for (size_t i = 0; i < block->n; i++) {
            double z = (x[i] - mean) * precision;

            share[i] = -0.5 * z * z;
        }
        exponential_many(share, block->n);
#pragma omp simd
        for (size_t i = 0; i < block->n; i++) {
            share[i] *= front;
            density[i] += share[i];
        }
    }
#pragma omp simd
    for (size_t i = 0; i < block->n; i++)
        scale[i] = 1 / density[i];
    for (size_t c = 0; c < em->k; c++) {
        double *share = block->share[c];

#pragma omp simd
        for (size_t i = 0; i < block->n; i++)
            share[i] *= scale[i];
    }
}

void em_share(const struct em *em, const struct em_parameters *from,
              size_t begin, struct em_block *block)
{
    block->x = em->x + begin;
    block->weight = em->weight + begin;
    block->n = em->room - begin < EM_BLOCK ? em->room - begin : EM_BLOCK;
    share_out(em, from, block);
    share_far(em, from, block);
}

void em_add_logs(struct em_block *block, double sums[])
{
    logarithm_many(block->density, block->n);
    for (size_t i = 0; i < block->n; i += LANES_AT_ONCE)
        *lanes_at(sums, 0) +=
            *lanes_of(block->weight, i) * *lanes_of(block->density, i);
    sums[0] += block->log_of_small;
}

double em_likelihood(const struct em *em, const double sums[])
{
    return lanes_sum(*lanes_of(sums, 0)) - em->total * 0.5 * log(2 * M_PI);
}

/* Sums of one component over all values, taken about its mean. */
struct moments {
    lanes weight, first, second;
};

static void add_moments(const struct em_block *block, const double *share,
                        double mean, struct moments *sums)
{
    struct moments own = *sums;

    for (size_t i = 0; i < block->n; i += LANES_AT_ONCE) {
        lanes w = *lanes_of(share, i) * *lanes_of(block->weight, i);
        lanes distance = *lanes_of(block->x, i) - mean;

        own.weight += w;
        own.first += w * distance;
        own.second += w * distance * distance;
    }
    *sums = own;
}

static double step(const struct em *em, const struct em_parameters *from,
                   bool is_told, struct em_parameters *to)
{
    struct moments sums[MAX_COMPONENTS];
    double logs[LANES_AT_ONCE] = {0};
    struct em_block block;

    memset(sums, 0, sizeof sums);
    for (size_t i = 0; i < em->room; i += EM_BLOCK) {
        em_share(em, from, i, &block);
        for (size_t c = 0; c < em->k; c++)
            add_moments(&block, block.share[c], from->mean[c], &sums[c]);
        if (is_told)
            em_add_logs(&block, logs);
    }
    for (size_t c = 0; c < em->k; c++) {
        double w = fmax(lanes_sum(sums[c].weight), 1e-300);
        double shift = lanes_sum(sums[c].first) / w;
        double variance = lanes_sum(sums[c].second) / w - shift * shift;

        to->log_weight[c] = log(w / em->total);
        to->mean[c] = from->mean[c] + shift;
        to->log_sd[c] = 0.5 * log(fmax(variance, em->floor * em->floor));
    }
    return em_likelihood(em, logs);
}

double em_step(const struct em *em, const struct em_parameters *from,
               struct em_parameters *to)
{
    return step(em, from, true, to);
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

bool em_is_at_floor(const struct em *em, const struct em_parameters *at)
{
    for (size_t c = 0; c < em->k; c++)
        if (exp(at->log_sd[c]) < em->floor * (1 + 1e-6))
            return true;
    return false;
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
        step(em, &one, false, &two);
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
