#include "study/runs_chart.h"

#include <math.h>

#include "stat/quantile.h"
#include "study/charts.h"
#include "study/words.h"

enum { MOST_RUNS = 60 };

const double runs_chart_percentiles[2] = {0.5, 0.95};

static void add_percentile(struct frame *frame, struct chart *chart,
                           const struct sample_set *by_run, size_t n_runs,
                           size_t which)
{
    double p = runs_chart_percentiles[which];
    struct chart_series *series =
        doc_series(frame->doc, chart, words_percentile(frame->arena, p),
                   (int)which, MARK_INTERVALS, n_runs);

    for (size_t r = 0; r < n_runs; r++) {
        const struct sample *sample = &by_run->samples[r];
        struct quantile quantile = quantile_estimate(
            sample, p, frame->options->quantile_type, frame->options->level);
        struct point *point = &series->points[r];

        point->x = (double)r;
        point->y = quantile.estimate.value;
        point->low =
            isinf(quantile.estimate.low) ? sample->x[0] : quantile.estimate.low;
        point->high = isinf(quantile.estimate.high) ? sample->x[sample->n - 1]
                                                    : quantile.estimate.high;
        point->is_hollow = (quantile.estimate.doubts & DOUBT_FEW) != 0;
    }
}

static void add_band(struct frame *frame, struct chart *chart, size_t n_runs,
                     size_t which, const struct estimate *mean)
{
    struct chart_series *series;

    if (isnan(mean->value))
        return;
    series = doc_series(frame->doc, chart, "", (int)which, MARK_BAND, 2);
    for (size_t i = 0; i < 2; i++) {
        series->points[i].x = i ? (double)n_runs - 0.5 : -0.5;
        series->points[i].y = mean->value;
        series->points[i].low = mean->low;
        series->points[i].high = mean->high;
    }
}

static const char *subtitle_of(struct frame *frame, const struct metric *metric,
                               const struct estimate *mean)
{
    if (isnan(mean->value))
        return "each dot one run";
    return arena_format(frame->arena, "the runs' medians average %s",
                        words_estimate(frame->arena, metric->unit, *mean));
}

void runs_chart(struct frame *frame, struct section *section,
                const struct metric *metric, const struct sample_set *by_run,
                const struct estimate means[2])
{
    size_t n_runs = by_run->n < MOST_RUNS ? by_run->n : MOST_RUNS;
    const char **names;
    struct chart *chart;

    if (by_run->n < 2)
        return;
    chart = doc_chart(
        frame->doc, section, CHART_RUNS,
        arena_format(frame->arena, "%s-runs", charts_slug(frame, metric)));
    chart->title =
        arena_format(frame->arena, "%s in %zu runs", metric->label, by_run->n);
    chart->subtitle = subtitle_of(frame, metric, &means[0]);
    chart->caption = arena_format(
        frame->arena,
        "Dots: each run with its %s order-statistic interval (these requests "
        "only). Bands: mean of the runs with its t interval.",
        words_number(frame->arena, UNIT_SHARE, frame->options->level));
    if (n_runs < by_run->n)
        chart->corner = words_counted(frame->arena, by_run->n - n_runs,
                                      "run is not shown", "runs are not shown");
    names = arena_alloc(frame->arena, n_runs, sizeof *names);
    for (size_t r = 0; r < n_runs; r++)
        names[r] = grouping_show(frame->runs->values[r][0]);
    chart->x = (struct axis){.label = "run",
                             .low = (double)NAN,
                             .high = (double)NAN,
                             .names = names,
                             .n_names = n_runs};
    chart->y = charts_axis(frame, metric);
    for (size_t which = 0; which < 2; which++) {
        add_band(frame, chart, n_runs, which, &means[which]);
        add_percentile(frame, chart, by_run, n_runs, which);
    }
}
