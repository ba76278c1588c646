#include "stat/ttest.h"

#include <float.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stat/moments.h"
#include "stat/tail.h"

/* Every test here is a difference with a standard error and degrees of
 * freedom; what differs is how these three come about. */
struct contrast {
    double difference, error, df; /* error NAN: nothing can be said */
};

/* Values whose spread is only rounding are constant: ten units in the last
 * place of the larger mean. */
static struct contrast contrast_of(double difference, double error, double df,
                                   double scale)
{
    bool usable = isfinite(error) && error > 10 * DBL_EPSILON * scale && df > 0;

    return (struct contrast){difference, usable ? error : (double)NAN,
                             usable ? df : (double)NAN};
}

static struct contrast contrast_student(const double *x, size_t n_x,
                                        const double *y, size_t n_y)
{
    double mean_x = mean_of(x, n_x), mean_y = mean_of(y, n_y);
    double df = (double)n_x + (double)n_y - 2;
    double variance = (squares_of(x, n_x) + squares_of(y, n_y)) / df;

    return contrast_of(mean_x - mean_y,
                       sqrt(variance * (1 / (double)n_x + 1 / (double)n_y)), df,
                       fmax(fabs(mean_x), fabs(mean_y)));
}

static struct contrast contrast_welch(const double *x, size_t n_x,
                                      const double *y, size_t n_y)
{
    double mean_x = mean_of(x, n_x), mean_y = mean_of(y, n_y);
    double part_x = variance_of(x, n_x) / (double)n_x;
    double part_y = variance_of(y, n_y) / (double)n_y;
    double square = part_x + part_y;
    double df = square * square /
                (part_x * part_x / ((double)n_x - 1) +
                 part_y * part_y / ((double)n_y - 1));

    return contrast_of(mean_x - mean_y, sqrt(square), df,
                       fmax(fabs(mean_x), fabs(mean_y)));
}

static struct contrast contrast_mean(const double *x, size_t n, double expected)
{
    double mean = mean_of(x, n);

    return contrast_of(mean - expected, sqrt(variance_of(x, n) / (double)n),
                       (double)n - 1, fabs(mean));
}

/* The scale of rounding is that of the values, not of their differences. */
static struct contrast contrast_paired(const double *x, const double *y,
                                       size_t n)
{
    double *difference = memory_alloc(n, sizeof *difference);
    struct contrast contrast;

    for (size_t i = 0; i < n; i++)
        difference[i] = x[i] - y[i];
    contrast = contrast_of(
        mean_of(difference, n), sqrt(variance_of(difference, n) / (double)n),
        (double)n - 1, fmax(fabs(mean_of(x, n)), fabs(mean_of(y, n))));
    free(difference);
    return contrast;
}

/* NULL if a value is not positive. */
static double *logs_of(const double *x, size_t n)
{
    double *logs = memory_alloc(n, sizeof *logs);

    for (size_t i = 0; i < n; i++) {
        if (!(x[i] > 0)) {
            free(logs);
            return NULL;
        }
        logs[i] = log(x[i]);
    }
    return logs;
}

static const struct contrast no_contrast = {(double)NAN, (double)NAN,
                                            (double)NAN};

static struct contrast contrast_welch_log(const double *x, size_t n_x,
                                          const double *y, size_t n_y)
{
    double *log_x = logs_of(x, n_x), *log_y = logs_of(y, n_y);
    struct contrast contrast = no_contrast;

    if (log_x && log_y)
        contrast = contrast_welch(log_x, n_x, log_y, n_y);
    free(log_x);
    free(log_y);
    return contrast;
}

static struct contrast contrast_paired_log(const double *x, const double *y,
                                           size_t n)
{
    double *log_x = logs_of(x, n), *log_y = logs_of(y, n);
    struct contrast contrast = no_contrast;

    if (log_x && log_y)
        contrast = contrast_paired(log_x, log_y, n);
    free(log_x);
    free(log_y);
    return contrast;
}

static struct estimate interval(const struct contrast *contrast, double level,
                                const char *method)
{
    struct estimate estimate = estimate_of(contrast->difference);
    double half;

    if (isnan(contrast->error))
        return estimate;
    half = tail_student_critical(level, contrast->df) * contrast->error;
    estimate.low = contrast->difference - half;
    estimate.high = contrast->difference + half;
    estimate.level = level;
    estimate.method = method;
    return estimate;
}

