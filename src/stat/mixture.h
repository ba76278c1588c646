#ifndef STAT_MIXTURE_H
#define STAT_MIXTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/random.h"

/* Mixtures of normal densities with free variances. Components are not modes:
 * a skewed hump takes several to describe (mixture_merge). */

enum { MAX_COMPONENTS = 4 };

struct mixture {
    size_t k; /* components; 0: there is no acceptable fit */
    double weight[MAX_COMPONENTS];
    double mean[MAX_COMPONENTS]; /* ascending */
    double sd[MAX_COMPONENTS];   /* maximum likelihood: divisor n */
    double log_likelihood;
    double bic; /* 2 log L - (3k - 1) log n, as mclust: larger is better */
};

/* Values, ascending, with weights: 1 each if `weight` is NULL. Binned counts
 * serve for large samples: with step s a component's variance comes out s^2/6
 * too large (linear binning). */
struct points {
    const double *x;
    const double *weight;
    size_t n;
};

/* The best of n_starts runs of EM (Dempster, Laird and Rubin 1977) from seeded
 * k-means++ centres (Arthur and Vassilvitskii 2007; every other run: from
 * centres drawn without regard to distance), sped up by Varadhan and Roland's
 * squared extrapolation (2008, Scand. J. Stat. 35:335) and carried to the top
 * by Newton's method. Fits with a component narrower than 0.02 of the overall
 * sd or of fewer than 2.5 values are degenerate and do not count. False, k = 0
 * and NAN if none is left. */
bool mixture_fit(const struct points *points, size_t k, size_t n_starts,
                 struct random_stream *random, struct mixture *mixture);

/* Fits 1 ... MAX_COMPONENTS; fits[k - 1] has k. Returns the number of
 * components with the largest BIC; 0 without any fit. */
size_t mixture_choose(const struct points *points, size_t n_starts,
                      struct random_stream *random,
                      struct mixture fits[MAX_COMPONENTS]);

double mixture_density(const struct mixture *mixture, double x);

/* Joins neighbours, nearest first, as long as their joint density has one mode
 * (Hennig 2010, Adv. Data Anal. Classif. 4:3). group[i] is the group of
 * component i, from 0, left to right. Returns the number of groups. */
size_t mixture_merge(const struct mixture *mixture,
                     size_t group[MAX_COMPONENTS]);

#endif
