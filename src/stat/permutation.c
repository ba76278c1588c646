#include "stat/permutation.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stat/moments.h"
#include "stat/sum.h"

/* Centred values, so that sums of any choice are free of a common level, and
 * how near to the observed sum counts as equal to it: rounding must not make
 * a tie a loss. */
struct pool {
    double *values;
    size_t n;
    double observed, margin;
};

static void set_margin(struct pool *pool)
{
    double largest = 0;

    for (size_t i = 0; i < pool->n; i++)
        largest = fmax(largest, fabs(pool->values[i]));
    pool->margin = 1e-12 * (fabs(pool->observed) + largest);
}

static bool is_as_far(const struct pool *pool, double sum)
{
    return fabs(sum) >= fabs(pool->observed) - pool->margin;
}

/* n over m; infinite beyond the doubles. */
static double choose(size_t n, size_t m)
{
    double ways = 1;

    m = n - m < m ? n - m : m;
    for (size_t i = 1; i <= m && isfinite(ways); i++)
        ways = ways * (double)(n - m + i) / (double)i;
    return ways;
}

/* Counts the choices of m values whose sum is as far from 0: chosen[] goes
 * through all of them in lexicographic order, and sums[i] is the sum of the
 * first i of them. */
static double count_choices(const struct pool *pool, size_t m, double *n_all)
{
    size_t *chosen = memory_alloc(m, sizeof *chosen), from = 0;
    double *sums = memory_alloc(m + 1, sizeof *sums), far = 0;

    *n_all = 0;
    for (size_t i = 0; i < m; i++)
        chosen[i] = i;
    for (;;) {
        for (size_t i = from; i < m; i++)
            sums[i + 1] = sums[i] + pool->values[chosen[i]];
        ++*n_all;
        far += is_as_far(pool, sums[m]);
        for (from = m; from > 0; from--)
            if (chosen[from - 1] < pool->n - m + from - 1)
                break;
        if (from == 0)
            break;
        from--;
        chosen[from]++;
        for (size_t i = from + 1; i < m; i++)
            chosen[i] = chosen[i - 1] + 1;
    }
    free(chosen);
    free(sums);
    return far;
}

/* The first m of the shuffled values, again and again; only they need be
 * shuffled. */
static double draw_choices(struct pool *pool, size_t m, size_t draws,
                           struct random_stream *random)
{
    double far = 0;

    for (size_t k = 0; k < draws; k++) {
        double sum = 0;

        for (size_t i = 0; i < m; i++) {
            size_t j = i + random_below(random, pool->n - i);
            double value = pool->values[j];

            pool->values[j] = pool->values[i];
            pool->values[i] = value;
            sum += value;
        }
        far += is_as_far(pool, sum);
    }
    return (1 + far) / (1 + (double)draws);
}

static void judge(struct test_result *result, struct pool *pool, size_t m,
                  size_t draws, struct random_stream *random)
{
    double n_all, far;

    if (choose(pool->n, m) <= PERMUTATION_MOST) {
        far = count_choices(pool, m, &n_all);
        result->p = far / n_all;
        result->p_method = "exact";
    } else if (random && draws > 0) {
        result->p = draw_choices(pool, m, draws, random);
        result->p_method = "monte-carlo";
    }
}

/* With centred values the difference of means is a multiple of the sum of
 * either sample; the smaller one is summed. */
struct test_result permutation_two_samples(const double *x, size_t n_x,
                                           const double *y, size_t n_y,
                                           size_t draws,
                                           struct random_stream *random)
{
    struct test_result result = test_result_none("permutation");
    struct pool pool = {NULL, n_x + n_y, 0, 0};
    bool first_is_small = n_x <= n_y;
    double centre;

    if (n_x == 0 || n_y == 0)
        return result;
    pool.values = memory_alloc(pool.n, sizeof *pool.values);
    for (size_t i = 0; i < n_x; i++)
        pool.values[i] = x[i];
    for (size_t i = 0; i < n_y; i++)
        pool.values[n_x + i] = y[i];
    centre = mean_of(pool.values, pool.n);
    for (size_t i = 0; i < pool.n; i++)
        pool.values[i] -= centre;
    pool.observed = first_is_small ? sum_of(pool.values, n_x)
                                   : sum_of(pool.values + n_x, n_y);
    set_margin(&pool);
    result.statistic = mean_of(x, n_x) - mean_of(y, n_y);
    judge(&result, &pool, first_is_small ? n_x : n_y, draws, random);
    free(pool.values);
    return result;
}

/* All signs in the order of Gray's code: one sign changes from step to step.
 * The last sign is kept, because turning all of them changes nothing. */
static double count_signs(const struct pool *pool)
{
    size_t free_signs = pool->n - 1, steps = (size_t)1 << free_signs;
    double *sign = memory_alloc(pool->n, sizeof *sign), far = 0;

    for (size_t i = 0; i < pool->n; i++)
        sign[i] = 1;
    for (size_t k = 1; k <= steps; k++) {
        struct sum sum = {0};
        size_t turn = 0;

        for (size_t i = 0; i < pool->n; i++)
            sum_add(&sum, sign[i] * pool->values[i]);
        far += is_as_far(pool, sum_value(&sum));
        while (turn < free_signs && !(k >> turn & 1))
            turn++;
        sign[turn] = -sign[turn];
    }
    free(sign);
    return far / (double)steps;
}

static double draw_signs(const struct pool *pool, size_t draws,
                         struct random_stream *random)
{
    double far = 0;

    for (size_t k = 0; k < draws; k++) {
        double sum = 0;

        for (size_t i = 0; i < pool->n; i++)
            sum += random_uniform(random) < 0.5 ? pool->values[i]
                                                : -pool->values[i];
        far += is_as_far(pool, sum);
    }
    return (1 + far) / (1 + (double)draws);
}

struct test_result permutation_pairs(const double *x, const double *y, size_t n,
                                     size_t draws, struct random_stream *random)
{
    enum { MOST_PAIRS = 20 }; /* 2^19 signs to try */
    struct test_result result = test_result_none("sign-flip");
    struct pool pool = {memory_alloc(n, sizeof *pool.values), n, 0, 0};

    for (size_t i = 0; i < n; i++)
        pool.values[i] = x[i] - y[i];
    pool.observed = sum_of(pool.values, n);
    set_margin(&pool);
    if (n > 0)
        result.statistic = pool.observed / (double)n;
    if (n > 0 && n <= MOST_PAIRS) {
        result.p = count_signs(&pool);
        result.p_method = "exact";
    } else if (n > 0 && random && draws > 0) {
        result.p = draw_signs(&pool, draws, random);
        result.p_method = "monte-carlo";
    }
    free(pool.values);
    return result;
}

double permutation_attainable(size_t n_x, size_t n_y)
{
    if (n_x == 0 || n_y == 0)
        return (double)NAN;
    return fmin(1, (n_x == n_y ? 2 : 1) / choose(n_x + n_y, n_x));
}

double permutation_attainable_pairs(size_t n)
{
    return n == 0 ? (double)NAN
                  : fmin(1, ldexp(2, -(int)fmin((double)n, 2000)));
}
