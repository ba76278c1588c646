#ifndef STAT_SHIFT_H
#define STAT_SHIFT_H

#include <stddef.h>

#include "data/estimate.h"
#include "data/sample.h"

/* The shift function (Doksum 1974) over repeated runs: at each probability the
 * quantile of the candidate against that of the base. The datum is the
 * quantile of one run; the interval is Welch's t over runs ("welch-t"), so that
 * it knows of the spread between runs that pooled requests do not show. */
struct shift {
    double p;
    struct estimate difference; /* mean of run quantiles, candidate - base */
    struct estimate ratio;      /* of geometric means; NAN if one is not > 0 */
};

/* Fills shifts[0 .. n_p - 1] for the probabilities p[]. Runs without values are
 * left out. A side with fewer than two runs has no interval; without any, no
 * value. A run with fewer than ten values beyond a quantile, n min(p, 1 - p) <
 * 10, cannot give it: value and interval are NAN then, with DOUBT_FEW. */
void shift_of_runs(const struct sample *base, size_t n_base,
                   const struct sample *candidate, size_t n_candidate,
                   const double *p, size_t n_p, int quantile_type, double level,
                   struct shift *shifts);

#endif
