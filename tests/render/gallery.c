/* Draws one chart of each kind from made-up data into a folder, to be looked
 * at: gallery FOLDER [dark]. Names that a hostile log could hold are in it. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "base/sort.h"
#include "render/gnuplot.h"

enum { N_GROUPS = 4, N_EACH = 2500, N_BINS = 64 };

static const char *const groups[N_GROUPS] = {"short", "medium", "long_context",
                                             "heavy_generation"};

/* What a hostile log could hold, in the figures of that name. */
static const char *const hostile[N_GROUPS] = {
    "long \"context\" \\n {/Bold x}_y^z $(touch x)",
    "\xe9\x87\x8d\xe3\x81\x84\xe7\x94\x9f\xe6\x88\x90 `id` %s 100%",
    "\" . system('touch x') . \"\n\n\n1\t2\t# <b>&amp;</b>",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB"
    "B"};
static const double medians[N_GROUPS] = {0.6, 0.9, 2.1, 3.4};
static const double spreads[N_GROUPS] = {0.22, 0.3, 0.35, 0.3};
static double values[N_GROUPS][N_EACH];

static void make_values(struct random_stream *stream)
{
    for (size_t g = 0; g < N_GROUPS; g++) {
        for (size_t i = 0; i < N_EACH; i++)
            values[g][i] =
                medians[g] * exp(spreads[g] * random_gaussian(stream));
        sort_doubles(values[g], N_EACH);
    }
}

static struct chart *start(struct doc *doc, enum chart_kind kind,
                           const char *name, const char *title,
                           const char *subtitle)
{
    struct chart *chart =
        doc_chart(doc, doc_section(doc, "gallery", "Gallery"), kind, name);

    chart->title = title;
    chart->subtitle = subtitle;
    return chart;
}

static void latency_axis(struct axis *axis)
{
    axis->label = "Latency";
    axis->unit = UNIT_SECONDS;
    axis->scale = AXIS_LOG;
}

static double edge(size_t bin)
{
    return 0.25 * pow(48, (double)bin / N_BINS);
}

static void draw_histogram(struct doc *doc, const char *name,
                           const char *const *names)
{
    struct chart *chart = start(
        doc, CHART_HISTOGRAM, name, "Latency of 10,000 requests by workload",
        "Two humps: short and medium at 0.6 s, the others at 2.6 s");
    double all[N_BINS] = {0};
    struct chart_series *series;

    latency_axis(&chart->x);
    chart->y.label = "Requests per bin";
    chart->y.unit = UNIT_COUNT;
    chart->corner = "12 requests left of the axis";
    for (size_t g = 0; g < N_GROUPS; g++) {
        series = doc_series(doc, chart, names[g], (int)g, MARK_BARS, N_BINS);
        for (size_t b = 0; b < N_BINS; b++) {
            series->points[b].x = edge(b);
            series->points[b].x2 = edge(b + 1);
            for (size_t i = 0; i < N_EACH; i++)
                series->points[b].y +=
                    values[g][i] >= edge(b) && values[g][i] < edge(b + 1);
            all[b] += series->points[b].y;
        }
    }
    series = doc_series(doc, chart, "density of all", -1, MARK_LINE, N_BINS);
    for (size_t b = 0; b < N_BINS; b++) {
        series->points[b].x = sqrt(edge(b) * edge(b + 1));
        series->points[b].y = (all[b] + (b ? all[b - 1] : 0) +
                               (b + 1 < N_BINS ? all[b + 1] : 0)) /
                              3;
    }
    series = doc_series(doc, chart, "modes", -1, MARK_POINTS, 2);
    series->points[0] =
        (struct point){.x = 0.62, .y = 390, .label = "0.62 s, 61 %"};
    series->points[1] =
        (struct point){.x = 2.6, .y = 210, .label = "2.6 s, 39 %"};
    doc_rule(doc, chart, 0.98, false, "p50 0.98 s");
    doc_rule(doc, chart, 4.1, false, "p95 4.1 s");
    doc_rule(doc, chart, 5.4, false, "p99 5.4 s");
}

