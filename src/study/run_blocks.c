#include "study/run_blocks.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stat/friedman.h"

/* Sums and counts of each item in each run. */
struct table_of_items {
    double *sums, *counts; /* [code * n_runs + run] */
    size_t n_codes, n_runs;
};

static void gather(struct table_of_items *items, const struct frame *frame,
                   const struct metric *metric)
{
    const struct column *item = frame->table->field[FIELD_ITEM];

    for (size_t i = 0; i < frame->table->n_rows; i++) {
        uint32_t run = grouping_at(frame->runs, i);
        size_t at = column_code(item, i) * items->n_runs + run;

        if (run == GROUP_NONE || column_code(item, i) == TEXT_MISSING ||
            !frame->counted[i] || !isfinite(metric->values[i]))
            continue;
        items->sums[at] += metric->values[i];
        items->counts[at]++;
    }
}

/* Moves the means of the items that all runs have to the front; how many. */
static size_t keep_common(struct table_of_items *items)
{
    size_t k = items->n_runs, n = 0;

    for (size_t code = 0; code < items->n_codes; code++) {
        size_t run = 0;

        while (run < k && items->counts[code * k + run] > 0)
            run++;
        if (run < k)
            continue;
        for (run = 0; run < k; run++)
            items->sums[n * k + run] =
                items->sums[code * k + run] / items->counts[code * k + run];
        n++;
    }
    return n;
}

struct test_result run_blocks_of_items(const struct frame *frame,
                                       const struct metric *metric,
                                       size_t *n_blocks)
{
    const struct column *item = frame->table->field[FIELD_ITEM];
    struct table_of_items items = {.n_runs = frame->runs->n_groups};
    struct test_result result = test_result_none("friedman");
    size_t n_cells;

    *n_blocks = 0;
    if (!item)
        return result;
    items.n_codes = item->dictionary.n;
    n_cells = items.n_codes * items.n_runs;
    /* With more cells than that few items can be in all runs. */
    if (items.n_runs < 2 || n_cells > 2 * frame->table->n_rows + 1000)
        return result;
    items.sums = memory_alloc(n_cells, sizeof *items.sums);
    items.counts = memory_alloc(n_cells, sizeof *items.counts);
    gather(&items, frame, metric);
    *n_blocks = keep_common(&items);
    result = friedman_of(items.sums, *n_blocks, items.n_runs).test;
    free(items.sums);
    free(items.counts);
    return result;
}

struct test_result run_blocks_of_groups(const struct run_numbers *numbers,
                                        size_t m, size_t s)
{
    size_t n_blocks = numbers->n_groups - 1, k = numbers->n_runs;
    struct test_result result = test_result_none("friedman");
    double *values;
    bool is_full = true;

    if (n_blocks < 2 || k < 2)
        return result;
    values = memory_alloc(n_blocks * k, sizeof *values);
    for (size_t b = 0; b < n_blocks; b++)
        for (size_t r = 0; r < k; r++) {
            values[b * k + r] =
                run_numbers_cell(numbers, m, b + 1)->values[s * k + r];
            is_full &= isfinite(values[b * k + r]);
        }
    if (is_full)
        result = friedman_of(values, n_blocks, k).test;
    free(values);
    return result;
}
