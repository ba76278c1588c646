#include "data/sample.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/sort.h"
#include "base/sort_decimal.h"
#include "base/tally.h"
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

/* Takes over the samples, whose sizes are known; their values will lie one
 * behind the other. */
static struct sample_set *set_create(struct sample *samples, size_t n_samples,
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
    struct sample_set *set = set_create(samples, n_groups, total);
    double **next = memory_alloc(n_groups, sizeof *next);

    for (size_t g = 0; g < n_groups; g++)
        next[g] = set->block + (samples[g].x - set->block);
    for (size_t i = 0; i < n_rows; i++) {
        uint32_t group = codes_at(groups, i) - 1;

        if (group < n_groups && isfinite(values[i]))
            *next[group]++ = values[i];
    }
    threads_run(total < FEW ? 1 : 0, n_groups, sort_sample, set);
    free(next);
    return set;
}

static double *merge_pair(const double *a, size_t n, const double *b, size_t m,
                          double *out)
{
    size_t i = 0, j = 0;

    /* Without a branch, which nobody could predict. */
    while (i < n && j < m) {
        double x = a[i], y = b[j];

        *out++ = y < x ? y : x;
        j += y < x;
        i += !(y < x);
    }
    for (; i < n; i++)
        *out++ = a[i];
    for (; j < m; j++)
        *out++ = b[j];
    return out;
}

/* Every step-th of n samples, merged into `out`; `spare` has as much room. Each
 * half is merged where the other half's merging leaves room. */
static size_t merge(const struct sample *samples, size_t n, size_t step,
                    double *out, double *spare)
{
    size_t n_left, n_right;

    if (n == 0)
        return 0;
    if (n == 1) {
        if (samples->n)
            memcpy(out, samples->x, samples->n * sizeof *out);
        return samples->n;
    }
    if (n == 2)
        return (size_t)(merge_pair(samples[0].x, samples[0].n, samples[step].x,
                                   samples[step].n, out) -
                        out);
    n_left = merge(samples, n / 2, step, spare, out);
    n_right = merge(samples + n / 2 * step, n - n / 2, step, spare + n_left,
                    out + n_left);
    merge_pair(spare, n_left, spare + n_left, n_right, out);
    return n_left + n_right;
}

/* The power of ten that makes whole numbers of every step-th of n samples, by
 * which their counts can be added; 0: there is none. */
static double common_power(const struct sample *samples, size_t n, size_t step)
{
    double power = 1, largest = 0;

    for (size_t i = 0; i < n * step; i += step) {
        const struct sample *sample = &samples[i];

        if (sample->n == 0)
            continue;
        if (sample->power == 0)
            return 0;
        power = fmax(power, sample->power);
        largest = fmax(largest, sample->x[sample->n - 1]);
    }
    return sort_decimal_fits(largest, power) ? power : 0;
}

/* The same by adding their counts; false if that is not possible. */
static bool add_up(const struct sample *samples, size_t n, size_t step,
                   const struct sample *folded, double *out)
{
    double least = (double)INFINITY, most = 0;
    struct tally tally;

    if (n < 2 || folded->power == 0 || folded->n == 0)
        return false;
    for (size_t i = 0; i < n * step; i += step)
        if (samples[i].n) {
            least = fmin(least, samples[i].x[0]);
            most = fmax(most, samples[i].x[samples[i].n - 1]);
        }
    if (!tally_init(&tally, folded->power, least, most, folded->n))
        return false;
    for (size_t i = 0; i < n * step; i += step)
        tally_add_sorted(&tally, samples[i].x, samples[i].n);
    tally_write(&tally, out);
    tally_release(&tally);
    return true;
}

static void merge_all(const struct sample *samples, size_t n, size_t step,
                      const struct sample *folded, double *out)
{
    double *spare =
        n > 2 ? memory_resize(NULL, folded->n, sizeof *spare) : NULL;

    merge(samples, n, step, out, spare);
    free(spare);
}

struct folding {
    const struct sample_set *from;
    struct sample_set *into;
};

static void fold_column(void *context, size_t column)
{
    const struct folding *folding = context;
    size_t n_columns = folding->into->n, n = folding->from->n / n_columns;
    const struct sample *samples = folding->from->samples + column;
    struct sample *folded = &folding->into->samples[column];
    double *out = folding->into->block + (folded->x - folding->into->block);

    folded->power = common_power(samples, n, n_columns);
    if (!add_up(samples, n, n_columns, folded, out))
        merge_all(samples, n, n_columns, folded, out);
}

struct sample_set *sample_set_fold(const struct sample_set *set,
                                   size_t n_columns)
{
    struct sample *samples = memory_alloc(n_columns, sizeof *samples);
    struct folding folding = {.from = set};
    size_t total = 0;

    for (size_t i = 0; i < set->n; i++) {
        samples[i % n_columns].n += set->samples[i].n;
        samples[i % n_columns].n_missing += set->samples[i].n_missing;
        total += set->samples[i].n;
    }
    folding.into = set_create(samples, n_columns, total);
    threads_run(total < FEW ? 1 : 0, n_columns, fold_column, &folding);
    return folding.into;
}

struct sample_set *sample_set_merge(const struct sample_set *set)
{
    return sample_set_fold(set, 1);
}
