#include "study/histogram_chart.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stat/density.h"
#include "stat/histogram.h"
#include "study/charts.h"
#include "study/percentiles.h"
#include "study/words.h"

enum { DENSITY_POINTS = 400 };

static void add_counts(struct frame *frame, struct chart *chart,
                       const struct histogram *histogram, const char *label,
                       int colour, const size_t *counts)
{
    struct chart_series *series = doc_series(frame->doc, chart, label, colour,
                                             MARK_BARS, histogram->n_bins);

    for (size_t b = 0; b < histogram->n_bins; b++) {
        series->points[b].x = histogram->edges[b];
        series->points[b].x2 = histogram->edges[b + 1];
        series->points[b].y = (double)counts[b];
    }
}

/* Bars of the groups that are shown and, so that all bars together are the
 * sample that the line and the title speak of, of all others in one. */
static void add_bars(struct frame *frame, struct chart *chart,
                     const struct histogram *histogram,
                     const struct metric *metric)
{
    size_t groups[CHART_GROUPS], n, n_left = 0;
    size_t *counts = memory_alloc(histogram->n_bins, sizeof *counts);
    size_t *left = memory_alloc(histogram->n_bins, sizeof *left);
    const char *corner;

    n = charts_groups(frame, metric, groups, &corner);
    histogram_count(histogram, frame_sample(metric, 0), left);
    for (size_t i = 0; i < n; i++) {
        histogram_count(histogram, frame_sample(metric, groups[i]), counts);
        for (size_t b = 0; b < histogram->n_bins; b++)
            left[b] -= counts[b];
        add_counts(frame, chart, histogram, frame_group_label(frame, groups[i]),
                   charts_colour(frame, groups[i]), counts);
    }
    for (size_t b = 0; b < histogram->n_bins; b++)
        n_left += left[b];
    if (n_left)
        add_counts(frame, chart, histogram, "others", -1, left);
    free(counts);
    free(left);
}

/* The density on the scale of the bins, as requests a bin. */
static void add_density(struct frame *frame, struct chart *chart,
                        const struct histogram *histogram,
                        const struct sample *scaled, double bandwidth)
{
    double width =
        (scaled->x[scaled->n - 1] - scaled->x[0]) / (double)histogram->n_bins;
    struct density *density =
        density_of_sample(scaled, bandwidth, DENSITY_POINTS);
    struct chart_series *series;

    if (density) {
        series =
            doc_series(frame->doc, chart, "density", -1, MARK_LINE, density->n);
        for (size_t i = 0; i < density->n; i++) {
            double at = density->low + (double)i * density->step;

            series->points[i].x = histogram->is_log ? exp(at) : at;
            series->points[i].y =
                density->height[i] * width * (double)scaled->n;
        }
    }
    density_destroy(density);
}

/* The height of the density line nearest to x; 0 if there is no such line. */
static double height_at(const struct chart_series *line, double x)
{
    double best = (double)INFINITY, height = 0;

    for (size_t i = 0; line->mark == MARK_LINE && i < line->n_points; i++)
        if (fabs(line->points[i].x - x) < best) {
            best = fabs(line->points[i].x - x);
            height = line->points[i].y;
        }
    return height;
}

static void add_modes(struct frame *frame, struct chart *chart,
                      const struct metric *metric,
                      const struct modality_scale *scale)
{
    /* A copy: one more series may move the others. */
    const struct chart_series line = chart->series[chart->n_series - 1];
    struct chart_series *series;

    series =
        doc_series(frame->doc, chart, "modes", -1, MARK_POINTS, scale->n_modes);
    for (size_t i = 0; i < scale->n_modes; i++) {
        const struct mode *mode = &scale->modes[i];

        series->points[i].x = mode->location.value;
        series->points[i].y = height_at(&line, mode->location.value);
        series->points[i].label = arena_format(
            frame->arena, "%s, %s",
            words_number(frame->arena, metric->unit, mode->location.value),
            words_number(frame->arena, UNIT_SHARE, mode->share.value));
    }
}

static void add_rules(struct frame *frame, struct chart *chart,
                      const struct metric *metric)
{
    static const double ps[] = {0.5, 0.95, 0.99};

    for (size_t i = 0; i < sizeof ps / sizeof *ps; i++) {
        double at = percentile_of(frame, metric, 0, ps[i]).estimate.value;

        if (isfinite(at))
            doc_rule(frame->doc, chart, at, false,
                     words_percentile(frame->arena, ps[i]));
    }
}

