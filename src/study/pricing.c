#include "study/pricing.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/threads.h"
#include "stat/price.h"
#include "stat/runs.h"
#include "stat/sum.h"
#include "study/repeats.h"

static void match_models(struct pricing *pricing, const struct frame *frame)
{
    const struct column *column = frame->table->field[FIELD_MODEL];

    if (!column || !pricing->sheet)
        return;
    pricing->n_matches = column->dictionary.n;
    pricing->matches =
        arena_alloc(frame->arena, pricing->n_matches, sizeof *pricing->matches);
    pricing->matches[TEXT_MISSING].how = MATCH_NONE;
    for (size_t i = 1; i < pricing->n_matches; i++) {
        struct model_match *match = &pricing->matches[i];

        match->model = column->dictionary.texts[i];
        match->price = price_find(pricing->sheet, match->model, &match->how);
    }
    for (size_t i = 0; i < frame->table->n_rows; i++)
        if (frame->kept[i])
            pricing->matches[column_code(column, i)].n++;
}

/* A response cache answers for nothing, whatever tokens it reports, unless the
 * log says that it was paid for: then the cache is of prompts. */
static void find_free(struct pricing *pricing, const struct frame *frame)
{
    static const char *const hits[] = {"true", "hit", "yes", "1", NULL};
    const struct column *column = frame->table->field[FIELD_CACHE_HIT];
    uint8_t *is_hit;

    pricing->is_free = arena_alloc(frame->arena, frame->table->n_rows, 1);
    if (!column)
        return;
    is_hit = memory_alloc(column->dictionary.n, 1);
    for (size_t c = 1; c < column->dictionary.n; c++)
        for (const char *const *hit = hits; *hit; hit++)
            is_hit[c] |= strcasecmp(column->dictionary.texts[c], *hit) == 0;
    for (size_t i = 0; i < frame->table->n_rows; i++)
        if (is_hit[column_code(column, i)] &&
            !(pricing->own && pricing->own[i] > 0)) {
            pricing->is_free[i] = 1;
            pricing->n_free += frame->kept[i];
        }
    free(is_hit);
}

double pricing_under(const struct pricing *pricing, const struct price *price,
                     size_t row)
{
    double classes[N_TOKEN_CLASSES], millionths = 0;

    if (pricing->is_free[row])
        return 0;
    if (!tokens_of(&pricing->tokens, row, classes))
        return (double)NAN;
    for (int c = 0; c < N_TOKEN_CLASSES; c++)
        millionths += classes[c] * price->per_million[c];
    return millionths / 1e6;
}

struct pricing_rows {
    struct pricing *pricing;
    const struct frame *frame;
    atomic_size_t n_by_sheet, n_own;
};

static void price_some(void *context, size_t from, size_t to)
{
    struct pricing_rows *rows = context;
    const struct pricing *pricing = rows->pricing;
    const struct column *column = rows->frame->table->field[FIELD_MODEL];
    size_t n_by_sheet = 0, n_own = 0;

    for (size_t i = from; i < to; i++) {
        const struct price *price =
            pricing->n_matches ? pricing->matches[column_code(column, i)].price
                               : NULL;

        pricing->by_sheet[i] =
            price ? pricing_under(pricing, price, i) : (double)NAN;
        if (!rows->frame->kept[i])
            continue;
        n_by_sheet += isfinite(pricing->by_sheet[i]) != 0;
        n_own += pricing->own && isfinite(pricing->own[i]);
    }
    atomic_fetch_add(&rows->n_by_sheet, n_by_sheet);
    atomic_fetch_add(&rows->n_own, n_own);
}

static void price_rows(struct pricing *pricing, const struct frame *frame)
{
    struct pricing_rows rows = {.pricing = pricing, .frame = frame};

    pricing->by_sheet =
        arena_alloc(frame->arena, frame->table->n_rows, sizeof(double));
    threads_run_rows(frame->table->n_rows, price_some, &rows);
    pricing->n_by_sheet = rows.n_by_sheet;
    pricing->n_own = rows.n_own;
}

const struct pricing *pricing_of(struct frame *frame)
{
    static const struct cost_options none = {.input_share = (double)NAN};
    const struct column *own = frame->table->field[FIELD_COST];
    struct pricing *pricing;

    if (frame->pricing)
        return frame->pricing;
    pricing = arena_alloc(frame->arena, 1, sizeof *pricing);
    pricing->options = frame->options->cost ? frame->options->cost : &none;
    pricing->sheet = pricing->options->sheet;
    pricing->own = own ? own->number : NULL;
    tokens_init(&pricing->tokens, frame, pricing->options->cached,
                pricing->options->reasoning);
    match_models(pricing, frame);
    find_free(pricing, frame);
    price_rows(pricing, frame);
    frame->pricing = pricing;
    return pricing;
}

double pricing_cost(const struct pricing *pricing, size_t row)
{
    if (isfinite(pricing->by_sheet[row]))
        return pricing->by_sheet[row];
    return pricing->own ? pricing->own[row] : (double)NAN;
}

/* Rows are added up by block, and blocks in order. */
struct sums {
    struct tally tally; /* all but its costs */
    struct sum cost, token_cost;
};

static double tokens_in(const struct pricing *pricing, size_t row)
{
    double classes[N_TOKEN_CLASSES], sum = 0;

    if (!tokens_of(&pricing->tokens, row, classes))
        return (double)NAN;
    for (int c = 0; c < N_TOKEN_CLASSES; c++)
        sum += classes[c];
    return sum;
}

