#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/sort_decimal.h"
#include "base/threads.h"
#include "data/sample_parts.h"

/* Several samples as one. */

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

/* Sorted values, wherever they are. */
struct part {
    const double *x;
    size_t n;
};

/* The n samples as one, in `out`; of one sample, where it is. `spare` has room
 * for all that two halves are merged of, and takes what is not alone: each half
 * is merged where the other half's merging leaves room. */
static struct part merge(const struct sample *samples, size_t n, double *out,
                         double *spare)
{
    struct part left, right;

    if (n == 1)
        return (struct part){samples->x, samples->n};
    left = merge(samples, n / 2, spare, out);
    right = merge(samples + n / 2, n - n / 2,
                  left.x == spare ? spare + left.n : spare, out + left.n);
    merge_pair(left.x, left.n, right.x, right.n, out);
    return (struct part){out, left.n + right.n};
}

/* How many values are merged of more than one sample, and are not the result.
 */
static size_t count_spare(const struct sample *samples, size_t n)
{
    size_t n_left = n / 2, count = 0;

    for (size_t i = n_left > 1 ? 0 : n_left; n > 2 && i < n; i++)
        count += samples[i].n;
    return count;
}

static double least_of(const struct sample *sample)
{
    return sample->counts ? decimals_least(sample->counts) : sample->x[0];
}

static double most_of(const struct sample *sample)
{
    return sample->counts ? decimals_most(sample->counts)
                          : sample->x[sample->n - 1];
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
        largest = fmax(largest, most_of(sample));
    }
    return sort_decimal_fits(largest, power) ? power : 0;
}

/* The counts of every step-th of n samples with this power, n_values in all;
 * false if that is not possible. */
static bool add_counts(const struct sample *samples, size_t n, size_t step,
                       double power, size_t n_values, struct decimals *decimals)
{
    double least = (double)INFINITY, most = 0;

    if (power == 0 || n_values == 0)
        return false;
    for (size_t i = 0; i < n * step; i += step)
        if (samples[i].n) {
            least = fmin(least, least_of(&samples[i]));
            most = fmax(most, most_of(&samples[i]));
        }
    if (!decimals_init(decimals, power, least, most, n_values))
        return false;
    for (size_t i = 0; i < n * step; i += step)
        if (samples[i].n && samples[i].counts)
            decimals_merge(decimals, samples[i].counts);
        else
            decimals_add_sorted(decimals, samples[i].x, samples[i].n);
    return true;
}

bool sample_set_total(const struct sample_set *set, struct decimals *total)
{
    size_t n = 0;

    for (size_t i = 0; i < set->n; i++)
        n += set->samples[i].n;
    return add_counts(set->samples, set->n, 1,
                      common_power(set->samples, set->n, 1), n, total);
}

/* The same by adding their counts; false if that is not possible. */
static bool add_up(const struct sample *samples, size_t n, size_t step,
                   const struct sample *folded, double *out)
{
    struct decimals decimals;

    if (n < 2 ||
        !add_counts(samples, n, step, folded->power, folded->n, &decimals))
        return false;
    decimals_write(&decimals, out);
    decimals_release(&decimals);
    return true;
}

/* Every step-th of n samples, with the values of those that are counts in a
 * block of their own. */
static struct sample *list_all(const struct sample *samples, size_t n,
                               size_t step, double *block)
{
    struct sample *listed = memory_alloc(n, sizeof *listed);

    for (size_t i = 0; i < n; i++) {
        listed[i] = samples[i * step];
        if (!listed[i].counts)
            continue;
        if (listed[i].n)
            decimals_write(listed[i].counts, block);
        listed[i].x = block;
        block += listed[i].n;
    }
    return listed;
}

static void merge_all(const struct sample *samples, size_t n, size_t step,
                      const struct sample *folded, double *out)
{
    double *block = NULL, *spare = NULL;
    struct sample *listed;

    if (n == 0)
        return;
    if (samples->counts)
        block = memory_resize(NULL, folded->n, sizeof *block);
    listed = list_all(samples, n, step, block);
    if (n > 2)
        spare = memory_resize(NULL, count_spare(listed, n), sizeof *spare);
    if (n == 1)
        merge_pair(listed->x, listed->n, listed->x, 0, out);
    else
        merge(listed, n, out, spare);
    free(spare);
    free(listed);
    free(block);
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
    if (n == 1 && samples->counts)
        decimals_write(samples->counts, out);
    else if (!add_up(samples, n, n_columns, folded, out))
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
    folding.into = sample_set_of(samples, n_columns, total);
    threads_run(total < SAMPLE_FEW ? 1 : 0, n_columns, fold_column, &folding);
    return folding.into;
}

struct sample_set *sample_set_merge(const struct sample_set *set)
{
    return sample_set_fold(set, 1);
}
