#include "study/gates.h"

#include <math.h>
#include <string.h>

#include "stat/moments.h"
#include "stat/proportion.h"
#include "stat/runs.h"
#include "study/compare_parts.h"
#include "study/failures.h"
#include "study/repeats.h"
#include "study/words.h"

/* A gate looks at the same run values and intervals as the tables do. */

enum { EXIT_FINDING = 1, EXIT_UNKNOWN = 3 };

/* One decision. */
struct decision {
    const struct gate *gate;
    const char *candidate;    /* NULL: analyze */
    struct estimate estimate; /* on the scale of the limit */
    enum unit unit;
    enum gate_outcome outcome;
    const char *why; /* what the interval is of, or why there is none */
};

struct decisions {
    struct decision *items;
    size_t n;
};

static struct subject *find_subject(struct subject *subjects, size_t n,
                                    const struct gate *gate,
                                    struct error *error)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(subjects[i].name, gate->metric) == 0)
            return &subjects[i];
    error_set(error, NULL,
              "--fail-if '%s': these logs have no '%s' that is studied",
              gate->text, gate->metric);
    return NULL;
}

static bool check_values(const struct gate *gate, const struct side_runs *side,
                         struct error *error)
{
    if (gate->statistic.kind == STATISTIC_RATE) {
        for (size_t r = 0; side->below && r < side->n_runs; r++)
            if (side->below[r] > 0)
                return true;
    } else if (side->samples && side->n_requests > 0) {
        return true;
    }
    return error_set(error, NULL,
                     "--fail-if '%s': these logs have no values of '%s'",
                     gate->text, gate->metric);
}

/* The interval of all requests of one run, as independent ones. */
static struct estimate of_requests(const struct frame *frame,
                                   const struct subject *subject,
                                   const struct gate *gate,
                                   const struct side_runs *side)
{
    double level = frame->options->level, scale = subject->scale;
    struct sample finite = {.n = 0};
    struct estimate mean;

    if (gate->statistic.kind == STATISTIC_QUANTILE)
        return failures_quantile(side->samples, gate->statistic.p,
                                 frame->options->quantile_type, level)
            .estimate;
    if (side->samples)
        finite = failures_left_out(side->samples);
    if (gate->statistic.kind == STATISTIC_MEAN)
        return mean_estimate(finite.x, finite.n, level);
    if (subject->is_count)
        return proportion_wilson(
            (struct count){(uint64_t)side->above[0], (uint64_t)side->below[0]},
            level);
    if (strcmp(gate->statistic.name, "per_1000") != 0)
        return estimate_of(scale * side->above[0] / side->below[0]);
    mean = mean_estimate(finite.x, finite.n, level);
    mean.value *= scale;
    mean.low *= scale;
    mean.high *= scale;
    return mean;
}

static size_t count_infinite(const struct compared *compared)
{
    size_t n = 0;

    for (size_t r = 0; r < compared->n_candidate; r++)
        n += isinf(compared->candidate[r]) ? 1 : 0;
    return n;
}

/* With too many failed requests in every run there is nothing to doubt; in some
 * runs, there is no mean of them. */
static struct estimate of_infinite(const struct compared *compared,
                                   const struct frame *frame, const char **why)
{
    size_t n = compared->n_candidate, n_infinite = count_infinite(compared);
    struct estimate estimate = estimate_of((double)INFINITY);

    if (n_infinite < n) {
        *why = arena_format(frame->arena,
                            "in %zu of %zu runs it lies among failed requests",
                            n_infinite, n);
        return estimate;
    }
    estimate.low = estimate.high = (double)INFINITY;
    estimate.level = frame->options->level;
    *why = arena_format(frame->arena,
                        "it lies among failed requests in all %zu runs", n);
    return estimate;
}

/* The mean of the runs with its t interval. */
static struct estimate of_runs(struct compared *compared,
                               const struct frame *frame,
                               const struct side_runs *side, const char **why)
{
    double level = frame->options->level;
    struct estimate estimate;

    compared_values(compared, frame, side);
    estimate = mean_estimate(compared->candidate, compared->n_candidate, level);
    if (compared->is_biased) {
        *why = "a run has fewer than ten requests beyond this percentile";
        return estimate_of((double)NAN);
    }
    if (compared->n_candidate < COMPARISON_MIN_RUNS) {
        *why = "an interval over runs needs three runs";
        return estimate_of(estimate.value);
    }
    if (count_infinite(compared) > 0)
        return of_infinite(compared, frame, why);
    estimate.method = "t-over-runs";
    *why = arena_format(frame->arena, "t interval over %zu runs",
                        compared->n_candidate);
    return estimate;
}

static const char *requests_reason(const struct frame *frame, bool are_repeats,
                                   const struct gate *gate)
{
    return arena_format(
        frame->arena, "%s: %s, for these requests only",
        are_repeats ? "one run" : "the runs are conditions, not repeats",
        gate->statistic.kind == STATISTIC_QUANTILE ? "order-statistic interval"
                                                   : "interval of requests");
}