static void add_row(struct sums *sums, double cost, double tokens, bool is_ok)
{
    struct tally *tally = &sums->tally;

    tally->n_all++;
    tally->n_ok += is_ok;
    if (!isfinite(cost))
        return;
    tally->n++;
    sum_add(&sums->cost, cost);
    if (!isfinite(tokens))
        return;
    tally->tokens += tokens;
    sum_add(&sums->token_cost, cost);
}

static void merge(struct sums *sums, const struct sums *others)
{
    sums->tally.n += others->tally.n;
    sums->tally.n_all += others->tally.n_all;
    sums->tally.n_ok += others->tally.n_ok;
    sums->tally.tokens += others->tally.tokens;
    sum_merge(&sums->cost, &others->cost);
    sum_merge(&sums->token_cost, &others->token_cost);
}

/* More are not added up by block: their sums would need more room than the
 * rows. */
enum { FEW_RUNS = 1024 };

struct tallying {
    const struct frame *frame;
    const struct pricing *pricing;
    const double *cost;
    struct sums *sums; /* [blocks][n]: of all, then of each run */
    size_t n;
};

static void tally_into(const struct tallying *tallying, struct sums *sums,
                       size_t from, size_t to)
{
    const struct frame *frame = tallying->frame;

    for (size_t i = from; i < to; i++) {
        bool is_ok = frame->outcomes[i] == OUTCOME_OK ||
                     frame->outcomes[i] == OUTCOME_UNKNOWN;
        double tokens;
        uint32_t run;

        if (!frame->kept[i])
            continue;
        tokens = tokens_in(tallying->pricing, i);
        add_row(&sums[0], tallying->cost[i], tokens, is_ok);
        run = frame->runs ? grouping_at(frame->runs, i) : GROUP_NONE;
        if (run != GROUP_NONE)
            add_row(&sums[1 + run], tallying->cost[i], tokens, is_ok);
    }
}

static void tally_rows(void *context, size_t from, size_t to)
{
    const struct tallying *tallying = context;

    tally_into(tallying, tallying->sums + from / THREADS_BLOCK * tallying->n,
               from, to);
}

struct tally *tally_costs(const struct frame *frame,
                          const struct pricing *pricing, const double *cost)
{
    size_t n = 1 + (frame->runs ? frame->runs->n_groups : 0);
    size_t n_rows = frame->table->n_rows;
    size_t n_blocks = n <= FEW_RUNS ? threads_n_blocks(n_rows) : 1;
    struct tally *tallies = arena_alloc(frame->arena, n, sizeof *tallies);
    struct sums *sums = memory_alloc((1 + n_blocks) * n, sizeof *sums);
    struct tallying tallying = {frame, pricing, cost, sums + n, n};

    if (n <= FEW_RUNS)
        threads_run_rows(n_rows, tally_rows, &tallying);
    else
        tally_into(&tallying, tallying.sums, 0, n_rows);
    for (size_t i = 0; i < n_blocks * n; i++)
        merge(&sums[i % n], &tallying.sums[i]);
    for (size_t r = 0; r < n; r++) {
        tallies[r] = sums[r].tally;
        tallies[r].cost = tallies[r].n ? sum_value(&sums[r].cost) : (double)NAN;
        tallies[r].token_cost = sum_value(&sums[r].token_cost);
    }
    free(sums);
    return tallies;
}

static double ratio_of(const struct tally *tally, enum tally_ratio ratio)
{
    switch (ratio) {
    case PER_1000:
        return 1000 * tally->cost / (double)tally->n;
    case PER_1000_OK:
        return tally->n_ok ? 1000 * tally->cost / (double)tally->n_ok
                           : (double)NAN;
    case PER_MILLION:
        return tally->tokens > 0 ? 1e6 * tally->token_cost / tally->tokens
                                 : (double)NAN;
    }
    BUG("ratio %d", (int)ratio);
}

/* The interval of the values of the runs, if they are three repeats or more.
 * Sorts nothing out but what is not finite. */
static void add_interval(const struct frame *frame, struct estimate *estimate,
                         double *values, size_t n)
{
    struct estimate mean;
    size_t n_used = 0;

    for (size_t r = 0; r < n; r++)
        if (isfinite(values[r]))
            values[n_used++] = values[r];
    if (n_used < 3 || repeats_differ_in(frame) != FIELD_NONE)
        return;
    mean = runs_mean(values, n_used, frame->options->level);
    estimate->low = mean.low;
    estimate->high = mean.high;
    estimate->level = mean.level;
    estimate->method = "t-over-runs";
}

struct estimate tally_estimate(const struct frame *frame,
                               const struct tally *tallies,
                               enum tally_ratio ratio)
{
    size_t n = frame->runs ? frame->runs->n_groups : 0;
    struct estimate estimate = estimate_of(ratio_of(&tallies[0], ratio));
    double *values = memory_alloc(n, sizeof *values);

    for (size_t r = 0; r < n; r++)
        values[r] = ratio_of(&tallies[1 + r], ratio);
    add_interval(frame, &estimate, values, n);
    free(values);
    return estimate;
}

struct estimate tally_saving(const struct frame *frame,
                             const struct tally *tallies,
                             const struct tally *others)
{
    size_t n = frame->runs ? frame->runs->n_groups : 0;
    struct estimate estimate =
        estimate_of(price_reduction(tallies[0].cost, others[0].cost));
    double *values = memory_alloc(n, sizeof *values);

    for (size_t r = 0; r < n; r++)
        values[r] = price_reduction(tallies[1 + r].cost, others[1 + r].cost);
    add_interval(frame, &estimate, values, n);
    free(values);
    return estimate;
}
