#ifndef STAT_DIP_H
#define STAT_DIP_H

#include <stddef.h>

#include "base/random.h"
#include "data/sample.h"

/* Hartigan's dip (Hartigan and Hartigan 1985, Ann. Stat. 13:70): the largest
 * distance of the empirical distribution function to the closest unimodal
 * one; never below 1 / (2n). NAN for an empty sample. O(n). */
double dip_statistic(const struct sample *sample);

/* Probability of a dip at least as large in n values from the uniform, the
 * unimodal distribution with (nearly) the largest dips. From a table of
 * quantiles of sqrt(n) D, linear in p and between sizes; past the last
 * quantile the bound 0.0001 is returned, and never less. 1 for n < 4. */
double dip_p(double statistic, size_t n);

/* The same by simulation, (1 + exceedances) / (1 + n_samples). */
double dip_p_simulated(double statistic, size_t n, size_t n_samples,
                       struct random_stream *random);

/* n ordered uniforms in (0, 1), in O(n): sums of exponential gaps. `x` has
 * room for n. */
void dip_draw_uniform(double *x, size_t n, struct random_stream *random);

#endif
