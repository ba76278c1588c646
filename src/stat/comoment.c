#include "stat/comoment.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/threads.h"
#include "stat/exponential.h"
#include "stat/lanes.h"
#include "stat/rank.h"

enum {
    BLOCK = 1024,        /* rows that are in the cache together */
    SMALL_PIECE = 65536, /* rows of a piece, or more: */
    MOST_PIECES = 64,
};

static void comoment_clear(struct comoment *of)
{
    memset(of, 0, sizeof *of);
    for (size_t a = 0; a < COMOMENT_COLUMNS; a++)
        of->low[a] = of->high[a] = (double)NAN;
}

double comoment_mean(const struct comoment *of, size_t a)
{
    return of->n > 0 ? of->origin[a] + of->mean[a] : (double)NAN;
}

double comoment_product(const struct comoment *of, size_t a, size_t b)
{
    return a < b ? of->product[a][b] : of->product[b][a];
}

struct comoment comoment_pick(const struct comoment *of, const size_t *chosen,
                              size_t n)
{
    struct comoment picked;

    comoment_clear(&picked);
    picked.n = of->n;
    for (size_t a = 0; a < n; a++) {
        picked.origin[a] = of->origin[chosen[a]];
        picked.mean[a] = of->mean[chosen[a]];
        picked.low[a] = of->low[chosen[a]];
        picked.high[a] = of->high[chosen[a]];
        picked.lacks_log[a] = of->lacks_log[chosen[a]];
        for (size_t b = a; b < n; b++)
            picked.product[a][b] = comoment_product(of, chosen[a], chosen[b]);
    }
    return picked;
}

void comoment_merge(struct comoment *into, const struct comoment *other)
{
    double n = (double)into->n, m = (double)other->n, apart[COMOMENT_COLUMNS];

    if (other->n == 0)
        return;
    if (into->n == 0) {
        *into = *other;
        return;
    }
    for (size_t a = 0; a < COMOMENT_COLUMNS; a++) {
        apart[a] = other->origin[a] - into->origin[a] +
                   (other->mean[a] - into->mean[a]);
        into->mean[a] += apart[a] * (m / (n + m));
        into->lacks_log[a] |= other->lacks_log[a];
        into->low[a] = fmin(into->low[a], other->low[a]);
        into->high[a] = fmax(into->high[a], other->high[a]);
    }
    for (size_t a = 0; a < COMOMENT_COLUMNS; a++)
        for (size_t b = a; b < COMOMENT_COLUMNS; b++)
            into->product[a][b] += other->product[a][b] +
                                   apart[a] * apart[b] * (n * (m / (n + m)));
    into->n += other->n;
}

/* The work of all threads, and the place of one of them. */
struct pass {
    const struct comoment_column *columns;
    size_t n_columns;
    const struct comoment_rows *rows;
    size_t piece;        /* rows of each */
    struct comoment *of; /* [pieces][n_labels] */
};

/* Rows of a block by label, as offsets from its begin, and their values. */
struct block {
    size_t begin, n; /* rows */
    size_t n_used;
    uint32_t used[BLOCK]; /* offsets of usable rows, label by label */
    size_t *first;        /* [n_labels + 1]: where a label begins in `used` */
    double value[COMOMENT_COLUMNS][BLOCK];
};

static uint32_t label_of(const struct comoment_rows *rows, size_t row)
{
    return rows->labels ? codes_at(rows->labels, row) - 1 : 0;
}

/* Which rows of the block are used. A number less itself is 0 if it is finite,
 * else NAN. */
static void mark_usable(const struct pass *pass, const struct block *block,
                        double mark[BLOCK])
{
    const struct comoment_rows *rows = pass->rows;
    size_t begin = block->begin, i = 0;

    memset(mark, 0, block->n * sizeof *mark);
    for (size_t a = 0; a < pass->n_columns; a++) {
        const double *number = pass->columns[a].number + begin;

        for (i = 0; i + LANES_AT_ONCE <= block->n; i += LANES_AT_ONCE) {
            lanes x = *lanes_of(number, i);

            *lanes_at(mark, i) += x * 0.0;
        }
        for (; i < block->n; i++)
            mark[i] += number[i] * 0.0;
    }
    for (i = 0; rows->labels && i < block->n; i++)
        mark[i] += label_of(rows, begin + i) >= rows->n_labels;
    for (i = 0; rows->mark && i < block->n; i++)
        mark[i] += !rows->mark[begin + i];
}

