#ifndef STAT_DENSITY_H
#define STAT_DENSITY_H

#include <stddef.h>

#include "data/sample.h"
#include "stat/bins.h"

/* Gaussian kernel density estimates, and their modes. */

/* A density on equally spaced points; point j is at low + j * step. */
struct density {
    double low, step, bandwidth;
    size_t n;
    double *height; /* per unit of x; integrates to 1 */
};

/* Of binned values, by Fourier transform. Binning at a step of a tenth of the
 * bandwidth moves heights by less than 0.1 %. Bandwidths below one step are
 * taken as one step. */
struct density *density_of_bins(const struct bins *bins, double bandwidth);

/* Of a sample, at n points from three bandwidths below the smallest to three
 * above the largest value: exactly if that is cheap, else binned at a tenth of
 * a bandwidth (or a 65,536th of the range). NULL for an empty sample or a
 * bandwidth that is not positive. */
struct density *density_of_sample(const struct sample *sample, double bandwidth,
                                  size_t n);
void density_destroy(struct density *density); /* NULL is fine */

enum { MAX_DERIVATIVE = 4 };

/* The density and its derivatives at x: derivative[k], k = 0 ... 4, by summing
 * over all values within 12 bandwidths. */
void density_exact(const struct sample *sample, double bandwidth, double x,
                   double derivative[MAX_DERIVATIVE + 1]);

/* A local maximum, and the lowest point between it and the next one. */
struct peak {
    double x, height;
    double valley_x, valley_height; /* NAN behind the last peak */
};

struct peaks {
    struct peak *peak; /* left to right */
    size_t n;
};

void peaks_release(struct peaks *peaks);

/* Maxima of the density within [low, high]. Those lower than 1e-10 of the
 * highest point are rounding and are left out. */
void density_find_peaks(const struct density *density, double low, double high,
                        struct peaks *peaks);

/* All maxima of the unbinned density: O(points * values within reach), where
 * points are a 32nd of a bandwidth apart. For small samples and for proof. */
void density_find_peaks_exact(const struct sample *sample, double bandwidth,
                              struct peaks *peaks);

/* How many local maxima `height` has between two indices (both included);
 * those below `least` do not count. */
size_t density_count_peaks(const double *height, size_t first, size_t last,
                           double least);

#endif
