#include "study/money.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/filter.h"
#include "stat/price.h"
#include "stat/sum.h"
#include "study/cost_parts.h"
#include "study/what_if_cache.h"
#include "study/words.h"

/* What measures would save. None is a guess: a share of requests is given, and
 * which of them they are is not known, so there is a least and a greatest
 * saving. The representative one takes hold of every request alike. */

/* A measure and what it saves, as shares of the cost. */
struct measure {
    const char *code;
    const char *label;
    double share; /* of the requests; NAN: does not apply */
    struct saving saving;
    bool is_whole;   /* it changes the cost of every request alike */
    bool is_counted; /* among those taken together */
};

enum { MOST_MEASURES = 8 };

struct ledger {
    struct frame *frame;
    const struct pricing *pricing;
    const size_t *rows; /* [n]: kept, with a cost */
    const double *cost; /* [n] */
    double *x;          /* [n]: scratch */
    size_t n;
    double total;
    struct measure measures[MOST_MEASURES];
    size_t n_measures;
    struct section *section;
};

static struct measure *add(struct ledger *ledger, const char *code,
                           const char *label, double share,
                           struct saving saving)
{
    struct measure *measure = &ledger->measures[ledger->n_measures++];
    double total = ledger->total;

    *measure = (struct measure){
        .code = code,
        .label = label,
        .share = share,
        .saving = {saving.least / total, saving.representative / total,
                   saving.greatest / total, saving.lost / total,
                   saving.gained / total},
        .is_counted = true};
    return measure;
}

static const char *percent(const struct ledger *ledger, double share)
{
    return words_number(ledger->frame->arena, UNIT_SHARE, share);
}

static void add_cache(struct ledger *ledger, double share)
{
    add(ledger, "response-cache",
        arena_format(ledger->frame->arena, "cache %s", percent(ledger, share)),
        share, saving_of(ledger->cost, ledger->n, share * (double)ledger->n));
    what_if_lookup(ledger->frame, ledger->section, share,
                   ledger->pricing->options->cache_lookup);
}

/* Whichever request of the same is the first to be paid for is known here. */
static void add_exact(struct ledger *ledger, bool is_counted)
{
    const struct repeats *repeats =
        what_if_repeats(ledger->frame, ledger->pricing->options->prompt_column);
    struct sum saved = {0};
    size_t n_repeats = 0;
    double value;

    if (!repeats)
        return;
    for (size_t i = 0; i < ledger->n; i++)
        if (repeats->is_repeat[ledger->rows[i]]) {
            sum_add(&saved, ledger->cost[i]);
            n_repeats++;
        }
    value = sum_value(&saved);
    add(ledger, "exact-match",
        arena_format(ledger->frame->arena, "cache the same %s",
                     repeats->column),
        (double)n_repeats / (double)ledger->n,
        (struct saving){value, value, value, 0, value})
        ->is_counted = is_counted;
}

/* Input that is cached costs the sheet's price of it; without one it is taken
 * as free, which no cache beats. */
static void add_prompt_cache(struct ledger *ledger, double share)
{
    const struct pricing *pricing = ledger->pricing;
    const struct column *model = ledger->frame->table->field[FIELD_MODEL];
    struct sum input = {0};
    size_t n_free = 0;

    for (size_t i = 0; i < ledger->n; i++) {
        size_t row = ledger->rows[i];
        const struct price *price =
            pricing->n_matches ? pricing->matches[column_code(model, row)].price
                               : NULL;
        double classes[N_TOKEN_CLASSES], cached;

        ledger->x[i] = 0;
        if (!price || pricing->is_free[row] ||
            !tokens_of(&pricing->tokens, row, classes))
            continue;
        cached = price->is_stated[TOKENS_CACHED]
                     ? price->per_million[TOKENS_CACHED]
                     : 0;
        n_free += !price->is_stated[TOKENS_CACHED];
        ledger->x[i] = classes[TOKENS_INPUT] *
                       (price->per_million[TOKENS_INPUT] - cached) / 1e6;
        sum_add(&input,
                classes[TOKENS_INPUT] * price->per_million[TOKENS_INPUT] / 1e6);
    }
    add(ledger, "prompt-cache",
        arena_format(ledger->frame->arena, "prompt cache %s",
                     percent(ledger, share)),
        share, saving_of(ledger->x, ledger->n, share * (double)ledger->n));
    doc_note(ledger->frame->doc, ledger->section, WEIGHT_REMARK,
             "prompt-cache-ceiling",
             "input is %s of the cost: no cache of prompts saves more%s",
             percent(ledger, sum_value(&input) / ledger->total),
             n_free ? "; the sheet has no price of cached input, so it is "
                      "taken as free"
                    : "");
}

