#include "log/need.h"

#include <string.h>

enum { MOST_INPUTS = 7 };

/* As derive.c and outcome.c have it. Tokens of both kinds come together: only
 * both of them being zero says that neither is known. */
static const struct {
    enum field field;
    size_t n;
    enum field inputs[MOST_INPUTS];
} rests[] = {
    {FIELD_LATENCY, 2, {FIELD_START, FIELD_END}},
    {FIELD_TTFT, 2, {FIELD_START, FIELD_FIRST_TOKEN}},
    {FIELD_START, 2, {FIELD_END, FIELD_LATENCY}},
    {FIELD_END, 2, {FIELD_START, FIELD_LATENCY}},
    {FIELD_TPOT, 3, {FIELD_LATENCY, FIELD_TTFT, FIELD_OUTPUT_TOKENS}},
    {FIELD_OUTPUT_RATE, 2, {FIELD_OUTPUT_TOKENS, FIELD_LATENCY}},
    {FIELD_TOTAL_TOKENS, 2, {FIELD_INPUT_TOKENS, FIELD_OUTPUT_TOKENS}},
    {FIELD_INPUT_TOKENS, 1, {FIELD_OUTPUT_TOKENS}},
    {FIELD_OUTPUT_TOKENS, 1, {FIELD_INPUT_TOKENS}},
    {FIELD_HTTP_STATUS, 1, {FIELD_OUTCOME}},
    {FIELD_OUTCOME,
     7,
     {FIELD_CANCELLED, FIELD_STATUS, FIELD_HTTP_STATUS, FIELD_SUCCESS,
      FIELD_FAILURE, FIELD_ERROR_CODE, FIELD_ERROR}},
};

void need_named(bool needed[N_FIELDS], const struct wanted *wanted, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        enum field field = field_find(wanted[i].name);

        if (field != FIELD_NONE)
            needed[field] = true;
    }
}

static void need_workload(bool needed[N_FIELDS],
                          const struct workload *workload)
{
    for (size_t i = 0; i < workload_n_columns(workload); i++) {
        enum field field = field_find(workload_column(workload, i));

        if (field != FIELD_NONE)
            needed[field] = true;
    }
}

void need_inputs(bool needed[N_FIELDS], const struct workload *workload,
                 bool has_workload)
{
    bool has_more = true;

    if (needed[FIELD_WORKLOAD] && !has_workload)
        need_workload(needed, workload);
    while (has_more) {
        has_more = false;
        for (size_t i = 0; i < sizeof rests / sizeof *rests; i++)
            for (size_t k = 0; needed[rests[i].field] && k < rests[i].n; k++)
                if (!needed[rests[i].inputs[k]])
                    needed[rests[i].inputs[k]] = has_more = true;
    }
}

void need_only(struct schema *reduced, const struct schema *schema,
               const bool needed[N_FIELDS], struct arena *arena)
{
    *reduced = *schema;
    reduced->n_slots = 0;
    reduced->slots =
        arena_alloc(arena, schema->n_slots, sizeof *reduced->slots);
    reduced->first =
        arena_alloc(arena, schema->n_columns, sizeof *reduced->first);
    for (size_t i = 0; i < schema->n_columns; i++)
        reduced->first[i] = NO_SLOT;
    for (size_t i = 0; i < schema->n_slots; i++) {
        struct slot *slot = &reduced->slots[reduced->n_slots];

        if (schema->slots[i].field != FIELD_NONE &&
            !needed[schema->slots[i].field])
            continue;
        *slot = schema->slots[i];
        slot->next = reduced->first[slot->column];
        reduced->first[slot->column] = reduced->n_slots++;
    }
}
