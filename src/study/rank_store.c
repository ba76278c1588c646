#include "study/rank_store.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/sort.h"
#include "base/threads.h"

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
    /* Before the codes, which are smaller and stay longer: behind them the
     * largest blocks of all would find no room among what was given back. */
    code_pairs_init(&store->pairs, frame->table->n_rows);
    store->has_pairs = true;
    return store;
}

void rank_store_destroy(struct rank_store *store)
{
    if (!store)
        return;
    for (size_t k = 0; k < store->n; k++)
        rank_codes_release(&store->codes[k]);
    rank_store_drop_pairs(store);
    free(store);
}

/* More places than this are too many to look each value up in. */
enum { MOST_PLACES = 1 << 22 };

static bool count_values(const struct frame *frame, const double *values,
                         struct decimals *counts)
{
    size_t n = frame->table->n_rows;
    const struct codes counted = {frame->counted, n, 1};
    struct sample_set *set = sample_set_decimals(values, &counted, n, 1);
    bool ok = set && sample_set_total(set, counts);

    sample_set_destroy(set);
    return ok;
}

/* Decimals of few digits are counted; those of metrics have been. */
static bool count_column(const struct frame *frame, const struct column *column,
                         const struct metric *metric, struct decimals *counts)
{
    bool ok = metric ? frame_counts(metric, counts)
                     : count_values(frame, column->number, counts);

    if (!ok || counts->n_counts <= MOST_PLACES)
        return ok;
    decimals_release(counts);
    return false;
}

static size_t count_all(const struct decimals *counts)
{
    size_t n = 0;

    for (size_t k = 0; k < counts->n_counts; k++)
        n += counts->counts[k];
    return n;
}

static void code_column(void *context, size_t k)
{
    struct rank_store *store = context;
    const struct frame *frame = store->frame;
    const struct column *column = store->columns[k];
    const struct metric *metric = frame_metric(frame, column->name);
    size_t n_rows = frame->table->n_rows, n;
    struct rank_codes *codes = &store->codes[k];
    struct decimals counts;

    if (metric && metric->values != column->number)
        metric = NULL;
    if (count_column(frame, column, metric, &counts)) {
        store->n_values[k] = count_all(&counts);
        rank_codes_of_counts(codes, column->number, n_rows, &counts);
    } else if (metric) {
        struct sample_set *whole = frame_take_whole(metric);

        store->n_values[k] = whole->samples->n;
        rank_codes_init(codes, column->number, n_rows, whole->block,
                        whole->samples->n);
        sample_set_destroy(whole);
    } else {
        double *x = frame_counted_values(frame, column->number, &n);

        sort_doubles(x, n);
        store->n_values[k] = n;
        rank_codes_init(codes, column->number, n_rows, x, n);
        free(x);
    }
}

/* Its place, or that behind the last. */
static size_t look_up(const struct rank_store *store,
                      const struct column *column)
{
    size_t k = 0;

    while (k < store->n && store->columns[k] != column)
        k++;
    return k;
}

/* The columns that are new, from `first` on. */
struct adding {
    struct rank_store *store;
    size_t first;
};

static void code_new(void *context, size_t index)
{
    const struct adding *adding = context;

    code_column(adding->store, adding->first + index);
}

void rank_store_add(struct rank_store *store,
                    const struct column *const *columns, size_t n)
{
    struct adding adding = {store, store->n};

    for (size_t i = 0; i < n; i++) {
        if (!columns[i] || look_up(store, columns[i]) < store->n)
            continue;
        if (store->n == MOST_COLUMNS)
            BUG("more than %d columns are ranked", MOST_COLUMNS);
        store->columns[store->n++] = columns[i];
    }
    threads_run(0, store->n - adding.first, code_new, &adding);
}

static size_t find_column(struct rank_store *store, const struct column *column)
{
    rank_store_add(store, &column, 1);
    return look_up(store, column);
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

/* Blocks of rows whose pairs are taken side by side, each to where its rows
 * would have theirs if all were used. */
struct pairing {
    const struct frame *frame;
    const struct column *x, *y;
    const uint32_t *x_codes, *y_codes;
    size_t group;
    struct code_pairs *pairs;
    size_t *count; /* of each block */
};

static void take_pairs(void *context, size_t from, size_t to)
{
    const struct pairing *pairing = context;
    const double *x = pairing->x->number, *y = pairing->y->number;
    size_t place = from;

    for (size_t i = from; i < to; i++)
        if (frame_row_counts(pairing->frame, i, pairing->group) &&
            isfinite(x[i]) && isfinite(y[i]))
            code_pairs_put(pairing->pairs, place++, pairing->x_codes[i],
                           pairing->y_codes[i]);
    pairing->count[from / THREADS_BLOCK] = place - from;
}

/* Closes the gaps behind the blocks. */
static void close_up(struct code_pairs *pairs, const size_t *count,
                     size_t n_blocks)
{
    for (size_t k = 0; k < n_blocks; k++) {
        if (pairs->n < k * THREADS_BLOCK)
            memmove(pairs->pair + pairs->n, pairs->pair + k * THREADS_BLOCK,
                    count[k] * sizeof *pairs->pair);
        pairs->n += count[k];
    }
}

void rank_store_drop_pairs(struct rank_store *store)
{
    if (store->has_pairs)
        code_pairs_release(&store->pairs);
    store->has_pairs = false;
}

struct code_pairs *rank_store_pairs(struct rank_store *store,
                                    const struct column *x,
                                    const struct column *y, size_t g)
{
    size_t n_rows = store->frame->table->n_rows;
    size_t n_blocks = threads_n_blocks(n_rows);
    const struct rank_codes *x_codes = rank_store_codes(store, x);
    const struct rank_codes *y_codes = rank_store_codes(store, y);
    struct pairing pairing = {.frame = store->frame,
                              .x = x,
                              .y = y,
                              .x_codes = x_codes->code,
                              .y_codes = y_codes->code,
                              .group = g,
                              .pairs = &store->pairs};

    if (!store->has_pairs)
        code_pairs_init(&store->pairs, n_rows);
    store->has_pairs = true;
    code_pairs_begin(&store->pairs, x_codes->n_codes, y_codes->n_codes);
    pairing.count = memory_alloc(n_blocks, sizeof *pairing.count);
    threads_run_rows(n_rows, take_pairs, &pairing);
    close_up(&store->pairs, pairing.count, n_blocks);
    free(pairing.count);
    return &store->pairs;
}
