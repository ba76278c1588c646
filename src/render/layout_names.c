/* Who is who: the legend to the right of the plot, labels of points, and the
 * names of lines at the lines themselves. */

#include <math.h>

#include "render/layout.h"

enum { LINE_HEIGHT = 28, SWATCH = 36 };

static uint32_t ink(const struct layout *layout)
{
    return layout->is_dark ? 0xe6e6e6 : 0x222222;
}

int layout_point_type(const struct chart *chart, size_t series)
{
    static const int types[] = {7, 5, 9, 13, 11, 15};
    int colour = chart->series[series].colour;

    return types[colour < 0 ? 0 : colour % 6];
}

int layout_dash(const struct layout *layout, size_t series)
{
    const struct chart_series *s = &layout->chart->series[series];

    if (s->colour < 0)
        return layout->chart->kind == CHART_HISTOGRAM ? 1 : 2;
    if (layout->chart->kind == CHART_SCATTER) /* points tell the group */
        return 1;
    return layout->has_direct_labels ? 1 : 1 + s->colour % 5;
}

double layout_row(const struct chart *chart, size_t series, size_t point)
{
    const struct chart_series *s = &chart->series[series];
    double n = (double)s->n_points;

    if (chart->kind != CHART_LADDER)
        return s->points[point].y;
    return s->points[point].y + ((double)point - (n - 1) / 2) * 0.8 / n;
}

static bool is_named(const struct layout *layout, size_t series)
{
    const struct chart *chart = layout->chart;
    size_t n_named = 0;

    for (size_t i = 0; i < chart->n_series; i++)
        n_named += chart->series[i].label && *chart->series[i].label &&
                   chart->series[i].n_points > 0;
    return chart->series[series].label && *chart->series[series].label &&
           chart->series[series].n_points > 0 &&
           chart->series[series].mark != MARK_CELLS &&
           chart->kind != CHART_LADDER && chart->kind != CHART_FOREST &&
           (n_named > 1 || chart->kind == CHART_SCATTER);
}

static const struct chart_series *cells_of(const struct chart *chart)
{
    for (size_t i = 0; i < chart->n_series; i++)
        if (chart->series[i].mark == MARK_CELLS &&
            chart->series[i].n_points > 0)
            return &chart->series[i];
    return NULL;
}

static const char *legend_name(const struct layout *layout, size_t series)
{
    return layout_fitted(layout->arena, layout->chart->series[series].label,
                         SIZE_TEXT, LEGEND_COLUMNS, NAME_WIDTH);
}

double layout_legend_width(const struct layout *layout)
{
    const struct chart *chart = layout->chart;
    double widest = 0, width;

    for (size_t i = 0; i < chart->n_series; i++) {
        if (layout->has_direct_labels || !is_named(layout, i))
            continue;
        width = SWATCH + layout_text_width(legend_name(layout, i), SIZE_TEXT);
        widest = width > widest ? width : widest;
    }
    if (cells_of(chart) && widest < 130)
        widest = 130;
    return widest;
}

static void add_entry(struct layout *layout, double y, uint32_t colour,
                      int point, const char *text)
{
    double x = layout->right + 24;

    if (point)
        layout_add_label(layout, (struct layout_label){.x = x + 10,
                                                       .y = y,
                                                       .anchor = ANCHOR_CENTRE,
                                                       .size = SIZE_TEXT,
                                                       .colour = colour,
                                                       .point = point,
                                                       .text = ""});
    layout_add_label(layout, (struct layout_label){.x = x + SWATCH,
                                                   .y = y,
                                                   .size = SIZE_TEXT,
                                                   .colour = ink(layout),
                                                   .text = text});
}

static void add_series_entry(struct layout *layout, size_t i, double y)
{
    const struct chart_series *series = &layout->chart->series[i];
    bool is_line = series->mark == MARK_LINE || series->mark == MARK_STEPS ||
                   series->mark == MARK_BAND;
    uint32_t colour = layout_series_colour(layout, series);
    double x = layout->right + 20;

    if (is_line)
        layout_add_stroke(layout,
                          (struct layout_stroke){x, y, x + 28, y, colour, 3,
                                                 layout_dash(layout, i), true});
    add_entry(layout, y, colour,
              is_line                     ? 0
              : series->mark == MARK_BARS ? 5
                                          : layout_point_type(layout->chart, i),
              legend_name(layout, i));
}

/* The colours of some values, the largest above. */
static double add_colour_key(struct layout *layout,
                             const struct chart_series *cells, double y)
{
    bool is_count = layout->chart->kind != CHART_CORRELATION;
    double ticks[5] = {-1, -0.5, 0, 0.5, 1}, largest = 1;
    struct unit_scale scale =
        unit_scale_of(is_count ? UNIT_COUNT : UNIT_NONE, ticks, 1);
    struct text text;
    size_t n = 5;

    for (size_t i = 0; i < cells->n_points; i++)
        largest = fmax(largest, cells->points[i].y);
    if (is_count)
        n = unit_ticks(1, largest, true, 5, &scale, ticks);
    if (is_count && n == 0)
        ticks[n++] = 1;
    if (cells->label) {
        layout_add_label(
            layout, (struct layout_label){
                        .x = layout->right + 20,
                        .y = y,
                        .size = SIZE_SMALL,
                        .colour = ink(layout),
                        .text = layout_text(layout->arena, cells->label, 20)});
        y -= LINE_HEIGHT;
    }
    text_init(&text);
    while (n-- > 0) {
        text_clear(&text);
        unit_add_tick(&text, &scale, ticks[n]);
        add_entry(layout, y, layout_cell_colour(layout, ticks[n]), 5,
                  arena_text(layout->arena, text.data));
        if (!is_count) /* an outline: the colour of 0 is the ground's */
            add_entry(layout, y, 0x888888, 4, "");
        y -= LINE_HEIGHT;
    }
    text_release(&text);
    return y - LINE_HEIGHT / 2.0;
}

