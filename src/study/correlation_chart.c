#include <math.h>

#include "stat/moments.h"
#include "study/charts.h"
#include "study/correlation.h"
#include "study/words.h"

enum { MOST_POINTS = 5000, CELLS = 60 };

struct line {
    double slope, intercept, low, high; /* of y on x; x from low to high */
};

/* Least squares on the scale of the axes: straight lines where they are
 * logarithmic are power laws. */
static bool fit(struct line *line, const struct pairs *pairs)
{
    double mean_x = mean_of(pairs->x, pairs->n);
    double mean_y = mean_of(pairs->y, pairs->n), xx = 0, xy = 0;

    line->low = line->high = pairs->n ? pairs->x[0] : (double)NAN;
    for (size_t i = 0; i < pairs->n; i++) {
        double dx = pairs->x[i] - mean_x;

        xx += dx * dx;
        xy += dx * (pairs->y[i] - mean_y);
        line->low = fmin(line->low, pairs->x[i]);
        line->high = fmax(line->high, pairs->x[i]);
    }
    line->slope = xy / xx;
    line->intercept = mean_y - line->slope * mean_x;
    return pairs->n >= 3 && xx > 0;
}

static void add_line(struct frame *frame, struct chart *chart,
                     const struct pairs *pairs, const char *label, int colour,
                     bool is_log)
{
    struct chart_series *series;
    struct line line;

    if (!fit(&line, pairs))
        return;
    series = doc_series(frame->doc, chart, label, colour, MARK_LINE, 2);
    for (size_t i = 0; i < 2; i++) {
        double x = i ? line.high : line.low;
        double y = line.intercept + line.slope * x;

        series->points[i].x = is_log ? exp(x) : x;
        series->points[i].y = is_log ? exp(y) : y;
    }
}

static void add_points(struct frame *frame, struct chart *chart,
                       const struct pairs *pairs, const char *label, int colour,
                       bool is_log)
{
    struct chart_series *series =
        doc_series(frame->doc, chart, label, colour, MARK_POINTS, pairs->n);

    for (size_t i = 0; i < pairs->n; i++) {
        series->points[i].x = is_log ? exp(pairs->x[i]) : pairs->x[i];
        series->points[i].y = is_log ? exp(pairs->y[i]) : pairs->y[i];
    }
}

static const char *line_label(struct frame *frame, const char *name, double r)
{
    return arena_format(frame->arena, "%s, r = %s", name,
                        words_number(frame->arena, UNIT_CORRELATION, r));
}

/* Groups beyond those with a colour, whose requests are in "all" too. */
static void add_others(struct frame *frame, struct chart *chart,
                       const struct pairs *pairs, uint32_t first, bool is_log)
{
    struct pairs others;

    pairs_init_from(&others, pairs, first);
    if (others.n)
        add_points(frame, chart, &others, "others", -1, is_log);
    pairs_release(&others);
}

static void add_groups(struct frame *frame, struct chart *chart,
                       const struct pairs *pairs,
                       const struct relation *relation, bool is_log)
{
    size_t n =
        relation->n_groups < CHART_GROUPS ? relation->n_groups : CHART_GROUPS;

    for (size_t g = 0; g < n; g++) {
        const char *name = frame_group_label(frame, g + 1);
        int colour = charts_colour(frame, g + 1);
        struct pairs own;

        pairs_init_group(&own, pairs, (uint32_t)g);
        if (pairs->n <= MOST_POINTS)
            add_points(frame, chart, &own, name, colour, is_log);
        add_line(frame, chart, &own,
                 line_label(frame, name, relation->group_r[g]), colour, is_log);
        pairs_release(&own);
    }
    if (relation->n_groups > n && pairs->n <= MOST_POINTS)
        add_others(frame, chart, pairs, (uint32_t)n, is_log);
}

static struct axis make_axis(const struct column *column, bool is_log)
{
    return (struct axis){.label = column->field == FIELD_NONE
                                      ? column->name
                                      : fields[column->field].label,
                         .unit = column->unit,
                         .scale = is_log ? AXIS_LOG : AXIS_LINEAR,
                         .low = (double)NAN,
                         .high = (double)NAN};
}

void correlation_chart(struct frame *frame, struct section *section,
                       const struct relation *relation)
{
    struct pairs plain, logs;
    struct pairs *pairs = &plain;
    struct chart *chart;
    size_t n_left_out;
    bool is_log;

    if (relation->n < 3)
        return;
    pairs_init(&plain, frame, relation->x->number, relation->y->number, NULL);
    is_log = pairs_init_logs(&logs, &plain);
    if (is_log)
        pairs = &logs;
    chart = doc_chart(frame->doc, section, CHART_SCATTER, "cost-latency");
    chart->title = arena_format(
        frame->arena, "Cost and latency of %s",
        words_counted(frame->arena, relation->n, "request", "requests"));
    chart->subtitle = arena_format(
        frame->arena,
        relation->n_groups ? "r = %s overall, %s within groups"
                           : "r = %s overall",
        words_number(frame->arena, UNIT_CORRELATION,
                     relation->pearson.estimate.value),
        words_number(frame->arena, UNIT_CORRELATION, relation->within));
    chart->caption =
        "Lines: least squares on the axes' scales; r: Pearson's, on the "
        "values as recorded.";
    chart->x = make_axis(relation->x, is_log);
    chart->y = make_axis(relation->y, is_log);
    if (pairs->n > MOST_POINTS)
        doc_cells(frame->doc, chart, "requests", plain.x, plain.y, plain.n,
                  CELLS, CELLS, &n_left_out);
    else if (!relation->n_groups)
        add_points(frame, chart, pairs, "requests", 0, is_log);
    add_groups(frame, chart, pairs, relation, is_log);
    add_line(frame, chart, pairs,
             line_label(frame, "all", relation->pearson.estimate.value), -1,
             is_log);
    pairs_release(&plain);
    pairs_release(&logs);
}
