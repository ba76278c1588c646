#include "study/explain.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stat/information.h"
#include "study/words.h"

enum { MOST_VALUES = 200 };
static const double least_information = 0.05;

/* The mode of each row that counts; GROUP_NONE elsewhere. */
static uint32_t *code_modes(const struct frame *frame,
                            const struct metric *metric,
                            const struct modality_scale *scale)
{
    size_t n = frame->table->n_rows;
    uint32_t *modes = memory_alloc(n, sizeof *modes);

    for (size_t i = 0; i < n; i++)
        modes[i] = frame->counted[i] && isfinite(metric->values[i])
                       ? (uint32_t)modality_mode_of(scale, metric->values[i])
                       : GROUP_NONE;
    return modes;
}

static struct grouping *group_by(const struct frame *frame, const char *name)
{
    struct error error = {0};

    if (!table_column(frame->table, name, grouping_kind(name)))
        return NULL;
    return grouping_create(frame->arena, frame->table, &name, 1, frame->kept,
                           GROUP_BY_SIZE, MOST_VALUES, &error);
}

/* Hour of the day in UTC, as a grouping of 24. */
static struct grouping *group_by_hour(const struct frame *frame)
{
    const struct column *start = frame->table->field[FIELD_START];
    const int64_t hour = 3600000000000;
    struct grouping *grouping;

    if (!start)
        return NULL;
    grouping = arena_alloc(frame->arena, 1, sizeof *grouping);
    grouping->n_groups = 24;
    grouping->labels = arena_alloc(frame->arena, 24, sizeof(char *));
    grouping->rows = codes_in(frame->arena, frame->table->n_rows, 24);
    for (size_t h = 0; h < 24; h++)
        grouping->labels[h] = arena_format(frame->arena, "%02zu:00", h);
    for (size_t i = 0; i < frame->table->n_rows; i++)
        if (start->time[i] != TIME_MISSING)
            group_set(&grouping->rows, i,
                      (uint32_t)((start->time[i] / hour % 24 + 24) % 24));
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

static void consider(struct explanation *best, const struct frame *frame,
                     const char *column, struct grouping *grouping,
                     const uint32_t *modes, size_t n_modes)
{
    struct information information;
    size_t *counts;

    if (!grouping || grouping->n_groups < 2)
        return;
    counts = memory_alloc(grouping->n_groups * n_modes, sizeof *counts);
    for (size_t i = 0; i < frame->table->n_rows; i++)
        if (modes[i] != GROUP_NONE && grouping_at(grouping, i) != GROUP_NONE)
            counts[grouping_at(grouping, i) * n_modes + modes[i]]++;
    information = information_of_table(counts, grouping->n_groups, n_modes);
    if (information.adjusted > least_information &&
        (!best->column || information.adjusted > best->information))
        *best = (struct explanation){
            .column = column,
            .information = information.adjusted,
            .text = phrase(frame, column, grouping, counts, n_modes),
            .grouping = grouping,
        };
    free(counts);
}

struct explanation explain_modes(const struct frame *frame,
                                 const struct metric *metric,
                                 const struct modality_scale *scale)
{
    static const enum field usual[] = {
        FIELD_WORKLOAD,      FIELD_MODEL,     FIELD_PROVIDER, FIELD_REGION,
        FIELD_OUTCOME,       FIELD_CACHE_HIT, FIELD_STREAM,   FIELD_PHASE,
        FIELD_FINISH_REASON, FIELD_RUN};
    uint32_t *modes = code_modes(frame, metric, scale);
    struct explanation best = {NULL, 0, NULL, NULL};

    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        consider(&best, frame, fields[usual[i]].key,
                 group_by(frame, fields[usual[i]].key), modes, scale->n_modes);
    for (size_t i = 0; i < frame->options->n_by; i++)
        consider(&best, frame, frame->options->by[i],
                 group_by(frame, frame->options->by[i]), modes, scale->n_modes);
    consider(&best, frame, "hour", group_by_hour(frame), modes, scale->n_modes);
    free(modes);
    return best;
}
