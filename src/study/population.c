#include "study/population.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/threads.h"
#include "study/words.h"

struct span {
    int64_t start, end; /* TIME_MISSING: no request has one */
};

static void widen(struct span *span, int64_t start, int64_t end)
{
    if (start != TIME_MISSING &&
        (span->start == TIME_MISSING || start < span->start))
        span->start = start;
    if (end != TIME_MISSING && end > span->end)
        span->end = end;
}

struct spanning {
    const struct frame *frame;
    struct span *spans; /* of each block */
};

static void span_rows(void *context, size_t from, size_t to)
{
    const struct spanning *spanning = context;
    const struct frame *frame = spanning->frame;
    const struct column *start = frame->table->field[FIELD_START];
    const struct column *end = frame->table->field[FIELD_END];
    struct span span = {TIME_MISSING, TIME_MISSING};

    for (size_t i = from; i < to; i++) {
        int64_t begin = start ? start->time[i] : TIME_MISSING;

        if (frame->kept[i])
            widen(&span, begin, end ? end->time[i] : begin);
    }
    spanning->spans[from / THREADS_BLOCK] = span;
}

static struct span find_span(const struct frame *frame)
{
    size_t n_blocks = threads_n_blocks(frame->table->n_rows);
    struct spanning spanning = {frame,
                                memory_alloc(n_blocks, sizeof *spanning.spans)};
    struct span span = {TIME_MISSING, TIME_MISSING};

    threads_run_rows(frame->table->n_rows, span_rows, &spanning);
    for (size_t b = 0; b < n_blocks; b++)
        widen(&span, spanning.spans[b].start, spanning.spans[b].end);
    free(spanning.spans);
    return span;
}

static size_t count_retried(const struct frame *frame)
{
    const struct column *attempt = frame->table->field[FIELD_ATTEMPT];
    size_t n = 0;

    for (size_t i = 0; attempt && i < frame->table->n_rows; i++)
        n += frame->kept[i] && attempt->number[i] > 1;
    return n;
}

static size_t count_used(const struct frame *frame)
{
    const struct metric *latency = frame_metric(frame, "latency");
    const struct column *column = frame->table->field[FIELD_LATENCY];
    size_t n = 0;

    if (latency)
        return frame_n_values(latency, 0);
    for (size_t i = 0; column && i < frame->table->n_rows; i++)
        n += frame->counted[i] && isfinite(column->number[i]);
    return n;
}

/* Files whose clocks have no epoch share no span. */
static bool has_epoch(const struct frame *frame)
{
    for (size_t i = 0; i < frame->intake->n_inputs; i++)
        if (frame->intake->inputs[i].is_monotonic)
            return false;
    return true;
}

static void tell_span(struct frame *frame, struct value *population)
{
    struct span span = find_span(frame);
    struct value *value;

    if (span.start == TIME_MISSING || span.end == TIME_MISSING ||
        !has_epoch(frame)) {
        value_set(population, "span", value_null(frame->arena));
        return;
    }
    value = value_set(population, "span", value_object(frame->arena));
    value_set(value, "start", value_integer(frame->arena, span.start));
    value_set(value, "end", value_integer(frame->arena, span.end));
    value_set(
        value, "seconds",
        value_number(frame->arena, (double)(span.end - span.start) / 1e9));
}

/* "10,000 in 3 runs: 9,966 ok, 34 failed" */
static const char *headline(struct frame *frame, const size_t *counts)
{
    size_t n_runs = frame->runs ? frame->runs->n_groups : 0;
    const char *line = words_count(frame->arena, frame->n_kept);
    size_t n_told = 0;

    if (n_runs)
        line = arena_format(frame->arena, "%s in %s", line,
                            words_counted(frame->arena, n_runs, "run", "runs"));
    for (int i = 0; i < N_OUTCOMES; i++) {
        static const int order[N_OUTCOMES] = {
            OUTCOME_OK, OUTCOME_FAILED, OUTCOME_CANCELLED, OUTCOME_UNFINISHED,
            OUTCOME_UNKNOWN};
        int outcome = order[i];

        if (counts[outcome] ||
            (outcome == OUTCOME_OK && counts[OUTCOME_UNKNOWN] == 0))
            line = arena_format(
                frame->arena, "%s%s %s %s", line, n_told++ ? "," : ":",
                words_count(frame->arena, counts[outcome]),
                outcome == OUTCOME_UNKNOWN ? "of unknown outcome"
                                           : outcome_names[outcome]);
    }
    return line;
}

static void tell_facts(struct frame *frame, const size_t *counts, size_t used)
{
    struct section *section = doc_section(frame->doc, "population", "Requests");
    struct facts *facts = doc_facts(frame->doc, section);

    facts->in_summary = true;
    doc_fact_text(frame->doc, facts, "requests", "Requests",
                  headline(frame, counts));
    doc_text(frame->doc, section,
             "Latencies rest on the population \"%s\": %s of %s requests have "
             "one and belong to it.",
             population_names[frame->options->population],
             words_count(frame->arena, used),
             words_count(frame->arena, frame->n_kept));
}

void population_tell(struct frame *frame)
{
    struct arena *arena = frame->arena;
    struct value *population =
        value_set(frame->doc->data, "population", value_object(arena));
    size_t counts[N_OUTCOMES] = {0}, used = count_used(frame);

    for (size_t i = 0; i < frame->table->n_rows; i++)
        if (frame->kept[i])
            counts[frame->outcomes[i]]++;
    value_set(population, "requests",
              value_integer(arena, (int64_t)frame->n_kept));
    for (int i = OUTCOME_OK; i < N_OUTCOMES; i++)
        value_set(population, outcome_names[i],
                  value_integer(arena, (int64_t)counts[i]));
    value_set(population, "unknown",
              value_integer(arena, (int64_t)counts[OUTCOME_UNKNOWN]));
    value_set(population, "retried",
              frame->table->field[FIELD_ATTEMPT]
                  ? value_integer(arena, (int64_t)count_retried(frame))
                  : value_null(arena));
    value_set(population, "used_for_latency",
              value_integer(arena, (int64_t)used));
    value_set(population, "population",
              value_text(arena, population_names[frame->options->population]));
    tell_span(frame, population);
    tell_facts(frame, counts, used);
}
