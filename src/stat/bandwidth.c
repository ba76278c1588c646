#include "stat/bandwidth.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stat/exponential.h"
#include "stat/moments.h"
#include "stat/quantile.h"
#include "stat/root.h"
#include "stat/smoother.h"

/* The rule needs sums over all pairs of the fourth and sixth derivative of the
 * normal density at (x_i - x_j) / g. They depend on distances only, so the
 * pairs are counted by distance once, and every trial bandwidth then costs one
 * pass over the distances. */
struct distances {
    double *distance; /* NULL: lag * step */
    double *pairs;    /* NULL: one pair each */
    size_t n;
    double step;
    double n_values;
};

enum { MAX_ALL_PAIRS = 500, STEPS_PER_KERNEL = 200, AT_ONCE = 64 };

static const double REACH = 10; /* kernels are 0 beyond: 1e-18 of their top */

static double scale_of(const struct sample *sample, double divisor)
{
    double sd = sd_of(sample->x, sample->n);
    double robust = quantile_iqr(sample, QUANTILE_TYPE) / divisor;

    return robust > 0 ? fmin(sd, robust) : sd;
}

double bandwidth_nrd0(const struct sample *sample)
{
    if (sample->n < 2 || sample->x[0] == sample->x[sample->n - 1])
        return (double)NAN;
    return 0.9 * scale_of(sample, 1.34) * pow((double)sample->n, -0.2);
}

double bandwidth_nrd0_bins(const struct bins *bins)
{
    double sd = bins_sd(bins), robust;

    if (!(sd > bins->step))
        return (double)NAN;
    robust = (bins_quantile(bins, 0.75) - bins_quantile(bins, 0.25)) / 1.34;
    return 0.9 * (robust > bins->step ? fmin(sd, robust) : sd) *
           pow(bins->total, -0.2);
}

/* A few of the sums below, from distance `first` on. */
static double sum_terms(const struct distances *distances, size_t first,
                        double g, bool is_sixth)
{
    size_t left = distances->n - first, n = left < AT_ONCE ? left : AT_ONCE;
    double square[AT_ONCE], kernel[AT_ONCE], sum = 0;

    for (size_t i = 0; i < n; i++) {
        double z =
            (distances->distance ? distances->distance[first + i]
                                 : (double)(first + i) * distances->step) /
            g;

        square[i] = z * z;
        kernel[i] = z > REACH ? -(double)INFINITY : -0.5 * z * z;
    }
    exponential_many(kernel, n);
    for (size_t i = 0; i < n; i++) {
        double zz = square[i];
        double term =
            is_sixth ? ((zz - 15) * zz + 45) * zz - 15 : (zz - 6) * zz + 3;

        term *= kernel[i];
        sum += distances->pairs ? term * distances->pairs[first + i] : term;
    }
    return sum;
}

/* Sums over ordered pairs, a value with itself included, of the fourth or
 * sixth derivative of the kernel; divided by n (n - 1) g^5 or g^7. */
static double roughness(const struct distances *distances, double g,
                        bool is_sixth)
{
    double n = distances->n_values, sum = 0;

    /* Linear binning has widened the squared distances by step^2 / 3. */
    g = sqrt(fmax(g * g - distances->step * distances->step / 3, 0.01 * g * g));
    for (size_t k = 0; k < distances->n; k += AT_ONCE) {
        if (!distances->distance && (double)k * distances->step > REACH * g)
            break;
        sum += sum_terms(distances, k, g, is_sixth);
    }
    sum = 2 * sum;
    if (distances->distance)
        sum += n * (is_sixth ? -15 : 3);
    return sum / (n * (n - 1) * pow(g, is_sixth ? 7 : 5) * sqrt(2 * M_PI));
}

/* What the equation h = (c / roughness(g(h)))^(1/5) has besides h. */
struct equation {
    const struct distances *distances;
    double alpha; /* g(h) = alpha h^(5/7) */
};

static double excess(const void *context, double h)
{
    const struct equation *equation = context;
    double n = equation->distances->n_values;
    double rough = roughness(equation->distances,
                             equation->alpha * pow(h, 5.0 / 7), false);

    if (!(rough > 0))
        return (double)INFINITY;
    return pow(1 / (2 * sqrt(M_PI) * n * rough), 0.2) - h;
}

static double solve(const struct equation *equation, double low, double high)
{
    for (int i = 0; i < 30 && excess(equation, low) < 0; i++)
        low /= 2;
    for (int i = 0; i < 30 && excess(equation, high) > 0; i++)
        high *= 2;
    return root_find(excess, equation, low, high, 1e-13);
}

/* NAN if the estimate of the sixth derivative has the wrong sign. `narrowest`
 * becomes the width of the narrowest kernel in use. */
static double solve_for(const struct distances *distances, double scale,
                        double *narrowest)
{
    double n = distances->n_values;
    double a = 1.24 * scale * pow(n, -1.0 / 7);
    double b = 1.23 * scale * pow(n, -1.0 / 9);
    double sixth = -roughness(distances, b, true);
    double fourth = roughness(distances, a, false), h;
    struct equation equation = {.distances = distances};

    if (!(sixth > 0) || !(fourth > 0))
        return (double)NAN;
    equation.alpha = 1.357 * pow(fourth / sixth, 1.0 / 7);
    h = solve(&equation, 0.1 * scale * pow(n, -0.2),
              1.2 * scale * pow(n, -0.2));
    *narrowest = fmin(a, equation.alpha * pow(h, 5.0 / 7));
    return h;
}

