#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/sort.h"
#include "stat/dip.h"
#include "stat/series.h"
#include "stat/shapiro.h"
#include "stat/trend.h"
#include "study/test.h"

/* One column: its shape, and what its order tells. */

static void run_shapiro(const struct test_data *data,
                        struct test_answer *answer)
{
    answer->result = shapiro_of(data->groups[0].x, data->groups[0].n);
}

const struct test_kind test_shapiro_wilk = {
    .name = "shapiro-wilk",
    .summary = "are the values normal?",
    .assumes = "independent values",
    .needs = "3 to 5,000 values that are not all equal",
    .reference = "Royston, Appl. Stat. 44 (1995)",
    .takes = TAKES_SAMPLE,
    .run = run_shapiro,
};

/* Monte Carlo if --resamples says how many. */
static void run_dip(const struct test_data *data, struct test_answer *answer)
{
    size_t n = data->groups[0].n, draws = data->options->resamples;
    double *sorted = memory_alloc(n, sizeof *sorted);
    struct sample sample = {.x = sorted, .n = n};
    struct test_result *result = &answer->result;

    memcpy(sorted, data->groups[0].x, n * sizeof *sorted);
    sort_doubles(sorted, n);
    result->statistic = dip_statistic(&sample);
    if (draws) {
        struct random_stream *random =
            random_create(data->options->seed, "dip");

        result->p = dip_p_simulated(result->statistic, n, draws, random);
        result->p_method = "monte-carlo";
        test_parameter(data, answer, "resamples", (double)draws);
        random_destroy(random);
    } else {
        result->p = dip_p(result->statistic, n);
        result->p_method = "table";
    }
    free(sorted);
}

const struct test_kind test_dip = {
    .name = "dip",
    .summary = "is there one mode? distance to the closest unimodal law",
    .assumes = "independent values that are not rounded: equal values look "
               "like modes; p is against the uniform, which makes it large",
    .needs = "values",
    .reference = "Hartigan and Hartigan, Ann. Stat. 13 (1985)",
    .takes = TAKES_SAMPLE,
    .flags = TEST_RESAMPLES,
    .run = run_dip,
};

static void tell_order(const struct test_data *data, struct test_answer *answer)
{
    test_parameter_text(data, answer, "order",
                        data->options->order ? data->options->order : "file");
}

static void run_mann_kendall(const struct test_data *data,
                             struct test_answer *answer)
{
    const struct series *series = &data->groups[0];
    struct trend trend = trend_mann_kendall(series->x, series->n);

    tell_order(data, answer);
    answer->result = trend.test;
    answer->result.estimate_name = "sen-slope";
    answer->result.estimate =
        estimate_of(trend_sen_slope(data->order, series->x, series->n));
    test_detail(data, answer, "variance", trend.variance);
    test_detail(data, answer, "z", trend.z);
    test_detail(data, answer, "adjusted_z", trend.adjusted_z);
    test_detail(data, answer, "adjusted_p", trend.adjusted_p);
}

const struct test_kind test_mann_kendall = {
    .name = "mann-kendall",
    .summary = "does the series rise or fall? (S)",
    .assumes = "values that are independent of those before; adjusted_p allows "
               "for autocorrelation (Hamed and Rao 1998)",
    .needs = "three values or more that are not all equal",
    .reference = "Mann, Econometrica 13 (1945); Sen, J. Am. Stat. Assoc. 63 "
                 "(1968)",
    .takes = TAKES_SERIES,
    .run = run_mann_kendall,
};

static void run_ljung_box(const struct test_data *data,
                          struct test_answer *answer)
{
    const struct series *series = &data->groups[0];
    size_t lag = data->options->lag ? data->options->lag : TEST_DEFAULT_LAG;

    tell_order(data, answer);
    test_parameter(data, answer, "lag", (double)lag);
    if (lag < series->n)
        answer->result = series_ljung_box(series->x, series->n, lag);
    test_detail(data, answer, "n_effective",
                series_effective(series->x, series->n, SERIES_POSITIVE));
    test_detail(data, answer, "n_effective_monotone",
                series_effective(series->x, series->n, SERIES_MONOTONE));
    test_detail(data, answer, "n_effective_convex",
                series_effective(series->x, series->n, SERIES_CONVEX));
    test_detail(data, answer, "n_effective_ar1",
                series_effective_ar1(series->x, series->n));
    if (lag < series->n && lag <= 1000) {
        double *r = memory_alloc(lag + 1, sizeof *r);
        struct value *list = value_set(answer->details, "autocorrelation",
                                       value_array(data->arena));

        series_autocorrelation(series->x, series->n, lag, r);
        for (size_t i = 1; i <= lag; i++)
            value_append(list, value_number(data->arena, r[i]));
        free(r);
    }
}

const struct test_kind test_ljung_box = {
    .name = "ljung-box",
    .summary = "do the values depend on those before?",
    .assumes = "a series of constant mean and variance, longer than the lag",
    .needs = "more values than the lag that are not all equal",
    .reference = "Ljung and Box, Biometrika 65 (1978)",
    .takes = TAKES_SERIES,
    .flags = TEST_LAG,
    .run = run_ljung_box,
};

static void run_pettitt(const struct test_data *data,
                        struct test_answer *answer)
{
    const struct series *series = &data->groups[0];
    size_t change = 0;

    tell_order(data, answer);
    answer->result = series_pettitt(series->x, series->n, &change);
    if (change)
        test_detail(data, answer, "change_after", (double)change);
    if (change && data->order)
        test_detail(data, answer, "change_order", data->order[change - 1]);
}

const struct test_kind test_pettitt = {
    .name = "pettitt",
    .summary = "is there one change of level? (K)",
    .assumes = "values that are independent of those before; p is approximate",
    .needs = "two values or more that are not all equal",
    .reference = "Pettitt, Appl. Stat. 28 (1979)",
    .takes = TAKES_SERIES,
    .run = run_pettitt,
};

static void run_runs(const struct test_data *data, struct test_answer *answer)
{
    tell_order(data, answer);
    answer->result = series_runs(data->groups[0].x, data->groups[0].n);
}

const struct test_kind test_wald_wolfowitz = {
    .name = "wald-wolfowitz",
    .summary = "runs above and below the median: too few or too many? (z)",
    .assumes = "nothing of the distribution; values equal to the median are "
               "left out; p is by the normal law",
    .needs = "values above and below the median",
    .reference = "Wald and Wolfowitz, Ann. Math. Stat. 11 (1940)",
    .takes = TAKES_SERIES,
    .run = run_runs,
};
