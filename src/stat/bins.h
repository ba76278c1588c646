#ifndef STAT_BINS_H
#define STAT_BINS_H

#include <stddef.h>

#include "data/sample.h"

/* Counts on equally spaced points, for what would be quadratic or slow on the
 * values themselves. Linear binning: a value between two points is shared
 * between them by nearness, which keeps the mean and adds at most step^2 / 6
 * to the variance (Jones and Lotwick 1983, J. Stat. Comput. Simul. 17:231). */
struct bins {
    double low, step; /* point j is at low + j * step */
    size_t n;
    double *count; /* need not be whole */
    double total;  /* sum of the counts */
};

/* n >= 2 empty points from low to high; release frees the counts. */
void bins_init(struct bins *bins, double low, double high, size_t n);
void bins_release(struct bins *bins);

/* Adds `weight` at x; what lies outside goes to the nearest end. */
void bins_add(struct bins *bins, double x, double weight);
void bins_add_sample(struct bins *bins, const struct sample *sample);

/* Adds the counts of finer bins, each at its point. */
void bins_add_bins(struct bins *bins, const struct bins *finer);

double bins_point(const struct bins *bins, size_t j);

/* Moments of the counts; sd has the divisor total - 1. NAN without counts. */
double bins_mean(const struct bins *bins);
double bins_sd(const struct bins *bins);

/* The value below which a share p of the counts lies, linear within the cell
 * of half a step on each side of a point. */
double bins_quantile(const struct bins *bins, double p);

#endif
