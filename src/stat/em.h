#ifndef STAT_EM_H
#define STAT_EM_H

#include <stddef.h>

#include "stat/mixture.h"

/* Part of mixture: climbing to a maximum of the likelihood. */

/* A fit under way. */
struct em {
    const struct points *points;
    double total; /* of the weights */
    double floor; /* of a component's sd */
    size_t k;
};

/* Weights and sds are moved as logarithms, so that an extrapolation cannot
 * make them negative. */
struct em_parameters {
    double log_weight[MAX_COMPONENTS];
    double mean[MAX_COMPONENTS];
    double log_sd[MAX_COMPONENTS];
};

/* One step of EM (Dempster, Laird and Rubin 1977). Returns the log-likelihood
 * of `from`. */
double em_step(const struct em *em, const struct em_parameters *from,
               struct em_parameters *to);

/* Steps until the log-likelihood stands still or max_steps are done, every
 * second one extrapolated (Varadhan and Roland 2008). Returns it. */
double em_run(const struct em *em, struct em_parameters *at, size_t max_steps);

/* Makes the weights sum to one and keeps the sds above the floor. */
void em_normalize(struct em_parameters *parameters, const struct em *em);

#endif
