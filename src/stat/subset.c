#include "stat/subset.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"

/* One double for each number of members and each sum. */
bool subset_is_feasible(size_t n, size_t m)
{
    double sums = (double)n * ((double)n + 1);

    return n <= 500 && sums * (double)m * (double)n <= 2e9;
}

bool subset_any_is_feasible(size_t n)
{
    return n <= 400;
}

static size_t total_of(const uint32_t *scores, size_t n)
{
    size_t total = 0;

    for (size_t i = 0; i < n; i++)
        total += scores[i];
    return total;
}

/* A row of sums for each number of members. A score makes of every subset
 * without it one with it: the row above, shifted. Rows are taken from the top
 * so that no score is used twice. */
double *subset_counts(const uint32_t *scores, size_t n, size_t m, size_t *top)
{
    size_t total = total_of(scores, n), width = total + 1, reached = 0;
    double *rows = memory_alloc((m + 1) * width, sizeof *rows);

    rows[0] = 1;
    for (size_t i = 0; i < n; i++) {
        size_t score = scores[i];

        for (size_t j = i + 1 < m ? i + 1 : m; j > 0; j--) {
            const double *from = rows + (j - 1) * width;
            double *to = rows + j * width + score;

            for (size_t s = 0; s <= reached; s++)
                to[s] += from[s];
        }
        reached += score;
    }
    memmove(rows, rows + m * width, width * sizeof *rows);
    *top = total;
    return memory_resize(rows, width, sizeof *rows);
}

double *subset_counts_any(const uint32_t *scores, size_t n, size_t *top)
{
    size_t total = total_of(scores, n), reached = 0;
    double *counts = memory_alloc(total + 1, sizeof *counts);

    counts[0] = 1;
    for (size_t i = 0; i < n; i++) {
        for (size_t s = reached + 1; s-- > 0;)
            counts[s + scores[i]] += counts[s];
        reached += scores[i];
    }
    *top = total;
    return counts;
}

/* Sums are whole numbers and means are not finer than a ten-thousandth: the
 * margin is far from both. */
double subset_p(const double *counts, size_t top, double sum, double mean)
{
    double all = 0, far = 0, distance = fabs(sum - mean) - 1e-6;

    for (size_t s = 0; s <= top; s++) {
        all += counts[s];
        if (fabs((double)s - mean) >= distance)
            far += counts[s];
    }
    return far / all;
}

size_t subset_quantile(const double *counts, size_t top, double share)
{
    double all = 0, below = 0;

    for (size_t s = 0; s <= top; s++)
        all += counts[s];
    for (size_t s = 0; s < top; s++) {
        below += counts[s];
        if (below / all >= share)
            return s;
    }
    return top;
}
