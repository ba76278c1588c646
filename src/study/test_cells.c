#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/sort.h"
#include "stat/moments.h"
#include "stat/quantile.h"
#include "study/test_gather.h"
#include "study/words.h"

/* Values that belong to two things at once: a group and its run, or a group
 * and a block. */

static double statistic_of(const char *name, double *values, size_t n)
{
    struct sample sample = {.x = values, .n = n};

    if (!name || strcmp(name, "mean") == 0)
        return mean_of(values, n);
    sort_doubles(values, n);
    return quantile_of(&sample, strcmp(name, "p50") == 0 ? 0.5 : 0.95, 7);
}

/* One value for each segment: of a run, or of a block. */
static void reduce(struct gathering *g, struct test_data *data,
                   const struct test_segments *segments, const double *metric)
{
    double *all = arena_alloc(g->arena, segments->n, sizeof *all);

    for (size_t s = 0; s < segments->n; s++) {
        const struct test_segment *segment = &segments->items[s];
        struct series *group = &data->groups[segment->part];
        double *values = memory_alloc(segment->n, sizeof *values);

        for (size_t i = 0; i < segment->n; i++)
            values[i] = metric[segments->rows[segment->first + i]];
        all[s] = statistic_of(g->options->statistic, values, segment->n);
        free(values);
        if (group->n++ == 0)
            group->x = &all[s];
    }
}

bool gathering_arms(struct gathering *g, struct error *error)
{
    const char *run = g->options->run ? g->options->run : "run";
    struct test_segments segments;
    struct compared compared;
    struct test_parts runs;
    struct test_data *data;

    if (!gathering_parts(g, &compared, error) ||
        !test_parts_by(&runs, g->frame, &run, 1, compared.keep, error))
        return false;
    segments =
        test_segments_of(g->frame, compared.keep, &compared.parts, &runs, NULL);
    data = gathering_make(g, 1);
    gathering_label(data, compared.parts.labels, compared.parts.n);
    reduce(g, data, &segments, compared.metric);
    return true;
}

/* Where every block has a value of every group: the index of its row of
 * data->blocks. */
static size_t number_blocks(const struct test_segments *segments,
                            size_t n_groups, size_t n_blocks, size_t *index)
{
    size_t n = 0;

    for (size_t s = 0; s < segments->n; s++)
        index[segments->items[s].second]++;
    for (size_t b = 0; b < n_blocks; b++)
        index[b] = index[b] == n_groups ? n++ : SIZE_MAX;
    return n;
}

static void tell_blocks(struct gathering *g, size_t n_blocks, size_t n_complete,
                        size_t n_averaged)
{
    if (n_complete < n_blocks)
        doc_note(
            g->doc, g->section, WEIGHT_CAUTION, "incomplete-blocks",
            "%s of %zu left out: not every group has a value there",
            words_counted(g->arena, n_blocks - n_complete, "block", "blocks"),
            n_blocks);
    if (n_averaged)
        doc_note(
            g->doc, g->section, WEIGHT_REMARK, "averaged-cells",
            "%s several values of one group: their mean is taken",
            words_counted(g->arena, n_averaged, "block holds", "blocks hold"));
}

static void fill_blocks(struct gathering *g, struct test_data *data,
                        const struct test_segments *segments,
                        const double *metric, const size_t *index,
                        size_t *n_averaged)
{
    size_t k = data->n_groups;
    double *blocks = arena_alloc(g->arena, data->n_blocks * k, sizeof *blocks);

    for (size_t s = 0; s < segments->n; s++) {
        const struct test_segment *segment = &segments->items[s];
        size_t b = index[segment->second];

        if (b != SIZE_MAX)
            blocks[b * k + segment->part] = mean_of(
                gathering_values(g, segments, segment, metric), segment->n);
        *n_averaged += b != SIZE_MAX && segment->n > 1;
    }
    data->blocks = blocks;
    for (size_t p = 0; p < k; p++) {
        double *x = arena_alloc(g->arena, data->n_blocks, sizeof *x);

        for (size_t b = 0; b < data->n_blocks; b++)
            x[b] = blocks[b * k + p];
        data->groups[p] = (struct series){x, data->n_blocks};
    }
}

bool gathering_blocks(struct gathering *g, struct error *error)
{
    struct test_segments segments;
    struct compared compared;
    struct test_parts blocks;
    struct test_data *data;
    size_t *index, n_averaged = 0;

    if (!gathering_parts(g, &compared, error) ||
        !test_parts_by(&blocks, g->frame, &g->options->block, 1, compared.keep,
                       error))
        return false;
    segments = test_segments_of(g->frame, compared.keep, &compared.parts,
                                &blocks, NULL);
    data = gathering_make(g, 1);
    gathering_label(data, compared.parts.labels, compared.parts.n);
    data->is_paired = data->n_groups == 2;
    index = arena_alloc(g->arena, blocks.n, sizeof *index);
    data->n_blocks = number_blocks(&segments, data->n_groups, blocks.n, index);
    fill_blocks(g, data, &segments, compared.metric, index, &n_averaged);
    tell_blocks(g, blocks.n, data->n_blocks, n_averaged);
    return true;
}

/* The runs are --run, or else --by, or else those of the log. */
static bool choose_runs(struct gathering *g, const uint8_t *keep,
                        struct test_parts *strata, struct test_parts *runs,
                        struct error *error)
{
    static const char *const run = "run";
    const struct test_options *options = g->options;

    test_parts_whole(strata, g->frame, keep);
    if (options->run && options->n_by &&
        !test_parts_by(strata, g->frame, options->by, options->n_by, keep,
                       error))
        return false;
    if (options->run)
        return test_parts_by(runs, g->frame, &options->run, 1, keep, error);
    if (options->n_by)
        return test_parts_by(runs, g->frame, options->by, options->n_by, keep,
                             error);
    return test_parts_by(runs, g->frame, &run,
                         g->frame->table->field[FIELD_RUN] ? 1 : 0, keep,
                         error);
}

static size_t runs_of_stratum(const struct test_segments *segments, size_t from)
{
    size_t n = 0;

    while (from + n < segments->n &&
           segments->items[from + n].part == segments->items[from].part)
        n++;
    return n;
}

bool gathering_runs(struct gathering *g, struct error *error)
{
    const double *metric =
        test_numbers(g->frame, "metric", g->options->metric, error);
    struct test_parts strata, runs;
    struct test_segments segments;
    size_t n_missing, from = 0;
    uint8_t *keep;

    if (!metric)
        return false;
    keep = test_keep(g->frame, &metric, 1, &n_missing);
    gathering_tell_missing(g, n_missing);
    if (!choose_runs(g, keep, &strata, &runs, error))
        return false;
    segments = test_segments_of(g->frame, keep, &strata, &runs, NULL);
    gathering_make(g, segments.n ? strata.n : 0);
    for (size_t i = 0; i < g->n_data; i++) {
        size_t n = runs_of_stratum(&segments, from);
        struct test_data *data = &g->data[i];

        gathering_label(data, arena_alloc(g->arena, n, sizeof *data->labels),
                        n);
        data->stratum = strata.labels[i];
        for (size_t r = 0; r < n; r++) {
            const struct test_segment *run = &segments.items[from + r];

            data->labels[r] = runs.labels[run->second];
            data->groups[r] = (struct series){
                gathering_values(g, &segments, run, metric), run->n};
        }
        from += n;
    }
    return true;
}
