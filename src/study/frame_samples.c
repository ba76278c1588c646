#include <math.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/threads.h"
#include "study/frame.h"

/* The sorted values of the metrics. A log of millions of requests has room for
 * those of one or two metrics at a time, not for the groups and the whole of
 * all: what is kept throughout are the cells, in which decimals of few digits
 * are no more than counts, and what is made of them comes and goes. */

/* Rows not worth a thread. */
enum { FEW = 1 << 16 };

struct group_size {
    size_t n;
    double least;
};

struct metric_samples {
    pthread_mutex_t lock; /* tasks ask side by side */
    const struct frame *frame;
    const double *values;
    struct group_size *sizes;  /* [1 + n_strata], the whole first */
    struct sample_set *cells;  /* these three: NULL if they are not there */
    struct sample_set *groups; /* one sample a stratum; perhaps the cells */
    struct sample_set *whole;  /* a set of one: all rows that count */
    struct moments moments;    /* of the whole */
    bool has_moments;
};

struct cells {
    const struct frame *frame;
    struct codes rows;
};

static void choose_cell_rows(void *context, size_t from, size_t to)
{
    struct cells *cells = context;
    const struct frame *frame = cells->frame;

    for (size_t i = from; i < to; i++) {
        uint32_t group = frame_counted_group(frame, i);
        uint32_t run = frame->runs ? grouping_at(frame->runs, i) : 0;

        if (group == GROUP_NONE)
            codes_put(&cells->rows, i, 0);
        else
            group_set(&cells->rows, i, run * (uint32_t)frame->n_strata + group);
    }
}

static size_t count_runs(const struct frame *frame)
{
    return frame->runs ? frame->runs->n_groups : 1;
}

static size_t count_cells(const struct frame *frame)
{
    return count_runs(frame) * frame->n_strata;
}

struct codes frame_cells(const struct frame *frame)
{
    size_t n = frame->table->n_rows;
    struct cells cells = {frame, codes_for(n, (uint32_t)count_cells(frame))};

    threads_run_rows(n, choose_cell_rows, &cells);
    return cells.rows;
}

static void add_size(struct group_size *size, const struct sample *cell)
{
    double least;

    if (cell->n == 0)
        return;
    least = cell->counts ? decimals_least(cell->counts) : cell->x[0];
    if (size->n == 0 || least < size->least)
        size->least = least;
    size->n += cell->n;
}

static void find_sizes(struct metric_samples *samples)
{
    size_t n_strata = samples->frame->n_strata;

    for (size_t g = 0; g <= n_strata; g++)
        samples->sizes[g] = (struct group_size){0, (double)NAN};
    for (size_t c = 0, g = 0; c < samples->cells->n; c++) {
        add_size(&samples->sizes[0], &samples->cells->samples[c]);
        add_size(&samples->sizes[1 + g], &samples->cells->samples[c]);
        g = g + 1 < n_strata ? g + 1 : 0;
    }
}

struct sorting {
    struct frame *frame;
    struct codes cells;
};

static void sort_metric(void *context, size_t index)
{
    const struct sorting *sorting = context;
    const struct frame *frame = sorting->frame;
    struct metric_samples *samples = frame->metrics[index].samples;

    samples->cells = sample_set_count(samples->values, &sorting->cells,
                                      frame->table->n_rows, count_cells(frame));
    find_sizes(samples);
}

void frame_sort_metrics(struct frame *frame)
{
    struct sorting sorting = {frame, frame_cells(frame)};

    for (size_t m = 0; m < frame->n_metrics; m++) {
        struct metric *metric = &frame->metrics[m];
        struct metric_samples *samples = memory_alloc(1, sizeof *samples);

        metric->samples = samples;
        pthread_mutex_init(&samples->lock, NULL);
        samples->frame = frame;
        samples->values = metric->values;
        samples->sizes =
            memory_alloc(1 + frame->n_strata, sizeof *samples->sizes);
    }
    threads_run(frame->table->n_rows < FEW ? 1 : 0, frame->n_metrics,
                sort_metric, &sorting);
    codes_release(&sorting.cells);
}

static void drop_cells(struct metric_samples *samples)
{
    if (samples->groups == samples->cells)
        samples->groups = NULL;
    sample_set_destroy(samples->cells);
    samples->cells = NULL;
}

static void drop_groups(struct metric_samples *samples)
{
    if (samples->groups != samples->cells)
        sample_set_destroy(samples->groups);
    samples->groups = NULL;
}

static void drop_whole(struct metric_samples *samples)
{
    sample_set_destroy(samples->whole);
    samples->whole = NULL;
}

void frame_drop_samples(const struct metric *metric, enum samples_kept kept)
{
    struct metric_samples *samples = metric->samples;
    bool are_counts = samples->cells && samples->cells->decimals;

    drop_groups(samples);
    if (kept == KEEP_CELLS && samples->cells)
        drop_whole(samples);
    else if (kept == KEEP_WHOLE && samples->whole && !are_counts)
        drop_cells(samples);
    else if (kept == KEEP_WHOLE)
        drop_whole(samples);
    else if (kept == KEEP_NOTHING) {
        drop_whole(samples);
        drop_cells(samples);
    }
}

