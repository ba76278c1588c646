#ifndef STAT_PRICE_H
#define STAT_PRICE_H

#include <stddef.h>

/* Arithmetic of prices and savings: numbers in, numbers out. */

/* The price of a token of a mix: input_share of them input, the others output.
 */
double price_blended(double input, double output, double input_share);

/* 1 - price / other: what is saved by paying `price` instead of `other`;
 * negative if it is dearer. NAN if other is 0. */
double price_reduction(double price, double other);

/* The share of input, within 0..1, at which two models cost the same; NAN if
 * one is cheaper at every mix, or both cost the same at every mix. */
double price_break_even(double input_a, double output_a, double input_b,
                        double output_b);

/* What is saved if a measure that saves x[i] on request i (negative: costs)
 * takes hold of `k` of the n requests, 0 <= k <= n, and nobody knows which. A
 * broken k takes hold of a part of one request. These are the exact limits:
 * the sum over a choice is least for the k smallest and greatest for the k
 * largest (the fractional knapsack of equal weights, Dantzig 1957). */
struct saving {
    double least, representative, greatest; /* representative: k mean(x) */
    double lost, gained; /* the limits if it may take hold of fewer than k:
                            lost <= 0 <= gained */
};
struct saving saving_of(const double *x, size_t n, double k);

/* Savings as shares of the whole, each of a measure that leaves other requests
 * alone, taken together: what remains is multiplied, as if which requests the
 * measures take hold of had nothing to do with each other. That is the
 * representative. The limits hold whichever requests they are: overlap as much
 * as can be gives least, none at all greatest. */
struct saving saving_combine(const struct saving *savings, size_t n);

/* Extra attempts if requests fail with this rate, each attempt on its own, and
 * a failed one is tried again up to `most` times: per failed request, and how
 * many of these succeed. */
struct retries {
    double attempts, successes;
};
struct retries retries_expected(double failure_rate, unsigned most);

#endif
