#include "data/sample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/sort.h"
#include "base/threads.h"

/* Not worth a thread. */
enum { FEW = 1 << 16 };

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

static struct sample_set *set_create(size_t n_groups, size_t n_values)
{
    struct sample_set *set = memory_alloc(1, sizeof *set);

    set->samples = memory_alloc(n_groups, sizeof *set->samples);
    set->n = n_groups;
    set->block = memory_alloc(n_values, sizeof *set->block);
    return set;
}

void sample_set_destroy(struct sample_set *set)
{
    if (!set)
        return;
    free(set->samples);
    free(set->block);
    free(set);
}

/* Counts first, so that each group's values lie together in one block. */
static size_t count_values(struct sample *samples, const double *values,
                           const uint32_t *of_row, size_t n_rows,
                           size_t n_groups)
{
    size_t total = 0;

    for (size_t i = 0; i < n_rows; i++) {
        if (of_row[i] >= n_groups)
            continue;
        if (isfinite(values[i])) {
            samples[of_row[i]].n++;
            total++;
        } else {
            samples[of_row[i]].n_missing++;
        }
    }
    return total;
}

static void sort_sample(void *context, size_t group)
{
    struct sample_set *set = context;
    const struct sample *sample = &set->samples[group];

    sort_doubles(set->block + (sample->x - set->block), sample->n);
}

struct sample_set *sample_set_create(const double *values,
                                     const uint32_t *of_row, size_t n_rows,
                                     size_t n_groups)
{
    struct sample *samples = memory_alloc(n_groups, sizeof *samples);
    size_t total = count_values(samples, values, of_row, n_rows, n_groups);
    struct sample_set *set = set_create(0, total);
    double **next = memory_alloc(n_groups, sizeof *next), *at = set->block;

    free(set->samples);
    set->samples = samples;
    set->n = n_groups;
    for (size_t g = 0; g < n_groups; g++) {
        samples[g].x = next[g] = at;
        at += samples[g].n;
    }
    for (size_t i = 0; i < n_rows; i++)
        if (of_row[i] < n_groups && isfinite(values[i]))
            *next[of_row[i]]++ = values[i];
    threads_run(total < FEW ? 1 : 0, n_groups, sort_sample, set);
    free(next);
    return set;
}

/* Merges neighbours pairwise, so that each value moves log2(groups) times. */
static void merge_pair(const double *a, size_t n, const double *b, size_t m,
                       double *out)
{
    size_t i = 0, j = 0;

    /* Without a branch, which nobody could predict. */
    while (i < n && j < m) {
        size_t takes_b = b[j] < a[i];

        *out++ = takes_b ? b[j] : a[i];
        j += takes_b;
        i += 1 - takes_b;
    }
    memcpy(out, a + i, (n - i) * sizeof *out);
    memcpy(out + (n - i), b + j, (m - j) * sizeof *out);
}

struct sample_set *sample_set_merge(const struct sample_set *set)
{
    size_t *sizes = memory_alloc(set->n, sizeof *sizes);
    size_t total = 0, missing = 0, n = set->n, filled = 0;
    struct sample_set *whole;
    double *from, *to, *swap;

    for (size_t g = 0; g < set->n; g++) {
        sizes[g] = set->samples[g].n;
        total += sizes[g];
        missing += set->samples[g].n_missing;
    }
    whole = set_create(1, total);
    from = whole->block;
    to = memory_alloc(total, sizeof *to);
    for (size_t g = 0; g < set->n; g++) {
        if (sizes[g])
            memcpy(from + filled, set->samples[g].x, sizes[g] * sizeof *from);
        filled += sizes[g];
    }
    for (; n > 1; n = (n + 1) / 2) {
        size_t at = 0;

        for (size_t g = 0; g < n; g += 2) {
            size_t m = g + 1 < n ? sizes[g + 1] : 0;

            merge_pair(from + at, sizes[g], from + at + sizes[g], m, to + at);
            at += sizes[g] + m;
            sizes[g / 2] = sizes[g] + m;
        }
        swap = from;
        from = to;
        to = swap;
    }
    whole->block = from;
    free(to);
    free(sizes);
    whole->samples[0] =
        (struct sample){.x = from, .n = total, .n_missing = missing};
    return whole;
}