void frame_release_metrics(struct frame *frame)
{
    for (size_t m = 0; m < frame->n_metrics; m++) {
        struct metric_samples *samples = frame->metrics[m].samples;

        if (!samples)
            continue;
        frame_drop_samples(&frame->metrics[m], KEEP_NOTHING);
        pthread_mutex_destroy(&samples->lock);
        free(samples->sizes);
        free(samples);
    }
}

static const struct sample_set *cells_of(struct metric_samples *samples)
{
    const struct frame *frame = samples->frame;
    struct codes cells;

    if (samples->cells)
        return samples->cells;
    cells = frame_cells(frame);
    samples->cells = sample_set_count(samples->values, &cells,
                                      frame->table->n_rows, count_cells(frame));
    codes_release(&cells);
    return samples->cells;
}

static const struct sample_set *groups_of(struct metric_samples *samples)
{
    const struct sample_set *cells;

    if (samples->groups)
        return samples->groups;
    cells = cells_of(samples);
    samples->groups = cells->n == samples->frame->n_strata && !cells->decimals
                          ? samples->cells
                          : sample_set_fold(cells, samples->frame->n_strata);
    return samples->groups;
}

static const struct sample_set *whole_of(struct metric_samples *samples)
{
    const struct sample_set *parts = samples->groups;

    if (samples->whole)
        return samples->whole;
    if (!parts || (samples->cells && samples->cells->decimals))
        parts = cells_of(samples);
    samples->whole = sample_set_merge(parts);
    return samples->whole;
}

const struct sample *frame_sample(const struct metric *metric, size_t g)
{
    struct metric_samples *samples = metric->samples;
    const struct sample *sample;

    pthread_mutex_lock(&samples->lock);
    sample = g == 0 ? &whole_of(samples)->samples[0]
                    : &groups_of(samples)->samples[g - 1];
    pthread_mutex_unlock(&samples->lock);
    return sample;
}

size_t frame_n_values(const struct metric *metric, size_t g)
{
    return metric->samples->sizes[g].n;
}

double frame_least(const struct metric *metric)
{
    return metric->samples->sizes[0].least;
}

struct moments frame_moments(const struct metric *metric)
{
    struct metric_samples *samples = metric->samples;
    const struct sample *whole;

    pthread_mutex_lock(&samples->lock);
    if (!samples->has_moments) {
        whole = whole_of(samples)->samples;
        samples->moments = moments_of(whole->x, whole->n);
        samples->has_moments = true;
    }
    pthread_mutex_unlock(&samples->lock);
    return samples->moments;
}

const struct sample_set *frame_cell_samples(const struct metric *metric)
{
    struct metric_samples *samples = metric->samples;
    const struct sample_set *cells;

    pthread_mutex_lock(&samples->lock);
    cells = cells_of(samples);
    pthread_mutex_unlock(&samples->lock);
    return cells;
}

bool frame_counts(const struct metric *metric, struct decimals *counts)
{
    const struct sample_set *cells = metric->samples->cells;

    return cells && cells->decimals && sample_set_total(cells, counts);
}

struct sample_set *frame_take_whole(const struct metric *metric)
{
    struct metric_samples *samples = metric->samples;
    struct sample_set *whole;

    pthread_mutex_lock(&samples->lock);
    whole_of(samples);
    whole = samples->whole;
    samples->whole = NULL;
    pthread_mutex_unlock(&samples->lock);
    return whole;
}

void frame_make_whole(const struct metric *metric,
                      const struct sample_set *parts)
{
    struct metric_samples *samples = metric->samples;

    pthread_mutex_lock(&samples->lock);
    if (!samples->whole && samples->cells && !samples->cells->decimals)
        samples->whole = sample_set_merge(parts);
    pthread_mutex_unlock(&samples->lock);
}

struct sample_set *frame_stratum_samples(const struct frame *frame,
                                         const struct sample_set *cells,
                                         size_t stratum)
{
    size_t n_runs = cells->n / frame->n_strata;
    struct sample *samples = memory_alloc(n_runs, sizeof *samples);
    struct sample_set column = {.samples = samples, .n = n_runs};
    struct sample_set *set;

    for (size_t r = 0; r < n_runs; r++)
        samples[r] = cells->samples[r * frame->n_strata + stratum];
    set = sample_set_fold(&column, n_runs);
    free(samples);
    return set;
}

struct sample_set *frame_run_samples(const struct frame *frame,
                                     const struct sample_set *cells)
{
    size_t n_runs = cells->n / frame->n_strata;
    struct sample *samples = memory_alloc(cells->n, sizeof *samples);
    struct sample_set turned = {.samples = samples, .n = cells->n};
    struct sample_set *set;

    for (size_t i = 0; i < turned.n; i++)
        samples[i % frame->n_strata * n_runs + i / frame->n_strata] =
            cells->samples[i];
    set = sample_set_fold(&turned, n_runs);
    free(samples);
    return set;
}

struct sample_set *frame_run_sample(const struct frame *frame,
                                    const struct sample_set *cells, size_t run,
                                    size_t g)
{
    struct sample *strata = cells->samples + run * frame->n_strata;
    struct sample_set of_run = {.samples = g ? strata + g - 1 : strata,
                                .n = g ? 1 : frame->n_strata};

    return sample_set_merge(&of_run);
}
