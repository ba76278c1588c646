#include <math.h>

#include "study/charts.h"
#include "study/correlation.h"
#include "study/words.h"

enum { MOST_POINTS = 5000, CELLS = 60 };

/* Least squares on the scale of the axes: straight lines where they are
 * logarithmic are power laws. */
static void add_line(struct frame *frame, struct chart *chart,
                     const struct comoment *moments, const char *label,
                     int colour, bool is_log)
{
    size_t x = is_log ? RELATED_LOG_X : RELATED_X;
    size_t y = is_log ? RELATED_LOG_Y : RELATED_Y;
    double slope =
        comoment_product(moments, x, y) / comoment_product(moments, x, x);
    double ends[] = {moments->low[x], moments->high[x]};
    struct chart_series *series;

    if (moments->n < 3 || !(comoment_product(moments, x, x) > 0))
        return;
    series = doc_series(frame->doc, chart, label, colour, MARK_LINE, 2);
    for (size_t i = 0; i < 2; i++) {
        double at = comoment_mean(moments, y) +
                    slope * (ends[i] - comoment_mean(moments, x));

        series->points[i].x = is_log ? exp(ends[i]) : ends[i];
        series->points[i].y = is_log ? exp(at) : at;
    }
}

/* n requests of the groups first ... last, numbered from 0. */
static void add_points(struct frame *frame, struct chart *chart,
                       const struct relation *relation, size_t n,
                       const char *label, int colour, uint32_t first,
                       uint32_t last)
{
    struct chart_series *series =
        doc_series(frame->doc, chart, label, colour, MARK_POINTS, n);
    const double *x = relation->x->number, *y = relation->y->number;
    size_t k = 0;

    for (size_t i = 0; i < frame->table->n_rows; i++) {
        uint32_t group = frame_counted_group(frame, i);

        if (group < first || group > last || group == GROUP_NONE ||
            !isfinite(x[i]) || !isfinite(y[i]))
            continue;
        series->points[k].x = x[i];
        series->points[k++].y = y[i];
    }
}

static const char *line_label(struct frame *frame, const char *name, double r)
{
    return arena_format(frame->arena, "%s, r = %s", name,
                        words_number(frame->arena, UNIT_CORRELATION, r));
}

static void add_groups(struct frame *frame, struct chart *chart,
                       const struct relation *relation,
                       const struct comoment *moments, bool is_log)
{
    bool has_points = relation->n <= MOST_POINTS;
    size_t n =
        relation->n_groups < CHART_GROUPS ? relation->n_groups : CHART_GROUPS;
    size_t n_others = relation->n;

    for (size_t g = 0; g < n; g++) {
        const char *name = frame_group_label(frame, g + 1);
        int colour = charts_colour(frame, g + 1);

        if (has_points)
            add_points(frame, chart, relation, moments[g].n, name, colour,
                       (uint32_t)g, (uint32_t)g);
        add_line(frame, chart, &moments[g],
                 line_label(frame, name, relation->group_r[g]), colour, is_log);
        n_others -= moments[g].n;
    }
    /* Groups beyond those with a colour, whose requests are in "all" too. */
    if (has_points && n_others)
        add_points(frame, chart, relation, n_others, n ? "others" : "requests",
                   n ? -1 : 0, (uint32_t)n, UINT32_MAX);
}

/* Cells of counts; requests that do not count are no points. */
static void add_cells(struct frame *frame, struct chart *chart,
                      const struct relation *relation)
{
    const struct cell_points points = {.x = relation->x->number,
                                       .y = relation->y->number,
                                       .kept = frame->counted,
                                       .n = frame->table->n_rows};
    size_t n_left_out;

    doc_cells(frame->doc, chart, "requests", &points, CELLS, CELLS,
              &n_left_out);
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
                       const struct relation *relation,
                       const struct comoment *moments)
{
    struct comoment whole =
        comoment_whole(moments, correlation_rows(frame).n_labels);
    bool is_log =
        !whole.lacks_log[RELATED_LOG_X] && !whole.lacks_log[RELATED_LOG_Y];
    struct chart *chart;

    if (relation->n < 3)
        return;
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
    if (relation->n > MOST_POINTS)
        add_cells(frame, chart, relation);
    add_groups(frame, chart, relation, moments, is_log);
    add_line(frame, chart, &whole,
             line_label(frame, "all", relation->pearson.estimate.value), -1,
             is_log);
}
