#ifndef RENDER_LAYOUT_H
#define RENDER_LAYOUT_H

#include <stdint.h>

#include "base/arena.h"
#include "doc/doc.h"
#include "doc/units.h"

/* Where everything of a chart goes. Gnuplot draws the data; ticks, grid,
 * titles, legend and labels are placed here, in pixels of a canvas of WIDTH
 * by HEIGHT with the origin at the bottom left, so that what must not overlap
 * can be tested without looking. No text of a log is ever part of a script. */

enum { LAYOUT_WIDTH = 1280, LAYOUT_HEIGHT = 720 };

enum anchor { ANCHOR_LEFT, ANCHOR_CENTRE, ANCHOR_RIGHT };

struct layout_label {
    double x, y; /* of the anchor, in the middle of the height */
    enum anchor anchor;
    int size; /* pixels of an em */
    uint32_t colour;
    bool is_upright; /* rotated by 90 degrees */
    int point;       /* gnuplot's point type drawn there; 0: none */
    const char *text;
};

struct layout_stroke {
    double x1, y1, x2, y2;
    uint32_t colour;
    double width;
    int dash; /* gnuplot's dash type */
    bool is_front;
};

struct box {
    double left, right, bottom, top;
};

/* One axis: values from low to high fall on pixels from first to last. */
struct span {
    double low, high, first, last;
    bool is_log;
    struct unit_scale scale;
};

struct layout {
    const struct chart *chart;
    struct arena *arena;
    bool is_dark;
    double left, right, top, bottom; /* of the plot, pixels */
    struct span x, y;
    struct layout_label *labels;
    size_t n_labels;
    struct layout_stroke *strokes;
    size_t n_strokes;
    size_t n_left_out;      /* points outside the axes */
    bool has_direct_labels; /* lines are named at the line */
};

/* Everything lives in the arena. */
struct layout *layout_create(struct arena *arena, const struct chart *chart,
                             bool is_dark);

/* A value's pixel; NAN if the axis is logarithmic and the value not > 0. */
double layout_pixel(const struct span *span, double value);

/* Base of a stacked bar: the sum of the bars before it at the same place. */
double layout_base(const struct chart *chart, size_t series, size_t point);

/* Where a point is drawn: percentiles of a ladder stand one below another
 * within their row, everything else at its own y. */
double layout_row(const struct chart *chart, size_t series, size_t point);

/* Gnuplot's dash and point type of a series. */
int layout_dash(const struct layout *layout, size_t series);
int layout_point_type(const struct chart *chart, size_t series);

/* 0xRRGGBB of a palette index (Okabe and Ito), of a cell, of a text. */
uint32_t layout_colour(const struct layout *layout, int index);

/* The same of a series: grey bars are pale, so that lines show over them. */
uint32_t layout_series_colour(const struct layout *layout,
                              const struct chart_series *series);

/* How large the names of an axis are: smaller where all of them, or whole
 * ones, would not fit. */
int layout_name_size(const struct layout *layout, bool of_x);

uint32_t layout_cell_colour(const struct layout *layout, double value);

/* A text as it is shown in a figure: printable, shortened in the middle to
 * `columns`, and without the two characters that gnuplot interprets in data:
 * " and \ are shown as characters that look alike. */
const char *layout_text(struct arena *arena, const char *text, size_t columns);

/* The same, with fewer columns if it would be wider than so many pixels. */
const char *layout_fitted(struct arena *arena, const char *text, int size,
                          size_t columns, double width);

/* The value at a pixel. */
double layout_value(const struct span *span, double pixel);

/* For the parts of the layout only. */
struct span layout_span(const struct chart *chart, bool of_x);
void layout_add_label(struct layout *layout, struct layout_label label);
void layout_add_stroke(struct layout *layout, struct layout_stroke stroke);
double layout_text_width(const char *text, int size);
struct box layout_box(const struct layout_label *label);
bool layout_touches_line(const struct layout *layout,
                         const struct layout_label *label);
bool layout_is_free(const struct layout *layout, struct layout_label label);
void layout_label_points(struct layout *layout);
void layout_add_legend(struct layout *layout);
double layout_legend_width(const struct layout *layout);

/* Names each line at the line; false if one finds no free place. */
bool layout_name_lines(struct layout *layout);

enum { SIZE_TITLE = 25, SIZE_TEXT = 19, SIZE_SMALL = 17, SIZE_ROW = 14 };
enum { NAME_COLUMNS = 24, LEGEND_COLUMNS = 30, NAME_WIDTH = 310 };

#endif
