#include "study/what_if_cache.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/sort.h"
#include "stat/price.h"
#include "stat/sum.h"
#include "study/cost_parts.h"
#include "study/money.h"
#include "study/words.h"

const char *const what_if_prompt_columns[] = {
    "prompt_hash", "prompt_sha256", "prompt_digest", "request_hash",
    "input_hash",  "cache_key",     "prompt",        "prompt_text",
    "messages",    "user_prompt",   "question",      NULL,
};

static const char *find_column(const struct frame *frame)
{
    for (const char *const *name = what_if_prompt_columns; *name; name++)
        if (table_column(frame->table, *name, KIND_TEXT))
            return *name;
    return NULL;
}

/* Marks all but the first of each group; rows in this order. */
static void mark_later(uint8_t *is_repeat, const struct grouping *groups,
                       const struct column *column, const uint32_t *order,
                       size_t n)
{
    uint8_t *is_seen = memory_alloc(groups->n_groups, 1);

    for (size_t i = 0; i < n; i++) {
        size_t row = order ? order[i] : i;
        uint32_t group = grouping_at(groups, row);

        if (group == GROUP_NONE || column_code(column, row) == TEXT_MISSING)
            continue;
        is_repeat[row] = is_seen[group];
        is_seen[group] = 1;
    }
    free(is_seen);
}

/* Rows in order of their start; NULL if not all have one. */
static uint32_t *order_by_start(const struct frame *frame)
{
    const struct column *start = frame->table->field[FIELD_START];
    size_t n = frame->table->n_rows;
    uint32_t *order;
    double *times;

    if (!start)
        return NULL;
    for (size_t i = 0; i < n; i++)
        if (start->time[i] == TIME_MISSING)
            return NULL;
    times = memory_alloc(n, sizeof *times);
    order = memory_alloc(n, sizeof *order);
    for (size_t i = 0; i < n; i++)
        times[i] = (double)start->time[i];
    sort_order(times, n, order);
    free(times);
    return order;
}

const struct repeats *what_if_repeats(struct frame *frame, const char *column)
{
    const char *by[2] = {column ? column : find_column(frame), "model"};
    struct repeats *repeats = arena_alloc(frame->arena, 1, sizeof *repeats);
    struct error error = {0};
    struct grouping *groups;
    uint8_t *is_repeat;
    uint32_t *order;

    if (!by[0] || !table_column(frame->table, by[0], KIND_TEXT))
        return NULL;
    groups =
        grouping_create(frame->arena, frame->table, by,
                        frame->table->field[FIELD_MODEL] ? 2 : 1, frame->kept,
                        GROUP_BY_APPEARANCE, SIZE_MAX, &error);
    if (!groups)
        return NULL;
    is_repeat = arena_alloc(frame->arena, frame->table->n_rows, 1);
    order = order_by_start(frame);
    mark_later(is_repeat, groups, table_column(frame->table, by[0], KIND_TEXT),
               order, frame->table->n_rows);
    free(order);
    repeats->column = by[0];
    repeats->is_repeat = is_repeat;
    return repeats;
}

void what_if_lookup(struct frame *frame, struct section *section, double share,
                    double lookup)
{
    const struct column *column = frame->table->field[FIELD_LATENCY];
    double *x, mean, scale;
    struct saving saving;
    struct value *value;
    size_t n = 0;

    if (!column || isnan(lookup))
        return;
    x = memory_alloc(frame->table->n_rows, sizeof *x);
    for (size_t i = 0; i < frame->table->n_rows; i++)
        if (frame->counted[i] && isfinite(column->number[i]))
            x[n++] = column->number[i];
    if (n > 0) {
        scale = (double)n;
        mean = sum_of(x, n) / scale;
        saving = saving_of(x, n, share * scale);
        value = doc_note(
            frame->doc, section, WEIGHT_REMARK, "cache-lookup",
            "every request waits %s for the cache: the mean latency of %s "
            "becomes %s if hits are like other requests (%s to %s by which "
            "they are)",
            words_number(frame->arena, UNIT_SECONDS, lookup),
            words_number(frame->arena, UNIT_SECONDS, mean),
            words_number(frame->arena, UNIT_SECONDS,
                         mean + lookup - saving.representative / scale),
            words_number(frame->arena, UNIT_SECONDS,
                         mean + lookup - saving.greatest / scale),
            words_number(frame->arena, UNIT_SECONDS,
                         mean + lookup - saving.least / scale));
        value_set(value, "mean_latency",
                  value_number(frame->arena,
                               mean + lookup - saving.representative / scale));
    }
    free(x);
}
