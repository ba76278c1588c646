#include "study/percentiles.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "study/failures.h"

#define FEW_WORDS "few: under ten requests lie beyond it, so it is rough"
#define OPEN_WORDS "open: no finite limit"

/* The sample with its infinite values behind the finite ones. */
static double *with_infinite(const struct sample *sample, size_t n_infinite)
{
    double *x = memory_alloc(sample->n + n_infinite, sizeof *x);

    memcpy(x, sample->x, sample->n * sizeof *x);
    for (size_t i = 0; i < n_infinite; i++)
        x[sample->n + i] = (double)INFINITY;
    return x;
}

static size_t count_infinite(const struct frame *frame,
                             const struct metric *metric, size_t g)
{
    size_t n = 0;

    if (metric->values != frame->infinite_latency)
        return 0;
    for (size_t i = 0; i < frame->table->n_rows; i++)
        n += frame_row_counts(frame, i, g) && isinf(metric->values[i]);
    return n;
}

static struct quantile find_percentile(const struct frame *frame,
                                       const struct metric *metric, size_t g,
                                       double p)
{
    const struct study_options *options = frame->options;
    const struct sample *sample = frame_sample(metric, g);
    size_t n_infinite = count_infinite(frame, metric, g);
    struct sample all = *sample;
    struct quantile quantile;
    double *x = NULL;

    if (n_infinite) {
        x = with_infinite(sample, n_infinite);
        all.x = x;
        all.n += n_infinite;
    }
    quantile =
        failures_quantile(&all, p, options->quantile_type, options->level);
    if (options->as)
        quantile.estimate.value = options->as->quantile(&all, p);
    free(x);
    return quantile;
}

/* Those that were chosen are found once: several tables and charts tell them,
 * and some when the sample is gone. */
struct quantile percentile_of(const struct frame *frame,
                              const struct metric *metric, size_t g, double p)
{
    size_t n = frame->options->n_percentiles, i = 0;
    size_t m = (size_t)(metric - frame->metrics);
    struct quantile *place;

    while (i < n && frame->options->percentiles[i] != p)
        i++;
    if (i == n)
        return find_percentile(frame, metric, g, p);
    place = &frame->quantiles[(m * frame_n_groups(frame) + g) * n + i];
    if (place->type == 0)
        *place = find_percentile(frame, metric, g, p);
    return *place;
}

struct quantile percentile_shown(const struct frame *frame,
                                 const struct metric *metric, size_t g,
                                 double p)
{
    struct quantile quantile = percentile_of(frame, metric, g, p);

    quantile.estimate = estimate_stretched(quantile.estimate);
    return quantile;
}

unsigned percentile_doubt(const struct quantile *quantile)
{
    if (isnan(quantile->estimate.value))
        return 0;
    if (quantile->estimate.doubts & DOUBT_FEW)
        return DOUBT_FEW;
    return quantile->estimate.doubts & DOUBT_OPEN;
}

const char *percentile_mark(const struct quantile *quantile)
{
    switch (percentile_doubt(quantile)) {
    case DOUBT_FEW:
        return "few";
    case DOUBT_OPEN:
        return "open";
    default:
        return NULL;
    }
}

const char *percentile_legend(unsigned doubts)
{
    switch (doubts & (DOUBT_FEW | DOUBT_OPEN)) {
    case DOUBT_FEW:
        return FEW_WORDS;
    case DOUBT_OPEN:
        return OPEN_WORDS;
    case DOUBT_FEW | DOUBT_OPEN:
        return FEW_WORDS "; " OPEN_WORDS;
    default:
        return NULL;
    }
}
