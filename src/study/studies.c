#include "study/study.h"

#include <string.h>

#include "study/input.h"
#include "study/population.h"

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

void studies_run(struct frame *frame, const struct study *const *chosen)
{
    input_tell(frame->doc, frame->intake);
    population_tell(frame);
    for (; *chosen; chosen++)
        (*chosen)->run(frame);
    input_add_section(frame->doc, frame->intake);
}
