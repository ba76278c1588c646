#include "study/repeats.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* Which groups of a column occur in each run, as a table of flags. */
static bool runs_differ(const struct frame *frame,
                        const struct grouping *values)
{
    size_t n_runs = frame->runs->n_groups, n = values->n_groups;
    uint8_t *occurs = memory_alloc(n_runs * n, 1);
    bool differs = false;

    for (size_t i = 0; i < frame->table->n_rows; i++)
        if (frame->runs->of_row[i] != GROUP_NONE)
            occurs[frame->runs->of_row[i] * n + values->of_row[i]] = 1;
    for (size_t r = 1; r < n_runs && !differs; r++)
        differs = memcmp(occurs, occurs + r * n, n) != 0;
    free(occurs);
    return differs;
}

enum field repeats_differ_in(const struct frame *frame)
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
        if (values && runs_differ(frame, values))
            return conditions[i];
    }
    return FIELD_NONE;
}
