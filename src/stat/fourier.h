#ifndef STAT_FOURIER_H
#define STAT_FOURIER_H

#include <stddef.h>

/* Fourier transforms of real numbers, of one length: a power of two from 4 on.
 * The numbers are taken as half as many complex ones, whose transform is made
 * in passes that put everything in order as they go (Stockham; see Van Loan
 * 1992, Computational Frameworks for the Fast Fourier Transform). Errors are
 * of the order of 1e-16 of the largest value. */
struct fourier;

/* A spectrum: coefficients 0 ... length / 2 of exp(2 pi i j k / length). */
struct spectrum {
    double *re, *im; /* of length / 2 + 1 each */
};

struct fourier *fourier_create(size_t length);
void fourier_destroy(struct fourier *fourier); /* NULL is fine */

struct spectrum spectrum_create(size_t length);
void spectrum_release(struct spectrum *spectrum);

/* spectrum[k] = sum of x[j] exp(-2 pi i j k / length). */
void fourier_forward(struct fourier *fourier, const double *x,
                     struct spectrum *spectrum);

/* The inverse of that. */
void fourier_backward(struct fourier *fourier, const struct spectrum *spectrum,
                      double *x);

#endif
