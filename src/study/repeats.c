#include "study/repeats.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "study/run_numbers.h"

/* Which groups of a column occur in each run, as a table of flags. */
static bool runs_differ(const struct frame *frame, const struct grouping *runs,
                        const uint8_t *which, const struct grouping *values)
{
    size_t n_runs = runs->n_groups, n = values->n_groups, first = SIZE_MAX;
    uint8_t *occurs = memory_alloc(n_runs * n, 1);
    bool differs = false;

    for (size_t i = 0; i < frame->table->n_rows; i++)
        if (grouping_at(runs, i) != GROUP_NONE)
            occurs[grouping_at(runs, i) * n + grouping_at(values, i)] = 1;
    for (size_t r = 0; r < n_runs && !differs; r++) {
        if (which && !which[r])
            continue;
        if (first == SIZE_MAX)
            first = r;
        differs = memcmp(occurs + first * n, occurs + r * n, n) != 0;
    }
    free(occurs);
    return differs;
}

enum field repeats_differ_among(const struct frame *frame,
                                const struct grouping *runs,
                                const uint8_t *which)
{
    static const enum field conditions[] = {
        FIELD_MODEL, FIELD_PROVIDER, FIELD_CONCURRENCY, FIELD_REQUEST_RATE};

    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
        const char *name = fields[conditions[i]].key;
        struct error error = {0};
        struct grouping *values;

        if (!frame->table->field[conditions[i]])
            continue;
        values =
            grouping_create(frame->arena, frame->table, &name, 1, frame->kept,
                            GROUP_BY_SIZE, GROUP_LIMIT, &error);
        /* Where there is one value, every run has it. */
        if (values && values->n_groups > 1 &&
            runs_differ(frame, runs, which, values))
            return conditions[i];
    }
    return FIELD_NONE;
}

enum field repeats_differ_in(const struct frame *frame)
{
    if (frame->run_numbers)
        return frame->run_numbers->differ;
    return repeats_differ_among(frame, frame->runs, NULL);
}
