#ifndef STAT_SMOOTHER_H
#define STAT_SMOOTHER_H

#include <stddef.h>

/* Gaussian smoothing of equally spaced counts at many bandwidths: the Fourier
 * transform of the counts is taken once, each bandwidth costs one product and
 * one transform back (Silverman 1982, Appl. Stat. 31:93, AS 176). */
struct smoother;

/* For n points. At least `n_empty` empty points lie between the end and the
 * (circular) beginning: what a kernel reaches beyond them comes back in. */
struct smoother *smoother_create(size_t n, size_t n_empty);
void smoother_destroy(struct smoother *smoother); /* NULL is fine */

void smoother_load(struct smoother *smoother, const double *count);

/* The counts convolved with a Gaussian density whose sd is `width` points
 * (one or more); their sum stays the same. Rounding is about 1e-16 of the
 * largest value. `smooth` has room for n. */
void smoother_apply(struct smoother *smoother, double width, double *smooth);

/* sums[lag] = sum over j of count[j] * count[j + lag], for lag < n. Needs
 * n_empty >= n. */
void smoother_autocorrelate(struct smoother *smoother, double *sums);

#endif
