#include "data/sample_parts.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/sort.h"
#include "base/sort_decimal.h"
#include "base/threads.h"

size_t sample_first(const struct sample *sample, double x)
{
    size_t low = 0, high = sample->n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (sample->x[middle] < x)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t sample_past(const struct sample *sample, double x)
{
    if (x == (double)INFINITY)
        return sample->n;
    return sample_first(sample, nextafter(x, (double)INFINITY));
}

/* Steps that double, so that a value that is alone costs one look. */
size_t sample_equals_end(const struct sample *sample, size_t i)
{
    const double *x = sample->x;
    size_t step = 1, low = i, high;

    while (i + step < sample->n && x[i + step] == x[i]) {
        low = i + step;
        step *= 2;
    }
    high = i + step < sample->n ? i + step : sample->n;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (x[middle] == x[i])
            low = middle;
        else
            high = middle;
    }
    return high;
}

struct sample_set *sample_set_of(struct sample *samples, size_t n_samples,
                                 size_t n_values)
{
    struct sample_set *set = memory_alloc(1, sizeof *set);
    const double *at;

    set->samples = samples;
    set->n = n_samples;
    set->block = memory_resize(NULL, n_values, sizeof *set->block);
    at = set->block;
    for (size_t i = 0; i < n_samples; i++) {
        samples[i].x = at;
        at += samples[i].n;
    }
    return set;
}

void sample_set_destroy(struct sample_set *set)
{
    if (!set)
        return;
    for (size_t i = 0; set->decimals && i < set->n; i++)
        decimals_release(&set->decimals[i]);
    free(set->decimals);
    free(set->samples);
    free(set->block);
    free(set);
}

/* Counts first, so that each group's values lie together in one block. */
static size_t count_values(struct sample *samples, const double *values,
                           const struct codes *groups, size_t n_rows,
                           size_t n_groups)
{
    size_t total = 0;

    for (size_t i = 0; i < n_rows; i++) {
        uint32_t group = codes_at(groups, i) - 1;

        if (group >= n_groups)
            continue;
        if (isfinite(values[i])) {
            samples[group].n++;
            total++;
        } else {
            samples[group].n_missing++;
        }
    }
    return total;
}

static void sort_sample(void *context, size_t group)
{
    struct sample_set *set = context;
    struct sample *sample = &set->samples[group];
    double *x = set->block + (sample->x - set->block);

    if (sample->n > SORT_FEW)
        sample->power = sort_decimals(x, sample->n);
    if (sample->power == 0)
        sort_doubles(x, sample->n);
    if (sample->n <= SORT_FEW)
        sample->power = sort_decimal_power(x, sample->n);
}

struct sample_set *sample_set_create(const double *values,
                                     const struct codes *groups, size_t n_rows,
                                     size_t n_groups)
{
    struct sample *samples = memory_alloc(n_groups, sizeof *samples);
    size_t total = count_values(samples, values, groups, n_rows, n_groups);
    struct sample_set *set = sample_set_of(samples, n_groups, total);
    double **next = memory_alloc(n_groups, sizeof *next);

    for (size_t g = 0; g < n_groups; g++)
        next[g] = set->block + (samples[g].x - set->block);
    for (size_t i = 0; i < n_rows; i++) {
        uint32_t group = codes_at(groups, i) - 1;

        if (group < n_groups && isfinite(values[i]))
            *next[group]++ = values[i];
    }
    threads_run(total < SAMPLE_FEW ? 1 : 0, n_groups, sort_sample, set);
    free(next);
    return set;
}
