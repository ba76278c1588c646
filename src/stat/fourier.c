#include "stat/fourier.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/memory.h"
#include "stat/lanes.h"

/* Complex numbers: real parts here, imaginary ones there, so that several are
 * worked on side by side. */
struct parts {
    double *re, *im;
};

struct fourier {
    size_t length, half;
    struct parts turn; /* exp(-2 pi i k / length), of three quarters */
    struct parts from, to;
};

static struct parts parts_create(size_t n)
{
    return (struct parts){memory_alloc(n, sizeof(double)),
                          memory_alloc(n, sizeof(double))};
}

static void parts_release(struct parts *parts)
{
    free(parts->re);
    free(parts->im);
}

/* One eighth of the circle tells the rest. */
static void fill_turns(struct parts turn, size_t length)
{
    size_t quarter = length / 4;

    for (size_t k = 0; 2 * k <= quarter; k++) {
        double angle = 2 * M_PI * (double)k / (double)length;

        turn.re[k] = cos(angle);
        turn.im[k] = -sin(angle);
        turn.re[quarter - k] = -turn.im[k];
        turn.im[quarter - k] = -turn.re[k];
    }
    for (size_t k = quarter; k < 3 * quarter; k++) {
        turn.re[k] = turn.im[k - quarter];
        turn.im[k] = -turn.re[k - quarter];
    }
}

struct fourier *fourier_create(size_t length)
{
    struct fourier *fourier = memory_alloc(1, sizeof *fourier);

    if (length < 4 || (length & (length - 1)) != 0)
        BUG("no transform of %zu numbers", length);
    fourier->length = length;
    fourier->half = length / 2;
    fourier->turn = parts_create(3 * length / 4);
    fourier->from = parts_create(fourier->half);
    fourier->to = parts_create(fourier->half);
    fill_turns(fourier->turn, length);
    return fourier;
}

void fourier_destroy(struct fourier *fourier)
{
    if (!fourier)
        return;
    parts_release(&fourier->turn);
    parts_release(&fourier->from);
    parts_release(&fourier->to);
    free(fourier);
}

struct spectrum spectrum_create(size_t length)
{
    struct parts parts = parts_create(length / 2 + 1);

    return (struct spectrum){parts.re, parts.im};
}

void spectrum_release(struct spectrum *spectrum)
{
    free(spectrum->re);
    free(spectrum->im);
}

/* Four transforms of a fourth of the length, of every stride-th number, are
 * begun: their p-th numbers are put side by side. */
static inline __attribute__((always_inline)) void
quarter(const struct parts *turn, size_t step, size_t p, size_t n,
        size_t stride, const struct parts *from, const struct parts *to)
{
    const double *re = from->re + p * stride, *im = from->im + p * stride;
    double *to_re = to->re + 4 * p * stride, *to_im = to->im + 4 * p * stride;
    size_t away = n / 4 * stride, k = p * stride * step;
    double c1 = turn->re[k], s1 = turn->im[k], c2 = turn->re[2 * k],
           s2 = turn->im[2 * k], c3 = turn->re[3 * k], s3 = turn->im[3 * k];

#pragma omp simd
    for (size_t q = 0; q < stride; q++) {
        double even_re = re[q] + re[q + 2 * away];
        double even_im = im[q] + im[q + 2 * away];
        double odd_re = re[q + away] + re[q + 3 * away];
        double odd_im = im[q + away] + im[q + 3 * away];
        double a_re = re[q] - re[q + 2 * away];
        double a_im = im[q] - im[q + 2 * away];
        double b_re = im[q + away] - im[q + 3 * away];
        double b_im = re[q + 3 * away] - re[q + away];
        double first_re = a_re + b_re, first_im = a_im + b_im;
        double second_re = even_re - odd_re, second_im = even_im - odd_im;
        double third_re = a_re - b_re, third_im = a_im - b_im;

        to_re[q] = even_re + odd_re;
        to_im[q] = even_im + odd_im;
        to_re[q + stride] = c1 * first_re - s1 * first_im;
        to_im[q + stride] = c1 * first_im + s1 * first_re;
        to_re[q + 2 * stride] = c2 * second_re - s2 * second_im;
        to_im[q + 2 * stride] = c2 * second_im + s2 * second_re;
        to_re[q + 3 * stride] = c3 * third_re - s3 * third_im;
        to_im[q + 3 * stride] = c3 * third_im + s3 * third_re;
    }
}