static struct estimate as_ratio(struct estimate estimate)
{
    estimate.value = exp(estimate.value);
    estimate.low = exp(estimate.low);
    estimate.high = exp(estimate.high);
    return estimate;
}

static struct test_result judge(const char *name, const char *estimate_name,
                                struct contrast contrast, double level)
{
    struct test_result result = test_result_none(name);

    result.estimate = interval(&contrast, level, name);
    result.estimate_name = estimate_name;
    if (isnan(contrast.error))
        return result;
    result.statistic = contrast.difference / contrast.error;
    result.df = contrast.df;
    result.p = tail_student(result.statistic, result.df);
    result.p_method = "asymptotic";
    return result;
}

struct test_result ttest_student(const double *x, size_t n_x, const double *y,
                                 size_t n_y, double level)
{
    return judge("student-t", "difference", contrast_student(x, n_x, y, n_y),
                 level);
}

struct test_result ttest_welch(const double *x, size_t n_x, const double *y,
                               size_t n_y, double level)
{
    return judge("welch-t", "difference", contrast_welch(x, n_x, y, n_y),
                 level);
}

struct test_result ttest_paired(const double *x, const double *y, size_t n,
                                double level)
{
    return judge("paired-t", "difference", contrast_paired(x, y, n), level);
}

struct test_result ttest_mean(const double *x, size_t n, double expected,
                              double level)
{
    struct test_result result =
        judge("one-sample-t", "mean", contrast_mean(x, n, expected), level);

    result.estimate.value += expected;
    result.estimate.low += expected;
    result.estimate.high += expected;
    return result;
}

struct test_result ttest_welch_log(const double *x, size_t n_x, const double *y,
                                   size_t n_y, double level)
{
    struct test_result result = judge(
        "welch-t-log", "ratio", contrast_welch_log(x, n_x, y, n_y), level);

    result.estimate = as_ratio(result.estimate);
    return result;
}

struct test_result ttest_paired_log(const double *x, const double *y, size_t n,
                                    double level)
{
    struct test_result result =
        judge("paired-t-log", "ratio", contrast_paired_log(x, y, n), level);

    result.estimate = as_ratio(result.estimate);
    return result;
}

static struct equivalence judge_equivalence(struct contrast contrast,
                                            double margin, double alpha,
                                            const char *method)
{
    struct equivalence result = {.margin = margin, .alpha = alpha};

    result.estimate = interval(&contrast, 1 - 2 * alpha, method);
    result.p_lower = tail_student_above(
        (contrast.difference + margin) / contrast.error, contrast.df);
    result.p_upper = tail_student_above(
        -(contrast.difference - margin) / contrast.error, contrast.df);
    if (!(margin > 0))
        result.p_lower = result.p_upper = (double)NAN;
    result.p =
        result.p_lower > result.p_upper ? result.p_lower : result.p_upper;
    result.equivalent = result.p < alpha;
    return result;
}

struct equivalence ttest_equivalence_student(const double *x, size_t n_x,
                                             const double *y, size_t n_y,
                                             double margin, double alpha)
{
    return judge_equivalence(contrast_student(x, n_x, y, n_y), margin, alpha,
                             "student-t");
}

struct equivalence ttest_equivalence_welch(const double *x, size_t n_x,
                                           const double *y, size_t n_y,
                                           double margin, double alpha)
{
    return judge_equivalence(contrast_welch(x, n_x, y, n_y), margin, alpha,
                             "welch-t");
}

struct equivalence ttest_equivalence_paired(const double *x, const double *y,
                                            size_t n, double margin,
                                            double alpha)
{
    return judge_equivalence(contrast_paired(x, y, n), margin, alpha,
                             "paired-t");
}

static struct equivalence equivalence_of_ratio(struct contrast contrast,
                                               double margin, double alpha,
                                               const char *method)
{
    struct equivalence result =
        judge_equivalence(contrast, log1p(margin), alpha, method);

    result.margin = margin;
    result.estimate = as_ratio(result.estimate);
    return result;
}

struct equivalence ttest_equivalence_welch_log(const double *x, size_t n_x,
                                               const double *y, size_t n_y,
                                               double margin, double alpha)
{
    return equivalence_of_ratio(contrast_welch_log(x, n_x, y, n_y), margin,
                                alpha, "welch-t-log");
}

struct equivalence ttest_equivalence_paired_log(const double *x,
                                                const double *y, size_t n,
                                                double margin, double alpha)
{
    return equivalence_of_ratio(contrast_paired_log(x, y, n), margin, alpha,
                                "paired-t-log");
}
