#include "stat/inversion.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/sort.h"

/* Values to sort, each with an index; pairs that change places are counted
 * and, if there is a list, reported. */
struct merge {
    double *value, *spare_value;
    uint32_t *index, *spare_index; /* NULL without a list */
    void (*report)(void *list, uint32_t first, uint32_t second);
    void *list;
};

/* Merges [from, middle) and [middle, to): what is taken from the right jumps
 * over all that is left of the left. */
static uint64_t merge_halves(struct merge *merge, size_t from, size_t middle,
                             size_t to)
{
    size_t i = from, j = middle, k = from;
    uint64_t count = 0;

    while (i < middle || j < to) {
        bool right =
            i == middle || (j < to && merge->value[j] < merge->value[i]);
        size_t source = right ? j : i;

        if (right && i < middle) {
            count += middle - i;
            for (size_t m = i; merge->report && m < middle; m++)
                merge->report(merge->list, merge->index[m], merge->index[j]);
        }
        if (merge->index)
            merge->spare_index[k] = merge->index[source];
        merge->spare_value[k++] = merge->value[source];
        i += !right;
        j += right;
    }
    memcpy(merge->value + from, merge->spare_value + from,
           (to - from) * sizeof *merge->value);
    if (merge->index)
        memcpy(merge->index + from, merge->spare_index + from,
               (to - from) * sizeof *merge->index);
    return count;
}

/* From the bottom up, so that the depth of the stack does not grow. */
static uint64_t merge_sort(struct merge *merge, size_t n)
{
    uint64_t count = 0;

    merge->spare_value = memory_alloc(n, sizeof *merge->value);
    if (merge->index)
        merge->spare_index = memory_alloc(n, sizeof *merge->index);
    for (size_t width = 1; width < n; width *= 2)
        for (size_t from = 0; from + width < n; from += 2 * width)
            count += merge_halves(merge, from, from + width,
                                  n - from < 2 * width ? n : from + 2 * width);
    free(merge->spare_value);
    free(merge->spare_index);
    return count;
}

uint64_t inversion_count(double *x, size_t n)
{
    struct merge merge = {0};

    merge.value = x;
    return merge_sort(&merge, n);
}

/* Points in the order of t, those of one t in the order of x, so that pairs of
 * one t are never out of order. */
struct points {
    double *t, *x;
    size_t n;
    uint64_t n_pairs; /* of different t */
};

static struct points points_of(const double *t, const double *x, size_t n)
{
    struct points points = {memory_alloc(n, sizeof *points.t),
                            memory_alloc(n, sizeof *points.x), n,
                            (uint64_t)n * (n - (n > 0)) / 2};
    size_t end;

    memcpy(points.x, x, n * sizeof *x);
    for (size_t i = 0; i < n; i++)
        points.t[i] = t ? t[i] : (double)i;
    for (size_t i = 0; i < n; i = end) {
        for (end = i + 1; end < n && points.t[end] == points.t[i]; end++)
            continue;
        if (end - i > 1)
            sort_doubles(points.x + i, end - i);
        points.n_pairs -= (uint64_t)(end - i) * (end - i - 1) / 2;
    }
    return points;
}

/* How many slopes are below v. */
static uint64_t count_below(const struct points *points, double v)
{
    double *z = memory_alloc(points->n, sizeof *z);
    uint64_t count;

    for (size_t i = 0; i < points->n; i++)
        z[i] = points->x[i] - v * points->t[i];
    count = inversion_count(z, points->n);
    free(z);
    return count;
}

/* How many slopes are above 0: those of the mirrored values below 0. */
static uint64_t count_rising(const struct points *points)
{
    double *z = memory_alloc(points->n, sizeof *z);
    uint64_t count;
    size_t end;

    for (size_t i = 0; i < points->n; i++)
        z[i] = -points->x[i];
    for (size_t i = 0; i < points->n; i = end) {
        for (end = i + 1; end < points->n && points->t[end] == points->t[i];
             end++)
            continue;
        sort_doubles(z + i, end - i);
    }
    count = inversion_count(z, points->n);
    free(z);
    return count;
}

struct slopes {
    const struct points *points;
    double *list;
    size_t n, capacity;
};

static void add_slope(void *list, uint32_t first, uint32_t second)
{
    struct slopes *slopes = list;
    const struct points *points = slopes->points;
    double run = points->t[second] - points->t[first];

    if (slopes->n == slopes->capacity) {
        slopes->capacity = 2 * slopes->capacity + 1000;
        slopes->list =
            memory_resize(slopes->list, slopes->capacity, sizeof *slopes->list);
    }
    slopes->list[slopes->n++] = (points->x[second] - points->x[first]) / run;
}

/* The slopes from low to below high: the pairs that are in order by x - low t
 * and out of order by x - high t. */
