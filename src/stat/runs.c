#include "stat/runs.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stat/ksample.h"
#include "stat/moments.h"
#include "stat/sum.h"
#include "stat/tail.h"

static struct runs_model model_none(void)
{
    const double none = (double)NAN;

    return (struct runs_model){.n0 = none,
                               .squares_between = none,
                               .squares_within = none,
                               .variance_between = none,
                               .variance_within = none,
                               .icc = estimate_of(none),
                               .design_effect = none,
                               .n_effective = none,
                               .between_sd = none,
                               .within_sd = none,
                               .values_sd = none,
                               .test = test_result_none("anova")};
}

/* F over its quantiles bounds the ratio of the variances; with runs of one
 * length n that is a bound of the correlation. */
static void add_interval(struct runs_model *model, double length, double level)
{
    double f = model->test.statistic, part = (1 - level) / 2;
    double low = f / tail_f_point(part, model->test.df, model->test.df2);
    double high = f * tail_f_point(part, model->test.df2, model->test.df);

    if (isnan(low) || isnan(high))
        return;
    model->icc.low = (low - 1) / (low + length - 1);
    model->icc.high = (high - 1) / (high + length - 1);
    model->icc.level = level;
    model->icc.method = "shrout-fleiss";
}

/* What the mean squares say. */
static void fill(struct runs_model *model, bool is_balanced, double level)
{
    double length = (double)model->n / (double)model->n_runs, icc;

    model->variance_within = model->squares_within;
    model->variance_between =
        (model->squares_between - model->squares_within) / model->n0;
    model->within_sd = sqrt(model->squares_within);
    model->between_sd = sqrt(fmax(0, model->variance_between));
    icc = model->variance_between /
          (model->variance_between + model->variance_within);
    model->icc.value = icc;
    model->design_effect = isnan(icc) ? icc : 1 + (length - 1) * fmax(0, icc);
    model->n_effective = (double)model->n / model->design_effect;
    if (is_balanced)
        add_interval(model, length, level);
}

struct runs_model runs_model(const struct series *runs, size_t n_runs,
                             double level)
{
    struct runs_model model = model_none();
    double *means = memory_alloc(n_runs, sizeof *means);
    double squares = 0, n;
    size_t shortest = SIZE_MAX, longest = 0;
    struct anova anova;

    for (size_t i = 0; i < n_runs; i++) {
        double length = (double)runs[i].n;

        if (runs[i].n == 0)
            continue;
        means[model.n_runs++] = mean_of(runs[i].x, runs[i].n);
        model.n += runs[i].n;
        squares += length * length;
        shortest = runs[i].n < shortest ? runs[i].n : shortest;
        longest = runs[i].n > longest ? runs[i].n : longest;
    }
    model.values_sd = sqrt(variance_of(means, model.n_runs));
    free(means);
    if (model.n_runs < 2 || model.n <= model.n_runs)
        return model;
    n = (double)model.n;
    model.n0 = (n - squares / n) / ((double)model.n_runs - 1);
    anova = ksample_anova(runs, n_runs);
    model.test = anova.test;
    model.squares_between = anova.squares_between / ((double)model.n_runs - 1);
    model.squares_within = anova.squares_within / (n - (double)model.n_runs);
    fill(&model, shortest == longest, level);
    return model;
}

static void count_run(struct runs_model *model, double hits, double trials,
                      double rate, double *shortest, double *longest)
{
    double share = hits / trials;

    model->n_runs++;
    model->squares_between += trials * (share - rate) * (share - rate);
    model->squares_within += hits * (1 - share);
    *shortest = fmin(*shortest, trials);
    *longest = fmax(*longest, trials);
}

struct runs_model runs_model_counts(const double *hits, const double *trials,
                                    size_t n_runs, double level)
{
    double n = sum_of(trials, n_runs), rate = sum_of(hits, n_runs) / n;
    double squares = 0, shortest = (double)INFINITY, longest = 0, df;
    double *shares = memory_alloc(n_runs, sizeof *shares);
    struct runs_model model = model_none();

    model.squares_between = model.squares_within = 0;
    for (size_t i = 0; i < n_runs; i++) {
        if (!(trials[i] > 0))
            continue;
        shares[model.n_runs] = hits[i] / trials[i];
        count_run(&model, hits[i], trials[i], rate, &shortest, &longest);
        squares += trials[i] * trials[i];
    }
    model.n = (size_t)n;
    model.values_sd = sqrt(variance_of(shares, model.n_runs));
    free(shares);
    df = (double)model.n_runs - 1;
    model.n0 = (n - squares / n) / df;
    model.squares_between /= df;
    model.squares_within /= n - (double)model.n_runs;
    model.test.df = df;
    model.test.df2 = n - (double)model.n_runs;
    model.test.statistic = model.squares_between / model.squares_within;
    if (model.n_runs < 2 || model.n <= model.n_runs || !(rate > 0 && rate < 1))
        return model_none();
    fill(&model, shortest == longest, level);
    return model;
}

void runs_model_scatter(struct runs_model *model, const double *values,
                        const double *errors, const double *trials,
                        size_t n_runs)
{
    double of_runs = 0, of_requests = 0, n = (double)n_runs;

    for (size_t r = 0; r < n_runs; r++) {
        of_runs += errors[r] * errors[r] / n;
        of_requests += errors[r] * errors[r] * trials[r] / n;
    }
    model->values_sd = sqrt(variance_of(values, n_runs));
    model->variance_between = variance_of(values, n_runs) - of_runs;
    model->variance_within = of_requests;
    model->between_sd = isnan(model->variance_between)
                            ? (double)NAN
                            : sqrt(fmax(0, model->variance_between));
    model->within_sd = sqrt(of_requests);
}

struct estimate runs_mean(const double *values, size_t n_runs, double level)
{
    struct estimate mean = mean_estimate(values, n_runs, level);

    if (mean.level > 0)
        mean.method = "t-over-runs";
    return mean;
}

struct test_result runs_over_dispersion(const double *n_failed,
                                        const double *n_requests, size_t n_runs)
{
    struct test_result result = test_result_none("chi-square");
    double failed = sum_of(n_failed, n_runs);
    double requests = sum_of(n_requests, n_runs);
    double rate = failed / requests, sum = 0, df = -1;

    for (size_t i = 0; i < n_runs; i++) {
        double expected = n_requests[i] * rate;
        double excess = n_failed[i] - expected;

        if (!(n_requests[i] > 0))
            continue;
        df++;
        sum += excess * excess / (expected * (1 - rate));
    }
    if (!(df > 0) || !(rate > 0 && rate < 1))
        return result;
    result.statistic = sum;
    result.df = df;
    result.p = tail_chi_square(sum, df);
    result.p_method = "asymptotic";
    return result;
}
