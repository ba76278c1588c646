#include "render/layout.h"

#include <math.h>
#include <string.h>

#include "base/text.h"

enum { MOST_TICKS = 8, MOST_NAMES = 16 };

static uint32_t ink(const struct layout *layout)
{
    return layout->is_dark ? 0xe6e6e6 : 0x222222;
}

static const char *row_name(const struct layout *layout,
                            const struct axis *axis, size_t i)
{
    return layout_fitted(layout->arena, axis->names[i], SIZE_TEXT, NAME_COLUMNS,
                         NAME_WIDTH);
}

static double widest_name(const struct layout *layout, const struct axis *axis)
{
    double widest = 0, width;

    for (size_t i = 0; i < axis->n_names; i++) {
        width = layout_text_width(row_name(layout, axis, i), SIZE_TEXT);
        widest = width > widest ? width : widest;
    }
    return widest;
}

static double widest_tick(const struct layout *layout)
{
    const struct span *span = &layout->y;
    double ticks[MOST_TICKS], widest = 0, width;
    size_t n = unit_ticks(span->low, span->high, span->is_log, MOST_TICKS,
                          &span->scale, ticks);
    struct text text;

    text_init(&text);
    for (size_t i = 0; i < n; i++) {
        text_clear(&text);
        unit_add_tick(&text, &span->scale, ticks[i]);
        width = layout_text_width(text.data, SIZE_TEXT);
        widest = width > widest ? width : widest;
    }
    text_release(&text);
    return widest;
}

/* What is written to the right of the plot: the legend, or the verdicts of a
 * forest. */
static double right_margin(const struct layout *layout)
{
    const struct chart *chart = layout->chart;
    double widest = layout_legend_width(layout), width;

    for (size_t s = 0; chart->kind == CHART_FOREST && s < chart->n_series; s++)
        for (size_t i = 0; i < chart->series[s].n_points; i++)
            if (chart->series[s].points[i].label) {
                width = layout_text_width(chart->series[s].points[i].label,
                                          SIZE_TEXT);
                widest = width > widest ? width : widest;
            }
    return widest > 0 ? widest + 32 : 40;
}

static void place_plot(struct layout *layout)
{
    const struct chart *chart = layout->chart;
    bool has_rules = false;

    for (size_t i = 0; i < chart->n_rules; i++)
        has_rules |= !chart->rules[i].is_horizontal;
    layout->x = layout_span(chart, true);
    layout->y = layout_span(chart, false);
    layout->left =
        (chart->y.label ? 64 : 36) +
        (chart->y.names ? widest_name(layout, &chart->y) : widest_tick(layout));
    layout->right = LAYOUT_WIDTH - right_margin(layout);
    layout->top = LAYOUT_HEIGHT - (has_rules ? 132 : 100);
    layout->bottom = 92;
    layout->x.first = layout->left;
    layout->x.last = layout->right;
    layout->y.first = layout->bottom;
    layout->y.last = layout->top;
}

static void add_tick(struct layout *layout, bool of_x, double at,
                     const char *text, int size)
{
    const struct span *span = of_x ? &layout->x : &layout->y;
    double pixel = layout_pixel(span, at);
    double x = of_x ? pixel : layout->left - 12;
    double y = of_x ? layout->bottom - 22 : pixel;
    bool has_grid = !of_x && layout->chart->kind != CHART_CORRELATION;

    if (has_grid)
        layout_add_stroke(layout, (struct layout_stroke){
                                      layout->left, pixel, layout->right, pixel,
                                      layout->is_dark ? 0x30343a : 0xe4e4e4, 1,
                                      1, false});
    if (of_x)
        layout_add_stroke(layout,
                          (struct layout_stroke){pixel, layout->bottom, pixel,
                                                 layout->bottom - 6, 0x888888,
                                                 1, 1, false});
    layout_add_label(layout, (struct layout_label){
                                 .x = x,
                                 .y = y,
                                 .anchor = of_x ? ANCHOR_CENTRE : ANCHOR_RIGHT,
                                 .size = size,
                                 .colour = ink(layout),
                                 .text = text});
}

