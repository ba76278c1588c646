/* More points than a figure can show are counted in cells. */

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/threads.h"
#include "doc/doc.h"

/* One axis cut into n equal parts of its scale. */
struct cuts {
    double low, high; /* logarithms if is_log */
    size_t n;
    bool is_log;
};

static bool on_axis(const struct cuts *cuts, double value)
{
    return isfinite(value) && (!cuts->is_log || value > 0);
}

static void widen(struct cuts *cuts, double value)
{
    if (value < cuts->low)
        cuts->low = value;
    if (value > cuts->high)
        cuts->high = value;
}

/* The ends of a part of the points; a part may have none. */
static void widen_by(struct cuts *cuts, const struct cuts *part)
{
    if (part->low > part->high)
        return;
    widen(cuts, part->low);
    widen(cuts, part->high);
}

/* The ends were found on the values as they are. Where all values are the same,
 * the cells need some width still. */
static void settle(struct cuts *cuts)
{
    if (cuts->is_log && cuts->high > 0) {
        cuts->low = log(cuts->low);
        cuts->high = log(cuts->high);
    }
    if (cuts->high > cuts->low)
        return;
    cuts->low -= 0.5;
    cuts->high += 0.5;
}

static double edge(const struct cuts *cuts, size_t i)
{
    double part = (double)i / (double)cuts->n;
    double at = cuts->low + part * (cuts->high - cuts->low);

    return cuts->is_log ? exp(at) : at;
}

/* The largest value belongs to the last cell. */
static size_t cell_of(const struct cuts *cuts, double value)
{
    double at = cuts->is_log ? log(value) : value;
    double part = (at - cuts->low) / (cuts->high - cuts->low);
    size_t i = (size_t)(part * (double)cuts->n);

    return i < cuts->n ? i : cuts->n - 1;
}

static struct chart_series *add_cells(struct doc *doc, struct chart *chart,
                                      const char *label, const struct cuts *cx,
                                      const struct cuts *cy,
                                      const atomic_size_t *counts)
{
    size_t n_cells = 0;
    struct chart_series *series;
    struct point *point;

    for (size_t i = 0; i < cx->n * cy->n; i++)
        n_cells += counts[i] > 0;
    series = doc_series(doc, chart, label, -1, MARK_CELLS, n_cells);
    point = series->points;
    for (size_t i = 0; i < cx->n * cy->n; i++)
        if (counts[i])
            *point++ = (struct point){.x = edge(cx, i % cx->n),
                                      .x2 = edge(cx, i % cx->n + 1),
                                      .low = edge(cy, i / cx->n),
                                      .high = edge(cy, i / cx->n + 1),
                                      .y = (double)counts[i]};
    return series;
}

/* Points are gone through by block; counts are whole numbers, and the least and
 * the most are what they are, in whatever order they are put together. */
struct counting {
    const struct cell_points *points;
    struct cuts x, y;
    struct cuts *parts; /* [blocks][2]: the ends of x and y */
    size_t n_cells;
    atomic_size_t *counts; /* [n_cells] */
    atomic_size_t n_left_out;
};

static bool is_point(const struct counting *counting, size_t i)
{
    return on_axis(&counting->x, counting->points->x[i]) &&
           on_axis(&counting->y, counting->points->y[i]);
}

static void find_ends(void *context, size_t from, size_t to)
{
    struct counting *counting = context;
    const struct cell_points *points = counting->points;
    struct cuts x = counting->x, y = counting->y;
    size_t n_left_out = 0;

    for (size_t i = from; i < to; i++) {
        if (points->kept && !points->kept[i])
            continue;
        if (is_point(counting, i)) {
            widen(&x, points->x[i]);
            widen(&y, points->y[i]);
        } else {
            n_left_out++;
        }
    }
    counting->parts[from / THREADS_BLOCK * 2] = x;
    counting->parts[from / THREADS_BLOCK * 2 + 1] = y;
    atomic_fetch_add(&counting->n_left_out, n_left_out);
}

static void settle_ends(struct counting *counting)
{
    size_t n_blocks = threads_n_blocks(counting->points->n);

    counting->parts = memory_alloc(2 * n_blocks, sizeof *counting->parts);
    threads_run_rows(counting->points->n, find_ends, counting);
    for (size_t b = 0; b < n_blocks; b++) {
        widen_by(&counting->x, &counting->parts[2 * b]);
        widen_by(&counting->y, &counting->parts[2 * b + 1]);
    }
    free(counting->parts);
    settle(&counting->x);
    settle(&counting->y);
}

static void count_points(void *context, size_t from, size_t to)
{
    struct counting *counting = context;
    const struct cell_points *points = counting->points;
    size_t *counts = memory_alloc(counting->n_cells, sizeof *counts);

    for (size_t i = from; i < to; i++)
        if ((!points->kept || points->kept[i]) && is_point(counting, i))
            counts[cell_of(&counting->y, points->y[i]) * counting->x.n +
                   cell_of(&counting->x, points->x[i])]++;
    for (size_t c = 0; c < counting->n_cells; c++)
        if (counts[c])
            atomic_fetch_add(&counting->counts[c], counts[c]);
    free(counts);
}

struct chart_series *doc_cells(struct doc *doc, struct chart *chart,
                               const char *label,
                               const struct cell_points *points, size_t n_x,
                               size_t n_y, size_t *n_left_out)
{
    struct counting counting = {
        .points = points,
        .x = {(double)INFINITY, (double)-INFINITY, n_x,
              chart->x.scale == AXIS_LOG},
        .y = {(double)INFINITY, (double)-INFINITY, n_y,
              chart->y.scale == AXIS_LOG},
        .n_cells = n_x * n_y,
    };
    struct chart_series *series;

    if (n_x == 0 || n_y == 0)
        BUG("%zu by %zu cells", n_x, n_y);
    settle_ends(&counting);
    counting.counts = memory_alloc(counting.n_cells, sizeof *counting.counts);
    threads_run_rows(points->n, count_points, &counting);
    series =
        add_cells(doc, chart, label, &counting.x, &counting.y, counting.counts);
    *n_left_out = counting.n_left_out;
    free(counting.counts);
    return series;
}
