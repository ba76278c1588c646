#ifndef STAT_BIMODALITY_H
#define STAT_BIMODALITY_H

#include "data/sample.h"
#include "stat/density.h"

/* Measures that are quoted as signs of two modes. They describe; none of them
 * decides anything here. */

/* The bimodality coefficient as SAS defines it, (G1^2 + 1) / (G2 + 3 (n-1)^2 /
 * ((n-2)(n-3))) with bias-corrected skewness and excess kurtosis. 5/9, its
 * value for the uniform, is called the threshold, but skewed unimodal data
 * pass it too. NAN for n < 4 or without spread. */
double bimodality_coefficient(const struct sample *sample);

/* Ashman, Bird and Zepf's D (1994, Astron. J. 108:2348): distance of two
 * normal components in units of their root mean square sd. Above 2: apart. */
double ashman_d(double mean1, double sd1, double mean2, double sd2);

/* The lowest height between a mode and the next, over the lower of the two:
 * 1 for no valley, 0 for one that reaches the ground. */
double antimode_depth(const struct peak *left, const struct peak *right);

#endif