int layout_name_size(const struct layout *layout, bool of_x)
{
    const struct axis *axis = of_x ? &layout->chart->x : &layout->chart->y;
    double length =
        of_x ? layout->right - layout->left : layout->top - layout->bottom;
    double room = length / (double)axis->n_names;

    if (!of_x)
        return room < 1.2 * SIZE_TEXT ? SIZE_ROW : SIZE_TEXT;
    for (size_t i = 0; i < axis->n_names; i++)
        if (layout_text_width(axis->names[i], SIZE_TEXT) > room - 10)
            return SIZE_ROW;
    return SIZE_TEXT;
}

/* Names of an x axis must not run into each other: they are shortened to the
 * room of their column, and of many every second, third ... is written. */
static void add_names(struct layout *layout, bool of_x)
{
    const struct axis *axis = of_x ? &layout->chart->x : &layout->chart->y;
    double length =
        of_x ? layout->right - layout->left : layout->top - layout->bottom;
    int size = layout_name_size(layout, of_x);
    size_t most = of_x ? MOST_NAMES : (size_t)(length / size / 1.2);
    size_t every = 1;
    double room;

    while (axis->n_names > every * most)
        every++;
    room =
        of_x ? length * (double)every / (double)axis->n_names - 10 : NAME_WIDTH;
    for (size_t i = 0; i < axis->n_names; i += every)
        add_tick(layout, of_x, (double)i,
                 layout_fitted(layout->arena, axis->names[i], size,
                               NAME_COLUMNS, room),
                 size);
}

static void add_ticks(struct layout *layout, bool of_x)
{
    const struct axis *axis = of_x ? &layout->chart->x : &layout->chart->y;
    const struct span *span = of_x ? &layout->x : &layout->y;
    double ticks[MOST_TICKS];
    struct text text;
    size_t n;

    if (axis->names) {
        add_names(layout, of_x);
        return;
    }
    n = unit_ticks(span->low, span->high, span->is_log, MOST_TICKS,
                   &span->scale, ticks);
    text_init(&text);
    for (size_t i = 0; i < n; i++) {
        text_clear(&text);
        unit_add_tick(&text, &span->scale, ticks[i]);
        add_tick(layout, of_x, ticks[i], arena_text(layout->arena, text.data),
                 SIZE_TEXT);
    }
    text_release(&text);
}

static void add_axis_title(struct layout *layout, bool of_x)
{
    const struct axis *axis = of_x ? &layout->chart->x : &layout->chart->y;
    const struct span *span = of_x ? &layout->x : &layout->y;
    const char *label = axis->label ? axis->label : "";
    const char *suffix = axis->names ? "" : span->scale.suffix;
    const char *title = arena_format(
        layout->arena, "%s%s%s%s", layout_text(layout->arena, label, 48),
        *label && *suffix ? ", " : "", suffix, span->is_log ? " (log)" : "");

    if (!*title)
        return;
    layout_add_label(layout,
                     (struct layout_label){
                         .x = of_x ? (layout->left + layout->right) / 2 : 24,
                         .y = of_x ? 34 : (layout->bottom + layout->top) / 2,
                         .anchor = ANCHOR_CENTRE,
                         .size = SIZE_TEXT,
                         .colour = ink(layout),
                         .is_upright = !of_x,
                         .text = title});
}

/* The longest text of this size that fits in so many pixels. */
static const char *fitted(struct layout *layout, const char *text, int size,
                          double width)
{
    return layout_fitted(layout->arena, text, size, 160, width);
}

static void add_titles(struct layout *layout)
{
    const struct chart *chart = layout->chart;
    double room = LAYOUT_WIDTH - layout->left - 20;
    double top = LAYOUT_HEIGHT;

    if (chart->title)
        layout_add_label(
            layout, (struct layout_label){.x = layout->left,
                                          .y = top - 32,
                                          .size = SIZE_TITLE,
                                          .colour = ink(layout),
                                          .text = fitted(layout, chart->title,
                                                         SIZE_TITLE, room)});
    if (chart->subtitle)
        layout_add_label(
            layout,
            (struct layout_label){
                .x = layout->left,
                .y = top - 66,
                .size = SIZE_TEXT,
                .colour = layout->is_dark ? 0xaaaaaa : 0x555555,
                .text = fitted(layout, chart->subtitle, SIZE_TEXT, room)});
    add_axis_title(layout, true);
    add_axis_title(layout, false);
}

