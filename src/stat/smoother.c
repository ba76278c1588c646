#include "stat/smoother.h"

#include <gsl/gsl_fft_halfcomplex.h>
#include <gsl/gsl_fft_real.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "stat/exponential.h"

enum { AT_ONCE = 64 }; /* exponentials */

struct smoother {
    size_t n, length; /* points, and transform length: a power of two */
    double *spectrum; /* half-complex: r0, r1, i1, r2, i2, ... */
    double *work;
    gsl_fft_real_wavetable *forward;
    gsl_fft_halfcomplex_wavetable *backward;
    gsl_fft_real_workspace *space;
};

struct smoother *smoother_create(size_t n, size_t n_empty)
{
    struct smoother *smoother = memory_alloc(1, sizeof *smoother);
    size_t length = 4;

    while (length < n + n_empty)
        length *= 2;
    smoother->n = n;
    smoother->length = length;
    smoother->spectrum = memory_alloc(length, sizeof *smoother->spectrum);
    smoother->work = memory_alloc(length, sizeof *smoother->work);
    smoother->forward = gsl_fft_real_wavetable_alloc(length);
    smoother->backward = gsl_fft_halfcomplex_wavetable_alloc(length);
    smoother->space = gsl_fft_real_workspace_alloc(length);
    if (!smoother->forward || !smoother->backward || !smoother->space)
        BUG("no transform of %zu points", length);
    return smoother;
}

void smoother_destroy(struct smoother *smoother)
{
    if (!smoother)
        return;
    gsl_fft_real_wavetable_free(smoother->forward);
    gsl_fft_halfcomplex_wavetable_free(smoother->backward);
    gsl_fft_real_workspace_free(smoother->space);
    free(smoother->spectrum);
    free(smoother->work);
    free(smoother);
}

void smoother_load(struct smoother *smoother, const double *count)
{
    memset(smoother->spectrum, 0,
           smoother->length * sizeof *smoother->spectrum);
    memcpy(smoother->spectrum, count, smoother->n * sizeof *count);
    gsl_fft_real_transform(smoother->spectrum, 1, smoother->length,
                           smoother->forward, smoother->space);
}

/* Frequencies from `first` on times the transform of the kernel; returns the
 * first that is too small to count, or that behind the last. */
static size_t damp(const struct smoother *smoother, size_t first, double angle)
{
    double factor[AT_ONCE];
    size_t half = smoother->length / 2;
    size_t n = half + 1 - first < AT_ONCE ? half + 1 - first : AT_ONCE;

    for (size_t i = 0; i < n; i++) {
        double z = angle * (double)(first + i);

        factor[i] = -0.5 * z * z;
    }
    exponential_many(factor, n);
    for (size_t i = 0; i < n; i++) {
        size_t k = first + i;

        if (factor[i] < 1e-18)
            return k;
        smoother->work[2 * k - 1] = factor[i] * smoother->spectrum[2 * k - 1];
        if (k < half)
            smoother->work[2 * k] = factor[i] * smoother->spectrum[2 * k];
    }
    return first + n;
}

void smoother_apply(struct smoother *smoother, double width, double *smooth)
{
    size_t half = smoother->length / 2, k = 1, begun = 1;
    double angle = 2 * M_PI * width / (double)smoother->length;
    double *work = smoother->work;

    work[0] = smoother->spectrum[0];
    while (k == begun && k <= half) {
        k = damp(smoother, k, angle);
        begun += AT_ONCE;
    }
    for (size_t i = 2 * k - 1; i < smoother->length; i++)
        work[i] = 0;
    gsl_fft_halfcomplex_inverse(work, 1, smoother->length, smoother->backward,
                                smoother->space);
    memcpy(smooth, work, smoother->n * sizeof *smooth);
}

void smoother_autocorrelate(struct smoother *smoother, double *sums)
{
    size_t half = smoother->length / 2;
    double *work = smoother->work;
    const double *from = smoother->spectrum;

    if (smoother->length < 2 * smoother->n)
        BUG("lags would wrap around");
    memset(work, 0, smoother->length * sizeof *work);
    work[0] = from[0] * from[0];
    for (size_t k = 1; k < half; k++)
        work[2 * k - 1] =
            from[2 * k - 1] * from[2 * k - 1] + from[2 * k] * from[2 * k];
    work[2 * half - 1] = from[2 * half - 1] * from[2 * half - 1];
    gsl_fft_halfcomplex_inverse(work, 1, smoother->length, smoother->backward,
                                smoother->space);
    memcpy(sums, work, smoother->n * sizeof *sums);
}
