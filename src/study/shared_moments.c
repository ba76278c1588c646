#include "study/shared_moments.h"

#include <stdlib.h>

#include "base/memory.h"

struct comoment_rows correlation_rows(const struct frame *frame)
{
    return (struct comoment_rows){
        .labels = &frame->counted_groups,
        .n = frame->table->n_rows,
        .n_labels = frame->groups ? frame->groups->n_groups : 1};
}

/* The columns that the most requests have. */
static size_t choose_columns(struct shared_moments *shared,
                             struct rank_store *ranks)
{
    static const struct {
        enum field field;
        bool has_log;
    } wanted[] = {{FIELD_COST, true},
                  {FIELD_LATENCY, true},
                  {FIELD_OUTPUT_TOKENS, true},
                  {FIELD_OUTPUT_RATE, false}};
    enum { N = sizeof wanted / sizeof *wanted };
    const struct column *columns[N];
    size_t most = 0;

    for (size_t i = 0; i < N; i++)
        columns[i] = shared->frame->table->field[wanted[i].field];
    rank_store_add(ranks, columns, N);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < N; i++) {
            const struct column *column = columns[i];
            size_t n = column ? rank_store_n(ranks, column) : 0;
            int n_forms = wanted[i].has_log ? 2 : 1;

            if (pass == 0)
                most = n > most ? n : most;
            if (pass == 0 || n == 0 || n < most)
                continue;
            for (int is_log = 0; is_log < n_forms; is_log++)
                shared->columns[shared->n_columns++] = (struct comoment_column){
                    .number = column->number, .is_log = is_log};
        }
    return most;
}

void shared_moments_init(struct shared_moments *shared,
                         const struct frame *frame, struct rank_store *ranks)
{
    struct comoment_rows rows = correlation_rows(frame);
    size_t most;

    *shared = (struct shared_moments){.frame = frame};
    most = choose_columns(shared, ranks);
    shared->groups = memory_alloc(rows.n_labels, sizeof *shared->groups);
    comoments_of(shared->columns, shared->n_columns, &rows, shared->groups);
    if (comoment_whole(shared->groups, rows.n_labels).n == most)
        return;
    free(shared->groups);
    shared->groups = NULL;
}

void shared_moments_release(struct shared_moments *shared)
{
    free(shared->groups);
    shared->groups = NULL;
}

static bool find(const struct shared_moments *shared,
                 const struct comoment_column *column, size_t *place)
{
    for (size_t k = 0; k < shared->n_columns; k++)
        if (shared->columns[k].number == column->number &&
            shared->columns[k].is_log == column->is_log) {
            *place = k;
            return true;
        }
    return false;
}

void shared_moments_of(const struct shared_moments *shared,
                       const struct comoment_column *columns, size_t n_columns,
                       struct comoment *of)
{
    struct comoment_rows rows = correlation_rows(shared->frame);
    size_t chosen[COMOMENT_COLUMNS];
    bool is_there = shared->groups != NULL;

    for (size_t a = 0; a < n_columns; a++)
        is_there = is_there && find(shared, &columns[a], &chosen[a]);
    if (!is_there) {
        comoments_of(columns, n_columns, &rows, of);
        return;
    }
    for (size_t g = 0; g < rows.n_labels; g++)
        of[g] = comoment_pick(&shared->groups[g], chosen, n_columns);
}
