#ifndef STAT_KENDALL_H
#define STAT_KENDALL_H

#include <stdbool.h>

#include "stat/correlation.h"

/* Concordant and discordant pairs of two columns, without looking at every
 * pair: Knight's merge sort (JASA 61, 1966), O(n log n). */
struct kendall {
    size_t n;
    double score;    /* S: concordant pairs less discordant ones */
    double tau;      /* tau-b; NAN if a column does not vary */
    double variance; /* of S if there is no association, tie-corrected */
    bool has_ties;
};

/* Sums over the groups of t equal values. Initialise with {0}. */
struct tie_sums {
    double pairs;   /* t (t - 1) / 2 */
    double twos;    /* t (t - 1) */
    double threes;  /* t (t - 1) (t - 2) */
    double weights; /* t (t - 1) (2 t + 5) */
    double cubes;   /* t^3 - t */
};
void tie_sums_add(struct tie_sums *ties, size_t n_equal);

struct kendall kendall_of(const double *x, const double *y, size_t n);

/* From the ties of each column, the pairs that are equal in both, and the
 * discordant ones. */
struct kendall kendall_of_counts(size_t n, const struct tie_sums *x,
                                 const struct tie_sums *y, double equal_in_both,
                                 double discordant);

/* z of S, tie-corrected. With `continuity` S is drawn towards 0 by one. */
double kendall_z(const struct kendall *kendall, bool continuity);

/* P(|S| >= |s|) over all orders of n <= KENDALL_EXACT values without ties; NAN
 * for more. */
enum { KENDALL_EXACT = 100 };
double kendall_exact_p(double score, size_t n);

/* tau-b, interval by Fisher's z with se sqrt(0.437 / (n - 4)) (Fieller, Hartley
 * and Pearson, Biometrika 44, 1957), p normal without continuity, or exact:
 * AUTOMATIC is exact for n < 50 without ties. */
struct correlation kendall_correlation(const struct kendall *kendall,
                                       double level, enum correlation_p which);
struct correlation correlation_kendall(const double *x, const double *y,
                                       size_t n, double level,
                                       enum correlation_p which);

#endif