/* The median, and how slow one in so many is: the rarest that at least ten
 * requests are. */
static const char *quantile_words(struct frame *frame,
                                  const struct metric *metric)
{
    static const struct {
        double p;
        const char *words;
    } tails[] = {{0.99, "a hundred"}, {0.95, "twenty"}, {0.9, "ten"}};
    const char *words = arena_format(
        frame->arena, "median %s",
        words_number(frame->arena, metric->unit,
                     percentile_of(frame, metric, 0, 0.5).estimate.value));

    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        struct quantile tail = percentile_of(frame, metric, 0, tails[i].p);

        if (!percentile_mark(&tail))
            return arena_format(
                frame->arena, "%s; one request in %s is above %s", words,
                tails[i].words,
                words_number(frame->arena, metric->unit, tail.estimate.value));
    }
    return words;
}

/* "3 modes: 43.4 % at 657 ms, 28.4 % at 1.09 s, 28.2 % at 2.36 s". */
static const char *subtitle_of(struct frame *frame, const struct metric *metric,
                               const struct modality *modality)
{
    const struct modality_scale *scale = modality ? modality->main : NULL;
    const char *words;

    if (!scale || scale->verdict != VERDICT_MULTIMODAL)
        return quantile_words(frame, metric);
    words = arena_format(frame->arena, "%zu modes", scale->n_modes);
    for (size_t i = 0; i < scale->n_modes; i++)
        words = arena_format(
            frame->arena, "%s%s %s at %s", words, i ? "," : ":",
            words_number(frame->arena, UNIT_SHARE, scale->modes[i].share.value),
            words_number(frame->arena, metric->unit,
                         scale->modes[i].location.value));
    return words;
}

static void add_series(struct frame *frame, struct chart *chart,
                       const struct histogram *histogram,
                       const struct sample *scaled, const struct metric *metric,
                       const struct modality *modality)
{
    double bandwidth = modality && modality->main->is_log == histogram->is_log
                           ? modality->main->shown_bandwidth
                           : (double)NAN;

    add_bars(frame, chart, histogram, metric);
    if (bandwidth > 0)
        add_density(frame, chart, histogram, scaled, bandwidth);
    if (modality && modality->main->verdict == VERDICT_MULTIMODAL)
        add_modes(frame, chart, metric, modality->main);
    add_rules(frame, chart, metric);
    chart->caption = arena_format(
        frame->arena,
        "%zu bins of equal width%s (Freedman and Diaconis on the shortest "
        "half)%s.",
        histogram->n_bins, histogram->is_log ? " on the logarithm" : "",
        !(bandwidth > 0) ? ""
        : frame->options->is_rough
            ? "; line: Gaussian kernel density, bandwidth by Silverman's rule "
              "of thumb"
            : "; line: Gaussian kernel density, bandwidth by Sheather and "
              "Jones");
}

/* `scaled`: the sample on the scale of the bins. */
static void add_chart(struct frame *frame, struct section *section,
                      const struct metric *metric, const struct sample *scaled,
                      bool is_log, const struct modality *modality)
{
    const struct sample *sample = frame_sample(metric, 0);
    struct histogram histogram =
        histogram_on(frame->arena, sample, scaled, is_log, HISTOGRAM_AUTO);
    struct chart *chart;

    chart = doc_chart(
        frame->doc, section, CHART_HISTOGRAM,
        arena_format(frame->arena, "%s-histogram", charts_slug(frame, metric)));
    chart->title = arena_format(
        frame->arena, "%s of %s%s%s", metric->label,
        words_counted(frame->arena, sample->n, "request", "requests"),
        frame->groups ? " by " : "",
        frame->groups ? frame_groups_name(frame) : "");
    chart->subtitle = subtitle_of(frame, metric, modality);
    chart->x = charts_axis(frame, metric);
    chart->y.label = "requests per bin";
    chart->y.unit = UNIT_COUNT;
    chart->y.low = 0;
    add_series(frame, chart, &histogram, scaled, metric, modality);
}

void histogram_chart(struct frame *frame, struct section *section,
                     const struct metric *metric,
                     const struct modality *modality)
{
    const struct sample *sample = frame_sample(metric, 0);
    bool is_log = sample->n && sample->x[0] > 0;
    struct sample scaled = *sample;
    double *logs;

    if (sample->n < 2 || sample->x[0] == sample->x[sample->n - 1])
        return;
    logs = is_log ? histogram_logs(sample, &scaled) : NULL;
    add_chart(frame, section, metric, &scaled, is_log, modality);
    free(logs);
}
