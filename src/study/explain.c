#include "study/explain.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/threads.h"
#include "stat/information.h"
#include "study/words.h"

enum { MOST_VALUES = 200 };
static const double least_information = 0.05;

/* The mode of each row that counts, as group_at has it. */
struct modes {
    const struct frame *frame;
    const struct metric *metric;
    const struct modality_scale *scale;
    struct codes rows;
};

static void code_rows(void *context, size_t from, size_t to)
{
    struct modes *modes = context;
    const uint8_t *counted = modes->frame->counted;
    const double *x = modes->metric->values;

    for (size_t i = from; i < to; i++)
        codes_put(&modes->rows, i,
                  counted[i] && isfinite(x[i])
                      ? 1 + (uint32_t)modality_mode_of(modes->scale, x[i])
                      : 0);
}

static void code_modes(struct modes *modes)
{
    size_t n = modes->frame->table->n_rows;

    modes->rows = codes_for(n, (uint32_t)modes->scale->n_modes);
    threads_run_rows(n, code_rows, modes);
}

static struct grouping *group_by(const struct frame *frame, const char *name,
                                 struct arena *arena)
{
    struct error error = {0};

    if (!table_column(frame->table, name, grouping_kind(name)))
        return NULL;
    return grouping_create(arena, frame->table, &name, 1, frame->kept,
                           GROUP_BY_SIZE, MOST_VALUES, &error);
}

struct hours {
    const int64_t *time;
    struct codes *rows;
};

static void put_hours(void *context, size_t from, size_t to)
{
    const struct hours *hours = context;
    const int64_t hour = 3600000000000;

    for (size_t i = from; i < to; i++)
        if (hours->time[i] != TIME_MISSING)
            codes_put(hours->rows, i,
                      1 + (uint32_t)((hours->time[i] / hour % 24 + 24) % 24));
}

/* Hour of the day in UTC, as a grouping of 24. */
static struct grouping *group_by_hour(const struct frame *frame,
                                      struct arena *arena)
{
    const struct column *start = frame->table->field[FIELD_START];
    struct grouping *grouping;

    if (!start)
        return NULL;
    grouping = arena_alloc(arena, 1, sizeof *grouping);
    grouping->n_groups = 24;
    grouping->labels = arena_alloc(arena, 24, sizeof(char *));
    grouping->rows = codes_in(arena, frame->table->n_rows, 24);
    for (size_t h = 0; h < 24; h++)
        grouping->labels[h] = arena_format(arena, "%02zu:00", h);
    threads_run_rows(frame->table->n_rows, put_hours,
                     &(struct hours){start->time, &grouping->rows});
    return grouping;
}

/* The value that is most of one mode, and the mode of which this says most:
 * counts[value * n_modes + mode]. */
static const char *phrase(const struct frame *frame, const char *column,
                          const struct grouping *grouping, const size_t *counts,
                          size_t n_modes)
{
    double best_share = 0, best_lift = 0;
    size_t best_mode = 0, best_value = 0, all = 0;

    for (size_t c = 0; c < grouping->n_groups * n_modes; c++)
        all += counts[c];
    for (size_t m = 0; m < n_modes; m++) {
        size_t of_mode = 0;

        for (size_t v = 0; v < grouping->n_groups; v++)
            of_mode += counts[v * n_modes + m];
        for (size_t v = 0; v < grouping->n_groups; v++) {
            double share = (double)counts[v * n_modes + m] / (double)of_mode;
            size_t of_value = 0;

            for (size_t k = 0; k < n_modes; k++)
                of_value += counts[v * n_modes + k];
            if (of_mode == 0 ||
                share - (double)of_value / (double)all <= best_lift)
                continue;
            best_lift = share - (double)of_value / (double)all;
            best_share = share;
            best_mode = m;
            best_value = v;
        }
    }
    return arena_format(frame->arena, "%s of the %s mode is %s=%s",
                        words_number(frame->arena, UNIT_SHARE, best_share),
                        best_mode == 0             ? "fast"
                        : best_mode + 1 == n_modes ? "slow"
                                                   : "middle",
                        column, grouping_show(grouping->labels[best_value]));
}

