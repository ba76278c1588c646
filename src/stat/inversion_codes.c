#include "stat/inversion_codes.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/threads.h"

enum {
    WIDTH = 4, /* bits of a digit */
    DIGITS = 1 << WIDTH,
    FEW = 24,        /* are sorted by insertion */
    BLOCK = 1 << 15, /* whose counts fit 16 bits */
    PIECE = 1 << 16, /* a thread takes of all numbers */
};

/* A count for each digit, eight of them worked on at once. */
typedef uint16_t counts __attribute__((vector_size(16)));

/* below[v] has 1 for the digits below v. */
static const counts below[DIGITS][2] = {
    {{0, 0, 0, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 0, 0, 0, 0}},
    {{1, 0, 0, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 0, 0, 0, 0}},
    {{1, 1, 0, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 0, 0, 0, 0}},
    {{1, 1, 1, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 0, 0, 0, 0}},
    {{1, 1, 1, 1, 0, 0, 0, 0}, {0, 0, 0, 0, 0, 0, 0, 0}},
    {{1, 1, 1, 1, 1, 0, 0, 0}, {0, 0, 0, 0, 0, 0, 0, 0}},
    {{1, 1, 1, 1, 1, 1, 0, 0}, {0, 0, 0, 0, 0, 0, 0, 0}},
    {{1, 1, 1, 1, 1, 1, 1, 0}, {0, 0, 0, 0, 0, 0, 0, 0}},
    {{1, 1, 1, 1, 1, 1, 1, 1}, {0, 0, 0, 0, 0, 0, 0, 0}},
    {{1, 1, 1, 1, 1, 1, 1, 1}, {1, 0, 0, 0, 0, 0, 0, 0}},
    {{1, 1, 1, 1, 1, 1, 1, 1}, {1, 1, 0, 0, 0, 0, 0, 0}},
    {{1, 1, 1, 1, 1, 1, 1, 1}, {1, 1, 1, 0, 0, 0, 0, 0}},
    {{1, 1, 1, 1, 1, 1, 1, 1}, {1, 1, 1, 1, 0, 0, 0, 0}},
    {{1, 1, 1, 1, 1, 1, 1, 1}, {1, 1, 1, 1, 1, 0, 0, 0}},
    {{1, 1, 1, 1, 1, 1, 1, 1}, {1, 1, 1, 1, 1, 1, 0, 0}},
    {{1, 1, 1, 1, 1, 1, 1, 1}, {1, 1, 1, 1, 1, 1, 1, 0}},
};

static size_t digit_of(uint32_t value, unsigned shift)
{
    return value >> shift & (DIGITS - 1);
}

static uint64_t insert_all(uint32_t *x, size_t n)
{
    uint64_t count = 0;

    for (size_t i = 1; i < n; i++) {
        uint32_t value = x[i];
        size_t j = i;

        for (; j > 0 && x[j - 1] > value; j--)
            x[j] = x[j - 1];
        x[j] = value;
        count += i - j;
    }
    return count;
}

static void count_digits(const uint32_t *x, size_t n, unsigned shift,
                         size_t count[DIGITS])
{
    uint32_t sums[2][DIGITS] = {{0}}; /* one need not wait for the other */
    size_t i = 0;

    for (; i + 2 <= n; i += 2) {
        sums[0][digit_of(x[i], shift)]++;
        sums[1][digit_of(x[i + 1], shift)]++;
    }
    if (i < n)
        sums[0][digit_of(x[i], shift)]++;
    for (size_t v = 0; v < DIGITS; v++)
        count[v] = (size_t)sums[0][v] + sums[1][v];
}

/* Puts each number of a block where its digit has its next place, and counts
 * those before it in the block that have a greater digit. */
static uint64_t part_block(const uint32_t *x, size_t n, unsigned shift,
                           size_t place[DIGITS], uint32_t *to)
{
    counts low = {0}, high = {0}, seen[2];
    uint64_t count = 0;

    for (size_t i = 0; i < n; i++) {
        size_t digit = digit_of(x[i], shift);
        uint16_t greater;

        seen[0] = low;
        seen[1] = high;
        memcpy(&greater, (const char *)seen + digit * sizeof greater,
               sizeof greater);
        count += greater;
        low += below[digit][0];
        high += below[digit][1];
        to[place[digit]++] = x[i];
    }
    return count;
}

/* The pairs of a number before and one behind, whose digits are counted. */
static uint64_t count_across(const size_t before[DIGITS],
                             const size_t behind[DIGITS])
{
    uint64_t count = 0, greater = 0;

    for (size_t v = DIGITS; v-- > 0;) {
        count += greater * behind[v];
        greater += before[v];
    }
    return count;
}

