#include "stat/kolmogorov.h"

#include <gsl/gsl_math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/sort.h"

/* Two series for one law, each where it converges at once. */
double kolmogorov_tail(double z)
{
    double sum = 0;

    if (isnan(z))
        return z;
    if (z <= 0)
        return 1;
    if (z < 1) {
        for (int k = 1; k < 20; k += 2)
            sum += exp(-k * k * M_PI * M_PI / (8 * z * z));
        return 1 - sqrt(2 * M_PI) / z * sum;
    }
    for (int k = 1; k < 20; k++)
        sum += (k % 2 ? 2 : -2) * exp(-2.0 * k * k * z * z);
    return sum;
}

static double *sorted_copy(const double *x, size_t n)
{
    double *sorted = memory_alloc(n, sizeof *sorted);

    memcpy(sorted, x, n * sizeof *sorted);
    sort_doubles(sorted, n);
    return sorted;
}

/* D n_x n_y, a whole number; marks in `ends`, if given, which of the pooled
 * values are the last of their equals. */
static int64_t largest_distance(const double *x, size_t n_x, const double *y,
                                size_t n_y, bool *ends, bool *has_ties)
{
    int64_t largest = 0;
    size_t i = 0, j = 0;

    *has_ties = false;
    while (i < n_x || j < n_y) {
        double value = j == n_y || (i < n_x && x[i] <= y[j]) ? x[i] : y[j];
        size_t before = i + j;
        int64_t distance;

        for (; i < n_x && x[i] == value; i++)
            continue;
        for (; j < n_y && y[j] == value; j++)
            continue;
        *has_ties = *has_ties || i + j - before > 1;
        if (ends)
            ends[i + j - 1] = true;
        distance = llabs((int64_t)i * (int64_t)n_y - (int64_t)j * (int64_t)n_x);
        largest = distance > largest ? distance : largest;
    }
    return largest;
}

/* The samples are a random path from (0, 0) to (n_x, n_y). `reach[j]` is the
 * probability that it comes through (i, j) without having been `limit` away
 * from the diagonal where values end; what gets there is added up. All terms
 * are positive, so that a small p has its digits. */
static double path_p(size_t n_x, size_t n_y, int64_t limit, const bool *ends)
{
    double *reach = memory_alloc(n_y + 1, sizeof *reach), p = 0;

    reach[0] = 1;
    for (size_t i = 0; i <= n_x; i++)
        for (size_t j = 0; j <= n_y; j++) {
            int64_t away =
                (int64_t)i * (int64_t)n_y - (int64_t)j * (int64_t)n_x;
            double left = (double)(n_x - i + n_y - j) + 1, here = 0;

            if (i + j == 0)
                continue;
            if (i > 0)
                here = reach[j] * (double)(n_x - i + 1) / left;
            if (j > 0)
                here += reach[j - 1] * (double)(n_y - j + 1) / left;
            if (ends[i + j - 1] && llabs(away) >= limit) {
                p += here;
                here = 0;
            }
            reach[j] = here;
        }
    free(reach);
    return fmin(p, 1);
}

struct test_result kolmogorov_two(const double *x, size_t n_x, const double *y,
                                  size_t n_y, enum kolmogorov_method method)
{
    struct test_result result = test_result_none("kolmogorov-smirnov");
    double product = (double)n_x * (double)n_y;
    bool exact = method == KOLMOGOROV_EXACT ||
                 (method == KOLMOGOROV_AUTO && product < 10000);
    double *a, *b;
    bool *ends = NULL, has_ties;
    int64_t distance;

    if (n_x == 0 || n_y == 0)
        return result;
    a = sorted_copy(x, n_x);
    b = sorted_copy(y, n_y);
    if (exact && product <= 1e8)
        ends = memory_alloc(n_x + n_y, sizeof *ends);
    distance = largest_distance(a, n_x, b, n_y, ends, &has_ties);
    result.statistic = (double)distance / product;
    if (ends) {
        result.p = path_p(n_x, n_y, distance, ends);
        result.p_method = has_ties ? "permutation" : "exact";
    } else if (!exact) {
        result.p = kolmogorov_tail(result.statistic *
                                   sqrt(product / (double)(n_x + n_y)));
        result.p_method = "asymptotic";
    }
    free(a);
    free(b);
    free(ends);
    return result;
}
