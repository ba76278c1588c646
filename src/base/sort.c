#include "base/sort.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/sort_decimal.h"
#include "base/threads.h"

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS, PASSES = 6 };

/* Up to this many are merged: passes over the digits would cost more. */
enum { MOST_MERGED = DIGITS };

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

struct pair {
    uint64_t key;
    uint32_t at; /* where the value was */
};

/* Of equal keys the first comes first. */
static void merge(const struct pair *left, const struct pair *right,
                  const struct pair *end, struct pair *to)
{
    const struct pair *middle = right;

    while (left < middle && right < end)
        *to++ = right->key < left->key ? *right++ : *left++;
    while (left < middle)
        *to++ = *left++;
    while (right < end)
        *to++ = *right++;
}

/* Merges runs until there is one, from one half of the block to the other and
 * back; returns the half that it is in. */
static struct pair *merge_all(struct pair *block, size_t n)
{
    struct pair *from = block, *to = block + n;

    for (size_t run = 1; run < n; run *= 2) {
        struct pair *swap = from;

        for (size_t i = 0; i < n; i += 2 * run) {
            size_t middle = i + run < n ? i + run : n;
            size_t end = middle + run < n ? middle + run : n;

            merge(from + i, from + middle, from + end, to + i);
        }
        from = to;
        to = swap;
    }
    return from;
}

/* The values in order, in one half of a block, which the caller frees. */
static const struct pair *sort_pairs(const double *x, size_t n,
                                     struct pair **block)
{
    *block = memory_resize(NULL, 2 * n, sizeof **block);
    for (size_t i = 0; i < n; i++)
        (*block)[i] = (struct pair){sort_key(x[i]), (uint32_t)i};
    return merge_all(*block, n);
}

static void merge_values(double *x, size_t n)
{
    struct pair *block;
    const struct pair *pairs = sort_pairs(x, n, &block);

    for (size_t i = 0; i < n; i++)
        x[i] = value_of(pairs[i].key);
    free(block);
}

static void merge_order(const double *x, size_t n, uint32_t *order)
{
    struct pair *block;
    const struct pair *pairs = sort_pairs(x, n, &block);

    for (size_t i = 0; i < n; i++)
        order[i] = pairs[i].at;
    free(block);
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

    if (n <= SORT_FEW) {
        insertion_sort(x, n);
        return;
    }
    if (n <= MOST_MERGED) {
        merge_values(x, n);
        return;
    }
    if (sort_decimals(x, n) != 0)
        return;
    from = memory_resize(NULL, n, sizeof *from);
    to = memory_resize(NULL, n, sizeof *to);
    for (size_t i = 0; i < n; i++)
        from[i] = sort_key(x[i]);
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
    if (n <= MOST_MERGED) {
        merge_order(x, n, order);
        return;
    }
    keys = memory_alloc(n, sizeof *keys);
    spare = to = memory_alloc(n, sizeof *to);
    for (size_t i = 0; i < n; i++) {
        keys[i] = sort_key(x[i]);
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

/* One pass of sort_keys: each part counts its digits, then writes behind what
 * the parts before it write. */
enum { PARTS = 8, WORTH_THREADS = 1 << 17 };

struct key_pass {
    const uint64_t *from;
    uint64_t *to;
    size_t n, n_parts;
    unsigned shift;
    size_t mask;
    size_t (*count)[DIGITS]; /* of each part */
};

static size_t part_begin(const struct key_pass *pass, size_t part)
{
    return pass->n / pass->n_parts * part +
           (part == pass->n_parts ? pass->n % pass->n_parts : 0);
}

static void count_part(void *context, size_t part)
{
    struct key_pass *pass = context;
    size_t end = part_begin(pass, part + 1), *count = pass->count[part];

    memset(count, 0, sizeof pass->count[part]);
    for (size_t i = part_begin(pass, part); i < end; i++)
        count[(size_t)(pass->from[i] >> pass->shift) & pass->mask]++;
}

static void place_part(void *context, size_t part)
{
    struct key_pass *pass = context;
    size_t end = part_begin(pass, part + 1), *place = pass->count[part];

    for (size_t i = part_begin(pass, part); i < end; i++) {
        uint64_t key = pass->from[i];

        pass->to[place[(size_t)(key >> pass->shift) & pass->mask]++] = key;
    }
}

/* Counts into first places, digit by digit and part by part. */
static void find_places(struct key_pass *pass)
{
    size_t place = 0;

    for (size_t digit = 0; digit <= pass->mask; digit++)
        for (size_t part = 0; part < pass->n_parts; part++) {
            size_t here = pass->count[part][digit];

            pass->count[part][digit] = place;
            place += here;
        }
}

uint64_t *sort_keys(uint64_t *keys, uint64_t *work, size_t n, unsigned bits)
{
    unsigned n_passes = (bits + DIGIT_BITS - 1) / DIGIT_BITS;
    unsigned width = n_passes ? (bits + n_passes - 1) / n_passes : 0;
    unsigned n_threads = n < WORTH_THREADS ? 1 : 0;
    struct key_pass pass = {.from = keys,
                            .to = work,
                            .n = n,
                            .n_parts = n < WORTH_THREADS ? 1 : PARTS,
                            .mask = ((size_t)1 << width) - 1};

    pass.count = memory_alloc(pass.n_parts, sizeof *pass.count);
    for (unsigned k = 0; k < n_passes; k++) {
        uint64_t *other = pass.to == work ? keys : work;

        pass.shift = k * width;
        threads_run(n_threads, pass.n_parts, count_part, &pass);
        find_places(&pass);
        threads_run(n_threads, pass.n_parts, place_part, &pass);
        pass.from = pass.to;
        pass.to = other;
    }
    free(pass.count);
    return pass.to == work ? keys : work;
}
