#include "study/rank_store.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/sort.h"

enum { MOST_COLUMNS = 16 };

struct rank_store {
    const struct frame *frame;
    const struct column *columns[MOST_COLUMNS];
    struct rank_codes codes[MOST_COLUMNS];
    size_t n_values[MOST_COLUMNS];
    size_t n;
    struct code_pairs pairs;
    bool has_pairs;
};

struct rank_store *rank_store_create(const struct frame *frame)
{
    struct rank_store *store = memory_alloc(1, sizeof *store);

    store->frame = frame;
    return store;
}

void rank_store_destroy(struct rank_store *store)
{
    if (!store)
        return;
    for (size_t k = 0; k < store->n; k++)
        rank_codes_release(&store->codes[k]);
    if (store->has_pairs)
        code_pairs_release(&store->pairs);
    free(store);
}

/* Metrics have been sorted already; what has few different values, such as
 * tokens, need not be. The caller frees. */
static double *find_values(const struct frame *frame,
                           const struct column *column, struct sample *sorted,
                           size_t *n_values)
{
    const struct metric *metric = frame_metric(frame, column->name);
    double *own = NULL;

    if (metric && metric->values == column->number) {
        *sorted = *frame_sample(metric, 0);
        *n_values = sorted->n;
        return NULL;
    }
    own = rank_distinct(column->number, frame->table->n_rows, frame->counted,
                        &sorted->n, n_values);
    if (!own) {
        own = frame_counted_values(frame, column->number, n_values);
        sort_doubles(own, *n_values);
        sorted->n = *n_values;
    }
    sorted->x = own;
    return own;
}

static void add_column(struct rank_store *store, const struct column *column)
{
    size_t k = store->n++;
    struct sample sorted;
    double *own;

    if (k == MOST_COLUMNS)
        BUG("more than %d columns are ranked", MOST_COLUMNS);
    own = find_values(store->frame, column, &sorted, &store->n_values[k]);
    store->columns[k] = column;
    rank_codes_init(&store->codes[k], column->number,
                    store->frame->table->n_rows, &sorted);
    free(own);
}

static size_t find_column(struct rank_store *store, const struct column *column)
{
    for (size_t k = 0; k < store->n; k++)
        if (store->columns[k] == column)
            return k;
    add_column(store, column);
    return store->n - 1;
}

struct rank_codes *rank_store_codes(struct rank_store *store,
                                    const struct column *column)
{
    return &store->codes[find_column(store, column)];
}

size_t rank_store_n(struct rank_store *store, const struct column *column)
{
    return store->n_values[find_column(store, column)];
}

struct code_pairs *rank_store_pairs(struct rank_store *store,
                                    const struct column *x,
                                    const struct column *y, size_t g)
{
    const struct frame *frame = store->frame;
    const struct rank_codes *x_codes = rank_store_codes(store, x);
    const struct rank_codes *y_codes = rank_store_codes(store, y);

    if (!store->has_pairs)
        code_pairs_init(&store->pairs, frame->table->n_rows);
    store->has_pairs = true;
    code_pairs_begin(&store->pairs, x_codes->n_codes, y_codes->n_codes);
    for (size_t i = 0; i < frame->table->n_rows; i++)
        if (frame_row_counts(frame, i, g) && isfinite(x->number[i]) &&
            isfinite(y->number[i]))
            code_pairs_add(&store->pairs, x_codes->code[i], y_codes->code[i]);
    return &store->pairs;
}
