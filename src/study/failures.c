#include "study/failures.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

/* A sample set takes finite values only: failed requests enter as the largest
 * double, which no latency is, and are made infinite where they lie. */
struct sample_set *failures_samples(const struct frame *frame,
                                    const double *values,
                                    const struct codes *groups, size_t n_groups)
{
    size_t n = frame->table->n_rows, at = 0;
    struct sample_set *set;
    double *finite;

    if (!frame->infinite_latency || values != frame->infinite_latency)
        return sample_set_create(values, groups, n, n_groups);
    finite = memory_alloc(n, sizeof *finite);
    for (size_t i = 0; i < n; i++)
        finite[i] = isinf(values[i]) ? DBL_MAX : values[i];
    set = sample_set_create(finite, groups, n, n_groups);
    free(finite);
    for (size_t g = 0; g < n_groups; at += set->samples[g++].n)
        for (size_t i = set->samples[g].n;
             i > 0 && set->block[at + i - 1] == DBL_MAX; i--)
            set->block[at + i - 1] = (double)INFINITY;
    return set;
}

const struct sample_set *failures_cells(const struct frame *frame,
                                        const struct metric *metric,
                                        struct sample_set **own)
{
    const struct sample_set *of_frame = frame_cell_samples(metric);
    struct codes cells;

    *own = NULL;
    if (metric->values != frame->infinite_latency)
        return of_frame;
    cells = frame_cells(frame);
    *own = failures_samples(frame, metric->values, &cells, of_frame->n);
    codes_release(&cells);
    return *own;
}

struct sample failures_left_out(const struct sample *sample)
{
    struct sample finite = *sample;

    finite.n = sample_first(sample, (double)INFINITY);
    finite.n_missing += sample->n - finite.n;
    return finite;
}

struct quantile failures_quantile(const struct sample *sample, double p,
                                  int type, double level)
{
    struct quantile quantile = quantile_estimate(sample, p, type, level);

    if (isnan(quantile.estimate.value) && sample->n > 0 &&
        isinf(sample->x[sample->n - 1]))
        quantile.estimate.value = (double)INFINITY;
    return quantile;
}