/* Words of a vertical rule stand above the plot, in two rows if they are near
 * each other; those of a horizontal one on it, at the left or right. */
static void add_rule(struct layout *layout, const struct chart_rule *rule)
{
    const struct span *span = rule->is_horizontal ? &layout->y : &layout->x;
    double at = layout_pixel(span, rule->at);
    struct layout_label label = {
        .anchor = ANCHOR_CENTRE, .size = SIZE_SMALL, .colour = ink(layout)};
    struct layout_stroke stroke = {
        at, layout->bottom, at, layout->top, 0x666666, 1.5, 2, true};

    if (!(at >= fmin(span->first, span->last) - 1 &&
          at <= fmax(span->first, span->last) + 1))
        return;
    if (rule->is_horizontal)
        stroke = (struct layout_stroke){
            layout->left, at, layout->right, at, 0x666666, 1.5, 2, true};
    layout_add_stroke(layout, stroke);
    if (!rule->label)
        return;
    label.text = layout_text(layout->arena, rule->label, NAME_COLUMNS);
    label.x = rule->is_horizontal ? layout->right - 6 : at;
    label.y = rule->is_horizontal ? at + 12 : layout->top + 14;
    if (rule->is_horizontal) {
        label.anchor = ANCHOR_RIGHT;
        if (layout_touches_line(layout, &label)) {
            label.anchor = ANCHOR_LEFT;
            label.x = layout->left + 6;
        }
    } else if (!layout_is_free(layout, label)) {
        label.y += 21;
    }
    layout_add_label(layout, label);
}

static size_t count_left_out(const struct layout *layout)
{
    const struct chart *chart = layout->chart;
    size_t n = 0;

    for (size_t s = 0; s < chart->n_series; s++)
        for (size_t i = 0; i < chart->series[s].n_points; i++) {
            const struct point *p = &chart->series[s].points[i];
            double x = layout_pixel(&layout->x, p->x);
            double y = layout_pixel(&layout->y, p->y);

            if (chart->series[s].mark != MARK_POINTS)
                continue;
            n += !(x >= layout->left - 1 && x <= layout->right + 1 &&
                   y >= layout->bottom - 1 && y <= layout->top + 1);
        }
    return n;
}

static void add_corner(struct layout *layout)
{
    const char *corner = layout->chart->corner;

    layout->n_left_out = count_left_out(layout);
    if (layout->n_left_out)
        corner = arena_format(layout->arena, "%s%s%zu outside the axes",
                              corner ? corner : "", corner ? ", " : "",
                              layout->n_left_out);
    if (corner)
        layout_add_label(layout,
                         (struct layout_label){
                             .x = layout->right,
                             .y = 12,
                             .anchor = ANCHOR_RIGHT,
                             .size = SIZE_SMALL,
                             .colour = 0x888888,
                             .text = fitted(layout, corner, SIZE_SMALL, 1000)});
}

static bool has_lines(const struct chart *chart)
{
    return chart->kind == CHART_ECDF || chart->kind == CHART_TAIL ||
           chart->kind == CHART_LINES || chart->kind == CHART_RUNS;
}

static void lay_out(struct layout *layout)
{
    const struct chart *chart = layout->chart;

    place_plot(layout);
    add_ticks(layout, false);
    add_ticks(layout, true);
    layout_add_stroke(layout, (struct layout_stroke){
                                  layout->left, layout->bottom, layout->right,
                                  layout->bottom, 0x888888, 1.5, 1, false});
    add_titles(layout);
    for (size_t i = 0; i < chart->n_rules; i++)
        add_rule(layout, &chart->rules[i]);
    layout_label_points(layout);
    layout_add_legend(layout);
    add_corner(layout);
}

struct layout *layout_create(struct arena *arena, const struct chart *chart,
                             bool is_dark)
{
    struct layout *layout = arena_alloc(arena, 1, sizeof *layout);

    *layout = (struct layout){.chart = chart,
                              .arena = arena,
                              .is_dark = is_dark,
                              .has_direct_labels = has_lines(chart)};
    lay_out(layout);
    if (layout->has_direct_labels && !layout_name_lines(layout)) {
        *layout =
            (struct layout){.chart = chart, .arena = arena, .is_dark = is_dark};
        lay_out(layout);
    }
    return layout;
}
