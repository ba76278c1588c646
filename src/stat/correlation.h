#ifndef STAT_CORRELATION_H
#define STAT_CORRELATION_H

#include <stddef.h>
#include <stdint.h>

#include "data/estimate.h"

/* How two columns go together: x[i] and y[i] belong to one request, all finite.
 * Undefined is NAN: fewer than three pairs, or a column that does not vary. */
struct correlation {
    struct estimate estimate; /* the coefficient; no interval for few pairs */
    double statistic;         /* Student's t, or z, or NAN if p is exact */
    double df;                /* of t; NAN otherwise */
    double p;                 /* two-sided, that there is none */
    size_t n;
};

/* Which p: AUTOMATIC is exact where that is cheap and there are no ties. */
enum correlation_p {
    CORRELATION_P_AUTOMATIC,
    CORRELATION_P_ASYMPTOTIC,
    CORRELATION_P_EXACT, /* NAN with ties or too many pairs */
};

/* Pearson's r, interval by Fisher's z with se 1/sqrt(n - 3), p by t with n - 2
 * degrees of freedom. The interval is too narrow where tails are heavy: take
 * logarithms, or Spearman's. */
struct correlation correlation_pearson(const double *x, const double *y,
                                       size_t n, double level);

/* The same from the sums of squared deviations and of their products, from
 * which k columns have been taken out before. */
struct correlation correlation_of_products(size_t n, size_t k, double xx,
                                           double yy, double xy, double level);

/* Spearman's rho with its interval and p by t, from what was computed
 * elsewhere (stat/concordance.h). */
struct correlation correlation_of_rho(double rho, size_t n, double level);

/* Spearman's rho, on midranks. Interval: Fisher's z with the se of Bonett and
 * Wright (Psychometrika 65, 2000), sqrt((1 + rho^2 / 2) / (n - 3)). p by t;
 * exact by all n! orders for n <= SPEARMAN_EXACT without ties. */
enum { SPEARMAN_EXACT = 9 };
struct correlation correlation_spearman(const double *x, const double *y,
                                        size_t n, double level,
                                        enum correlation_p which);

/* Pearson's r of what is left of x and y when each is regressed on the columns
 * given (and a constant) by least squares. t with n - 2 - k degrees of freedom,
 * Fisher's z with se 1/sqrt(n - 3 - k); a column that the others determine does
 * not count into k. NAN if the columns determine x or y. */
struct correlation correlation_partial(const double *x, const double *y,
                                       const double *const *given,
                                       size_t n_given, size_t n, double level);

/* The same on the midranks of all columns. */
struct correlation correlation_partial_spearman(const double *x,
                                                const double *y,
                                                const double *const *given,
                                                size_t n_given, size_t n,
                                                double level);

/* Within groups: r of the deviations from the group's means, which is the
 * partial r given the group; k is the number of groups less one. group[i] is
 * below n_groups; empty groups do not count. */
struct correlation correlation_within(const double *x, const double *y,
                                      const uint32_t *group, size_t n_groups,
                                      size_t n, double level);

/* Between groups: r of the group's means, each as often as the group has
 * members. NAN for fewer than three groups. */
double correlation_between(const double *x, const double *y,
                           const uint32_t *group, size_t n_groups, size_t n);

#endif