/* How often each value goes with each mode, by block. */
struct crossing {
    const struct grouping *grouping;
    const struct modes *modes;
    size_t n_cells;
    size_t *counts; /* [block][value * n_modes + mode] */
};

static void cross_rows(void *context, size_t from, size_t to)
{
    const struct crossing *crossing = context;
    size_t n_modes = crossing->modes->scale->n_modes;
    size_t *counts =
        crossing->counts + from / THREADS_BLOCK * crossing->n_cells;

    for (size_t i = from; i < to; i++) {
        uint32_t mode = group_at(&crossing->modes->rows, i);
        uint32_t value = grouping_at(crossing->grouping, i);

        if (mode != GROUP_NONE && value != GROUP_NONE)
            counts[value * n_modes + mode]++;
    }
}

/* The first block's counts become those of all. The caller frees. */
static size_t *cross(const struct grouping *grouping, const struct modes *modes)
{
    size_t n_rows = modes->frame->table->n_rows;
    size_t n_blocks = threads_n_blocks(n_rows);
    struct crossing crossing = {.grouping = grouping,
                                .modes = modes,
                                .n_cells =
                                    grouping->n_groups * modes->scale->n_modes};

    crossing.counts = memory_alloc((n_blocks ? n_blocks : 1) * crossing.n_cells,
                                   sizeof *crossing.counts);
    threads_run_rows(n_rows, cross_rows, &crossing);
    for (size_t c = crossing.n_cells; c < n_blocks * crossing.n_cells; c++)
        crossing.counts[c % crossing.n_cells] += crossing.counts[c];
    return crossing.counts;
}

/* The grouping is the explanation's, or gone. */
static void consider(struct explanation *best, const struct modes *modes,
                     const char *column, struct grouping *grouping,
                     struct arena *arena)
{
    size_t n_modes = modes->scale->n_modes;
    struct information information;
    size_t *counts;

    if (!grouping || grouping->n_groups < 2) {
        arena_destroy(arena);
        return;
    }
    counts = cross(grouping, modes);
    information = information_of_table(counts, grouping->n_groups, n_modes);
    if (information.adjusted > least_information &&
        (!best->column || information.adjusted > best->information)) {
        arena_destroy(best->arena);
        *best = (struct explanation){
            .column = column,
            .information = information.adjusted,
            .text = phrase(modes->frame, column, grouping, counts, n_modes),
            .grouping = grouping,
            .arena = arena,
        };
    } else {
        arena_destroy(arena);
    }
    free(counts);
}

static void consider_column(struct explanation *best, const struct modes *modes,
                            const char *column)
{
    struct arena *arena = arena_create();

    consider(best, modes, column, group_by(modes->frame, column, arena), arena);
}

struct explanation explain_modes(const struct frame *frame,
                                 const struct metric *metric,
                                 const struct modality_scale *scale)
{
    static const enum field usual[] = {
        FIELD_WORKLOAD,      FIELD_MODEL,     FIELD_PROVIDER, FIELD_REGION,
        FIELD_OUTCOME,       FIELD_CACHE_HIT, FIELD_STREAM,   FIELD_PHASE,
        FIELD_FINISH_REASON, FIELD_RUN};
    struct modes modes = {.frame = frame, .metric = metric, .scale = scale};
    struct explanation best = {NULL, 0, NULL, NULL, NULL};
    struct arena *arena;

    code_modes(&modes);
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        consider_column(&best, &modes, fields[usual[i]].key);
    for (size_t i = 0; i < frame->options->n_by; i++)
        consider_column(&best, &modes, frame->options->by[i]);
    arena = arena_create();
    consider(&best, &modes, "hour", group_by_hour(frame, arena), arena);
    codes_release(&modes.rows);
    return best;
}