/* Sorts the usable rows by label, by counting. */
static void choose_rows(const struct pass *pass, struct block *block)
{
    const struct comoment_rows *rows = pass->rows;
    size_t n_labels = pass->rows->n_labels, n = 0;
    uint32_t usable[BLOCK] = {0};
    double mark[BLOCK];

    mark_usable(pass, block, mark);
    for (size_t i = 0; i < block->n; i++) {
        usable[n] = (uint32_t)i;
        n += mark[i] == 0;
    }
    block->n_used = n;
    memset(block->first, 0, (n_labels + 1) * sizeof *block->first);
    for (size_t i = 0; i < n; i++)
        block->first[label_of(rows, block->begin + usable[i])]++;
    for (size_t g = 0, before = 0; g <= n_labels; g++) {
        size_t here = block->first[g];

        block->first[g] = before;
        before += here;
    }
    for (size_t i = 0; i < n; i++)
        block->used[block->first[label_of(rows, block->begin + usable[i])]++] =
            usable[i];
    memmove(block->first + 1, block->first, n_labels * sizeof *block->first);
    block->first[0] = 0;
}

/* False if one has none; then they say nothing. */
static bool take_logs(double *value, size_t n)
{
    double least = value[0];

    for (size_t i = 1; i < n; i++)
        least = value[i] < least ? value[i] : least;
    if (least >= DBL_MIN) {
        logarithm_many(value, n);
        return true;
    }
    for (size_t i = 0; i < n; i++)
        value[i] = value[i] > 0 ? log(value[i]) : 0;
    return least > 0;
}

/* False if a logarithm was asked of something that has none. */
static bool load_column(const struct comoment_column *column,
                        const struct block *block, size_t from, size_t to,
                        double *value)
{
    const uint32_t *used = block->used;
    bool has_logs = true;

    if (column->ranks) {
        const uint32_t *code = column->ranks->code + block->begin;

        for (size_t i = from; i < to; i++)
            value[i] = (double)column->ranks->midrank[code[used[i]]];
        return true;
    }
    for (size_t i = from; i < to; i++)
        value[i] = column->number[block->begin + used[i]];
    if (column->is_log)
        has_logs = take_logs(value + from, to - from);
    return has_logs;
}

/* Makes deviations from the mean of the values, and returns it (less origin).
 */
static double centre(double *value, size_t n, double origin)
{
    lanes even = {0}, odd = {0};
    double sum = 0, mean;
    size_t i = 0;

    for (size_t k = 0; k < n; k++)
        value[k] -= origin;
    for (; i + 4 <= n; i += 4) {
        even += *lanes_of(value, i);
        odd += *lanes_of(value, i + 2);
    }
    for (; i < n; i++)
        sum += value[i];
    mean = (lanes_sum(even) + lanes_sum(odd) + sum) / (double)n;
    for (size_t k = 0; k < n; k++)
        value[k] -= mean;
    return mean;
}

static double multiply(const double *x, const double *y, size_t n)
{
    lanes even = {0}, odd = {0};
    double sum = 0;
    size_t i = 0;

    for (; i + 4 <= n; i += 4) {
        even += *lanes_of(x, i) * *lanes_of(y, i);
        odd += *lanes_of(x, i + 2) * *lanes_of(y, i + 2);
    }
    for (; i < n; i++)
        sum += x[i] * y[i];
    return lanes_sum(even) + lanes_sum(odd) + sum;
}

static void find_ends(const double *value, size_t n, double *low, double *high)
{
    *low = *high = value[0];
    for (size_t i = 1; i < n; i++) {
        *low = value[i] < *low ? value[i] : *low;
        *high = value[i] > *high ? value[i] : *high;
    }
}

static void add_label(const struct pass *pass, struct block *block,
                      size_t label, struct comoment *into)
{
    size_t from = block->first[label], to = block->first[label + 1];
    struct comoment own;

    if (from == to)
        return;
    comoment_clear(&own);
    own.n = to - from;
    for (size_t a = 0; a < pass->n_columns; a++) {
        double *value = block->value[a];

        own.lacks_log[a] =
            !load_column(&pass->columns[a], block, from, to, value);
        find_ends(value + from, own.n, &own.low[a], &own.high[a]);
        own.origin[a] = into->n > 0 ? into->origin[a] : value[from];
        own.mean[a] = centre(value + from, own.n, own.origin[a]);
    }
    for (size_t a = 0; a < pass->n_columns; a++)
        for (size_t b = a; b < pass->n_columns; b++)
            own.product[a][b] =
                multiply(block->value[a] + from, block->value[b] + from, own.n);
    comoment_merge(into, &own);
}

