/* Texts, colours and the list of what is placed. */

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "render/layout.h"

/* Thousandths of an em that DejaVu Sans advances, from space to tilde. What
 * is not ASCII is taken for wide. */
double layout_text_width(const char *text, int size)
{
    static const int advances[] = {
        318, 401, 460, 838, 636,  950, 780, 275, 390, 390, 500, 838, 318, 361,
        318, 337, 636, 636, 636,  636, 636, 636, 636, 636, 636, 636, 337, 337,
        838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295,
        295, 656, 557, 863, 748,  787, 603, 787, 695, 635, 611, 732, 684, 989,
        685, 611, 685, 390, 337,  390, 838, 500, 500, 613, 635, 550, 635, 615,
        352, 635, 634, 278, 278,  579, 278, 974, 634, 612, 635, 635, 411, 521,
        392, 634, 592, 818, 592,  592, 525, 636, 337, 636, 838,
    };
    struct text others;
    double width = 0;

    text_init(&others);
    for (const char *c = text; *c; c++)
        if (*c >= ' ' && *c <= '~')
            width += advances[*c - ' '] / 1000.0;
        else
            text_add_char(&others, *c);
    width += (double)text_width(others.data);
    text_release(&others);
    return 1.05 * width * size; /* hinting makes some letters wider */
}

static void *with_room(struct arena *arena, void *old, size_t n, size_t size)
{
    void *grown;

    if (n & (n - 1))
        return old;
    grown = arena_alloc(arena, n ? 2 * n : 1, size);
    if (n)
        memcpy(grown, old, n * size);
    return grown;
}

void layout_add_label(struct layout *layout, struct layout_label label)
{
    if (!*label.text && !label.point)
        return;
    layout->labels = with_room(layout->arena, layout->labels, layout->n_labels,
                               sizeof label);
    layout->labels[layout->n_labels++] = label;
}

void layout_add_stroke(struct layout *layout, struct layout_stroke stroke)
{
    layout->strokes = with_room(layout->arena, layout->strokes,
                                layout->n_strokes, sizeof stroke);
    layout->strokes[layout->n_strokes++] = stroke;
}

struct box layout_box(const struct layout_label *label)
{
    double width = layout_text_width(label->text, label->size);
    double height = 1.1 * label->size;
    double left = label->x - (label->anchor == ANCHOR_LEFT     ? 0
                              : label->anchor == ANCHOR_CENTRE ? width / 2
                                                               : width);

    if (label->is_upright)
        return (struct box){label->x - height / 2, label->x + height / 2,
                            label->y - width / 2, label->y + width / 2};
    return (struct box){left, left + width, label->y - height / 2,
                        label->y + height / 2};
}

bool layout_is_free(const struct layout *layout, struct layout_label label)
{
    struct box a = layout_box(&label), b;

    if (a.left < 2 || a.right > LAYOUT_WIDTH - 2 || a.bottom < 0 ||
        a.top > LAYOUT_HEIGHT)
        return false;
    for (size_t i = 0; i < layout->n_labels; i++) {
        b = layout_box(&layout->labels[i]);
        if (a.left < b.right && b.left < a.right && a.bottom < b.top &&
            b.bottom < a.top)
            return false;
    }
    return true;
}

static uint32_t mix(uint32_t a, uint32_t b, double part)
{
    uint32_t mixed = 0;

    for (int shift = 0; shift < 24; shift += 8) {
        double from = (double)((a >> shift) & 255);
        double to = (double)((b >> shift) & 255);

        mixed |= (uint32_t)(from + part * (to - from) + 0.5) << shift;
    }
    return mixed;
}

uint32_t layout_colour(const struct layout *layout, int index)
{
    static const uint32_t okabe_ito[] = {
        0x0072b2, 0xe69f00, 0x009e73, 0xcc79a7,
        0x56b4e9, 0xd55e00, 0xf0e442, 0x000000,
    };
    uint32_t colour;

    if (index < 0)
        return layout->is_dark ? 0xbbbbbb : 0x444444;
    colour = okabe_ito[index % 8];
    return layout->is_dark && colour == 0 ? 0xffffff : colour;
}

uint32_t layout_series_colour(const struct layout *layout,
                              const struct chart_series *series)
{
    if (series->colour < 0 && series->mark == MARK_BARS)
        return layout->is_dark ? 0x555b63 : 0xc4c4c4;
    return layout_colour(layout, series->colour);
}

static double largest_cell(const struct chart *chart)
{
    double largest = 1;

    for (size_t s = 0; s < chart->n_series; s++)
        for (size_t i = 0; i < chart->series[s].n_points; i++)
            if (chart->series[s].mark == MARK_CELLS &&
                chart->series[s].points[i].y > largest)
                largest = chart->series[s].points[i].y;
    return largest;
}

/* Counts: viridis over their logarithm. Correlations: blue, white, orange. */
uint32_t layout_cell_colour(const struct layout *layout, double value)
{
    static const uint32_t viridis[] = {
        0x440154, 0x482878, 0x3e4a89, 0x31688e, 0x26828e,
        0x1f9e89, 0x35b779, 0x6ece58, 0xb5de2b, 0xfde725,
    };
    uint32_t white = layout->is_dark ? 0x14161a : 0xffffff;
    double part;
    size_t i;

    if (isnan(value))
        return layout->is_dark ? 0x30343a : 0xe4e4e4;
    if (layout->chart->kind == CHART_CORRELATION)
        return mix(white, value < 0 ? 0x0072b2 : 0xe69f00,
                   fmin(1, fabs(value)));
    part = log(1 + fmax(0, value)) / log(1 + largest_cell(layout->chart));
    part = 9 * (1 - fmin(1, part)); /* dark is many */
    i = part >= 9 ? 8 : (size_t)part;
    return mix(viridis[i], viridis[i + 1], part - (double)i);
}

const char *layout_fitted(struct arena *arena, const char *text, int size,
                          size_t columns, double width)
{
    const char *shown;

    do
        shown = layout_text(arena, text, columns);
    while (layout_text_width(shown, size) > width && columns-- > 4);
    return shown;
}

const char *layout_text(struct arena *arena, const char *text, size_t columns)
{
    struct text clean, shown;
    const char *kept;

    text_init(&clean);
    text_init(&shown);
    for (const char *c = text; *c;) {
        size_t n = strcspn(c, "\"\\");

        text_add_printable(&clean, c, n);
        c += n;
        if (*c)
            text_add(&clean, *c++ == '"' ? "\xe2\x80\x9d" : "\xe2\x88\x96");
    }
    for (char *c = clean.data; (c = strstr(c, "\xef\xbf")); c += 3)
        if ((unsigned char)c[2] >= 0xbe) /* U+FFFE and U+FFFF are no XML */
            c[2] = (char)0xbd;
    text_add_shortened(&shown, clean.data, columns);
    kept = arena_text(arena, shown.data);
    text_release(&clean);
    text_release(&shown);
    return kept;
}
