#ifndef STAT_NONCENTRAL_H
#define STAT_NONCENTRAL_H

#include <stddef.h>

/* The noncentral Student law of some degrees of freedom: of a normal value
 * whose mean is `shift`, divided by the root of the mean of squares of others.
 * Who asks it often, at other places or shifts, has the law of the divisor
 * computed once. */
struct noncentral {
    double df;
    double low, high; /* logarithms of the divisor that matter */
    struct noncentral_point {
        double divisor, weight;
    } * points; /* as many as were needed so far */
    size_t n;
};

void noncentral_init(struct noncentral *law, double df);
void noncentral_release(struct noncentral *law);

/* P(T <= t) and P(T >= t), with an absolute error below 1e-12; NAN if df is
 * not positive. */
double noncentral_below(struct noncentral *law, double t, double shift);
double noncentral_above(struct noncentral *law, double t, double shift);

#endif
