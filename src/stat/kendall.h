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

struct kendall kendall_of(const double *x, const double *y, size_t n);

/* z of S, tie-corrected. With `continuity` S is drawn towards 0 by one. */
double kendall_z(const struct kendall *kendall, bool continuity);

/* P(|S| >= |s|) over all orders of n <= KENDALL_EXACT values without ties; NAN
 * for more. */
enum { KENDALL_EXACT = 100 };
double kendall_exact_p(double score, size_t n);

/* tau-b, interval by Fisher's z with se sqrt(0.437 / (n - 4)) (Fieller, Hartley
 * and Pearson, Biometrika 44, 1957), p normal without continuity, or exact:
 * AUTOMATIC is exact for n < 50 without ties. */
struct correlation correlation_kendall(const double *x, const double *y,
                                       size_t n, double level,
                                       enum correlation_p which);

#endif