/* All runs as one side. */
static void make_one_arm(struct arms *arms, const struct frame *frame)
{
    struct arm *arm = arena_alloc(frame->arena, 1, sizeof *arm);

    *arms = (struct arms){
        .cells = frame->runs,
        .arms = arm,
        .n_arms = 1,
        .n_strata = frame->groups ? frame->groups->n_groups : 1,
    };
    arm->n_runs = frame->runs->n_groups;
    arm->differ = repeats_differ_in(frame);
    arm->cells = arena_alloc(frame->arena, arm->n_runs, sizeof *arm->cells);
    for (size_t r = 0; r < arm->n_runs; r++)
        arm->cells[r] = r;
}

/* The level of a side over its matched strata. */
static bool decide_level(struct decision *decision, const struct frame *frame,
                         const struct subject *subject, const struct arms *arms,
                         const struct arm *arm, const bool *matched,
                         struct error *error)
{
    const struct gate *gate = decision->gate;
    bool are_repeats = arm->differ == FIELD_NONE;
    struct compared compared = {.subject = subject,
                                .statistic = &gate->statistic};
    struct side_runs side;
    bool ok;

    side_init(&side, subject, arms, arm, matched, 0);
    ok = check_values(gate, &side, error);
    if (ok && arm->n_runs > 1 && are_repeats) {
        decision->estimate = of_runs(&compared, frame, &side, &decision->why);
    } else if (ok) {
        side_pool(&side);
        decision->estimate = of_requests(frame, subject, gate, &side);
        decision->why = requests_reason(frame, are_repeats, gate);
    }
    side_release(&side);
    decision->unit = subject->unit;
    decision->outcome = gate_decide(gate, &decision->estimate);
    return ok;
}

static void decide_change(struct decision *decision,
                          const struct compare *compare,
                          const struct candidate *candidate,
                          const struct subject *subject)
{
    const struct gate *gate = decision->gate;
    struct subject changed = *subject;
    struct compared compared;
    const struct comparison *c = &compared.comparison;

    changed.is_ratio |= gate->kind == GATE_RATIO;
    compared = compare_one(compare, candidate, &changed, &gate->statistic);
    decision->unit = gate->kind == GATE_RATIO ? UNIT_SHARE : subject->unit;
    decision->estimate = gate->kind == GATE_RATIO ? c->ratio : c->difference;
    decision->why = arena_format(
        compare->frame->arena, "%s of %zu against %zu runs",
        decision->estimate.method ? decision->estimate.method : "no interval",
        c->n_candidate, c->n_base);
    if (gate->kind == GATE_RATIO) {
        decision->estimate.value--;
        decision->estimate.low--;
        decision->estimate.high--;
    }
    if (c->is_endless)
        decision->why = "it lies among failed requests in some runs";
    if (compared.is_biased)
        decision->why = "a run has fewer than ten requests beyond this "
                        "percentile";
    else if (c->n_base < COMPARISON_MIN_RUNS ||
             c->n_candidate < COMPARISON_MIN_RUNS)
        decision->why = "a change needs three runs a side";
    if (c->n_base < COMPARISON_MIN_RUNS || c->n_candidate < COMPARISON_MIN_RUNS)
        decision->estimate = estimate_of(decision->estimate.value);
    decision->outcome = gate_decide(gate, &decision->estimate);
}

static void tell_data(struct frame *frame, const struct decisions *decisions)
{
    struct arena *arena = frame->arena;
    struct value *gates =
        value_set(frame->doc->data, "gates", value_array(arena));

    for (size_t i = 0; i < decisions->n; i++) {
        const struct decision *decision = &decisions->items[i];
        struct value *gate = value_append(gates, value_object(arena));

        value_set(gate, "gate", value_text(arena, decision->gate->text));
        value_set(gate, "candidate", value_text(arena, decision->candidate));
        value_set(gate, "estimate", value_estimate(arena, &decision->estimate));
        value_set(gate, "limit", value_number(arena, decision->gate->limit));
        value_set(gate, "outcome",
                  value_text(arena, gate_outcome_names[decision->outcome]));
        value_set(gate, "why", value_text(arena, decision->why));
    }
}

static void add_table(struct frame *frame, const struct decisions *decisions)
{
    static const struct column_head heads[] = {
        {.key = "gate", .label = "fail if"},
        {.key = "candidate", .label = "of"},
        {.key = "value", .label = "value", .is_firm = true},
        {.key = "outcome", .label = "outcome", .is_firm = true},
        {.key = "why", .label = "rests on"},
    };
    struct section *section = doc_section(frame->doc, "gate", "Gate");
    struct doc_table *table = doc_table(frame->doc, section, "gate", "Gate",
                                        heads, sizeof heads / sizeof *heads);

    table->in_summary = true;
    for (size_t i = 0; i < decisions->n; i++) {
        const struct decision *decision = &decisions->items[i];

        doc_row(frame->doc, table);
        doc_cell_text(frame->doc, table, decision->gate->text);
        doc_cell_text(frame->doc, table,
                      decision->candidate ? decision->candidate : "all runs");
        doc_cell_text(
            frame->doc, table,
            words_estimate(frame->arena, decision->unit, decision->estimate));
        doc_cell_text(frame->doc, table, gate_outcome_names[decision->outcome]);
        doc_cell_text(frame->doc, table, decision->why);
    }
}

