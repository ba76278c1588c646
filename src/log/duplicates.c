#include "log/duplicates.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static void move_row(struct table *table, size_t from, size_t to)
{
    for (size_t i = 0; i < table->n_columns; i++) {
        struct column *column = table->columns[i];

        switch (column->kind) {
        case KIND_NUMBER:
            column->number[to] = column->number[from];
            break;
        case KIND_TIME:
            column->time[to] = column->time[from];
            break;
        case KIND_TEXT:
            codes_set(&column->codes, to, column_code(column, from));
            break;
        }
    }
}

static void count(struct input *input, size_t n, struct arena *arena)
{
    struct input_problem *problems, *problem;

    if (n == 0)
        return;
    problems = arena_alloc(arena, input->n_problems + 1, sizeof *problems);
    if (input->n_problems)
        memcpy(problems, input->problems, input->n_problems * sizeof *problems);
    problem = &problems[input->n_problems++];
    problem->code = "duplicate-request";
    problem->count = n;
    problem->rejects_row = true;
    input->problems = problems;
    input->accepted -= n;
    input->rejected += n;
}

/* A row that has an id. */
struct mention {
    uint32_t id, run;
    int64_t start, end;
    size_t row;
};

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int by_run(const void *a, const void *b)
{
    const struct mention *x = a, *y = b;

    if (x->id != y->id)
        return compare(x->id, y->id);
    return x->run != y->run ? compare(x->run, y->run)
                            : compare((int64_t)x->row, (int64_t)y->row);
}

static int by_time(const void *a, const void *b)
{
    const struct mention *x = a, *y = b;

    if (x->id != y->id)
        return compare(x->id, y->id);
    if (x->start != y->start)
        return compare(x->start, y->start);
    return x->end != y->end ? compare(x->end, y->end)
                            : compare((int64_t)x->row, (int64_t)y->row);
}

static int64_t time_of(const struct column *column, size_t row)
{
    return column ? column->time[row] : TIME_MISSING;
}

/* Adds the rows of an input that have an id; returns how many. */
static size_t list_mentions(struct mention *mentions, const struct table *table,
                            const struct input *input)
{
    const struct column *id = table->field[FIELD_REQUEST_ID];
    const struct column *run = table->field[FIELD_RUN];
    size_t n = 0;

    for (size_t i = 0; i < input->n_rows; i++) {
        size_t row = input->first_row + i;

        if (column_code(id, row) != TEXT_MISSING)
            mentions[n++] = (struct mention){
                .id = column_code(id, row),
                .run = run ? column_code(run, row) : TEXT_MISSING,
                /* A clock of its own says nothing of another file. */
                .start = input->is_monotonic
                             ? TIME_MISSING
                             : time_of(table->field[FIELD_START], row),
                .end = time_of(table->field[FIELD_END], row),
                .row = row,
            };
    }
    return n;
}

static void mark_in_runs(struct mention *mentions, size_t n, bool *is_repeat)
{
    qsort(mentions, n, sizeof *mentions, by_run);
    for (size_t i = 1; i < n; i++)
        if (mentions[i].id == mentions[i - 1].id &&
            mentions[i].run == mentions[i - 1].run)
            is_repeat[mentions[i].row] = true;
}

static void mark_at_times(struct mention *mentions, size_t n, bool *is_repeat)
{
    qsort(mentions, n, sizeof *mentions, by_time);
    for (size_t i = 1; i < n; i++)
        if (mentions[i].id == mentions[i - 1].id &&
            mentions[i].start != TIME_MISSING &&
            mentions[i].start == mentions[i - 1].start &&
            mentions[i].end == mentions[i - 1].end)
            is_repeat[mentions[i].row] = true;
}

/* For each row whether it is one; NULL if the log has no ids. */
static bool *find_repeats(const struct intake *intake)
{
    const struct table *table = intake->table;
    struct mention *mentions;
    bool *is_repeat;
    size_t n = 0;

    if (!table->field[FIELD_REQUEST_ID])
        return NULL;
    is_repeat = memory_alloc(table->n_rows, sizeof *is_repeat);
    mentions = memory_alloc(table->n_rows, sizeof *mentions);
    for (size_t k = 0; k < intake->n_inputs; k++) {
        size_t more = list_mentions(mentions + n, table, &intake->inputs[k]);

        mark_in_runs(mentions + n, more, is_repeat);
        n += more;
    }
    if (table->field[FIELD_START])
        mark_at_times(mentions, n, is_repeat);
    free(mentions);
    return is_repeat;
}

const size_t *duplicates_count(const struct intake *intake)
{
    size_t *counts =
        arena_alloc(intake->arena, intake->n_inputs, sizeof *counts);
    bool *is_repeat = find_repeats(intake);

    for (size_t k = 0; is_repeat && k < intake->n_inputs; k++)
        for (size_t i = 0; i < intake->inputs[k].n_rows; i++)
            counts[k] += is_repeat[intake->inputs[k].first_row + i];
    free(is_repeat);
    return counts;
}

void duplicates_drop(struct intake *intake)
{
    bool *is_repeat = find_repeats(intake);
    size_t to = 0;

    if (!is_repeat)
        return;
    for (size_t k = 0; k < intake->n_inputs; k++) {
        struct input *input = &intake->inputs[k];
        size_t first = to, end = input->first_row + input->n_rows;

        for (size_t from = input->first_row; from < end; from++)
            if (!is_repeat[from])
                move_row(intake->table, from, to++);
        count(input, input->n_rows - (to - first), intake->arena);
        input->first_row = first;
        input->n_rows = to - first;
    }
    intake->table->n_rows = to;
    free(is_repeat);
}