static void draw_ecdf(struct doc *doc, bool is_tail)
{
    struct chart *chart =
        start(doc, is_tail ? CHART_TAIL : CHART_ECDF,
              is_tail ? "latency-tail" : "latency-ecdf",
              is_tail ? "Share of requests slower than x"
                      : "Share of requests done within x",
              "p99 of heavy generation is 2.2 times its median");
    struct chart_series *series;

    latency_axis(&chart->x);
    chart->y.label = is_tail ? "Requests slower" : "Requests done";
    chart->y.unit = UNIT_SHARE;
    chart->y.scale = is_tail ? AXIS_LOG : AXIS_LINEAR;
    for (size_t g = 0; g < N_GROUPS; g++) {
        series = doc_series(doc, chart, groups[g], (int)g, MARK_STEPS, N_EACH);
        for (size_t i = 0; i < N_EACH; i++) {
            double share = ((double)i + 1) / N_EACH;

            series->points[i].x = values[g][i];
            series->points[i].y = is_tail ? 1 - share : share;
        }
        if (is_tail)
            series->n_points--;
    }
    if (!is_tail)
        return;
    series = doc_series(doc, chart, NULL, 3, MARK_INTERVALS, 2);
    series->points[0] =
        (struct point){.x = 6.9, .y = 0.01, .low = 6.6, .high = 7.3};
    series->points[1] = (struct point){.x = 8.6,
                                       .y = 0.001,
                                       .low = 7.6,
                                       .high = (double)INFINITY,
                                       .is_hollow = true};
    doc_rule(doc, chart, 0.1, true, "90 %");
    doc_rule(doc, chart, 0.01, true, "99 %");
    doc_rule(doc, chart, 0.001, true, "99.9 %");
}

static void draw_ladder(struct doc *doc, const char *figure,
                        const char *const *rows)
{
    static const double p[] = {0.5, 0.9, 0.95, 0.99};
    static const char *const names[] = {"p50", "p90", "p95", "p99"};
    struct chart *chart =
        start(doc, CHART_LADDER, figure, "Percentiles of latency by workload",
              "Heavy generation is slowest at every percentile");

    latency_axis(&chart->x);
    chart->y.names = rows;
    chart->y.n_names = N_GROUPS;
    for (size_t g = 0; g < N_GROUPS; g++) {
        struct chart_series *series =
            doc_series(doc, chart, rows[g], (int)g, MARK_INTERVALS, 4);

        for (size_t i = 0; i < 4; i++) {
            double x = values[g][(size_t)(p[i] * (N_EACH - 1))];

            series->points[i] = (struct point){
                .x = x,
                .y = (double)g,
                .low = x * (1 - 0.01 * (double)(i + 1)),
                .high = g == 3 && i == 3 ? (double)INFINITY
                                         : x * (1 + 0.02 * (double)(i + 1)),
                .label = names[i],
                .is_hollow = g == 3 && i == 3};
        }
    }
}

static void draw_runs(struct doc *doc, struct random_stream *stream)
{
    static const char *const names[] = {"run-a.csv", "run-b.csv", "run-c.csv",
                                        "run-d.csv",
                                        "a run with a very long name.jsonl.gz"};
    struct chart *chart = start(doc, CHART_RUNS, "runs", "Percentiles by run",
                                "The p95 differs more between runs than "
                                "within one");

    chart->x.names = names;
    chart->x.n_names = 5;
    chart->y.label = "Latency";
    chart->y.unit = UNIT_SECONDS;
    for (size_t k = 0; k < 2; k++) {
        double level = k ? 2.4 : 0.9;
        struct chart_series *series;

        series = doc_series(doc, chart, NULL, k ? 5 : 0, MARK_BAND, 2);
        series->points[0] = (struct point){
            .x = -0.5, .y = level, .low = level - 0.12, .high = level + 0.12};
        series->points[1] = series->points[0];
        series->points[1].x = 4.5;
        series = doc_series(doc, chart, k ? "p95" : "p50", k ? 5 : 0,
                            MARK_INTERVALS, 5);
        for (size_t i = 0; i < 5; i++) {
            double y = level + 0.1 * random_gaussian(stream);

            series->points[i] = (struct point){.x = (double)i,
                                               .y = y,
                                               .low = y - 0.05,
                                               .high = y + 0.08,
                                               .is_hollow = k && i == 4};
        }
    }
}

