#include "base/decimals.h"

#include <stdlib.h>

#include "base/memory.h"

/* Places a value: more are slower to walk than values are to sort. */
enum { MOST_PLACES = 4 };

static int32_t whole_of(const struct decimals *decimals, double x)
{
    return (int32_t)(x * decimals->power + 0.5);
}

bool decimals_init(struct decimals *decimals, double power, double least,
                   double most, size_t n)
{
    decimals->power = power;
    decimals->least = whole_of(decimals, least);
    decimals->n_counts =
        (size_t)whole_of(decimals, most) - (size_t)decimals->least + 1;
    if (decimals->n_counts / MOST_PLACES > n || n > UINT32_MAX)
        return false;
    decimals->counts =
        memory_alloc(decimals->n_counts, sizeof *decimals->counts);
    return true;
}

void decimals_release(struct decimals *decimals)
{
    free(decimals->counts);
}

void decimals_add(struct decimals *decimals, const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        decimals_count(decimals, x[i]);
}

void decimals_add_sorted(struct decimals *decimals, const double *x, size_t n)
{
    size_t end;

    for (size_t i = 0; i < n; i = end) {
        for (end = i + 1; end < n && x[end] == x[i];)
            end++;
        decimals->counts[whole_of(decimals, x[i]) - decimals->least] +=
            (uint32_t)(end - i);
    }
}

void decimals_merge(struct decimals *decimals, const struct decimals *other)
{
    size_t factor = (size_t)(decimals->power / other->power + 0.5);
    uint32_t *counts = decimals->counts + (size_t)other->least * factor -
                       (size_t)decimals->least;

    for (size_t k = 0; k < other->n_counts; k++)
        counts[k * factor] += other->counts[k];
}

double decimals_least(const struct decimals *decimals)
{
    return (double)decimals->least / decimals->power;
}

double decimals_most(const struct decimals *decimals)
{
    return (double)(decimals->least + (int32_t)(decimals->n_counts - 1)) /
           decimals->power;
}

void decimals_write(const struct decimals *decimals, double *x)
{
    for (size_t k = 0; k < decimals->n_counts; k++) {
        double value = (double)(decimals->least + (int32_t)k) / decimals->power;

        for (uint32_t left = decimals->counts[k]; left > 0; left--)
            *x++ = value;
    }
}