static void note_doubt(struct frame *frame, const struct decision *decision)
{
    bool has_interval = estimate_has_interval(&decision->estimate);

    doc_note(frame->doc, doc_section(frame->doc, "gate", "Gate"),
             WEIGHT_CAUTION, "gate-cannot-tell", "'%s'%s%s cannot be told: %s",
             decision->gate->text, decision->candidate ? " of " : "",
             decision->candidate ? decision->candidate : "",
             has_interval ? "the limit lies within the interval"
                          : decision->why);
}

static void tell(struct frame *frame, const struct decisions *decisions)
{
    size_t counts[3] = {0, 0, 0};

    for (size_t i = 0; i < decisions->n; i++)
        counts[decisions->items[i].outcome]++;
    tell_data(frame, decisions);
    for (size_t i = 0; i < decisions->n; i++)
        if (decisions->items[i].outcome == GATE_CANNOT_TELL)
            note_doubt(frame, &decisions->items[i]);
    add_table(frame, decisions);
    frame->doc->exit_status = counts[GATE_FAILS]         ? EXIT_FINDING
                              : counts[GATE_CANNOT_TELL] ? EXIT_UNKNOWN
                                                         : 0;
    frame->doc->verdict = arena_format(
        frame->arena, "gate: %zu passed, %zu failed, %zu cannot tell",
        counts[GATE_PASSES], counts[GATE_FAILS], counts[GATE_CANNOT_TELL]);
}

static bool decide_frame(struct decisions *decisions, struct frame *frame,
                         const struct arms *arms, struct subject *subjects,
                         size_t n_subjects, struct gate *gates, size_t n,
                         struct error *error)
{
    bool *matched = arena_alloc(frame->arena, arms->n_strata, sizeof *matched);

    memset(matched, true, arms->n_strata * sizeof *matched);
    for (size_t i = 0; i < n; i++) {
        struct decision *decision = &decisions->items[decisions->n++];
        struct subject *subject =
            find_subject(subjects, n_subjects, &gates[i], error);

        if (!subject || !gate_fit(&gates[i], subject->unit, error))
            return false;
        decision->gate = &gates[i];
        if (gates[i].kind != GATE_LEVEL)
            return error_set(error, NULL,
                             "--fail-if '%s': a change needs a base: see "
                             "llmstats compare",
                             gates[i].text);
        if (!decide_level(decision, frame, subject, arms, &arms->arms[0],
                          matched, error))
            return false;
    }
    return true;
}

bool gates_of_frame(struct frame *frame, struct gate *gates, size_t n,
                    struct error *error)
{
    const struct compare_options options = {.rate_margin = (double)NAN,
                                            .with_error_rate = true};
    struct decisions decisions = {
        arena_alloc(frame->arena, n, sizeof *decisions.items), 0};
    struct subject *subjects;
    struct arms arms;
    size_t n_subjects;
    bool ok;

    if (n == 0)
        return true;
    if (!frame->runs)
        return error_set(error, NULL, "--fail-if: no run is known");
    make_one_arm(&arms, frame);
    subjects = subjects_make(frame, &arms, &options, &n_subjects);
    ok = decide_frame(&decisions, frame, &arms, subjects, n_subjects, gates, n,
                      error);
    subjects_release(subjects, n_subjects);
    if (ok)
        tell(frame, &decisions);
    return ok;
}

static bool decide_candidate(struct decisions *decisions,
                             struct compare *compare,
                             const struct candidate *candidate,
                             struct gate *gate, struct error *error)
{
    struct decision *decision = &decisions->items[decisions->n++];
    struct subject *subject =
        find_subject(compare->subjects, candidate->n_subjects, gate, error);

    if (!subject || !gate_fit(gate, subject->unit, error))
        return false;
    decision->gate = gate;
    decision->candidate = candidate->arm->name;
    if (!decide_level(decision, compare->frame, subject, &compare->arms,
                      candidate->arm, candidate->matched, error))
        return false;
    if (gate->kind != GATE_LEVEL)
        decide_change(decision, compare, candidate, subject);
    return true;
}

bool gates_of_compare(struct compare *compare, struct gate *gates, size_t n,
                      struct error *error)
{
    struct frame *frame = compare->frame;
    struct decisions decisions = {arena_alloc(frame->arena,
                                              n * compare->n_candidates,
                                              sizeof *decisions.items),
                                  0};

    if (n == 0)
        return true;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < compare->n_candidates; k++)
            if (!decide_candidate(&decisions, compare, &compare->candidates[k],
                                  &gates[i], error))
                return false;
    tell(frame, &decisions);
    return true;
}
