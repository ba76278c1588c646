#include "stat/shift.h"

#include <stdlib.h>

#include "base/memory.h"
#include "stat/quantile.h"
#include "stat/ttest.h"

enum { LEAST_IN_TAIL = 10 };

/* One quantile a run. */
struct run_values {
    double *values;
    size_t n;
    bool is_short; /* a run has too few values beyond the quantile */
};

static struct run_values run_values(const struct sample *runs, size_t n_runs,
                                    double p, int type)
{
    struct run_values found = {.values =
                                   memory_alloc(n_runs, sizeof *found.values)};

    for (size_t i = 0; i < n_runs; i++) {
        double in_tail = (double)runs[i].n * fmin(p, 1 - p);

        if (runs[i].n == 0)
            continue;
        found.is_short = found.is_short || in_tail < LEAST_IN_TAIL - 1e-9;
        found.values[found.n++] = quantile_of(&runs[i], p, type);
    }
    return found;
}

static struct shift shift_at(const struct run_values *base,
                             const struct run_values *candidate, double p,
                             double level)
{
    struct shift shift = {p, estimate_of((double)NAN),
                          estimate_of((double)NAN)};

    if (base->is_short || candidate->is_short) {
        shift.difference.doubts = shift.ratio.doubts = DOUBT_FEW;
        return shift;
    }
    shift.difference = ttest_welch(candidate->values, candidate->n,
                                   base->values, base->n, level)
                           .estimate;
    shift.ratio = ttest_welch_log(candidate->values, candidate->n, base->values,
                                  base->n, level)
                      .estimate;
    return shift;
}

void shift_of_runs(const struct sample *base, size_t n_base,
                   const struct sample *candidate, size_t n_candidate,
                   const double *p, size_t n_p, int quantile_type, double level,
                   struct shift *shifts)
{
    for (size_t i = 0; i < n_p; i++) {
        struct run_values before =
            run_values(base, n_base, p[i], quantile_type);
        struct run_values after =
            run_values(candidate, n_candidate, p[i], quantile_type);

        shifts[i] = shift_at(&before, &after, p[i], level);
        free(before.values);
        free(after.values);
    }
}