/* Bars are stacked, so that the last one is the topmost of the legend too. */
void layout_add_legend(struct layout *layout)
{
    const struct chart *chart = layout->chart;
    const struct chart_series *cells = cells_of(chart);
    double y = layout->top - 16;

    if (cells)
        y = add_colour_key(layout, cells, y);
    if (layout->has_direct_labels)
        return;
    for (size_t i = chart->n_series; i-- > 0;)
        if (is_named(layout, i) && chart->series[i].mark == MARK_BARS) {
            add_series_entry(layout, i, y);
            y -= LINE_HEIGHT;
        }
    for (size_t i = 0; i < chart->n_series; i++)
        if (is_named(layout, i) && chart->series[i].mark != MARK_BARS) {
            add_series_entry(layout, i, y);
            y -= LINE_HEIGHT;
        }
}

/* Places beside a point, the best first. */
static const struct place_beside {
    double x, y;
    enum anchor anchor;
} beside[] = {
    {0, 20, ANCHOR_CENTRE},  {14, 0, ANCHOR_LEFT},   {12, 16, ANCHOR_LEFT},
    {12, -16, ANCHOR_LEFT},  {-14, 0, ANCHOR_RIGHT}, {0, -20, ANCHOR_CENTRE},
    {0, 42, ANCHOR_CENTRE},  {14, 24, ANCHOR_LEFT},  {-12, 24, ANCHOR_RIGHT},
    {0, -42, ANCHOR_CENTRE}, {0, 64, ANCHOR_CENTRE},
};

/* Moves the label to the first free place beside x, y; if none is free it
 * stays above the point: a label is never dropped. */
static void move_beside(const struct layout *layout, double x, double y,
                        struct layout_label *label)
{
    struct layout_label tried = *label;

    for (size_t k = 0; k < sizeof beside / sizeof *beside; k++) {
        tried.x = x + beside[k].x;
        tried.y = y + beside[k].y;
        tried.anchor = beside[k].anchor;
        if (k == 0)
            *label = tried;
        if (layout_is_free(layout, tried) &&
            !layout_touches_line(layout, &tried)) {
            *label = tried;
            return;
        }
    }
}

static void label_point(struct layout *layout, size_t series, size_t i)
{
    const struct chart *chart = layout->chart;
    const struct point *p = &chart->series[series].points[i];
    double x = layout_pixel(&layout->x, p->x);
    double y = layout_pixel(&layout->y, layout_row(chart, series, i));
    double end = layout_pixel(&layout->x, isnan(p->high)   ? p->x
                                          : isinf(p->high) ? layout->x.high
                                                           : p->high);
    struct layout_label label = {.size = SIZE_SMALL, .colour = ink(layout)};

    if (!p->label || !isfinite(x) || !isfinite(y))
        return;
    label.text = layout_text(layout->arena, p->label, NAME_COLUMNS);
    label.x = fmin(end, layout->right) + 12;
    label.y = y;
    if (chart->kind == CHART_FOREST) {
        label.x = layout->right + 16;
        label.size = layout_name_size(layout, false);
    } else if (chart->kind == CHART_LADDER) {
        if (0.8 * (layout->top - layout->bottom) <
            1.15 * SIZE_SMALL * (double)chart->y.n_names *
                (double)chart->series[series].n_points)
            label.size = SIZE_ROW;
        if (layout_box(&label).right > LAYOUT_WIDTH - 4) {
            label.x = layout_pixel(&layout->x, fmin(p->low, p->x)) - 12;
            label.anchor = ANCHOR_RIGHT;
        }
    } else {
        move_beside(layout, x, y, &label);
    }
    layout_add_label(layout, label);
}

/* The value of a correlation stands in its cell. */
static void label_cell(struct layout *layout, const struct point *p)
{
    struct layout_label label = {
        .x = layout_pixel(&layout->x, (p->x + p->x2) / 2),
        .y = layout_pixel(&layout->y, (p->low + p->high) / 2),
        .anchor = ANCHOR_CENTRE,
        .size = SIZE_SMALL,
        .colour = p->y < -0.6 ? 0xffffff : 0x222222,
    };
    struct unit_scale scale = unit_scale_of(UNIT_NONE, NULL, 0);
    struct text text;

    text_init(&text);
    scale.decimals = 2;
    if (p->label)
        text_add(&text, layout_text(layout->arena, p->label, 8));
    else
        unit_add_number(&text, &scale, p->y);
    label.text = arena_text(layout->arena, text.data);
    text_release(&text);
    layout_add_label(layout, label);
}

void layout_label_points(struct layout *layout)
{
    const struct chart *chart = layout->chart;

    for (size_t s = 0; s < chart->n_series; s++)
        for (size_t i = 0; i < chart->series[s].n_points; i++)
            if (chart->series[s].mark != MARK_CELLS)
                label_point(layout, s, i);
            else if (chart->kind == CHART_CORRELATION)
                label_cell(layout, &chart->series[s].points[i]);
}
