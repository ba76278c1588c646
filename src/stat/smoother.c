#include "stat/smoother.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "stat/exponential.h"
#include "stat/fourier.h"

enum { AT_ONCE = 64 }; /* exponentials */

struct smoother {
    size_t n, length; /* points, and transform length: a power of two */
    struct fourier *fourier;
    struct spectrum spectrum, work;
    double *points; /* of length */
};

struct smoother *smoother_create(size_t n, size_t n_empty)
{
    struct smoother *smoother = memory_alloc(1, sizeof *smoother);
    size_t length = 4;

    while (length < n + n_empty)
        length *= 2;
    smoother->n = n;
    smoother->length = length;
    smoother->fourier = fourier_create(length);
    smoother->spectrum = spectrum_create(length);
    smoother->work = spectrum_create(length);
    smoother->points = memory_alloc(length, sizeof *smoother->points);
    return smoother;
}

void smoother_destroy(struct smoother *smoother)
{
    if (!smoother)
        return;
    fourier_destroy(smoother->fourier);
    spectrum_release(&smoother->spectrum);
    spectrum_release(&smoother->work);
    free(smoother->points);
    free(smoother);
}

void smoother_load(struct smoother *smoother, const double *count)
{
    size_t n = smoother->n;

    memcpy(smoother->points, count, n * sizeof *count);
    memset(smoother->points + n, 0,
           (smoother->length - n) * sizeof *smoother->points);
    fourier_forward(smoother->fourier, smoother->points, &smoother->spectrum);
}

/* Frequencies from `first` on times the transform of the kernel; returns the
 * first that is too small to count, or that behind the last. */
static size_t damp(const struct smoother *smoother, size_t first, double angle)
{
    const struct spectrum *from = &smoother->spectrum, *to = &smoother->work;
    double factor[AT_ONCE];
    size_t left = smoother->length / 2 + 1 - first;
    size_t n = left < AT_ONCE ? left : AT_ONCE;

    for (size_t i = 0; i < n; i++) {
        double z = angle * (double)(first + i);

        factor[i] = -0.5 * z * z;
    }
    exponential_many(factor, n);
    for (size_t i = 0; i < n; i++) {
        size_t k = first + i;

        if (factor[i] < 1e-18)
            return k;
        to->re[k] = factor[i] * from->re[k];
        to->im[k] = factor[i] * from->im[k];
    }
    return first + n;
}

void smoother_apply(struct smoother *smoother, double width, double *smooth)
{
    size_t half = smoother->length / 2, k = 0, begun = 0;
    double angle = 2 * M_PI * width / (double)smoother->length;
    size_t left;

    while (k == begun && k <= half) {
        k = damp(smoother, k, angle);
        begun += AT_ONCE;
    }
    left = (half + 1 - k) * sizeof(double);
    memset(smoother->work.re + k, 0, left);
    memset(smoother->work.im + k, 0, left);
    fourier_backward(smoother->fourier, &smoother->work, smoother->points);
    memcpy(smooth, smoother->points, smoother->n * sizeof *smooth);
}

void smoother_autocorrelate(struct smoother *smoother, double *sums)
{
    const struct spectrum *from = &smoother->spectrum, *to = &smoother->work;

    if (smoother->length < 2 * smoother->n)
        BUG("lags would wrap around");
    for (size_t k = 0; k <= smoother->length / 2; k++) {
        to->re[k] = from->re[k] * from->re[k] + from->im[k] * from->im[k];
        to->im[k] = 0;
    }
    fourier_backward(smoother->fourier, to, smoother->points);
    memcpy(sums, smoother->points, smoother->n * sizeof *sums);
}
