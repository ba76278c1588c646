#ifndef STAT_MOMENTS_H
#define STAT_MOMENTS_H

#include <stddef.h>

#include "data/estimate.h"
#include "data/sample.h"

/* What sums tell of a batch of finite values. Sums are compensated and
 * deviations are taken from a mean held in two doubles, so that values with a
 * mean of 10^7 standard deviations keep their digits. The order of the values
 * matters in the last digit at most; a sample is sorted, hence gives the same
 * bits however its values were read. */
struct moments {
    size_t n;
    double sum; /* 0 of nothing; the others are NAN */
    double mean, min, max;
    double variance, sd;    /* divisor n - 1; NAN for n < 2 */
    double cv;              /* sd / mean; NAN if the mean is 0 */
    double skewness;        /* G1, bias-corrected ("type 2"); NAN for n < 3 */
    double excess_kurtosis; /* G2, bias-corrected; NAN for n < 4 */
};

/* Skewness and kurtosis are NAN also if all values are equal. Joanes and Gill,
 * The Statistician 47 (1998). */
struct moments moments_of(const double *x, size_t n);

double mean_of(const double *x, size_t n);
double sd_of(const double *x, size_t n);       /* divisor n - 1 */
double variance_of(const double *x, size_t n); /* divisor n - 1 */

/* x - mean, to all digits that x has; zeros if all values are equal. */
void deviations_of(const double *x, size_t n, double *deviations);

/* The sum of squared deviations from the mean; 0 for n < 2. */
double squares_of(const double *x, size_t n);

/* Student's t interval of the mean; without an interval for n < 2. */
struct estimate mean_estimate(const double *x, size_t n, double level);

/* The same from the mean and sd of n independent values. */
struct estimate mean_interval(double mean, double sd, size_t n, double level);

/* exp(mean log x); NAN if a value is not above 0, or of nothing. */
double geometric_mean(const double *x, size_t n);

/* The mean without the floor(n trim) values at each end; 0 <= trim < 0.5. */
double trimmed_mean(const struct sample *sample, double trim);

/* Median of the distances from the median, times `scale`: 1.4826 makes it
 * comparable with the sd of normal values. */
#define MAD_SCALE 1.4826
double median_deviation(const struct sample *sample, double scale);

/* How many different values there are. */
size_t distinct_values(const struct sample *sample);

#endif
