#include "base/tally.h"

#include <stdlib.h>

#include "base/memory.h"

/* Places a value: more are slower to walk than values are to sort. */
enum { MOST_PLACES = 4 };

static int32_t whole_of(const struct tally *tally, double x)
{
    return (int32_t)(x * tally->power + 0.5);
}

bool tally_init(struct tally *tally, double power, double least, double most,
                size_t n)
{
    tally->power = power;
    tally->least = whole_of(tally, least);
    tally->n_counts = (size_t)whole_of(tally, most) - (size_t)tally->least + 1;
    if (tally->n_counts / MOST_PLACES > n || n > UINT32_MAX)
        return false;
    tally->counts = memory_alloc(tally->n_counts, sizeof *tally->counts);
    return true;
}

void tally_release(struct tally *tally)
{
    free(tally->counts);
}

void tally_add(struct tally *tally, const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        tally->counts[whole_of(tally, x[i]) - tally->least]++;
}

void tally_add_sorted(struct tally *tally, const double *x, size_t n)
{
    size_t end;

    for (size_t i = 0; i < n; i = end) {
        for (end = i + 1; end < n && x[end] == x[i];)
            end++;
        tally->counts[whole_of(tally, x[i]) - tally->least] +=
            (uint32_t)(end - i);
    }
}

void tally_write(const struct tally *tally, double *x)
{
    for (size_t k = 0; k < tally->n_counts; k++) {
        double value = (double)(tally->least + (int32_t)k) / tally->power;

        for (uint32_t left = tally->counts[k]; left > 0; left--)
            *x++ = value;
    }
}