static void draw_scatter(struct doc *doc, struct random_stream *stream,
                         bool has_cells)
{
    static const char *const labels[] = {"short: r = 0.12", "medium: r = 0.31",
                                         "long context: r = 0.05",
                                         "heavy generation: r = 0.44"};
    struct chart *chart = start(
        doc, CHART_SCATTER, has_cells ? "cost-latency-cells" : "cost-latency",
        "Cost and latency by workload",
        "r = 0.82 over all is between workloads; within them it is 0.23");
    struct chart_series *series;

    latency_axis(&chart->x);
    chart->y.label = "Cost per request";
    chart->y.unit = UNIT_DOLLARS;
    chart->y.scale = AXIS_LOG;
    if (has_cells) {
        series = doc_series(doc, chart, "requests per cell", -1, MARK_CELLS,
                            40 * 30);
        for (size_t i = 0; i < 40 * 30; i++) {
            double u = (double)(i % 40) / 40, v = (double)(i / 40) / 30;
            double z = 8 * (u - v), w = 4 * (u - 0.4);

            series->points[i] =
                (struct point){.x = 0.2 * pow(50, u),
                               .x2 = 0.2 * pow(50, u + 1.0 / 40),
                               .low = 1e-5 * pow(1000, v),
                               .high = 1e-5 * pow(1000, v + 1.0 / 30),
                               .y = floor(800 * exp(-z * z / 2 - w * w / 2))};
            if (series->points[i].y < 1)
                series->points[i].x = series->points[i].x2 = (double)NAN;
        }
    }
    for (size_t g = 0; g < N_GROUPS && !has_cells; g++) {
        series = doc_series(doc, chart, NULL, (int)g, MARK_POINTS, 400);
        for (size_t i = 0; i < 400; i++) {
            series->points[i].x = values[g][i * 6];
            series->points[i].y = 1e-4 * medians[g] * medians[g] *
                                  exp(0.3 * random_gaussian(stream));
        }
    }
    for (size_t g = 0; g < N_GROUPS; g++) {
        series = doc_series(doc, chart, labels[g], (int)g, MARK_LINE, 2);
        for (size_t i = 0; i < 2; i++) {
            series->points[i].x = medians[g] * (i ? 1.7 : 0.6);
            series->points[i].y =
                1e-4 * medians[g] * medians[g] * (i ? 1.2 : 0.9);
        }
    }
    series = doc_series(doc, chart, "all: r = 0.82", -1, MARK_LINE, 2);
    series->points[0] = (struct point){.x = 0.4, .y = 2.2e-5};
    series->points[1] = (struct point){.x = 6, .y = 2.5e-3};
}

static void draw_forest(struct doc *doc)
{
    static const char *const rows[] = {
        "p50 of short", "p95 of short", "p50 of long context",
        "p99 of a group with a long name here", "cost per 1,000"};
    static const char *const verdicts[] = {"faster", "equivalent", "slower",
                                           "inconclusive", "lower"};
    static const double ratios[] = {0.9, 1.01, 1.12, 1.08, 0.8};
    struct chart *chart =
        start(doc, CHART_FOREST, "comparison-forest",
              "Candidate against base, ratio by metric",
              "Long context got 12 % slower; short got faster");
    struct chart_series *series;

    chart->x.label = "Candidate / base";
    chart->x.unit = UNIT_RATIO;
    chart->x.scale = AXIS_LOG;
    chart->y.names = rows;
    chart->y.n_names = 5;
    series = doc_series(doc, chart, NULL, -1, MARK_BAND, 1);
    series->points[0] = (struct point){.low = 0.95, .high = 1.05};
    series = doc_series(doc, chart, NULL, 0, MARK_INTERVALS, 5);
    for (size_t i = 0; i < 5; i++)
        series->points[i] = (struct point){.x = ratios[i],
                                           .y = (double)i,
                                           .low = ratios[i] * 0.96,
                                           .high = ratios[i] * 1.05,
                                           .label = verdicts[i],
                                           .is_hollow = i == 3};
    doc_rule(doc, chart, 1, false, "no change");
}