static double solve_all_pairs(const struct sample *sample, double scale)
{
    size_t n = sample->n, k = 0;
    struct distances distances = {.n_values = (double)n};
    double h, narrowest;

    distances.n = n * (n - 1) / 2;
    distances.distance = memory_alloc(distances.n, sizeof(double));
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++)
            distances.distance[k++] = sample->x[j] - sample->x[i];
    h = solve_for(&distances, scale, &narrowest);
    free(distances.distance);
    return h;
}

/* Occupied points of a grid without ends, so that an outlier costs one. */
struct sparse {
    int64_t *at;
    double *count;
    size_t n;
};

static void add_sparse(struct sparse *sparse, int64_t at, double count)
{
    size_t i = sparse->n;

    while (i > 0 && sparse->at[i - 1] > at)
        i--;
    if (i > 0 && sparse->at[i - 1] == at) {
        sparse->count[i - 1] += count;
        return;
    }
    for (size_t j = sparse->n; j > i; j--) {
        sparse->at[j] = sparse->at[j - 1];
        sparse->count[j] = sparse->count[j - 1];
    }
    sparse->at[i] = at;
    sparse->count[i] = count;
    sparse->n++;
}

static struct sparse occupy(const struct sample *sample, double step)
{
    double range = (sample->x[sample->n - 1] - sample->x[0]) / step;
    size_t room = (size_t)fmin(2 * (double)sample->n, range + 3);
    struct sparse sparse = {memory_alloc(room, sizeof *sparse.at),
                            memory_alloc(room, sizeof *sparse.count), 0};

    for (size_t i = 0; i < sample->n; i++) {
        double at = (sample->x[i] - sample->x[0]) / step;
        double below = floor(at), part = at - below;

        if (below > 1e15) /* too far for any kernel */
            below = 1e15;
        add_sparse(&sparse, (int64_t)below, 1 - part);
        if (part > 0)
            add_sparse(&sparse, (int64_t)below + 1, part);
    }
    return sparse;
}

static void count_pairs(const struct sparse *sparse,
                        struct distances *distances)
{
    for (size_t i = 0; i < sparse->n; i++)
        for (size_t j = i; j < sparse->n; j++) {
            int64_t lag = sparse->at[j] - sparse->at[i];

            if (lag >= (int64_t)distances->n)
                break;
            distances->pairs[lag] += sparse->count[i] * sparse->count[j];
        }
    /* A pair of points stands for both orders but for lag 0, which has half. */
    distances->pairs[0] /= 2;
}

static double solve_by_lag(const struct sample *sample, double scale,
                           double step, double *narrowest)
{
    double b = 1.23 * scale * pow((double)sample->n, -1.0 / 9);
    struct distances distances = {.n_values = (double)sample->n, .step = step};
    struct sparse sparse = occupy(sample, step);
    double h;

    distances.n = (size_t)(REACH * fmax(b, *narrowest) / step) + 2;
    distances.pairs = memory_alloc(distances.n, sizeof(double));
    count_pairs(&sparse, &distances);
    h = solve_for(&distances, scale, narrowest);
    free(distances.pairs);
    free(sparse.at);
    free(sparse.count);
    return h;
}

double bandwidth_sheather_jones(const struct sample *sample)
{
    double scale, narrowest, step, h;

    if (sample->n < 2 || sample->x[0] == sample->x[sample->n - 1])
        return (double)NAN;
    scale = scale_of(sample, 1.349);
    if (sample->n <= MAX_ALL_PAIRS)
        return solve_all_pairs(sample, scale);
    narrowest = 1.24 * scale * pow((double)sample->n, -1.0 / 7);
    for (int round = 0;; round++) {
        step = narrowest / STEPS_PER_KERNEL;
        h = solve_by_lag(sample, scale, step, &narrowest);
        if (round == 2 || !(narrowest < 0.9 * step * STEPS_PER_KERNEL))
            return h;
    }
}

double bandwidth_sheather_jones_bins(const struct bins *bins)
{
    struct distances distances = {.n_values = bins->total, .step = bins->step};
    struct smoother *smoother;
    double h, narrowest, sd = bins_sd(bins), robust;

    if (!(sd > bins->step))
        return (double)NAN;
    robust = (bins_quantile(bins, 0.75) - bins_quantile(bins, 0.25)) / 1.349;
    smoother = smoother_create(bins->n, bins->n);
    distances.n = bins->n;
    distances.pairs = memory_alloc(bins->n, sizeof(double));
    smoother_load(smoother, bins->count);
    smoother_autocorrelate(smoother, distances.pairs);
    distances.pairs[0] /= 2;
    h = solve_for(&distances, robust > bins->step ? fmin(sd, robust) : sd,
                  &narrowest);
    smoother_destroy(smoother);
    free(distances.pairs);
    return h;
}
