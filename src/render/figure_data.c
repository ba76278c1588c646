/* NAME.dat: the layout and the data of a chart as gnuplot reads them: blocks
 * between pairs of empty lines, fields between tabs. Every block has a line:
 * gnuplot counts an empty one as none. */

#include <math.h>

#include "base/number.h"
#include "render/gnuplot.h"
#include "render/layout.h"

static void put(FILE *out, double number)
{
    char text[NUMBER_TEXT_SIZE] = "NaN";

    if (isfinite(number))
        number_format(text, number);
    fputs(text, out);
}

static void put_row(FILE *out, const double *numbers, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        put(out, numbers[i]);
        fputc(i + 1 < n ? '\t' : '\n', out);
    }
}

static void put_numbers(FILE *out, const struct layout *layout)
{
    const struct {
        const char *key;
        double number;
    } rows[] = {
        {"left", layout->left / LAYOUT_WIDTH},
        {"right", layout->right / LAYOUT_WIDTH},
        {"bottom", layout->bottom / LAYOUT_HEIGHT},
        {"top", layout->top / LAYOUT_HEIGHT},
        {"x low", layout->x.low},
        {"x high", layout->x.high},
        {"x is log", layout->x.is_log},
        {"y low", layout->y.low},
        {"y high", layout->y.high},
        {"y is log", layout->y.is_log},
        {"is dark", layout->is_dark},
        {"labels", (double)layout->n_labels},
        {"strokes", (double)layout->n_strokes},
        {"series", (double)layout->chart->n_series},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        fprintf(out, "%s\t", rows[i].key);
        put_row(out, &rows[i].number, 1);
    }
}

/* Tenths of a pixel are enough, and the files stay small. */
static double tenths(double pixels)
{
    return round(10 * pixels) / 10;
}

/* The text for pixels: what DejaVu Sans does not have becomes U+25A1. Without
 * another font Cairo would draw a code of the size of the figure there; an SVG
 * is drawn where the fonts are. */
static void put_covered(FILE *out, const char *text)
{
    const unsigned char *c = (const unsigned char *)text;

    while (*c) {
        size_t n = *c < 0x80 ? 1 : *c < 0xe0 ? 2 : *c < 0xf0 ? 3 : 4;
        unsigned point = n == 2   ? (c[0] & 0x1fu) << 6 | (c[1] & 0x3fu)
                         : n == 3 ? (c[0] & 0xfu) << 12 | (c[1] & 0x3fu) << 6 |
                                        (c[2] & 0x3fu)
                                  : *c;

        if (n < 4 && (point < 0x250 || (point >= 0x370 && point < 0x510) ||
                      (point >= 0x1e00 && point < 0x2000) ||
                      (point >= 0x2010 && point < 0x2300) || point == 0xfffd))
            fwrite(c, 1, n, out);
        else
            fputs("\xe2\x96\xa1", out);
        c += n;
    }
    fputc('\n', out);
}

static void put_labels(FILE *out, const struct layout *layout)
{
    for (size_t i = 0; i < layout->n_labels; i++) {
        const struct layout_label *l = &layout->labels[i];
        double numbers[] = {tenths(l->x), tenths(l->y),  l->anchor, l->size,
                            l->colour,    l->is_upright, l->point};

        for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) {
            put(out, numbers[k]);
            fputc('\t', out);
        }
        fprintf(out, "%s\t", *l->text ? l->text : " ");
        put_covered(out, *l->text ? l->text : " ");
    }
}

static void put_strokes(FILE *out, const struct layout *layout)
{
    for (size_t i = 0; i < layout->n_strokes; i++) {
        const struct layout_stroke *s = &layout->strokes[i];
        double numbers[] = {tenths(s->x1), tenths(s->y1), tenths(s->x2),
                            tenths(s->y2), s->colour,     s->width,
                            s->dash,       s->is_front};

        put_row(out, numbers, sizeof numbers / sizeof *numbers);
    }
}

static void put_series_list(FILE *out, const struct layout *layout)
{
    static const double none[4];

    for (size_t i = 0; i < layout->chart->n_series; i++) {
        const struct chart_series *s = &layout->chart->series[i];
        double numbers[] = {s->mark, layout_series_colour(layout, s),
                            layout_dash(layout, i),
                            layout_point_type(layout->chart, i)};

        put_row(out, numbers, sizeof numbers / sizeof *numbers);
    }
    if (layout->chart->n_series == 0)
        put_row(out, none, sizeof none / sizeof *none);
}

/* An open end of an interval goes to the edge of the plot. */
static double within(double value, const struct span *span)
{
    double low = fmin(span->low, span->high),
           high = fmax(span->low, span->high);

    return isnan(value) ? value : fmax(low, fmin(high, value));
}

/* Cells overlap their neighbours by half a pixel: the seams between edges that
 * only touch would shine through. */
static double further(const struct span *span, double value)
{
    return layout_value(span, layout_pixel(span, value) + 0.5);
}

static void put_series(FILE *out, const struct layout *layout, size_t series)
{
    static const double none[] = {(double)NAN, (double)NAN};
    const struct chart *chart = layout->chart;
    const struct chart_series *s = &chart->series[series];
    bool sideways = chart->kind == CHART_LADDER ||
                    chart->kind == CHART_FOREST || chart->kind == CHART_TAIL;
    const struct span *span = sideways ? &layout->x : &layout->y;

    for (size_t i = 0; i < s->n_points; i++) {
        const struct point *p = &s->points[i];
        double numbers[] = {
            p->x,
            layout_row(chart, series, i),
            within(p->low, span),
            within(p->high, span),
            p->x2,
            s->mark == MARK_BARS ? layout_base(chart, series, i) : 0,
            p->is_hollow,
            s->mark == MARK_CELLS ? layout_cell_colour(layout, p->y) : 0,
            s->mark == MARK_CELLS ? further(&layout->x, p->x2) : 0,
            s->mark == MARK_CELLS ? further(&layout->y, p->high) : 0};

        put_row(out, numbers, sizeof numbers / sizeof *numbers);
    }
    if (s->n_points == 0)
        put_row(out, none, sizeof none / sizeof *none);
}

void figure_data(const struct chart *chart, bool is_dark, FILE *out)
{
    struct arena *arena = arena_create();
    const struct layout *layout = layout_create(arena, chart, is_dark);

    put_numbers(out, layout);
    fputs("\n\n", out);
    put_labels(out, layout);
    fputs("\n\n", out);
    put_strokes(out, layout);
    fputs("\n\n", out);
    put_series_list(out, layout);
    for (size_t i = 0; i < chart->n_series; i++) {
        fputs("\n\n", out);
        put_series(out, layout, i);
    }
    arena_destroy(arena);
}
