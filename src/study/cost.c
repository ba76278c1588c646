#include "study/study.h"

#include <math.h>

#include "study/cost_parts.h"
#include "study/words.h"

/* What the requests cost: by the log's own column, else by the price sheet.
 * Failed requests may cost too: the total is that of all requests, whatever
 * their outcome. */

static void tell(struct frame *frame, const struct tally *tallies, bool is_own)
{
    struct arena *arena = frame->arena;
    struct value *value = cost_value(frame);
    struct estimate per_1000 = tally_estimate(frame, tallies, PER_1000);
    struct estimate per_ok = tally_estimate(frame, tallies, PER_1000_OK);
    struct estimate per_million = tally_estimate(frame, tallies, PER_MILLION);

    value_set(value, "source",
              value_text(arena, is_own ? "log" : "price sheet"));
    value_set(value, "total", value_number(arena, tallies->cost));
    value_set(value, "per_1000", value_estimate(arena, &per_1000));
    value_set(value, "per_1000_ok", value_estimate(arena, &per_ok));
    value_set(value, "per_million_tokens", value_estimate(arena, &per_million));
    value_set(value, "requests_with_cost",
              value_integer(arena, (int64_t)tallies->n));
    value_set(value, "blended", value_array(arena));
    value_set(value, "alternatives", value_array(arena));
    value_set(value, "what_if", value_array(arena));
}

static void show(struct frame *frame, struct section *section,
                 const struct tally *tallies, bool is_own)
{
    struct arena *arena = frame->arena;
    struct facts *facts = doc_facts(frame->doc, section);
    const struct pricing *pricing = pricing_of(frame);

    facts->in_summary = true;
    doc_fact_text(
        frame->doc, facts, "cost", "Cost",
        arena_format(arena, "%s in all, %s per 1,000 requests%s%s",
                     words_number(arena, UNIT_DOLLARS, tallies->cost),
                     words_estimate(arena, UNIT_DOLLARS,
                                    tally_estimate(frame, tallies, PER_1000)),
                     is_own ? "" : ", by ",
                     is_own ? "" : pricing->sheet->name));
    facts = doc_facts(frame->doc, section);
    doc_fact(frame->doc, facts, "per_1000_ok", "per 1,000 ok requests",
             UNIT_DOLLARS, tally_estimate(frame, tallies, PER_1000_OK));
    if (tallies->tokens > 0)
        doc_fact(frame->doc, facts, "per_million_tokens", "per million tokens",
                 UNIT_DOLLARS, tally_estimate(frame, tallies, PER_MILLION));
    if (tallies->n < tallies->n_all)
        doc_note(frame->doc, section, WEIGHT_REMARK, "cost-missing",
                 "%s without a cost are left out of the cost",
                 words_counted(arena, tallies->n_all - tallies->n, "request",
                               "requests"));
}

static void say_none(struct frame *frame, struct section *section)
{
    const struct pricing *pricing = pricing_of(frame);
    bool has_tokens = pricing->tokens.n_known > 0;

    value_set(frame->doc->data, "cost", value_null(frame->arena));
    if (!pricing->sheet)
        doc_note(frame->doc, section, WEIGHT_REMARK, "no-cost",
                 "this log has no cost column");
    else
        doc_note(frame->doc, section, WEIGHT_CAUTION, "no-cost",
                 "no request can be priced: %s",
                 !has_tokens ? "the log does not tell both input and output "
                               "tokens"
                 : pricing->n_matches == 0
                     ? "the log names no model; say which with --set "
                       "model=NAME"
                     : "none of its models is in the price sheet");
}

static void run(struct frame *frame)
{
    const struct pricing *pricing = pricing_of(frame);
    struct section *section = doc_section(frame->doc, "cost", "Cost");
    bool is_own = pricing->n_own > 0;
    struct tally *tallies;

    if (!is_own && pricing->n_by_sheet == 0) {
        say_none(frame, section);
        cost_tell_models(frame, section);
        if (pricing->sheet)
            cost_note_tokens(frame, section);
        return;
    }
    tallies =
        tally_costs(frame, pricing, is_own ? pricing->own : pricing->by_sheet);
    tell(frame, tallies, is_own);
    show(frame, section, tallies, is_own);
    if (!pricing->sheet)
        return;
    cost_check(frame, section);
    cost_tell_models(frame, section);
    cost_tell_tokens(frame, section);
    cost_note_tokens(frame, section);
}

const struct study study_cost = {
    .name = "cost",
    .summary = "what the requests cost",
    .run = run,
};