static void pass_piece(void *context, size_t piece)
{
    const struct pass *pass = context;
    size_t n_labels = pass->rows->n_labels;
    size_t row = piece * pass->piece;
    size_t end =
        pass->rows->n - row < pass->piece ? pass->rows->n : row + pass->piece;
    struct block *block = memory_alloc(1, sizeof *block);
    struct comoment *of = pass->of + piece * n_labels;

    block->first = memory_alloc(n_labels + 1, sizeof *block->first);
    for (size_t g = 0; g < n_labels; g++)
        comoment_clear(&of[g]);
    for (; row < end; row += block->n) {
        block->begin = row;
        block->n = end - row < BLOCK ? end - row : BLOCK;
        choose_rows(pass, block);
        for (size_t g = 0; g < n_labels; g++)
            add_label(pass, block, g, &of[g]);
    }
    free(block->first);
    free(block);
}

void comoments_of(const struct comoment_column *columns, size_t n_columns,
                  const struct comoment_rows *rows, struct comoment *of)
{
    struct pass pass = {.columns = columns,
                        .n_columns = n_columns,
                        .rows = rows,
                        .piece = rows->n / MOST_PIECES + 1};
    size_t n_pieces;

    if (n_columns > COMOMENT_COLUMNS)
        BUG("%zu columns at once", n_columns);
    if (pass.piece < SMALL_PIECE)
        pass.piece = SMALL_PIECE;
    n_pieces = (rows->n + pass.piece - 1) / pass.piece;
    pass.of = memory_alloc(n_pieces * rows->n_labels, sizeof *pass.of);
    threads_run(0, n_pieces, pass_piece, &pass);
    for (size_t g = 0; g < rows->n_labels; g++) {
        comoment_clear(&of[g]);
        for (size_t piece = 0; piece < n_pieces; piece++)
            comoment_merge(&of[g], &pass.of[piece * rows->n_labels + g]);
    }
    free(pass.of);
}

struct comoment comoment_whole(const struct comoment *of, size_t n_labels)
{
    struct comoment whole;

    comoment_clear(&whole);
    for (size_t g = 0; g < n_labels; g++)
        comoment_merge(&whole, &of[g]);
    return whole;
}

/* Deviations that are only what rounding left of equal values count as none. */
static void drop_rounding(struct comoment *part, const struct comoment *whole)
{
    for (size_t a = 0; a < COMOMENT_COLUMNS; a++)
        if (!(part->product[a][a] > 1e-20 * whole->product[a][a]))
            part->product[a][a] = 0;
}

struct comoment comoment_within(const struct comoment *of, size_t n_labels)
{
    struct comoment whole = comoment_whole(of, n_labels), within = whole;

    memset(within.product, 0, sizeof within.product);
    for (size_t g = 0; g < n_labels; g++)
        for (size_t a = 0; a < COMOMENT_COLUMNS; a++)
            for (size_t b = a; b < COMOMENT_COLUMNS; b++)
                within.product[a][b] += of[g].product[a][b];
    drop_rounding(&within, &whole);
    return within;
}

struct comoment comoment_between(const struct comoment *of, size_t n_labels)
{
    struct comoment whole = comoment_whole(of, n_labels), between;

    comoment_clear(&between);
    for (size_t g = 0; g < n_labels; g++) {
        struct comoment mean = of[g];

        memset(mean.product, 0, sizeof mean.product);
        comoment_merge(&between, &mean);
    }
    drop_rounding(&between, &whole);
    return between;
}

struct correlation comoment_pearson(const struct comoment *of, size_t a,
                                    size_t b, size_t k, double level)
{
    return correlation_of_products(of->n, k, comoment_product(of, a, a),
                                   comoment_product(of, b, b),
                                   comoment_product(of, a, b), level);
}

struct correlation comoment_partial(const struct comoment *of, size_t a,
                                    size_t b, size_t c, double level)
{
    double aa = comoment_product(of, a, a), bb = comoment_product(of, b, b);
    double ab = comoment_product(of, a, b), cc = comoment_product(of, c, c);
    double ac = comoment_product(of, a, c), bc = comoment_product(of, b, c);
    double a_left = aa - ac * (ac / cc), b_left = bb - bc * (bc / cc);

    if (!(cc > 0))
        return comoment_pearson(of, a, b, 0, level);
    if (!(a_left > 1e-12 * aa) || !(b_left > 1e-12 * bb))
        a_left = b_left = 0;
    return correlation_of_products(of->n, 1, a_left, b_left,
                                   ab - ac * (bc / cc), level);
}
