#include "stat/histogram.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/threads.h"
#include "stat/moments.h"
#include "stat/quantile.h"

struct halves {
    const struct sample *sample;
    size_t span;
    double *shortest; /* [blocks] */
};

/* Of equal values, the first begins the shortest. */
static void find_shortest(void *context, size_t from, size_t to)
{
    const struct halves *halves = context;
    const struct sample *sample = halves->sample;
    double shortest = (double)INFINITY;

    for (size_t i = from; i < to; i = sample_equals_end(sample, i)) {
        double length = sample->x[i + halves->span] - sample->x[i];

        if (length < shortest)
            shortest = length;
    }
    halves->shortest[from / THREADS_BLOCK] = shortest;
}

/* The length of the shortest interval that holds half of the values (Andrews
 * and others, Robust Estimates of Location, 1972: the shorth's). */
static double shortest_half(const struct sample *sample)
{
    size_t span = sample->n / 2, n = sample->n - span;
    size_t n_blocks = threads_n_blocks(n);
    double shortest = (double)INFINITY;
    struct halves halves = {
        .sample = sample,
        .span = span,
        .shortest = memory_alloc(n_blocks, sizeof *halves.shortest),
    };

    threads_run_rows(n, find_shortest, &halves);
    for (size_t b = 0; b < n_blocks; b++)
        shortest = fmin(shortest, halves.shortest[b]);
    free(halves.shortest);
    return shortest;
}

static double sturges(const struct sample *sample)
{
    return ceil(log2((double)sample->n)) + 1;
}

/* Bins that a width asks for; none can be told from a width of 0. */
static double bins_of_width(const struct sample *sample, double width)
{
    double range = sample->x[sample->n - 1] - sample->x[0];

    return width > 0 ? ceil(range / width) : 0;
}

static double automatic(const struct sample *sample)
{
    double width = 2 * shortest_half(sample) / cbrt((double)sample->n);

    return fmax(bins_of_width(sample, width), sturges(sample));
}

static double freedman_diaconis(const struct sample *sample)
{
    double iqr = quantile_iqr(sample, QUANTILE_TYPE);

    return bins_of_width(sample, 2 * iqr / cbrt((double)sample->n));
}

static double scott(const struct sample *sample)
{
    double width = cbrt(24 * sqrt(M_PI) / (double)sample->n);

    return bins_of_width(sample, width * sd_of(sample->x, sample->n));
}

/* With the moment skewness g1 and its standard error for normal values. */
static double doane(const struct sample *sample)
{
    double n = (double)sample->n, g1, error;

    if (sample->n < 3)
        return sturges(sample);
    g1 =
        moments_of(sample->x, sample->n).skewness * (n - 2) / sqrt(n * (n - 1));
    error = sqrt(6 * (n - 2) / ((n + 1) * (n + 3)));
    return ceil(1 + log2(n) + log2(1 + fabs(g1) / error));
}

static double (*const rules[])(const struct sample *) = {
    [HISTOGRAM_AUTO] = automatic,
    [HISTOGRAM_FREEDMAN_DIACONIS] = freedman_diaconis,
    [HISTOGRAM_SCOTT] = scott,
    [HISTOGRAM_STURGES] = sturges,
    [HISTOGRAM_DOANE] = doane,
};

size_t histogram_bin_count(const struct sample *sample,
                           enum histogram_rule rule)
{
    double bins;

    if (sample->n < 2 || sample->x[0] == sample->x[sample->n - 1])
        return 1;
    bins = rules[rule](sample);
    return (size_t)fmin(fmax(bins, 1), HISTOGRAM_BINS);
}

struct logging {
    const double *x;
    double *logs;
};

/* Few different values need few logarithms. */
static void log_rows(void *context, size_t from, size_t to)
{
    const struct logging *logging = context;
    const double *x = logging->x;
    double *logs = logging->logs;

    for (size_t i = from; i < to; i++)
        logs[i] = i > from && x[i] == x[i - 1] ? logs[i - 1] : log(x[i]);
}

double *histogram_logs(const struct sample *sample, struct sample *logs)
{
    double *x = memory_resize(NULL, sample->n, sizeof *x);

    threads_run_rows(sample->n, log_rows, &(struct logging){sample->x, x});
    *logs = (struct sample){.x = x, .n = sample->n};
    return x;
}

static void make_edges(struct histogram *histogram, const struct sample *sample,
                       double low, double high)
{
    size_t n = histogram->n_bins;

    double first = sample->x[0], last = sample->x[sample->n - 1];

    histogram->edges[0] = first;
    histogram->edges[n] = last;
    for (size_t i = 1; i < n; i++) {
        double at = low + (high - low) * (double)i / (double)n;

        if (histogram->is_log)
            at = exp(at);
        /* Rounding may carry an edge past the ends of a narrow range. */
        histogram->edges[i] = fmin(fmax(at, first), last);
    }
}

void histogram_count(const struct histogram *histogram,
                     const struct sample *sample, size_t *counts)
{
    size_t n = histogram->n_bins;
    size_t first = n ? sample_first(sample, histogram->edges[0]) : 0;

    for (size_t b = 0; b < n; b++) {
        size_t end = b + 1 < n ? sample_first(sample, histogram->edges[b + 1])
                               : sample->n;

        counts[b] = end - first;
        first = end;
    }
}

struct histogram histogram_on(struct arena *arena, const struct sample *sample,
                              const struct sample *scaled, bool is_log,
                              enum histogram_rule rule)
{
    struct histogram histogram = {.is_log = is_log};

    if (sample->n == 0)
        return histogram;
    histogram.n_bins = histogram_bin_count(scaled, rule);
    histogram.edges =
        arena_alloc(arena, histogram.n_bins + 1, sizeof *histogram.edges);
    histogram.counts =
        arena_alloc(arena, histogram.n_bins, sizeof *histogram.counts);
    make_edges(&histogram, sample, scaled->x[0], scaled->x[scaled->n - 1]);
    histogram_count(&histogram, sample, histogram.counts);
    return histogram;
}

struct histogram histogram_of(struct arena *arena, const struct sample *sample,
                              bool is_log, enum histogram_rule rule)
{
    struct sample used = *sample, scaled;
    struct histogram histogram;
    double *logs = NULL;

    while (is_log && used.n > 0 && !(used.x[0] > 0)) {
        used.x++;
        used.n--;
    }
    scaled = used;
    if (is_log)
        logs = histogram_logs(&used, &scaled);
    histogram = histogram_on(arena, &used, &scaled, is_log, rule);
    histogram.n_left_out = sample->n - used.n;
    free(logs);
    return histogram;
}
