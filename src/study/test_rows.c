#include "study/test_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/sort.h"

static bool by_columns(struct test_parts *parts, const struct frame *frame,
                       const char *const *columns, size_t n_columns,
                       const uint8_t *keep, struct error *error)
{
    const struct grouping *grouping =
        grouping_create(frame->arena, frame->table, columns, n_columns, keep,
                        GROUP_BY_APPEARANCE, SIZE_MAX, error);

    if (!grouping)
        return false;
    *parts = (struct test_parts){grouping->rows, grouping->labels,
                                 grouping->n_groups};
    return true;
}

static void by_files(struct test_parts *parts, const struct frame *frame,
                     const uint8_t *keep)
{
    const struct intake *intake = frame->intake;

    memset(parts, 0, sizeof *parts);
    parts->rows = codes_in(frame->arena, frame->table->n_rows,
                           (uint32_t)intake->n_inputs);
    parts->labels =
        arena_alloc(frame->arena, intake->n_inputs + 1, sizeof *parts->labels);
    for (size_t i = 0; i < intake->n_inputs; i++) {
        const struct input *input = &intake->inputs[i];
        bool is_there = false;

        for (size_t row = input->first_row;
             row < input->first_row + input->n_rows; row++) {
            if (keep[row])
                group_set(&parts->rows, row, (uint32_t)parts->n);
            is_there |= keep[row] != 0;
        }
        if (is_there)
            parts->labels[parts->n++] = input->run ? input->run : input->name;
    }
}

bool test_parts_by(struct test_parts *parts, const struct frame *frame,
                   const char *const *columns, size_t n_columns,
                   const uint8_t *keep, struct error *error)
{
    if (n_columns)
        return by_columns(parts, frame, columns, n_columns, keep, error);
    by_files(parts, frame, keep);
    return true;
}

void test_parts_whole(struct test_parts *parts, const struct frame *frame,
                      const uint8_t *keep)
{
    parts->rows = codes_in(frame->arena, frame->table->n_rows, 1);
    for (size_t row = 0; row < frame->table->n_rows; row++)
        if (keep[row])
            group_set(&parts->rows, row, 0);
    parts->labels = arena_alloc(frame->arena, 1, sizeof *parts->labels);
    parts->n = 1;
}

/* Stable, so that sorting by the lesser key first sorts by both. */
static void sort_by_part(size_t *rows, size_t n, const struct test_parts *parts)
{
    size_t *start = memory_alloc(parts->n + 1, sizeof *start);
    size_t *sorted = memory_alloc(n, sizeof *sorted);

    for (size_t i = 0; i < n; i++)
        start[group_at(&parts->rows, rows[i]) + 1]++;
    for (size_t p = 0; p < parts->n; p++)
        start[p + 1] += start[p];
    for (size_t i = 0; i < n; i++)
        sorted[start[group_at(&parts->rows, rows[i])]++] = rows[i];
    memcpy(rows, sorted, n * sizeof *rows);
    free(sorted);
    free(start);
}

static void sort_by_number(size_t *rows, size_t n, const double *order)
{
    double *numbers = memory_alloc(n, sizeof *numbers);
    uint32_t *places = memory_alloc(n, sizeof *places);
    size_t *sorted = memory_alloc(n, sizeof *sorted);

    for (size_t i = 0; i < n; i++)
        numbers[i] = order[rows[i]];
    sort_order(numbers, n, places);
    for (size_t i = 0; i < n; i++)
        sorted[i] = rows[places[i]];
    memcpy(rows, sorted, n * sizeof *rows);
    free(sorted);
    free(places);
    free(numbers);
}

static void cut(struct test_segments *segments, size_t n_rows,
                const struct test_parts *parts, const struct test_parts *second,
                struct arena *arena)
{
    struct test_segment *last = NULL;

    segments->items = arena_alloc(arena, n_rows, sizeof *segments->items);
    for (size_t i = 0; i < n_rows; i++) {
        size_t row = segments->rows[i];
        uint32_t part = group_at(&parts->rows, row);
        uint32_t other = second ? group_at(&second->rows, row) : 0;

        if (!last || last->part != part || last->second != other) {
            last = &segments->items[segments->n++];
            *last = (struct test_segment){part, other, i, 0};
        }
        last->n++;
    }
}

struct test_segments test_segments_of(const struct frame *frame,
                                      const uint8_t *keep,
                                      const struct test_parts *parts,
                                      const struct test_parts *second,
                                      const double *order)
{
    struct test_segments segments = {NULL, NULL, 0};
    size_t n = 0;

    segments.rows =
        arena_alloc(frame->arena, frame->table->n_rows, sizeof *segments.rows);
    for (size_t row = 0; row < frame->table->n_rows; row++)
        if (keep[row] && group_at(&parts->rows, row) != GROUP_NONE &&
            (!second || group_at(&second->rows, row) != GROUP_NONE))
            segments.rows[n++] = row;
    if (order)
        sort_by_number(segments.rows, n, order);
    if (second)
        sort_by_part(segments.rows, n, second);
    sort_by_part(segments.rows, n, parts);
    cut(&segments, n, parts, second, frame->arena);
    return segments;
}

const double *test_numbers(const struct frame *frame, const char *flag,
                           const char *name, struct error *error)
{
    const struct column *column = table_column(frame->table, name, KIND_NUMBER);

    if (column)
        return column->number;
    error_set(error, NULL, "--%s: the log has no numbers called '%s'", flag,
              name);
    return NULL;
}

/* The first time is taken away while times are whole, so that a double holds
 * the rest to the nanosecond for months. */
static const double *times_as_seconds(const struct frame *frame,
                                      const struct column *column)
{
    size_t n = frame->table->n_rows;
    double *seconds = arena_alloc(frame->arena, n, sizeof *seconds);
    int64_t first = INT64_MAX;

    for (size_t i = 0; i < n; i++)
        if (column->time[i] != TIME_MISSING && column->time[i] < first)
            first = column->time[i];
    for (size_t i = 0; i < n; i++)
        seconds[i] = column->time[i] == TIME_MISSING
                         ? (double)NAN
                         : (double)(column->time[i] - first) / 1e9;
    return seconds;
}

const double *test_order(const struct frame *frame, const char *name,
                         struct error *error)
{
    const struct column *column = table_column(frame->table, name, KIND_TIME);

    return column ? times_as_seconds(frame, column)
                  : test_numbers(frame, "order", name, error);
}

uint8_t *test_keep(const struct frame *frame, const double *const *numbers,
                   size_t n_numbers, size_t *n_missing)
{
    size_t n = frame->table->n_rows;
    uint8_t *keep = arena_alloc(frame->arena, n, sizeof *keep);

    *n_missing = 0;
    for (size_t row = 0; row < n; row++) {
        keep[row] = frame->counted[row];
        for (size_t i = 0; i < n_numbers && keep[row]; i++)
            keep[row] = isfinite(numbers[i][row]) != 0;
        *n_missing += frame->counted[row] && !keep[row];
    }
    return keep;
}
