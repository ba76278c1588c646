#include "study/statistic.h"

#include <math.h>

#include "base/error.h"
#include "stat/moments.h"
#include "stat/quantile.h"

enum { MIN_TAIL = 10 };

double statistic_of(const struct sample *sample,
                    const struct statistic *statistic, int quantile_type)
{
    switch (statistic->kind) {
    case STATISTIC_MEAN:
        return mean_of(sample->x, sample->n);
    case STATISTIC_QUANTILE:
        return quantile_of(sample, statistic->p, quantile_type);
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
