#include "study/planner.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stat/moments.h"
#include "stat/power.h"
#include "stat/power_welch.h"
#include "stat/quantile.h"
#include "stat/tail.h"
#include "study/failures.h"

enum { LEAST_RUNS = 3 };

/* The variance of the log of the statistic, times n. */
static double variance_of_one(const struct sample *sample,
                              const struct statistic *statistic)
{
    double n = (double)sample->n;

    if (statistic->kind == STATISTIC_MEAN) {
        struct sample finite = failures_left_out(sample);
        double cv = sd_of(finite.x, finite.n) / mean_of(finite.x, finite.n);

        return cv * cv;
    }
    return n * quantile_variance(sample, statistic->p, true);
}

struct components planner_components(const struct sample *runs, size_t n_runs,
                                     const struct statistic *statistic,
                                     int quantile_type)
{
    struct components result = {.n_runs = n_runs};
    double *logs = memory_alloc(n_runs, sizeof *logs);
    double within = 0, of_values = 0;

    for (size_t r = 0; r < n_runs; r++) {
        double n = (double)runs[r].n, one = (double)NAN, value = (double)NAN;

        if (runs[r].n > 1 && !statistic_is_biased(&runs[r], statistic)) {
            value = statistic_of(&runs[r], statistic, quantile_type);
            one = variance_of_one(&runs[r], statistic);
        }
        logs[r] = value > 0 ? log(value) : (double)NAN;
        result.n_requests += n / (double)n_runs;
        within += one / (double)n_runs;
        of_values += one / n / (double)n_runs;
    }
    result.value = exp(mean_of(logs, n_runs));
    result.total = variance_of(logs, n_runs);
    result.within = within;
    result.between = result.total - of_values;
    free(logs);
    return result;
}

double planner_sd(const struct components *components, double n)
{
    return sqrt(fmax(0, components->between) + components->within / n);
}

/* chi-square / df is F with infinite degrees of freedom below. */
double planner_upper_factor(size_t n_runs, double confidence)
{
    const double many = 1e8;

    if (n_runs < 2)
        return (double)NAN;
    return 1 / sqrt(tail_f_point(confidence, (double)n_runs - 1, many));
}

double planner_runs(double sd, double change, double power, double alpha)
{
    double n;

    if (!(sd >= 0) || !(change > 0))
        return (double)NAN;
    if (sd == 0)
        return LEAST_RUNS;
    n = power_welch_size(power, log1p(change) / sd, alpha);
    return isnan(n) ? n : fmax(n, LEAST_RUNS);
}

double planner_change(double sd, double n_runs, double power, double alpha)
{
    return expm1(sd * power_welch_effect(n_runs, n_runs, power, alpha));
}

double planner_power(double sd, double n_runs, double change, double alpha)
{
    return power_welch(n_runs, n_runs, log1p(change) / sd, alpha);
}

double planner_requests(const struct components *components, double overhead)
{
    if (isnan(components->between) || isnan(components->within))
        return (double)NAN;
    if (components->between <= 0)
        return (double)INFINITY;
    return power_repeats(1, overhead, components->within, components->between);
}