static void draw_shift(struct doc *doc)
{
    struct chart *chart = start(doc, CHART_SHIFT, "shift-function",
                                "Difference of latency by percentile",
                                "The tail grew: +0.4 s at p99, nothing below "
                                "the median");
    struct chart_series *series =
        doc_series(doc, chart, NULL, 0, MARK_INTERVALS, 10);

    chart->x.label = "Percentile";
    chart->x.unit = UNIT_SHARE;
    chart->y.label = "Candidate minus base";
    chart->y.unit = UNIT_SECONDS;
    for (size_t i = 0; i < 10; i++) {
        double p = i < 9 ? 0.1 * (double)(i + 1) : 0.99;
        double y = 0.4 * pow(p, 5);

        series->points[i] = (struct point){.x = p,
                                           .y = y,
                                           .low = y - 0.05 - 0.1 * p,
                                           .high = y + 0.05 + 0.1 * p,
                                           .is_hollow = i == 9};
    }
    doc_rule(doc, chart, 0, true, "no difference");
}

static void draw_correlation(struct doc *doc)
{
    static const char *const names[] = {"latency",      "cost",
                                        "input_tokens", "output_tokens",
                                        "output_rate",  "ttft"};
    struct chart *chart = start(doc, CHART_CORRELATION, "correlation-matrix",
                                "Spearman's correlation of six fields",
                                "Latency goes with output tokens");
    struct chart_series *series =
        doc_series(doc, chart, "Spearman's r", -1, MARK_CELLS, 36);

    chart->x.names = chart->y.names = names;
    chart->x.n_names = chart->y.n_names = 6;
    for (size_t i = 0; i < 36; i++) {
        double x = (double)(i % 6), y = (double)(i / 6);

        series->points[i] =
            (struct point){.x = x - 0.5,
                           .x2 = x + 0.5,
                           .low = y - 0.5,
                           .high = y + 0.5,
                           .y = i == 7 ? (double)NAN : cos(0.6 * (x - y))};
    }
}

static void draw_lines(struct doc *doc)
{
    static const char *const models[] = {"model-a", "model-b", "model-c"};
    static const double input[] = {2.5, 1, 0.15}, output[] = {10, 4, 8};
    struct chart *chart = start(doc, CHART_LINES, "blended-price",
                                "Blended price by share of output tokens",
                                "Model c is cheapest below 46 % output");
    struct chart_series *series;

    chart->x.label = "Output tokens";
    chart->x.unit = UNIT_SHARE;
    chart->y.label = "Price per million tokens";
    chart->y.unit = UNIT_DOLLARS;
    for (size_t m = 0; m < 3; m++) {
        series = doc_series(doc, chart, models[m], (int)m, MARK_LINE, 2);
        for (size_t i = 0; i < 2; i++)
            series->points[i] =
                (struct point){.x = (double)i, .y = i ? output[m] : input[m]};
    }
    series = doc_series(doc, chart, NULL, -1, MARK_POINTS, 1);
    series->points[0] =
        (struct point){.x = 0.1753, .y = 1.526, .label = "18 %, $1.53"};
}

static void draw_all(struct doc *doc, struct random_stream *stream)
{
    make_values(stream);
    draw_histogram(doc, "latency-histogram", groups);
    draw_histogram(doc, "hostile-histogram", hostile);
    draw_ecdf(doc, false);
    draw_ecdf(doc, true);
    draw_ladder(doc, "percentile-ladder", groups);
    draw_ladder(doc, "hostile-ladder", hostile);
    draw_runs(doc, stream);
    draw_scatter(doc, stream, false);
    draw_scatter(doc, stream, true);
    draw_forest(doc);
    draw_shift(doc);
    draw_correlation(doc);
    draw_lines(doc);
}

int main(int argc, char **argv)
{
    struct random_stream *stream = random_create(1, "gallery");
    struct doc *doc = doc_create("Gallery");
    struct error error = {0};
    enum figures_result result;

    if (argc < 2) {
        fputs("usage: gallery FOLDER [dark]\n", stderr);
        return 2;
    }
    draw_all(doc, stream);
    result = figures_write(doc, argv[1],
                           argc > 2 && strcmp(argv[2], "dark") == 0, &error);
    if (error.is_set)
        fprintf(stderr, "gallery: %s\n", error.text);
    doc_destroy(doc);
    random_destroy(stream);
    return result == FIGURES_DRAWN ? 0 : 1;
}
