#include "base/sort.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/sort_decimal.h"

enum { FEW = 64, DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS, PASSES = 6 };

/* Doubles compare as these integers do: the sign bit is flipped, and all bits
 * of negative numbers. */
static uint64_t key_of(double value)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof bits);
    return bits ^ ((bits >> 63) ? UINT64_MAX : (uint64_t)1 << 63);
}

static double value_of(uint64_t key)
{
    uint64_t bits = key ^ ((key >> 63) ? (uint64_t)1 << 63 : UINT64_MAX);
    double value;

    memcpy(&value, &bits, sizeof value);
    return value;
}

static void insertion_sort(double *x, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        double value = x[i];
        size_t j = i;

        for (; j > 0 && x[j - 1] > value; j--)
            x[j] = x[j - 1];
        x[j] = value;
    }
}

static size_t digit(uint64_t key, unsigned pass)
{
    return (size_t)(key >> (pass * DIGIT_BITS)) & (DIGITS - 1);
}

/* Counts how often each digit occurs in every pass, in one sweep. */
static size_t (*count_digits(const uint64_t *keys, size_t n))[DIGITS]
{
    size_t(*counts)[DIGITS] = memory_alloc(PASSES, sizeof *counts);

    for (size_t i = 0; i < n; i++)
        for (unsigned pass = 0; pass < PASSES; pass++)
            counts[pass][digit(keys[i], pass)]++;
    return counts;
}

/* Turns counts into first places; false if all keys share this digit, so that
 * the pass can be left out. */
static bool count_to_place(size_t *count, size_t n)
{
    size_t place = 0;

    for (size_t i = 0; i < DIGITS; i++) {
        size_t here = count[i];

        if (here == n)
            return false;
        count[i] = place;
        place += here;
    }
    return true;
}

void sort_doubles(double *x, size_t n)
{
    uint64_t *from, *to, *swap;
    size_t(*counts)[DIGITS];

    if (n <= FEW) {
        insertion_sort(x, n);
        return;
    }
    if (sort_decimals(x, n))
        return;
    from = memory_resize(NULL, n, sizeof *from);
    to = memory_resize(NULL, n, sizeof *to);
    for (size_t i = 0; i < n; i++)
        from[i] = key_of(x[i]);
    counts = count_digits(from, n);
    for (unsigned pass = 0; pass < PASSES; pass++) {
        if (!count_to_place(counts[pass], n))
            continue;
        for (size_t i = 0; i < n; i++)
            to[counts[pass][digit(from[i], pass)]++] = from[i];
        swap = from;
        from = to;
        to = swap;
    }
    for (size_t i = 0; i < n; i++)
        x[i] = value_of(from[i]);
    free(counts);
    free(from);
    free(to);
}

void sort_order(const double *x, size_t n, uint32_t *order)
{
    uint32_t *from = order, *to, *spare, *swap;
    uint64_t *keys;
    size_t(*counts)[DIGITS];

    if (n > UINT32_MAX)
        BUG("cannot order %zu values", n);
    keys = memory_alloc(n, sizeof *keys);
    spare = to = memory_alloc(n, sizeof *to);
    for (size_t i = 0; i < n; i++) {
        keys[i] = key_of(x[i]);
        order[i] = (uint32_t)i;
    }
    counts = count_digits(keys, n);
    for (unsigned pass = 0; pass < PASSES; pass++) {
        if (!count_to_place(counts[pass], n))
            continue;
        for (size_t i = 0; i < n; i++)
            to[counts[pass][digit(keys[from[i]], pass)]++] = from[i];
        swap = from;
        from = to;
        to = swap;
    }
    if (from != order)
        memcpy(order, from, n * sizeof *order);
    free(counts);
    free(keys);
    free(spare);
}
