/* Names of lines at the lines themselves: for each line the first place along
 * it where the name touches no line and no other text. If one line finds
 * none, the chart gets a legend. The cost is places times vertices. */

#include <math.h>

#include "render/layout.h"

struct path {
    double *x, *y;
    size_t n;
    double length;
};

static struct path path_of(const struct layout *layout,
                           const struct chart_series *series)
{
    bool steps = series->mark == MARK_STEPS;
    struct path path = {0};

    path.x = arena_alloc(layout->arena, 2 * series->n_points, sizeof *path.x);
    path.y = arena_alloc(layout->arena, 2 * series->n_points, sizeof *path.y);
    for (size_t i = 0; i < series->n_points; i++) {
        double x = layout_pixel(&layout->x, series->points[i].x);
        double y = layout_pixel(&layout->y, series->points[i].y);

        if (!isfinite(x) || !isfinite(y))
            continue;
        if (steps && path.n) {
            path.x[path.n] = x;
            path.y[path.n] = path.y[path.n - 1];
            path.n++;
        }
        path.x[path.n] = x;
        path.y[path.n++] = y;
    }
    for (size_t i = 1; i < path.n; i++)
        path.length +=
            hypot(path.x[i] - path.x[i - 1], path.y[i] - path.y[i - 1]);
    return path;
}

/* Clips the part from..to of a segment by one side of a box. */
static bool clip(double start, double step, double low, double high,
                 double *from, double *to)
{
    double a, b;

    if (step == 0)
        return start >= low && start <= high;
    a = (low - start) / step;
    b = (high - start) / step;
    *from = fmax(*from, fmin(a, b));
    *to = fmin(*to, fmax(a, b));
    return *from <= *to;
}

/* Liang and Barsky's clipping, of every segment by the label's box. */
static bool path_touches(const struct path *path,
                         const struct layout_label *label)
{
    struct box box = layout_box(label);

    for (size_t i = 1; i < path->n; i++) {
        double from = 0, to = 1;

        if (clip(path->x[i - 1], path->x[i] - path->x[i - 1], box.left - 4,
                 box.right + 4, &from, &to) &&
            clip(path->y[i - 1], path->y[i] - path->y[i - 1], box.bottom,
                 box.top, &from, &to))
            return true;
    }
    return false;
}

static bool is_free(const struct layout *layout, const struct path *paths,
                    const struct layout_label *label)
{
    struct box box = layout_box(label);

    if (box.left < layout->left + 4 || box.right > LAYOUT_WIDTH - 6 ||
        label->y < layout->bottom + 12 || label->y > layout->top ||
        !layout_is_free(layout, *label))
        return false;
    for (size_t i = 0; i < layout->chart->n_series; i++)
        if (path_touches(&paths[i], label))
            return false;
    return true;
}

/* The point at a part of the length of the path. */
static void along(const struct path *path, double part, double *x, double *y)
{
    double left = part * path->length, step;

    *x = path->x[path->n - 1];
    *y = path->y[path->n - 1];
    for (size_t i = 1; i < path->n; i++) {
        step = hypot(path->x[i] - path->x[i - 1], path->y[i] - path->y[i - 1]);
        if (step >= left && step > 0) {
            *x = path->x[i - 1] + left / step * (path->x[i] - path->x[i - 1]);
            *y = path->y[i - 1] + left / step * (path->y[i] - path->y[i - 1]);
            return;
        }
        left -= step;
    }
}

/* Colours of lines are too light for words on white. */
static uint32_t word_colour(const struct layout *layout, int index)
{
    uint32_t colour = layout_colour(layout, index), dark = 0;

    if (layout->is_dark)
        return colour;
    for (int shift = 0; shift < 24; shift += 8)
        dark |= (uint32_t)(0.7 * (double)((colour >> shift) & 255)) << shift;
    return dark;
}

static bool name_line(struct layout *layout, const struct path *paths, size_t s)
{
    static const struct {
        double x, y;
        enum anchor anchor;
    } offsets[] = {
        {10, 0, ANCHOR_LEFT},  {12, -14, ANCHOR_LEFT}, {-12, 14, ANCHOR_RIGHT},
        {4, 18, ANCHOR_LEFT},  {-4, 18, ANCHOR_RIGHT}, {-4, -18, ANCHOR_RIGHT},
        {4, -18, ANCHOR_LEFT}, {-12, 0, ANCHOR_RIGHT},
    };
    static const double from_end[] = {1,   0.97, 0.93, 0.88, 0.8, 0.7, 0.6,
                                      0.5, 0.4,  0.3,  0.2,  0.1, 0.05};
    static const double from_middle[] = {0.5, 0.55, 0.45, 0.6, 0.4,  0.65, 0.35,
                                         0.7, 0.3,  0.75, 0.8, 0.25, 0.85};
    const struct chart_series *series = &layout->chart->series[s];
    const double *parts =
        layout->chart->kind == CHART_ECDF ? from_middle : from_end;
    struct layout_label label = {
        .size = SIZE_TEXT,
        .colour = word_colour(layout, series->colour),
        .text = layout_text(layout->arena, series->label, NAME_COLUMNS)};

    for (size_t i = 0; i < 13; i++)
        for (size_t k = 0; k < sizeof offsets / sizeof *offsets; k++) {
            along(&paths[s], parts[i], &label.x, &label.y);
            label.x += offsets[k].x;
            label.y += offsets[k].y;
            label.anchor = offsets[k].anchor;
            if (is_free(layout, paths, &label)) {
                layout_add_label(layout, label);
                return true;
            }
        }
    return false;
}

bool layout_name_lines(struct layout *layout)
{
    const struct chart *chart = layout->chart;
    struct path *paths =
        arena_alloc(layout->arena, chart->n_series, sizeof *paths);

    for (size_t s = 0; s < chart->n_series; s++)
        paths[s] = path_of(layout, &chart->series[s]);
    for (size_t s = 0; s < chart->n_series; s++)
        if (chart->series[s].label && *chart->series[s].label &&
            paths[s].n > 0 && !name_line(layout, paths, s))
            return false;
    return true;
}

bool layout_touches_line(const struct layout *layout,
                         const struct layout_label *label)
{
    const struct chart *chart = layout->chart;

    for (size_t s = 0; s < chart->n_series; s++)
        if (chart->series[s].mark == MARK_LINE ||
            chart->series[s].mark == MARK_STEPS) {
            struct path path = path_of(layout, &chart->series[s]);

            if (path_touches(&path, label))
                return true;
        }
    for (size_t i = 0; i < layout->n_strokes; i++) {
        struct layout_stroke *stroke = &layout->strokes[i];
        struct path path = {.x = (double[]){stroke->x1, stroke->x2},
                            .y = (double[]){stroke->y1, stroke->y2},
                            .n = 2};

        if (stroke->is_front && path_touches(&path, label))
            return true;
    }
    return false;
}
