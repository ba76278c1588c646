#include "stat/ksample.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/sort.h"
#include "stat/moments.h"
#include "stat/rank.h"
#include "stat/sum.h"
#include "stat/tail.h"

static size_t count_values(const struct series *samples, size_t k)
{
    size_t n = 0;

    for (size_t i = 0; i < k; i++)
        n += samples[i].n;
    return n;
}

static size_t count_samples(const struct series *samples, size_t k)
{
    size_t n = 0;

    for (size_t i = 0; i < k; i++)
        n += samples[i].n > 0;
    return n;
}

/* All values one after the other; free() them. */
static double *pool(const struct series *samples, size_t k)
{
    double *pooled = memory_alloc(count_values(samples, k), sizeof *pooled);
    size_t at = 0;

    for (size_t i = 0; i < k; i++) {
        if (samples[i].n > 0)
            memcpy(pooled + at, samples[i].x, samples[i].n * sizeof *pooled);
        at += samples[i].n;
    }
    return pooled;
}

static struct test_result f_test(const char *name, double f, double df1,
                                 double df2)
{
    struct test_result result = test_result_none(name);

    if (!isfinite(f) || !(df1 > 0) || !(df2 > 0))
        return result;
    result.statistic = f;
    result.df = df1;
    result.df2 = df2;
    result.p = tail_f(f, df1, df2);
    result.p_method = "asymptotic";
    return result;
}

/* Sums over values less a centre; equal ones that follow each other are counted
 * at once. */
static double sum_from(const struct series *sample, double centre)
{
    struct sum sum = {0};
    size_t end;

    for (size_t i = 0; i < sample->n; i = end) {
        end = equals_end(sample->x, sample->n, i);
        sum_add_times(&sum, sample->x[i] - centre, end - i);
    }
    return sum_value(&sum);
}

static double squares_from(const struct series *sample, double centre,
                           double mean)
{
    struct sum sum = {0};
    size_t end;

    for (size_t i = 0; i < sample->n; i = end) {
        double away = (sample->x[i] - centre) - mean;

        end = equals_end(sample->x, sample->n, i);
        sum_add_times(&sum, away * away, end - i);
    }
    return sum_value(&sum);
}

/* The sums of squares, of values less the mean of all: it may be large beside
 * their differences. */
static void split_squares(const struct series *samples, size_t k, double centre,
                          struct anova *anova)
{
    double *sums = memory_alloc(k, sizeof *sums), rest;
    struct sum within = {0};
    size_t used = 0;

    for (size_t i = 0; i < k; i++)
        sums[i] = sum_from(&samples[i], centre);
    rest = sum_of(sums, k) / (double)count_values(samples, k);
    for (size_t i = 0; i < k; i++) {
        double n = (double)samples[i].n, mean = sums[i] / n, away = mean - rest;

        if (samples[i].n == 0)
            continue;
        sum_add(&within, squares_from(&samples[i], centre, mean));
        sums[used++] = n * away * away;
    }
    anova->squares_within = sum_value(&within);
    anova->squares_between = sum_of(sums, used);
    free(sums);
}

static double mean_of_all(const struct series *samples, size_t k)
{
    struct sum sum = {0};

    for (size_t i = 0; i < k; i++)
        sum_add(&sum, sum_of(samples[i].x, samples[i].n));
    return sum_value(&sum) / (double)count_values(samples, k);
}

/* What varies by rounding only does not vary. */
static bool is_rounding(double squares, double n, double scale)
{
    double unit = 10 * DBL_EPSILON * scale;

    return !(squares > n * unit * unit);
}

struct anova ksample_anova(const struct series *samples, size_t k)
{
    const double none = (double)NAN;
    struct anova anova = {
        test_result_none("anova"), none, none, none, none, none};
    double n = (double)count_values(samples, k);
    double n_samples = (double)count_samples(samples, k);
    double df1 = n_samples - 1, df2 = n - n_samples, within, total, scale;
    double centre;

    if (!(df1 > 0 && df2 > 0))
        return anova;
    centre = mean_of_all(samples, k);
    scale = fabs(centre);
    split_squares(samples, k, centre, &anova);
    within = anova.squares_within / df2;
    total = anova.squares_between + anova.squares_within;
    if (is_rounding(total, n, scale))
        return anova;
    anova.eta2 = anova.squares_between / total;
    anova.omega2 = (anova.squares_between - df1 * within) / (total + within);
    anova.epsilon2 = (anova.squares_between - df1 * within) / total;
    if (!is_rounding(anova.squares_within, n, scale))
        anova.test =
            f_test("anova", anova.squares_between / df1 / within, df1, df2);
    return anova;
}