/* The transforms of pairs. */
static inline __attribute__((always_inline)) void
halve(size_t stride, const struct parts *from, const struct parts *to)
{
#pragma omp simd
    for (size_t q = 0; q < stride; q++) {
        to->re[q] = from->re[q] + from->re[q + stride];
        to->im[q] = from->im[q] + from->im[q + stride];
        to->re[q + stride] = from->re[q] - from->re[q + stride];
        to->im[q + stride] = from->im[q] - from->im[q + stride];
    }
}

/* The transform of the complex numbers in `from`; returns where it is. With
 * real and imaginary parts exchanged it is that back. */
WITH_WIDE_LANES
static struct parts transform(const struct parts *turn, size_t half,
                              struct parts from, struct parts to)
{
    size_t n = half, stride = 1;

    for (; n >= 4; n /= 4, stride *= 4) {
        struct parts swap = from;

        for (size_t p = 0; p < n / 4; p++)
            quarter(turn, 2, p, n, stride, &from, &to);
        from = to;
        to = swap;
    }
    if (n == 1)
        return from;
    halve(stride, &from, &to);
    return to;
}

/* With z the transform of the even numbers plus i times the odd ones, that of
 * the even ones is (z[k] + conj z[half - k]) / 2, and so on. */
void fourier_forward(struct fourier *fourier, const double *x,
                     struct spectrum *spectrum)
{
    size_t half = fourier->half;
    const struct parts *turn = &fourier->turn;
    double *re = spectrum->re, *im = spectrum->im;
    struct parts z;

    for (size_t j = 0; j < half; j++) {
        fourier->from.re[j] = x[2 * j];
        fourier->from.im[j] = x[2 * j + 1];
    }
    z = transform(turn, half, fourier->from, fourier->to);
    re[0] = z.re[0] + z.im[0];
    re[half] = z.re[0] - z.im[0];
    im[0] = im[half] = 0;
    for (size_t k = 1; 2 * k <= half; k++) {
        double even_re = (z.re[k] + z.re[half - k]) / 2;
        double even_im = (z.im[k] - z.im[half - k]) / 2;
        double odd_re = (z.im[k] + z.im[half - k]) / 2;
        double odd_im = (z.re[half - k] - z.re[k]) / 2;
        double c = turn->re[k], s = turn->im[k];
        double far_re = c * odd_re - s * odd_im;
        double far_im = c * odd_im + s * odd_re;

        re[half - k] = even_re - far_re;
        im[half - k] = far_im - even_im;
        re[k] = even_re + far_re;
        im[k] = even_im + far_im;
    }
}

void fourier_backward(struct fourier *fourier, const struct spectrum *spectrum,
                      double *x)
{
    size_t half = fourier->half;
    const struct parts *turn = &fourier->turn;
    const double *re = spectrum->re, *im = spectrum->im;
    double scale = 1 / (double)fourier->length;
    struct parts z = fourier->from, exchanged;

    z.re[0] = scale * (re[0] + re[half]);
    z.im[0] = scale * (re[0] - re[half]);
    for (size_t k = 1; 2 * k <= half; k++) {
        double even_re = scale * (re[k] + re[half - k]);
        double even_im = scale * (im[k] - im[half - k]);
        double far_re = scale * (re[k] - re[half - k]);
        double far_im = scale * (im[k] + im[half - k]);
        double c = turn->re[k], s = turn->im[k];
        double odd_re = c * far_re + s * far_im;
        double odd_im = c * far_im - s * far_re;

        z.re[k] = even_re - odd_im;
        z.im[k] = even_im + odd_re;
        z.re[half - k] = even_re + odd_im;
        z.im[half - k] = odd_re - even_im;
    }
    exchanged = transform(turn, half, (struct parts){z.im, z.re},
                          (struct parts){fourier->to.im, fourier->to.re});
    for (size_t j = 0; j < half; j++) {
        x[2 * j] = exchanged.im[j];
        x[2 * j + 1] = exchanged.re[j];
    }
}