/* The same as part_block for any number of them. */
static uint64_t part_numbers(const uint32_t *x, size_t n, unsigned shift,
                             size_t place[DIGITS], uint32_t *to)
{
    size_t before[DIGITS] = {0}, here[DIGITS];
    uint64_t count = 0;

    for (size_t i = 0; i < n; i += BLOCK) {
        size_t size = n - i < BLOCK ? n - i : BLOCK;

        count += part_block(x + i, size, shift, place, to);
        if (n <= BLOCK)
            break;
        count_digits(x + i, size, shift, here);
        count += count_across(before, here);
        for (size_t v = 0; v < DIGITS; v++)
            before[v] += here[v];
    }
    return count;
}

/* The inversions of numbers that differ in their last `bits` bits only. The
 * depth of the recursion is that of the digits. */
static uint64_t count_part(uint32_t *x, uint32_t *work, size_t n, unsigned bits)
{
    unsigned shift = bits > WIDTH ? bits - WIDTH : 0;
    size_t place[DIGITS], size[DIGITS], begin = 0;
    uint64_t count;

    if (bits == 0)
        return 0;
    if (n <= FEW)
        return insert_all(x, n);
    /* The bits before are alike; a first digit may have fewer than four. */
    count_digits(x, n, shift, size);
    for (size_t v = 0; v < DIGITS; v++) {
        place[v] = begin;
        begin += size[v];
    }
    count = part_numbers(x, n, shift, place, work);
    for (size_t v = 0; v < DIGITS; v++)
        count += count_part(work + (place[v] - size[v]),
                            x + (place[v] - size[v]), size[v], shift);
    return count;
}

/* All numbers, in pieces that are parted side by side. */
struct parting {
    uint32_t *x, *work;
    size_t n, n_pieces;
    unsigned shift;
    size_t (*size)[DIGITS], (*place)[DIGITS]; /* [n_pieces] */
    size_t begin[DIGITS + 1];                 /* of the parts, in `work` */
    uint64_t *count;                          /* of each piece, or each part */
};

static size_t piece_size(const struct parting *parting, size_t piece)
{
    size_t left = parting->n - piece * PIECE;

    return left < PIECE ? left : PIECE;
}

static void count_piece(void *context, size_t piece)
{
    struct parting *parting = context;

    count_digits(parting->x + piece * PIECE, piece_size(parting, piece),
                 parting->shift, parting->size[piece]);
}

static void part_piece(void *context, size_t piece)
{
    struct parting *parting = context;

    parting->count[piece] =
        part_numbers(parting->x + piece * PIECE, piece_size(parting, piece),
                     parting->shift, parting->place[piece], parting->work);
}

static void count_one_part(void *context, size_t v)
{
    struct parting *parting = context;
    size_t begin = parting->begin[v];

    parting->count[v] =
        count_part(parting->work + begin, parting->x + begin,
                   parting->begin[v + 1] - begin, parting->shift);
}

/* Where each piece puts each digit. Returns the pairs between pieces. */
static uint64_t find_places(struct parting *parting)
{
    size_t before[DIGITS] = {0}, begin = 0;
    uint64_t count = 0;

    for (size_t v = 0; v < DIGITS; v++) {
        parting->begin[v] = begin;
        for (size_t k = 0; k < parting->n_pieces; k++) {
            parting->place[k][v] = begin;
            begin += parting->size[k][v];
        }
    }
    parting->begin[DIGITS] = begin;
    for (size_t k = 0; k < parting->n_pieces; k++) {
        count += count_across(before, parting->size[k]);
        for (size_t v = 0; v < DIGITS; v++)
            before[v] += parting->size[k][v];
    }
    return count;
}

uint64_t inversion_count_codes(uint32_t *x, uint32_t *work, size_t n,
                               unsigned bits)
{
    struct parting parting = {.x = x,
                              .work = work,
                              .n = n,
                              .n_pieces = n / PIECE + 1,
                              .shift = bits > WIDTH ? bits - WIDTH : 0};
    size_t room = parting.n_pieces + DIGITS;
    uint64_t total;

    if (n < PIECE)
        return count_part(x, work, n, bits);
    parting.size = memory_alloc(parting.n_pieces, sizeof *parting.size);
    parting.place = memory_alloc(parting.n_pieces, sizeof *parting.place);
    parting.count = memory_alloc(room, sizeof *parting.count);
    threads_run(0, parting.n_pieces, count_piece, &parting);
    total = find_places(&parting);
    threads_run(0, parting.n_pieces, part_piece, &parting);
    for (size_t k = 0; k < parting.n_pieces; k++)
        total += parting.count[k];
    threads_run(0, DIGITS, count_one_part, &parting);
    for (size_t v = 0; v < DIGITS; v++)
        total += parting.count[v];
    free(parting.size);
    free(parting.place);
    free(parting.count);
    return total;
}
