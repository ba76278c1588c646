#include "stat/pairwise.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/sort.h"

/* A matrix whose entries ascend along rows and columns; of the averages only
 * the upper triangle counts. */
struct matrix {
    const double *x, *y;
    size_t n_rows, n_columns;
    bool is_average;
};

/* Rounding keeps order, so that these ascend even where they are rounded. */
static double entry(const struct matrix *matrix, size_t i, size_t j)
{
    if (matrix->is_average)
        return (matrix->x[i] + matrix->x[j]) / 2;
    return matrix->x[i] - matrix->y[matrix->n_columns - 1 - j];
}

static size_t first_column(const struct matrix *matrix, size_t i)
{
    return matrix->is_average ? i : 0;
}

/* How many entries are at most `value`. From row to row the end only moves
 * left: one walk along the border. */
static uint64_t count_up_to(const struct matrix *matrix, double value)
{
    uint64_t count = 0;
    size_t end = matrix->n_columns;

    for (size_t i = 0; i < matrix->n_rows; i++) {
        size_t first = first_column(matrix, i);

        while (end > first && entry(matrix, i, end - 1) > value)
            end--;
        if (end <= first)
            break;
        count += end - first;
    }
    return count;
}

/* The entries above `low` and up to `high`, of which there are n; free(). */
static double *list_between(const struct matrix *matrix, double low,
                            double high, size_t n)
{
    double *list = memory_alloc(n, sizeof *list);
    size_t end = matrix->n_columns, at = 0;

    for (size_t i = 0; i < matrix->n_rows; i++) {
        size_t first = first_column(matrix, i), j;

        while (end > first && entry(matrix, i, end - 1) > high)
            end--;
        for (j = end; j > first && entry(matrix, i, j - 1) > low; j--)
            list[at++] = entry(matrix, i, j - 1);
    }
    return list;
}

/* Whole numbers in the order of the doubles, so that halving them ends after
 * 64 steps whatever the values are. */
static int64_t key_of(double value)
{
    int64_t bits;

    value += 0.0; /* -0 becomes 0 */
    memcpy(&bits, &value, sizeof bits);
    return bits >= 0 ? bits : INT64_MIN - bits;
}

static double value_of(int64_t key)
{
    int64_t bits = key >= 0 ? key : INT64_MIN - key;
    double value;

    memcpy(&value, &bits, sizeof value);
    return value;
}

static int64_t middle_of(int64_t low, int64_t high)
{
    return (low >> 1) + (high >> 1) + (low & high & 1);
}

/* The entries counted so far: `below` up to the value of `low`, `up_to` up to
 * that of `high`. */
struct bracket {
    int64_t low, high;
    uint64_t below, up_to;
};

/* Moves both ends to entries: the gaps around them hold none. */
static void tighten(const struct matrix *matrix, struct bracket *bracket)
{
    double low = value_of(bracket->low), high = value_of(bracket->high);
    double first_above = high, last = low;
    size_t low_end = matrix->n_columns, high_end = low_end;

    for (size_t i = 0; i < matrix->n_rows; i++) {
        size_t first = first_column(matrix, i), at;

        while (low_end > first && entry(matrix, i, low_end - 1) > low)
            low_end--;
        while (high_end > first && entry(matrix, i, high_end - 1) > high)
            high_end--;
        at = low_end > first ? low_end : first;
        if (at < matrix->n_columns)
            first_above = fmin(first_above, entry(matrix, i, at));
        if (high_end > first)
            last = fmax(last, entry(matrix, i, high_end - 1));
    }
    bracket->low = key_of(first_above) - 1;
    bracket->high = key_of(last);
}

/* Where to count next, by turns: where the counts point to, a little below k
 * and a little above, so that what is left between is few; and half way, so
 * that it ends. */
static int64_t next_key(const struct bracket *bracket, uint64_t k, size_t few,
                        unsigned turn)
{
    double low = value_of(bracket->low), high = value_of(bracket->high);
    double margin = (turn % 3 == 0 ? -1.0 : 1.0) * (double)few / 3;
    double part = ((double)k + margin - (double)bracket->below) /
                  ((double)bracket->up_to - (double)bracket->below);
    int64_t key;

    if (turn % 3 < 2 && part > 0 && part < 1) {
        key = key_of(low + (high - low) * part);
        if (key > bracket->low && key < bracket->high)
            return key;
    }
    return middle_of(bracket->low, bracket->high);
}

/* Narrows the range of values until it holds few entries, then sorts these. */
static double select_entry(const struct matrix *matrix, uint64_t k)
{
    size_t few = 2 * (matrix->n_rows + matrix->n_columns) + 1000;
    double least = entry(matrix, 0, 0), *list, answer;
    struct bracket b = {.low = key_of(least)};

    if (k <= (b.below = count_up_to(matrix, least)))
        return least;
    b.high = key_of(entry(matrix, matrix->n_rows - 1, matrix->n_columns - 1));
    b.up_to = count_up_to(matrix, value_of(b.high));
    for (unsigned turn = 0; b.up_to - b.below > few; turn++) {
        int64_t key;
        uint64_t count;

        if (turn % 3 == 2)
            tighten(matrix, &b);
        key = next_key(&b, k, few, turn);
        if (key == b.low)
            return value_of(b.high);
        count = count_up_to(matrix, value_of(key));
        if (count < k) {
            b.low = key;
            b.below = count;
        } else {
            b.high = key;
            b.up_to = count;
        }
    }
    list = list_between(matrix, value_of(b.low), value_of(b.high),
                        (size_t)(b.up_to - b.below));
    sort_doubles(list, (size_t)(b.up_to - b.below));
    answer = list[k - b.below - 1];
    free(list);
    return answer;
}

static double median_entry(const struct matrix *matrix, uint64_t n)
{
    double upper = select_entry(matrix, n / 2 + 1);

    if (n % 2 == 1)
        return upper;
    return select_entry(matrix, n / 2) / 2 + upper / 2;
}

double pairwise_difference(const double *x, size_t n_x, const double *y,
                           size_t n_y, uint64_t k)
{
    const struct matrix matrix = {x, y, n_x, n_y, false};

    if (k < 1 || k > (uint64_t)n_x * n_y)
        BUG("pair %ju of %zu x %zu", (uintmax_t)k, n_x, n_y);
    return select_entry(&matrix, k);
}

double pairwise_difference_median(const double *x, size_t n_x, const double *y,
                                  size_t n_y)
{
    const struct matrix matrix = {x, y, n_x, n_y, false};

    if (n_x == 0 || n_y == 0)
        return (double)NAN;
    return median_entry(&matrix, (uint64_t)n_x * n_y);
}

double pairwise_average(const double *x, size_t n, uint64_t k)
{
    const struct matrix matrix = {x, x, n, n, true};

    if (k < 1 || k > (uint64_t)n * (n + 1) / 2)
        BUG("average %ju of %zu values", (uintmax_t)k, n);
    return select_entry(&matrix, k);
}

double pairwise_average_median(const double *x, size_t n)
{
    const struct matrix matrix = {x, x, n, n, true};

    if (n == 0)
        return (double)NAN;
    return median_entry(&matrix, (uint64_t)n * (n + 1) / 2);
}
