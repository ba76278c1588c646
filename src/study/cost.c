#include "study/study.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stat/moments.h"
#include "stat/runs.h"
#include "study/words.h"

/* What the requests cost, from the cost column of the log. Failed requests may
 * cost too: the total is that of all requests, whatever their outcome. */

struct bill {
    double total; /* NAN: no request has a cost */
    size_t n, n_missing, n_ok;
};

static struct bill add_up(const struct frame *frame, const double *cost,
                          size_t run)
{
    struct bill bill = {.total = 0};

    for (size_t i = 0; i < frame->table->n_rows; i++) {
        if (!frame->kept[i] ||
            (run != SIZE_MAX && frame->runs->of_row[i] != run))
            continue;
        bill.n_ok += frame->outcomes[i] == OUTCOME_OK ||
                     frame->outcomes[i] == OUTCOME_UNKNOWN;
        if (isfinite(cost[i])) {
            bill.total += cost[i];
            bill.n++;
        } else {
            bill.n_missing++;
        }
    }
    if (bill.n == 0)
        bill.total = (double)NAN;
    return bill;
}

/* The value of all requests, with the interval of the runs where there are
 * three or more: the run is the unit. */
static struct estimate across_runs(const struct frame *frame, double value,
                                   const double *values, size_t n)
{
    struct estimate estimate = estimate_of(value), mean;

    if (n < 3)
        return estimate;
    mean = runs_mean(values, n, frame->options->level);
    estimate.low = mean.low;
    estimate.high = mean.high;
    estimate.level = mean.level;
    estimate.method = "t-over-runs";
    return estimate;
}

struct costs {
    struct bill all;
    struct estimate per_1000, per_1000_ok;
};

static struct costs compute(const struct frame *frame, const double *cost)
{
    size_t n = frame->runs ? frame->runs->n_groups : 0, n_used = 0;
    double *each = memory_alloc(n, sizeof *each);
    double *each_ok = memory_alloc(n, sizeof *each_ok);
    struct costs costs = {.all = add_up(frame, cost, SIZE_MAX)};

    for (size_t r = 0; r < n && n > 2; r++) {
        struct bill bill = add_up(frame, cost, r);

        if (bill.n == 0 || bill.n_ok == 0)
            continue;
        each[n_used] = 1000 * bill.total / (double)bill.n;
        each_ok[n_used++] = 1000 * bill.total / (double)bill.n_ok;
    }
    costs.per_1000 = across_runs(
        frame, 1000 * costs.all.total / (double)costs.all.n, each, n_used);
    costs.per_1000_ok = across_runs(frame,
                                    costs.all.n_ok ? 1000 * costs.all.total /
                                                         (double)costs.all.n_ok
                                                   : (double)NAN,
                                    each_ok, n_used);
    free(each);
    free(each_ok);
    return costs;
}

static void tell(struct frame *frame, const struct costs *costs)
{
    struct arena *arena = frame->arena;
    struct value *value =
        value_set(frame->doc->data, "cost", value_object(arena));

    value_set(value, "total", value_number(arena, costs->all.total));
    value_set(value, "per_1000", value_estimate(arena, &costs->per_1000));
    value_set(value, "per_1000_ok", value_estimate(arena, &costs->per_1000_ok));
    value_set(value, "requests_with_cost",
              value_integer(arena, (int64_t)costs->all.n));
    value_set(value, "blended", value_array(arena));
    value_set(value, "alternatives", value_array(arena));
    value_set(value, "what_if", value_array(arena));
}

static void run(struct frame *frame)
{
    const struct column *column = frame->table->field[FIELD_COST];
    struct section *section = doc_section(frame->doc, "cost", "Cost");
    struct facts *facts;
    struct costs costs;

    if (column)
        costs = compute(frame, column->number);
    if (!column || isnan(costs.all.total)) {
        value_set(frame->doc->data, "cost", value_null(frame->arena));
        doc_note(frame->doc, section, WEIGHT_REMARK, "no-cost",
                 "this log has no cost column");
        return;
    }
    tell(frame, &costs);
    facts = doc_facts(frame->doc, section);
    facts->in_summary = true;
    doc_fact_text(
        frame->doc, facts, "cost", "Cost",
        arena_format(
            frame->arena, "%s in all, %s per 1,000 requests",
            words_number(frame->arena, UNIT_DOLLARS, costs.all.total),
            words_estimate(frame->arena, UNIT_DOLLARS, costs.per_1000)));
    facts = doc_facts(frame->doc, section);
    doc_fact(frame->doc, facts, "per_1000_ok", "per 1,000 ok requests",
             UNIT_DOLLARS, costs.per_1000_ok);
    if (costs.all.n_missing)
        doc_note(frame->doc, section, WEIGHT_REMARK, "cost-missing",
                 "%s without a cost are left out of the cost",
                 words_counted(frame->arena, costs.all.n_missing, "request",
                               "requests"));
}

const struct study study_cost = {
    .name = "cost",
    .summary = "what the requests cost",
    .run = run,
};
