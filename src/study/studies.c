#include "study/study.h"

#include <string.h>

#include "study/input.h"
#include "study/population.h"
#include "study/throughput.h"

extern const struct study study_summary, study_shape, study_errors,
    study_correlation, study_runs;

const struct study *const studies[] = {
    &study_summary, &study_shape, &study_errors, &study_correlation,
    &study_runs,    &study_cost,  NULL,
};

const struct study *study_find(const char *name)
{
    for (const struct study *const *s = studies; *s; s++)
        if (strcmp((*s)->name, name) == 0)
            return *s;
    return NULL;
}

static void need(bool needed[N_FIELDS], const enum field *list)
{
    for (; *list != FIELD_NONE; list++)
        needed[*list] = true;
}

/* Ids of requests are as many as requests, and only suspicion.c looks at them,
 * when a log is inspected. */
void studies_need(bool needed[N_FIELDS], const struct study *const *chosen,
                  const struct study_options *options)
{
    static const enum field always[] = {FIELD_LATENCY, FIELD_OUTCOME, FIELD_RUN,
                                        FIELD_ATTEMPT, FIELD_START,   FIELD_END,
                                        FIELD_NONE};
    static const enum field usual[] = {
        FIELD_TTFT, FIELD_TPOT, FIELD_OUTPUT_RATE, FIELD_COST, FIELD_NONE};

    need(needed, always);
    if (!options->metrics)
        need(needed, usual);
    if (!options->by)
        needed[FIELD_WORKLOAD] = true;
    for (; *chosen; chosen++)
        if ((*chosen)->needs)
            need(needed, (*chosen)->needs);
        else
            for (int i = 0; i < N_FIELDS; i++)
                needed[i] |= i != FIELD_REQUEST_ID;
}

static bool is_among(const struct study *study, const struct study *const *list)
{
    while (*list && *list != study)
        list++;
    return *list != NULL;
}

/* Moments are for the span, for the throughput and for the hours of modes. */
static void drop_moments(struct frame *frame, const struct study *const *left)
{
    if (!frame->spent)
        return;
    if (is_among(&study_summary, left))
        throughput_of(frame);
    table_drop_field(frame->spent, FIELD_END);
    if (!is_among(&study_shape, left))
        table_drop_field(frame->spent, FIELD_START);
}

void studies_run(struct frame *frame, const struct study *const *chosen)
{
    input_tell(frame->doc, frame->intake);
    population_tell(frame);
    frame->tests_runs |= is_among(&study_runs, chosen);
    for (; *chosen; chosen++) {
        drop_moments(frame, chosen);
        (*chosen)->run(frame);
    }
    input_add_section(frame->doc, frame->intake);
}
