#include "stat/concordance.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/sort.h"
#include "base/threads.h"
#include "stat/inversion_codes.h"
#include "stat/sum.h"

enum { PIECE = 1 << 16, MOST_SUMMED = 512 };

static unsigned bits_for(size_t n_codes)
{
    unsigned bits = 0;

    while (n_codes > (size_t)1 << bits)
        bits++;
    return bits;
}

void code_pairs_init(struct code_pairs *pairs, size_t capacity)
{
    *pairs = (struct code_pairs){.capacity = capacity};
    pairs->pair = memory_resize(NULL, capacity, sizeof *pairs->pair);
    pairs->work = memory_resize(NULL, capacity, sizeof *pairs->work);
}

void code_pairs_release(struct code_pairs *pairs)
{
    free(pairs->pair);
    free(pairs->work);
    *pairs = (struct code_pairs){.capacity = 0};
}

void code_pairs_begin(struct code_pairs *pairs, size_t n_x, size_t n_y)
{
    pairs->n = 0;
    pairs->n_x = n_x;
    pairs->n_y = n_y;
    pairs->bits_y = bits_for(n_y);
}

uint32_t code_pairs_x(const struct code_pairs *pairs, size_t i)
{
    return (uint32_t)(pairs->pair[i] >> pairs->bits_y);
}

uint32_t code_pairs_y(const struct code_pairs *pairs, size_t i)
{
    return (uint32_t)(pairs->pair[i] & (((uint64_t)1 << pairs->bits_y) - 1));
}

/* One column of the pairs: how often each code occurs, then twice its midrank
 * less n + 1. */
struct side {
    const struct code_pairs *pairs;
    size_t n_codes;
    int32_t *rank;
    struct tie_sums ties;
};

static void rank_side(void *context, size_t which)
{
    struct side *side = (struct side *)context + which;
    size_t n = side->pairs->n, before = 0;

    for (size_t i = 0; i < n; i++)
        side->rank[which ? code_pairs_y(side->pairs, i)
                         : code_pairs_x(side->pairs, i)]++;
    for (size_t k = 0; k < side->n_codes; k++) {
        size_t here = (size_t)side->rank[k];

        tie_sums_add(&side->ties, here);
        side->rank[k] = (int32_t)(int64_t)(2 * before + here - n);
        before += here;
    }
}

struct rank_products {
    const struct code_pairs *pairs;
    const struct side *sides;
    struct sum *sums; /* of each piece */
};

/* A few products of ranks are added as whole numbers: 512 of them, of
 * n up to 10^8, stay below 2^63. */
static void multiply_piece(void *context, size_t piece)
{
    const struct rank_products *products = context;
    const struct code_pairs *pairs = products->pairs;
    size_t i = piece * PIECE;
    size_t end = pairs->n - i < PIECE ? pairs->n : i + PIECE;
    struct sum sum = {0};

    while (i < end) {
        size_t stop = end - i < MOST_SUMMED ? end : i + MOST_SUMMED;
        int64_t exact = 0;

        for (; i < stop; i++)
            exact += (int64_t)products->sides[0].rank[code_pairs_x(pairs, i)] *
                     products->sides[1].rank[code_pairs_y(pairs, i)];
        sum_add(&sum, (double)exact);
    }
    products->sums[piece] = sum;
}

static double sum_products(const struct code_pairs *pairs,
                           const struct side *sides)
{
    size_t n_pieces = (pairs->n + PIECE - 1) / PIECE;
    struct rank_products products = {.pairs = pairs, .sides = sides};
    struct sum sum = {0};

    products.sums = memory_alloc(n_pieces, sizeof *products.sums);
    threads_run(0, n_pieces, multiply_piece, &products);
    for (size_t k = 0; k < n_pieces; k++)
        sum_merge(&sum, &products.sums[k]);
    free(products.sums);
    return sum_value(&sum);
}

/* The sum of (2 rank - n - 1)^2 is (n^3 - n - sum of t^3 - t) / 3. */
static double spread_of(double n, const struct tie_sums *ties)
{
    return (n * (n - 1) * (n + 1) - ties->cubes) / 3;
}

/* Kendall's score after Knight (1966): in the order of x, and of y where x is
 * equal, a pair is discordant if its y are out of order. */
static void count_discordant(struct code_pairs *pairs,
                             struct concordance *concordance,
                             const struct tie_sums *x, const struct tie_sums *y)
{
    struct tie_sums both = {0};
    uint64_t *sorted = sort_keys(pairs->pair, pairs->work, pairs->n,
                                 bits_for(pairs->n_x) + pairs->bits_y);
    uint64_t mask = ((uint64_t)1 << pairs->bits_y) - 1, discordant;
    uint32_t *y_codes =
        (uint32_t *)(sorted == pairs->pair ? pairs->work : pairs->pair);
    size_t end;

    for (size_t i = 0; i < pairs->n; i = end) {
        for (end = i; end < pairs->n && sorted[end] == sorted[i]; end++)
            y_codes[end] = (uint32_t)(sorted[end] & mask);
        tie_sums_add(&both, end - i);
    }
    discordant = inversion_count_codes(y_codes, (uint32_t *)sorted, pairs->n,
                                       pairs->bits_y);
    concordance->kendall =
        kendall_of_counts(pairs->n, x, y, both.pairs, (double)discordant);
}

static double find_rho(const struct code_pairs *pairs, struct side sides[2])
{
    double spread, n = (double)pairs->n, rho = (double)NAN;

    for (size_t k = 0; k < 2; k++)
        sides[k] = (struct side){.pairs = pairs,
                                 .n_codes = k ? pairs->n_y : pairs->n_x};
    for (size_t k = 0; k < 2; k++)
        sides[k].rank = memory_alloc(sides[k].n_codes, sizeof(int32_t));
    threads_run(pairs->n < PIECE ? 1 : 0, 2, rank_side, sides);
    spread =
        sqrt(spread_of(n, &sides[0].ties)) * sqrt(spread_of(n, &sides[1].ties));
    if (spread > 0)
        rho = fmin(1, fmax(-1, sum_products(pairs, sides) / spread));
    for (size_t k = 0; k < 2; k++)
        free(sides[k].rank);
    return rho;
}

double concordance_rho(const struct code_pairs *pairs)
{
    struct side sides[2];

    return find_rho(pairs, sides);
}

struct concordance concordance_of(struct code_pairs *pairs)
{
    struct side sides[2];
    struct concordance concordance = {.rho = find_rho(pairs, sides)};

    count_discordant(pairs, &concordance, &sides[0].ties, &sides[1].ties);
    pairs->n = 0;
    return concordance;
}