/* What a request saves under the other model; NAN if it cannot go there. */
static double saved_by_route(const struct ledger *ledger, size_t i)
{
    const struct pricing *pricing = ledger->pricing;
    const struct cost_options *options = pricing->options;
    double classes[N_TOKEN_CLASSES], sum = 0, under;
    size_t row = ledger->rows[i];

    if (options->route_rows && !options->route_rows[row])
        return (double)NAN;
    if (!options->route)
        return ledger->cost[i] * (1 - options->route_factor);
    under = pricing_under(pricing, options->route, row);
    if (isnan(under) || !tokens_of(&pricing->tokens, row, classes))
        return (double)NAN;
    for (int c = 0; c < N_TOKEN_CLASSES; c++)
        sum += classes[c];
    return sum > options->route->context ? (double)NAN
                                         : ledger->cost[i] - under;
}

static void add_route(struct ledger *ledger)
{
    const struct cost_options *options = ledger->pricing->options;
    struct arena *arena = ledger->frame->arena;
    double share = options->route_share, k;
    size_t n_fit = 0;

    for (size_t i = 0; i < ledger->n; i++) {
        double saved = saved_by_route(ledger, i);

        if (isfinite(saved))
            ledger->x[n_fit++] = saved;
    }
    k = isnan(share) ? (double)n_fit : share * (double)ledger->n;
    if (k > (double)n_fit) {
        doc_note(ledger->frame->doc, ledger->section, WEIGHT_CAUTION,
                 "route-too-few",
                 "%s of requests are to be routed, but only %s fit the rule, "
                 "the context window and the price sheet: these are routed",
                 percent(ledger, share),
                 percent(ledger, (double)n_fit / (double)ledger->n));
        k = (double)n_fit;
    }
    add(ledger, "route",
        arena_format(
            arena, "route %s to %s", percent(ledger, k / (double)ledger->n),
            options->route
                ? options->route->model
                : arena_format(arena, "%s of the price",
                               percent(ledger, options->route_factor))),
        k / (double)ledger->n, saving_of(ledger->x, n_fit, k));
}

static void add_batch(struct ledger *ledger)
{
    const struct cost_options *options = ledger->pricing->options;
    double share = options->batch_share;

    for (size_t i = 0; i < ledger->n; i++)
        ledger->x[i] = ledger->cost[i] * options->batch_discount;
    add(ledger, "batch",
        arena_format(ledger->frame->arena, "batch %s, %s off",
                     percent(ledger, share),
                     percent(ledger, options->batch_discount)),
        share, saving_of(ledger->x, ledger->n, share * (double)ledger->n))
        ->is_whole = share == 1;
}

/* k requests more, of n whose costs these are: whole rounds, and a rest. */
static struct saving repeated(const double *cost, size_t n, double k)
{
    double rounds = floor(k / (double)n);
    struct saving rest = saving_of(cost, n, fmax(k - rounds * (double)n, 0));
    double round = sum_of(cost, n) * rounds;

    return (struct saving){.least = round + rest.least,
                           .representative = round + rest.representative,
                           .greatest = round + rest.greatest};
}

/* A failed request that is tried again costs what an ok one does when it
 * succeeds. Attempts that fail again cost nothing, or at most as much. */
static void add_retries(struct ledger *ledger)
{
    const struct frame *frame = ledger->frame;
    size_t n_failed = 0, n_ok = 0;
    struct saving successes, attempts;
    struct retries retries;
    double failed;

    for (size_t i = 0; i < frame->table->n_rows; i++)
        n_failed += frame->kept[i] && frame->outcomes[i] == OUTCOME_FAILED;
    for (size_t i = 0; i < ledger->n; i++)
        if (frame->outcomes[ledger->rows[i]] != OUTCOME_FAILED)
            ledger->x[n_ok++] = ledger->cost[i];
    if (n_ok == 0)
        return;
    failed = (double)n_failed;
    retries = retries_expected(failed / (double)frame->n_kept,
                               ledger->pricing->options->retries);
    successes = repeated(ledger->x, n_ok, failed * retries.successes);
    attempts = repeated(ledger->x, n_ok, failed * retries.attempts);
    add(ledger, "retries",
        arena_format(frame->arena, "retries, up to %u",
                     ledger->pricing->options->retries),
        failed / (double)frame->n_kept,
        (struct saving){.least = -attempts.greatest,
                        .representative = -successes.representative,
                        .greatest = -successes.least})
        ->is_whole = true;
}

/* What all counted measures leave: those of a share of requests taken
 * together, then times what those of every request leave. */
static void add_together(struct ledger *ledger)
{
    struct saving partial[MOST_MEASURES], all;
    double left[3];
    size_t n = 0, n_counted = 0;

    for (size_t i = 0; i < ledger->n_measures; i++) {
        n_counted += ledger->measures[i].is_counted;
        if (ledger->measures[i].is_counted && !ledger->measures[i].is_whole)
            partial[n++] = ledger->measures[i].saving;
    }
    if (n_counted < 2)
        return;
    all = saving_combine(partial, n);
    left[0] = 1 - all.least;
    left[1] = 1 - all.representative;
    left[2] = 1 - all.greatest;
    for (size_t i = 0; i < ledger->n_measures; i++)
        if (ledger->measures[i].is_counted && ledger->measures[i].is_whole) {
            left[0] *= 1 - ledger->measures[i].saving.least;
            left[1] *= 1 - ledger->measures[i].saving.representative;
            left[2] *= 1 - ledger->measures[i].saving.greatest;
        }
    ledger->measures[ledger->n_measures++] =
        (struct measure){.code = "together",
                         .label = "together",
                         .share = (double)NAN,
                         .saving = {.least = 1 - left[0],
                                    .representative = 1 - left[1],
                                    .greatest = 1 - left[2]}};
}

