#include "study/statistic.h"

#include <math.h>

#include "base/error.h"
#include "stat/moments.h"
#include "stat/quantile.h"
#include "study/failures.h"

enum { MIN_TAIL = 10 };

double statistic_of(const struct sample *sample,
                    const struct statistic *statistic, int quantile_type)
{
    struct sample finite = failures_left_out(sample);
    double quantile;

    switch (statistic->kind) {
    case STATISTIC_MEAN:
        return mean_of(finite.x, finite.n);
    case STATISTIC_QUANTILE:
        quantile = quantile_of(sample, statistic->p, quantile_type);
        return isnan(quantile) && finite.n < sample->n ? (double)INFINITY
                                                       : quantile;
    case STATISTIC_RATE:
        break;
    }
    BUG("no sample has a '%s'", statistic->name);
}

bool statistic_is_biased(const struct sample *sample,
                         const struct statistic *statistic)
{
    double p = statistic->p;

    return statistic->kind == STATISTIC_QUANTILE &&
           (double)sample->n * fmin(p, 1 - p) < MIN_TAIL - 1e-9;
}

struct statistic statistic_quantile(const char *name, double p)
{
    return (struct statistic){name, STATISTIC_QUANTILE, p};
}
