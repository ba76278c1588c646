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
            column->code[to] = column->code[from];
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

size_t duplicates_drop(struct intake *intake)
{
    struct table *table = intake->table;
    struct column *id = table->field[FIELD_REQUEST_ID];
    size_t to = 0, n_dropped;
    bool *is_seen;

    if (!id)
        return 0;
    is_seen = memory_alloc(id->dictionary.n, sizeof *is_seen);
    for (size_t k = 0; k < intake->n_inputs; k++) {
        struct input *input = &intake->inputs[k];
        size_t first = to, end = input->first_row + input->n_rows;

        for (size_t from = input->first_row; from < end; from++) {
            uint32_t code = id->code[from];

            if (code != TEXT_MISSING && is_seen[code])
                continue;
            is_seen[code] = true;
            move_row(table, from, to++);
        }
        count(input, input->n_rows - (to - first), intake->arena);
        input->first_row = first;
        input->n_rows = to - first;
    }
    free(is_seen);
    n_dropped = table->n_rows - to;
    table->n_rows = to;
    return n_dropped;
}