static void tell(struct ledger *ledger, struct doc_table *table,
                 struct value *array, const struct measure *measure)
{
    struct arena *arena = ledger->frame->arena;
    struct doc *doc = ledger->frame->doc;
    const struct saving *saving = &measure->saving;
    double per_1000 = 1000 * ledger->total / (double)ledger->n;
    double after = per_1000 * (1 - saving->representative);
    struct value *value = value_append(array, value_object(arena));

    doc_row(doc, table);
    doc_cell_text(doc, table, measure->label);
    if (isnan(measure->share))
        doc_cell_empty(table);
    else
        doc_cell_number(table, measure->share);
    doc_cell_number(table, saving->least);
    doc_cell_number(table, saving->representative);
    doc_cell_number(table, saving->greatest);
    doc_cell_number(table, after);
    value_set(value, "code", value_text(arena, measure->code));
    value_set(value, "label", value_text(arena, measure->label));
    value_set(value, "share", value_number(arena, measure->share));
    value_set(value, "least", value_number(arena, saving->least));
    value_set(value, "representative",
              value_number(arena, saving->representative));
    value_set(value, "greatest", value_number(arena, saving->greatest));
    value_set(value, "per_1000", value_number(arena, after));
}

static void tell_all(struct ledger *ledger)
{
    static const struct column_head heads[] = {
        {.key = "measure", .label = "measure"},
        {.key = "share", .label = "share", .unit = UNIT_SHARE},
        {.key = "least", .label = "least", .unit = UNIT_SHARE},
        {.key = "representative", .label = "alike", .unit = UNIT_SHARE},
        {.key = "greatest", .label = "most", .unit = UNIT_SHARE},
        {.key = "per_1000", .label = "per 1,000", .unit = UNIT_DOLLARS},
    };
    struct frame *frame = ledger->frame;
    struct doc_table *table =
        doc_table(frame->doc, ledger->section, "what-if",
                  "What if: share of the cost that is saved", heads,
                  sizeof heads / sizeof *heads);
    struct value *array = cost_list(cost_value(frame), frame->arena, "what_if");

    table->in_summary = true;
    table->caption = arena_format(
        frame->arena,
        "Of the cost of %s, %s. Least and most: by which requests it "
        "takes hold of; alike: of every request alike. A cache of the same "
        "requests forgets nothing, and the first of them is paid for. Per "
        "1,000: what is left then.",
        words_counted(frame->arena, ledger->n, "request", "requests"),
        words_number(frame->arena, UNIT_DOLLARS, ledger->total));
    for (size_t i = 0; i < ledger->n_measures; i++)
        tell(ledger, table, array, &ledger->measures[i]);
}

static void add_all(struct ledger *ledger)
{
    const struct cost_options *options = ledger->pricing->options;
    bool has_cache = !isnan(options->cache_hit);

    if (has_cache)
        add_cache(ledger, options->cache_hit);
    add_exact(ledger, !has_cache);
    if (!isnan(options->prompt_cache))
        add_prompt_cache(ledger, options->prompt_cache);
    if (options->route || !isnan(options->route_factor))
        add_route(ledger);
    if (!isnan(options->batch_discount))
        add_batch(ledger);
    if (options->retries)
        add_retries(ledger);
    add_together(ledger);
}

static void run(struct frame *frame)
{
    const struct pricing *pricing = pricing_of(frame);
    size_t n = frame->table->n_rows;
    size_t *rows = memory_alloc(n, sizeof *rows);
    double *cost = memory_alloc(n, sizeof *cost);
    double *x = memory_alloc(n, sizeof *x);
    struct ledger ledger = {
        .frame = frame, .pricing = pricing, .rows = rows, .cost = cost, .x = x};

    for (size_t i = 0; i < n; i++)
        if (frame->kept[i] && isfinite(pricing_cost(pricing, i))) {
            rows[ledger.n] = i;
            cost[ledger.n++] = pricing_cost(pricing, i);
        }
    ledger.total = sum_of(cost, ledger.n);
    if (ledger.total > 0) {
        ledger.section = doc_section(frame->doc, "what-if", "What if");
        add_all(&ledger);
        if (ledger.n_measures)
            tell_all(&ledger);
    }
    free(x);
    free(cost);
    free(rows);
}

bool what_if_rows(const struct frame *frame, const char *filter,
                  const uint8_t **rows, struct error *error)
{
    size_t n = frame->table->n_rows;
    uint8_t *keep = arena_alloc(frame->arena, n, 1);
    struct filter *parsed = filter_parse(frame->arena, filter, error);
    bool ok = parsed && filter_apply(parsed, frame->table, 0, n, keep, error);

    filter_destroy(parsed);
    *rows = keep;
    return ok;
}

const struct study study_what_if = {
    .name = "what-if",
    .summary = "what measures would save",
    .run = run,
};
