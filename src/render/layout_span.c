/* Which values an axis covers, and which pixel a value falls on. */

#include <math.h>

#include "render/layout.h"

struct limits {
    double low, high;
};

double layout_pixel(const struct span *span, double value)
{
    double low = span->low, high = span->high;

    if (span->is_log) {
        if (!(value > 0))
            return (double)NAN;
        value = log(value);
        low = log(low);
        high = log(high);
    }
    return span->first +
           (value - low) / (high - low) * (span->last - span->first);
}

double layout_value(const struct span *span, double pixel)
{
    double part = (pixel - span->first) / (span->last - span->first);

    if (span->is_log)
        return span->low * pow(span->high / span->low, part);
    return span->low + part * (span->high - span->low);
}

double layout_base(const struct chart *chart, size_t series, size_t point)
{
    double base = 0;

    for (size_t i = 0; i < series; i++)
        if (chart->series[i].mark == MARK_BARS &&
            point < chart->series[i].n_points)
            base += chart->series[i].points[point].y;
    return base;
}

static void widen(struct limits *limits, double value, bool is_log)
{
    if (!isfinite(value) || (is_log && value <= 0))
        return;
    if (!(value >= limits->low))
        limits->low = value;
    if (!(value <= limits->high))
        limits->high = value;
}

static bool is_sideways(const struct chart *chart)
{
    return chart->kind == CHART_LADDER || chart->kind == CHART_FOREST ||
           chart->kind == CHART_TAIL;
}

/* What the points of the chart cover on one axis. */
static struct limits data_limits(const struct chart *chart, bool of_x)
{
    const struct axis *axis = of_x ? &chart->x : &chart->y;
    struct limits limits = {(double)NAN, (double)NAN};
    bool is_log = axis->scale == AXIS_LOG;

    for (size_t s = 0; s < chart->n_series; s++) {
        const struct chart_series *series = &chart->series[s];

        for (size_t i = 0; i < series->n_points; i++) {
            const struct point *p = &series->points[i];
            bool bars = series->mark == MARK_BARS;

            if (of_x ? !is_sideways(chart) || series->mark != MARK_BAND
                     : series->mark != MARK_CELLS)
                widen(&limits,
                      of_x   ? p->x
                      : bars ? p->y + layout_base(chart, s, i)
                             : p->y,
                      is_log);
            if (of_x && (bars || series->mark == MARK_CELLS))
                widen(&limits, p->x2, is_log);
            if (of_x == is_sideways(chart)) {
                widen(&limits, p->low, is_log);
                widen(&limits, p->high, is_log);
            }
        }
    }
    for (size_t i = 0; i < chart->n_rules; i++)
        if (chart->rules[i].is_horizontal != of_x)
            widen(&limits, chart->rules[i].at, is_log);
    return limits;
}

/* Room beside the outermost values; none where the data has hard edges. */
static void pad(struct limits *limits, bool is_log, bool at_low, bool at_high)
{
    double room;

    if (is_log) {
        room = pow(limits->high / limits->low, 0.04);
        if (!(room > 1.02))
            room = 1.02;
        limits->low /= at_low ? room : 1;
        limits->high *= at_high ? room : 1;
        return;
    }
    room = 0.05 * (limits->high - limits->low);
    if (!(room > 0))
        room = limits->high != 0 ? 0.1 * fabs(limits->high) : 1;
    limits->low -= at_low ? room : 0;
    limits->high += at_high ? room : 0;
}

static bool has_mark(const struct chart *chart, enum mark mark)
{
    for (size_t i = 0; i < chart->n_series; i++)
        if (chart->series[i].mark == mark)
            return true;
    return false;
}

static struct limits choose_limits(const struct chart *chart, bool of_x)
{
    const struct axis *axis = of_x ? &chart->x : &chart->y;
    bool is_log = axis->scale == AXIS_LOG, from_zero;
    struct limits limits = data_limits(chart, of_x);

    if (axis->names)
        return of_x ? (struct limits){-0.5, (double)axis->n_names - 0.5}
                    : (struct limits){(double)axis->n_names - 0.5, -0.5};
    if (isnan(limits.low))
        limits = (struct limits){is_log ? 1 : 0, is_log ? 10 : 1};
    from_zero = !of_x && !is_log && limits.low >= 0 &&
                (has_mark(chart, MARK_BARS) || chart->kind == CHART_LINES ||
                 chart->kind == CHART_RUNS);
    if (chart->kind == CHART_TAIL && !of_x)
        limits.high = 1;
    if (chart->kind == CHART_ECDF && !of_x)
        limits = (struct limits){0, 1};
    else if (from_zero)
        limits.low = 0, pad(&limits, is_log, false, true);
    else if (of_x &&
             (has_mark(chart, MARK_BARS) || chart->kind == CHART_LINES) &&
             limits.high > limits.low)
        ;
    else
        pad(&limits, is_log, true, !(chart->kind == CHART_TAIL && !of_x));
    if (isfinite(axis->low) && (!is_log || axis->low > 0))
        limits.low = axis->low;
    if (isfinite(axis->high) && axis->high > limits.low)
        limits.high = axis->high;
    if (!(limits.high > limits.low))
        pad(&limits, is_log, true, true);
    return limits;
}

struct span layout_span(const struct chart *chart, bool of_x)
{
    const struct axis *axis = of_x ? &chart->x : &chart->y;
    struct limits limits = choose_limits(chart, of_x);
    double ends[] = {limits.low, limits.high};
    struct span span = {.low = limits.low,
                        .high = limits.high,
                        .is_log = axis->scale == AXIS_LOG && !axis->names};

    if (span.is_log) /* half way up is what most values are near to */
        ends[0] = sqrt(limits.low) * sqrt(limits.high);
    span.scale = unit_scale_of(axis->unit, ends, 2);
    return span;
}