/* What Welch's test needs of one sample. */
struct weighed {
    double mean, weight, n;
};

static struct test_result welch_of(const struct weighed *part, size_t k)
{
    double total = 0, mean = 0, between = 0, lack = 0, count = (double)k;

    for (size_t i = 0; i < k; i++)
        total += part[i].weight;
    for (size_t i = 0; i < k; i++)
        mean += part[i].weight * part[i].mean / total;
    for (size_t i = 0; i < k; i++) {
        double away = part[i].mean - mean, share = part[i].weight / total;

        between += part[i].weight * away * away;
        lack += (1 - share) * (1 - share) / (part[i].n - 1);
    }
    lack /= count * count - 1;
    return f_test("welch-anova",
                  between / (count - 1) / (1 + 2 * (count - 2) * lack),
                  count - 1, 1 / (3 * lack));
}

struct test_result ksample_welch(const struct series *samples, size_t k)
{
    struct test_result result = test_result_none("welch-anova");
    struct weighed *parts = memory_alloc(k, sizeof *parts);
    bool usable = true;
    size_t used = 0;

    for (size_t i = 0; i < k; i++) {
        double n = (double)samples[i].n, mean, squares;

        if (samples[i].n == 0)
            continue;
        mean = mean_of(samples[i].x, samples[i].n);
        squares = squares_of(samples[i].x, samples[i].n);
        usable = usable && n > 1 && !is_rounding(squares, n, fabs(mean));
        parts[used++] = (struct weighed){mean, n * (n - 1) / squares, n};
    }
    if (usable && used > 1)
        result = welch_of(parts, used);
    free(parts);
    return result;
}

struct test_result ksample_kruskal(const struct series *samples, size_t k)
{
    struct test_result result = test_result_none("kruskal-wallis");
    size_t n_values = count_values(samples, k), at = 0;
    double n = (double)n_values, sum = 0, ties, df;
    double *pooled = pool(samples, k);
    double *ranks = memory_alloc(n_values, sizeof *ranks);

    ties = rank_midranks(pooled, n_values, ranks);
    for (size_t i = 0; i < k; i++) {
        double away = mean_of(ranks + at, samples[i].n) - (n + 1) / 2;

        if (samples[i].n > 0)
            sum += (double)samples[i].n * away * away;
        at += samples[i].n;
    }
    free(pooled);
    free(ranks);
    df = (double)count_samples(samples, k) - 1;
    if (!(df > 0) || !(ties < (n - 1) * n * (n + 1)))
        return result;
    result.statistic =
        12 * sum / (n * (n + 1)) / (1 - ties / ((n - 1) * n * (n + 1)));
    result.df = df;
    result.p = tail_chi_square(result.statistic, df);
    result.p_method = "asymptotic";
    return result;
}

static double median_of(const double *x, size_t n)
{
    double *sorted = memory_alloc(n, sizeof *sorted);
    double median;

    memcpy(sorted, x, n * sizeof *sorted);
    sort_doubles(sorted, n);
    median = sorted[(n - 1) / 2] / 2 + sorted[n / 2] / 2;
    free(sorted);
    return median;
}

static struct test_result spread_test(const struct series *samples, size_t k,
                                      double (*centre)(const double *, size_t),
                                      const char *name)
{
    double *distances = pool(samples, k);
    struct series *apart = memory_alloc(k, sizeof *apart);
    struct test_result result;
    size_t at = 0;

    for (size_t i = 0; i < k; i++) {
        double middle = samples[i].n ? centre(samples[i].x, samples[i].n) : 0;

        apart[i] = (struct series){distances + at, samples[i].n};
        for (size_t j = 0; j < samples[i].n; j++)
            distances[at + j] = fabs(distances[at + j] - middle);
        at += samples[i].n;
    }
    result = ksample_anova(apart, k).test;
    result.name = name;
    free(apart);
    free(distances);
    return result;
}

struct test_result ksample_levene(const struct series *samples, size_t k)
{
    return spread_test(samples, k, mean_of, "levene");
}

struct test_result ksample_brown_forsythe(const struct series *samples,
                                          size_t k)
{
    return spread_test(samples, k, median_of, "brown-forsythe");
}