static struct slopes list_slopes(const struct points *points, double low,
                                 double high)
{
    struct slopes slopes = {points, NULL, 0, 0};
    struct merge merge = {.value = memory_alloc(points->n, sizeof(double)),
                          .index = memory_alloc(points->n, sizeof(uint32_t)),
                          .report = add_slope,
                          .list = &slopes};

    for (size_t i = 0; i < points->n; i++)
        merge.value[i] = points->x[i] - low * points->t[i];
    sort_order(merge.value, points->n, merge.index);
    for (size_t i = 0; i < points->n; i++) {
        uint32_t at = merge.index[i];

        merge.value[i] = points->x[at] - high * points->t[at];
    }
    merge_sort(&merge, points->n);
    free(merge.value);
    free(merge.index);
    sort_doubles(slopes.list, slopes.n);
    return slopes;
}

/* Bounds of the wanted slopes, and how many slopes are below each. */
struct bounds {
    double low, high;
    uint64_t below_low, below_high;
};

/* Moves the bound on whose side v lies; the wanted are first and first + 1. */
static void try_bound(const struct points *points, struct bounds *bounds,
                      uint64_t first, uint64_t last, double v)
{
    uint64_t count;

    if (!(bounds->low < v && v < bounds->high))
        return;
    count = count_below(points, v);
    if (count < first) {
        bounds->low = v;
        bounds->below_low = count;
    } else if (count >= last) {
        bounds->high = v;
        bounds->below_high = count;
    }
}

/* Slopes are spread evenly over a short stretch: a guess in proportion, with a
 * bound on either side of it. */
static void narrow(const struct points *points, struct bounds *bounds,
                   uint64_t first, uint64_t last)
{
    double width = bounds->high - bounds->low;
    double all = (double)(bounds->below_high - bounds->below_low);
    double guess =
        bounds->low + width * (double)(first - bounds->below_low) / all;

    try_bound(points, bounds, first, last, guess - 0.02 * width);
    try_bound(points, bounds, first, last, guess + 0.02 * width);
    if (bounds->high - bounds->low > 0.5 * width)
        try_bound(points, bounds, first, last,
                  bounds->low / 2 + bounds->high / 2);
}

static struct bounds outer_bounds(const struct points *points)
{
    double steepest = 0, range = 0, run = INFINITY;

    for (size_t i = 1; i < points->n; i++) {
        double step = points->t[i] - points->t[i - 1];

        range = fmax(range, fabs(points->x[i] - points->x[0]));
        if (step > 0)
            run = fmin(run, step);
    }
    steepest = 4 * range / run;
    return (struct bounds){-steepest, steepest, 0, points->n_pairs};
}

/* Slopes of neighbours are steep and most are not: the bounds come down by a
 * factor at a time until they cut something off. */
static void come_down(const struct points *points, struct bounds *bounds,
                      uint64_t first, uint64_t last)
{
    for (unsigned i = 0; i < 60; i++) {
        double before = bounds->high - bounds->low;

        try_bound(points, bounds, first, last, bounds->high / 1000);
        try_bound(points, bounds, first, last, bounds->low / 1000);
        if (bounds->high - bounds->low > before / 100)
            break;
    }
}

static double pick(const struct points *points, const struct bounds *bounds,
                   uint64_t first, uint64_t last)
{
    struct slopes slopes = list_slopes(points, bounds->low, bounds->high);
    uint64_t a = first - bounds->below_low - 1;
    uint64_t b = last - bounds->below_low - 1;
    double slope = bounds->low / 2 + bounds->high / 2;

    if (slopes.n > 0)
        slope = slopes.list[a < slopes.n ? a : slopes.n - 1] / 2 +
                slopes.list[b < slopes.n ? b : slopes.n - 1] / 2;
    free(slopes.list);
    return slope;
}

static double search(const struct points *points)
{
    enum { MOST_ROUNDS = 100 };
    uint64_t first = (points->n_pairs + 1) / 2;
    uint64_t last = points->n_pairs / 2 + 1;
    struct bounds bounds = outer_bounds(points);

    /* Rounded values make many slopes of exactly 0. */
    if (count_below(points, 0) < first &&
        points->n_pairs - count_rising(points) >= last)
        return 0;
    come_down(points, &bounds, first, last);
    for (unsigned i = 0; i < MOST_ROUNDS; i++) {
        double before = bounds.high - bounds.low;

        if (bounds.below_high - bounds.below_low <= 8 * points->n)
            return pick(points, &bounds, first, last);
        narrow(points, &bounds, first, last);
        if (!(bounds.high - bounds.low < before))
            break;
    }
    return bounds.low / 2 + bounds.high / 2;
}

double inversion_median_slope(const double *t, const double *x, size_t n)
{
    struct points points = points_of(t, x, n);
    double slope = points.n_pairs == 0 ? (double)NAN : search(&points);

    free(points.t);
    free(points.x);
    return slope;
}
