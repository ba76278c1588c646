#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/sort_decimal.h"
#include "data/sample_parts.h"

/* Samples as counts of decimals. Two passes over the rows: the first learns how
 * many values each group has, between which limits, and the power of ten that
 * makes whole numbers of all; the second counts. */

enum { BLOCK = 1024 };

struct counting {
    const double *values;
    const struct codes *groups;
    size_t n_groups;
    struct sample *samples;
    double *least, *most; /* of each group */
    double power;
};

/* One block of rows; false if a value is no decimal of few digits. */
static bool look_at(struct counting *counting, size_t from, size_t to)
{
    double taken[BLOCK];
    size_t n = 0;

    for (size_t i = from; i < to; i++) {
        uint32_t g = codes_at(counting->groups, i) - 1;
        double x = counting->values[i];

        if (g >= counting->n_groups)
            continue;
        if (!isfinite(x)) {
            counting->samples[g].n_missing++;
            continue;
        }
        taken[n++] = x;
        counting->samples[g].n++;
        counting->least[g] = x < counting->least[g] ? x : counting->least[g];
        counting->most[g] = x > counting->most[g] ? x : counting->most[g];
    }
    counting->power = sort_decimal_raise(counting->power, taken, n);
    return counting->power != 0;
}

static bool look_at_all(struct counting *counting, size_t n_rows)
{
    for (size_t g = 0; g < counting->n_groups; g++) {
        counting->least[g] = (double)INFINITY;
        counting->most[g] = -(double)INFINITY;
    }
    for (size_t from = 0; from < n_rows; from += BLOCK)
        if (!look_at(counting, from,
                     n_rows - from < BLOCK ? n_rows : from + BLOCK))
            return false;
    for (size_t g = 0; g < counting->n_groups; g++)
        if (!sort_decimal_fits(counting->most[g], counting->power))
            return false;
    return true;
}

/* False if a group has too few values to be counted. */
static bool init_all(struct sample_set *set, const struct counting *counting)
{
    for (size_t g = 0; g < set->n; g++) {
        struct sample *sample = &set->samples[g];

        sample->power = counting->power;
        sample->counts = &set->decimals[g];
        if (sample->n &&
            !decimals_init(&set->decimals[g], counting->power,
                           counting->least[g], counting->most[g], sample->n))
            return false;
    }
    return true;
}

static struct sample_set *count(const struct counting *counting, size_t n_rows)
{
    struct sample_set *set =
        sample_set_of(counting->samples, counting->n_groups, 0);

    set->decimals = memory_alloc(set->n, sizeof *set->decimals);
    if (!init_all(set, counting)) {
        sample_set_destroy(set);
        return NULL;
    }
    for (size_t i = 0; i < n_rows; i++) {
        uint32_t g = codes_at(counting->groups, i) - 1;

        if (g < set->n && isfinite(counting->values[i]))
            decimals_count(&set->decimals[g], counting->values[i]);
    }
    return set;
}

struct sample_set *sample_set_decimals(const double *values,
                                       const struct codes *groups,
                                       size_t n_rows, size_t n_groups)
{
    struct counting counting = {
        .values = values,
        .groups = groups,
        .n_groups = n_groups,
        .samples = memory_alloc(n_groups, sizeof *counting.samples),
        .least = memory_alloc(n_groups, sizeof *counting.least),
        .most = memory_alloc(n_groups, sizeof *counting.most),
        .power = 1,
    };
    struct sample_set *set = NULL;

    if (look_at_all(&counting, n_rows))
        set = count(&counting, n_rows);
    else
        free(counting.samples);
    free(counting.least);
    free(counting.most);
    return set;
}

struct sample_set *sample_set_count(const double *values,
                                    const struct codes *groups, size_t n_rows,
                                    size_t n_groups)
{
    struct sample_set *set =
        sample_set_decimals(values, groups, n_rows, n_groups);

    return set ? set : sample_set_create(values, groups, n_rows, n_groups);
}
