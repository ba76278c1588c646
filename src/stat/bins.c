#include "stat/bins.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/memory.h"

void bins_init(struct bins *bins, double low, double high, size_t n)
{
    if (n < 2 || !(high > low))
        BUG("%zu bins from %g to %g", n, low, high);
    bins->low = low;
    bins->step = (high - low) / (double)(n - 1);
    bins->n = n;
    bins->count = memory_alloc(n, sizeof *bins->count);
    bins->total = 0;
}

void bins_release(struct bins *bins)
{
    free(bins->count);
    bins->count = NULL;
}

/* Points j and j + 1 share what is at x: (1 - part) and part of it. */
static size_t place_of(const struct bins *bins, double x, double *part)
{
    double at = (x - bins->low) / bins->step;
    size_t j;

    *part = 0;
    if (!(at > 0))
        return 0;
    if (at >= (double)(bins->n - 1)) {
        *part = 1;
        return bins->n - 2;
    }
    j = (size_t)at;
    *part = at - (double)j;
    return j;
}

void bins_add(struct bins *bins, double x, double weight)
{
    double part;
    size_t j = place_of(bins, x, &part);

    bins->total += weight;
    bins->count[j] += weight * (1 - part);
    bins->count[j + 1] += weight * part;
}

/* Equal values are at one place; they are added one by one still, so that the
 * counts are rounded as those of any values are. */
void bins_add_sample(struct bins *bins, const struct sample *sample)
{
    size_t end;

    for (size_t i = 0; i < sample->n; i = end) {
        double part, left, right;
        size_t j = place_of(bins, sample->x[i], &part);

        end = sample_equals_end(sample, i);
        left = bins->count[j];
        right = bins->count[j + 1];
        for (size_t k = i; k < end; k++) {
            left += 1 - part;
            right += part;
        }
        bins->count[j] = left;
        bins->count[j + 1] = right;
    }
    bins->total += (double)sample->n;
}

void bins_add_bins(struct bins *bins, const struct bins *finer)
{
    for (size_t j = 0; j < finer->n; j++)
        if (finer->count[j] > 0)
            bins_add(bins, bins_point(finer, j), finer->count[j]);
}

double bins_point(const struct bins *bins, size_t j)
{
    return bins->low + (double)j * bins->step;
}

double bins_mean(const struct bins *bins)
{
    double sum = 0;

    if (!(bins->total > 0))
        return (double)NAN;
    for (size_t j = 0; j < bins->n; j++)
        sum += bins->count[j] * (double)j;
    return bins->low + bins->step * sum / bins->total;
}

double bins_sd(const struct bins *bins)
{
    double mean = bins_mean(bins), sum = 0;

    if (!(bins->total > 1))
        return (double)NAN;
    for (size_t j = 0; j < bins->n; j++) {
        double distance = bins_point(bins, j) - mean;

        sum += bins->count[j] * distance * distance;
    }
    return sqrt(sum / (bins->total - 1));
}

double bins_quantile(const struct bins *bins, double p)
{
    double below = 0, wanted = p * bins->total;

    if (!(bins->total > 0))
        return (double)NAN;
    for (size_t j = 0; j < bins->n; j++) {
        if (bins->count[j] > 0 && below + bins->count[j] >= wanted)
            return bins_point(bins, j) +
                   bins->step * ((wanted - below) / bins->count[j] - 0.5);
        below += bins->count[j];
    }
    return bins_point(bins, bins->n - 1) + bins->step / 2;
}
