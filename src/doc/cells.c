/* More points than a figure can show are counted in cells. */

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/memory.h"
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
                                      const size_t *counts)
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

struct chart_series *doc_cells(struct doc *doc, struct chart *chart,
                               const char *label, const double *x,
                               const double *y, size_t n, size_t n_x,
                               size_t n_y, size_t *n_left_out)
{
    struct cuts cx = {(double)INFINITY, (double)-INFINITY, n_x,
                      chart->x.scale == AXIS_LOG};
    struct cuts cy = {(double)INFINITY, (double)-INFINITY, n_y,
                      chart->y.scale == AXIS_LOG};
    struct chart_series *series;
    size_t *counts;

    if (n_x == 0 || n_y == 0)
        BUG("%zu by %zu cells", n_x, n_y);
    *n_left_out = 0;
    for (size_t i = 0; i < n; i++)
        if (on_axis(&cx, x[i]) && on_axis(&cy, y[i])) {
            widen(&cx, x[i]);
            widen(&cy, y[i]);
        } else {
            ++*n_left_out;
        }
    settle(&cx);
    settle(&cy);
    counts = memory_alloc(n_x * n_y, sizeof *counts);
    for (size_t i = 0; i < n; i++)
        if (on_axis(&cx, x[i]) && on_axis(&cy, y[i]))
            counts[cell_of(&cy, y[i]) * n_x + cell_of(&cx, x[i])]++;
    series = add_cells(doc, chart, label, &cx, &cy, counts);
    free(counts);
    return series;
}
