#include "stat/harrell_davis.h"

#include <gsl/gsl_sf_log.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/memory.h"
#include "stat/sum.h"
#include "stat/tail.h"

/* What a beta law puts on the n cells of [0, 1], from cell `first` on; outside
 * it is below what doubles can tell. */
struct weights {
    double *w;
    size_t first, count;
};

/* Below this the density may have a pole at an end, where a quadrature fails;
 * above it cells are small beside the law. */
enum { SMOOTH = 10 };

/* The cells within twelve standard deviations and forty cells of the mean. */
static struct weights find_window(size_t n, double a, double b)
{
    double size = (double)n, mean = a / (a + b);
    double sd = sqrt(mean * (1 - mean) / (a + b + 1));
    double low = floor(size * (mean - 12 * sd)) - 40;
    double high = ceil(size * (mean + 12 * sd)) + 40;
    struct weights weights;

    weights.first = (size_t)fmax(low, 0);
    weights.count = (size_t)fmin(high, size) - weights.first;
    weights.w = memory_alloc(weights.count, sizeof *weights.w);
    return weights;
}

/* The density beside that at the mode. Terms that cancel there are left out
 * before anything is rounded. */
static double relative_density(double x, double a, double b)
{
    double mode = (a - 1) / (a + b - 2), off = x - mode;

    return exp((a - 1) * gsl_sf_log_1plusx_mx(off / mode) +
               (b - 1) * gsl_sf_log_1plusx_mx(-off / (1 - mode)));
}

/* Gauss and Legendre's rule with eight points (Abramowitz and Stegun 25.4). */
static double cell_by_density(double low, double width, double a, double b)
{
    static const double points[] = {0.1834346424956498, 0.5255324099163290,
                                    0.7966664774136267, 0.9602898564975363};
    static const double shares[] = {0.3626837833783620, 0.3137066458778873,
                                    0.2223810344533745, 0.1012285362903763};
    double middle = low + width / 2, sum = 0;

    for (size_t k = 0; k < sizeof points / sizeof *points; k++)
        sum += shares[k] *
               (relative_density(middle - points[k] * width / 2, a, b) +
                relative_density(middle + points[k] * width / 2, a, b));
    return sum * width / 2;
}

/* As a difference of tails, on the side where they are small. */
static double cell_by_tails(double i, double n, double a, double b)
{
    if (i / n < a / (a + b))
        return tail_beta((i + 1) / n, (n - i - 1) / n, a, b) -
               tail_beta(i / n, (n - i) / n, a, b);
    return tail_beta((n - i) / n, i / n, b, a) -
           tail_beta((n - i - 1) / n, (i + 1) / n, b, a);
}

static struct weights weights_of(size_t n, double a, double b)
{
    struct weights weights = find_window(n, a, b);
    double size = (double)n, total;
    bool smooth = a >= SMOOTH && b >= SMOOTH;

    for (size_t k = 0; k < weights.count; k++) {
        double i = (double)(weights.first + k);

        weights.w[k] = smooth ? cell_by_density(i / size, 1 / size, a, b)
                              : cell_by_tails(i, size, a, b);
    }
    total = sum_of(weights.w, weights.count);
    for (size_t k = 0; k < weights.count; k++)
        weights.w[k] /= total;
    return weights;
}

/* Without x(i) the quantile of the n - 1 others is a constant plus the sum
 * over j < i of w(j) (x(j) - x(j+1)), w the weights for n - 1: its spread over
 * i is that of these sums, which move in the window alone. */
static double jackknife_se(const struct sample *sample, double p)
{
    double n = (double)sample->n, moved = 0, mean;
    struct weights w = weights_of(sample->n - 1, n * p, n * (1 - p));
    double after = n - (double)(w.first + w.count); /* i beyond the window */
    struct sum sum = {0}, squares = {0};

    for (size_t k = 0; k < w.count; k++) {
        sum_add(&sum, moved);
        moved += w.w[k] * (sample->x[w.first + k] - sample->x[w.first + k + 1]);
        w.w[k] = moved;
    }
    sum_add(&sum, after * moved);
    mean = sum_value(&sum) / n;
    sum_add(&squares, (double)(w.first + 1) * mean * mean);
    for (size_t k = 0; k + 1 < w.count; k++)
        sum_add(&squares, (w.w[k] - mean) * (w.w[k] - mean));
    sum_add(&squares, after * (moved - mean) * (moved - mean));
    free(w.w);
    return sqrt((n - 1) / n * sum_value(&squares));
}

struct weighted_quantile harrell_davis(const struct sample *sample, double p)
{
    struct weighted_quantile quantile = {(double)NAN, (double)NAN};
    double size = (double)sample->n + 1;
    struct weights weights;

    if (!(p > 0 && p < 1))
        BUG("quantile of p = %g", p);
    if (sample->n == 0)
        return quantile;
    weights = weights_of(sample->n, size * p, size * (1 - p));
    quantile.value =
        sum_of_products(weights.w, sample->x + weights.first, weights.count);
    free(weights.w);
    if (sample->n >= 2)
        quantile.se = jackknife_se(sample, p);
    return quantile;
}

double maritz_jarrett(const struct sample *sample, double p)
{
    double n = (double)sample->n, m = floor(n * p + 0.5), mean;
    struct sum squares = {0};
    struct weights weights;
    const double *x;

    if (!(p > 0 && p < 1))
        BUG("quantile of p = %g", p);
    if (!(m > 1 && m < n))
        return (double)NAN;
    weights = weights_of(sample->n, m - 1, n - m);
    x = sample->x + weights.first;
    mean = sum_of_products(weights.w, x, weights.count);
    for (size_t k = 0; k < weights.count; k++)
        sum_add(&squares, weights.w[k] * (x[k] - mean) * (x[k] - mean));
    free(weights.w);
    return sqrt(sum_value(&squares));
}
