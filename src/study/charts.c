#include "study/charts.h"

#include <math.h>

#include "study/percentiles.h"
#include "study/words.h"

enum { ECDF_POINTS = 1000 };

const char *charts_slug(const struct frame *frame, const struct metric *metric)
{
    enum field field = field_find(metric->name);
    char *slug;

    if (field == FIELD_NONE)
        return arena_format(frame->arena, "column-%zu",
                            (size_t)(metric - frame->metrics) + 1);
    slug = arena_text(frame->arena, fields[field].key);
    for (char *c = slug; *c; c++)
        if (*c == '_')
            *c = '-';
    return slug;
}

bool charts_draw(const struct frame *frame, const struct metric *metric)
{
    enum field field = field_find(metric->name);

    return frame->options->metrics || field == FIELD_LATENCY ||
           field == FIELD_TTFT;
}

struct axis charts_axis(const struct frame *frame, const struct metric *metric)
{
    (void)frame;
    return (struct axis){.label = metric->label,
                         .unit = metric->unit,
                         .scale =
                             frame_least(metric) > 0 ? AXIS_LOG : AXIS_LINEAR,
                         .low = (double)NAN,
                         .high = (double)NAN};
}

int charts_colour(const struct frame *frame, size_t g)
{
    return g == 0 ? (frame->groups ? -1 : 0) : (int)(g - 1);
}

size_t charts_groups(const struct frame *frame, const struct metric *metric,
                     size_t groups[CHART_GROUPS], const char **corner)
{
    size_t n = 0, n_left = 0;

    *corner = NULL;
    if (!frame->groups) {
        groups[0] = 0;
        return frame_n_values(metric, 0) >= 2;
    }
    for (size_t g = 1; g < frame_n_groups(frame); g++) {
        if (n < CHART_GROUPS && frame_n_values(metric, g) >= 2)
            groups[n++] = g;
        else
            n_left++;
    }
    if (n_left)
        *corner = words_counted(frame->arena, n_left, "group is not shown",
                                "groups are not shown");
    return n;
}

/* Steps at evenly spaced ranks, the ends among them: at most ECDF_POINTS. */
static void add_steps(struct frame *frame, struct chart *chart,
                      const struct metric *metric, size_t g)
{
    const struct sample *sample = frame_sample(metric, g);
    size_t n = sample->n < ECDF_POINTS ? sample->n : ECDF_POINTS;
    struct chart_series *series =
        doc_series(frame->doc, chart, frame_group_label(frame, g),
                   charts_colour(frame, g), MARK_STEPS, n);

    for (size_t i = 0; i < n; i++) {
        size_t at = n > 1 ? i * (sample->n - 1) / (n - 1) : 0;

        series->points[i].x = sample->x[at];
        series->points[i].y = (double)(at + 1) / (double)sample->n;
    }
}

/* Of 95 % is spoken only if enough requests lie beyond. */
static const char *ecdf_words(struct frame *frame, const struct metric *metric)
{
    struct quantile half = percentile_of(frame, metric, 0, 0.5);
    struct quantile most = percentile_of(frame, metric, 0, 0.95);
    const char *words = arena_format(
        frame->arena, "half are at or below %s",
        words_number(frame->arena, metric->unit, half.estimate.value));

    if (percentile_mark(&most))
        return words;
    return arena_format(
        frame->arena, "%s, 95 %% at or below %s", words,
        words_number(frame->arena, metric->unit, most.estimate.value));
}

void charts_ecdf(struct frame *frame, struct section *section,
                 const struct metric *metric)
{
    size_t groups[CHART_GROUPS], n;
    const char *corner;
    struct chart *chart;

    n = charts_groups(frame, metric, groups, &corner);
    if (n == 0)
        return;
    chart = doc_chart(
        frame->doc, section, CHART_ECDF,
        arena_format(frame->arena, "%s-ecdf", charts_slug(frame, metric)));
    chart->title =
        arena_format(frame->arena, "%s of %s", metric->label,
                     words_counted(frame->arena, frame_n_values(metric, 0),
                                   "request", "requests"));
    chart->subtitle = ecdf_words(frame, metric);
    chart->caption = "Share of requests at or below each value.";
    chart->corner = corner;
    chart->x = charts_axis(frame, metric);
    chart->y.label = "share of requests";
    chart->y.unit = UNIT_SHARE;
    chart->y.low = 0;
    chart->y.high = 1;
    for (size_t i = 0; i < n; i++)
        add_steps(frame, chart, metric, groups[i]);
}

static void add_rungs(struct frame *frame, struct chart *chart,
                      const struct metric *metric, size_t g, size_t row)
{
    const struct study_options *options = frame->options;
    struct chart_series *series = doc_series(
        frame->doc, chart, frame_group_label(frame, g), charts_colour(frame, g),
        MARK_INTERVALS, options->n_percentiles);
    const struct sample *sample = frame_sample(metric, g);

    for (size_t i = 0; i < options->n_percentiles; i++) {
        struct quantile quantile =
            percentile_shown(frame, metric, g, options->percentiles[i]);
        struct point *point = &series->points[i];

        point->y = (double)row;
        point->x = isfinite(quantile.estimate.value) ? quantile.estimate.value
                                                     : (double)NAN;
        point->low = quantile.estimate.low;
        point->high = isinf(quantile.estimate.high) ? sample->x[sample->n - 1]
                                                    : quantile.estimate.high;
        if (isinf(point->low))
            point->low = sample->x[0];
        point->label = words_percentile(frame->arena, options->percentiles[i]);
        point->is_hollow = percentile_mark(&quantile) != NULL;
    }
}

void charts_ladder(struct frame *frame, struct section *section,
                   const struct metric *metric)
{
    size_t groups[CHART_GROUPS], n;
    const char *corner, **names;
    struct chart *chart;

    n = charts_groups(frame, metric, groups, &corner);
    if (n == 0)
        return;
    chart = doc_chart(frame->doc, section, CHART_LADDER,
                      arena_format(frame->arena, "%s-percentile-ladder",
                                   charts_slug(frame, metric)));
    chart->title = arena_format(frame->arena, "Percentiles of %s",
                                metric_words(frame, metric));
    chart->subtitle = "hollow dots have too few requests for their percentile";
    chart->caption = arena_format(
        frame->arena,
        "%s order-statistic intervals, for these requests only; a limit that "
        "is not finite is drawn to the last request.",
        words_number(frame->arena, UNIT_SHARE, frame->options->level));
    chart->corner = corner;
    chart->x = charts_axis(frame, metric);
    names = arena_alloc(frame->arena, n, sizeof *names);
    for (size_t i = 0; i < n; i++) {
        names[i] = frame_group_label(frame, groups[i]);
        add_rungs(frame, chart, metric, groups[i], i);
    }
    chart->y.names = names;
    chart->y.n_names = n;
}
