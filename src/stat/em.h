#ifndef STAT_EM_H
#define STAT_EM_H

#include <stdbool.h>
#include <stddef.h>

#include "stat/mixture.h"

/* Part of mixture: climbing to a maximum of the likelihood. */

enum { EM_BLOCK = 64 };

/* A fit under way. Room is a multiple of LANES_AT_ONCE (stat/lanes.h). */
struct em {
    double *x;      /* those with a weight; then the last again */
    double *weight; /* then 0 */
    size_t room;
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

/* A few values, shared among the components. */
struct em_block {
    const double *x, *weight; /* of n values, a multiple of LANES_AT_ONCE */
    size_t n;
    double share[MAX_COMPONENTS][EM_BLOCK];
    double density[EM_BLOCK]; /* without sqrt(2 pi); 1 if it is too small */
    double log_of_small;      /* weights times logarithms of those */
};

/* Takes the points with a weight, of which there is one at least; k and the
 * floor are the caller's. To be released. */
void em_init(struct em *em, const struct points *points);
void em_release(struct em *em);

/* Shares out the block that begins at a value. */
void em_share(const struct em *em, const struct em_parameters *from,
              size_t begin, struct em_block *block);

/* Adds the logarithms of a block's densities, by weight, to the sums; the
 * densities are gone then. */
void em_add_logs(struct em_block *block, double sums[]);

/* The log-likelihood of such sums. */
double em_likelihood(const struct em *em, const double sums[]);

/* One step of EM (Dempster, Laird and Rubin 1977). Returns the log-likelihood
 * of `from`. */
double em_step(const struct em *em, const struct em_parameters *from,
               struct em_parameters *to);

/* Steps until the log-likelihood stands still or max_steps are done, every
 * second one extrapolated (Varadhan and Roland 2008). Returns it. */
double em_run(const struct em *em, struct em_parameters *at, size_t max_steps);

/* Makes the weights sum to one and keeps the sds above the floor. */
void em_normalize(struct em_parameters *parameters, const struct em *em);

/* Has a component come down to the floor? */
bool em_is_at_floor(const struct em *em, const struct em_parameters *at);

#endif
