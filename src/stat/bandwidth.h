#ifndef STAT_BANDWIDTH_H
#define STAT_BANDWIDTH_H

#include "data/sample.h"
#include "stat/bins.h"

/* Bandwidths for a Gaussian kernel, in the unit of the values. NAN if there
 * are fewer than two values or they do not spread. */

/* 0.9 min(sd, IQR / 1.34) n^(-1/5), IQR of type 7 (Silverman 1986, p. 48). If
 * the IQR is 0 the sd alone serves. */
double bandwidth_nrd0(const struct sample *sample);

/* The same of counts: the quartiles lie within a step of those of the values.
 */
double bandwidth_nrd0_bins(const struct bins *bins);

/* Solve-the-equation rule of Sheather and Jones 1991 (JRSS-B 53:683), with
 * scale min(sd, IQR / 1.349). All pairs up to 500 values; beyond, pairs are
 * counted by distance on a grid whose step is 1/200 of the narrowest
 * kernel used, far outliers or not, and the variance that this adds is taken
 * away again: within 1e-6 of all pairs. */
double bandwidth_sheather_jones(const struct sample *sample);

/* The same of counts, at the step they have: good while the step is below a
 * fifth of the answer. */
double bandwidth_sheather_jones_bins(const struct bins *bins);

#endif
