#include "stat/kendall.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/sort.h"
#include "stat/tail.h"

enum { EXACT_BELOW = 50 };

/* Sums over the groups of equal values, t to a group. */
struct ties {
    double pairs;   /* t (t - 1) / 2 */
    double twos;    /* t (t - 1) */
    double threes;  /* t (t - 1) (t - 2) */
    double weights; /* t (t - 1) (2 t + 5) */
};

static void add_ties(struct ties *ties, size_t n_equal)
{
    double t = (double)n_equal;

    ties->pairs += t * (t - 1) / 2;
    ties->twos += t * (t - 1);
    ties->threes += t * (t - 1) * (t - 2);
    ties->weights += t * (t - 1) * (2 * t + 5);
}

static struct ties ties_of_sorted(const double *x, size_t n)
{
    struct ties ties = {0, 0, 0, 0};
    size_t end;

    for (size_t i = 0; i < n; i = end) {
        for (end = i + 1; end < n && x[end] == x[i]; end++)
            continue;
        add_ties(&ties, end - i);
    }
    return ties;
}

/* Merges two sorted halves; the inversions are what the right half jumps. */
static double merge(const double *from, size_t middle, size_t n, double *to)
{
    size_t left = 0, right = middle;
    double jumped = 0;

    for (size_t k = 0; k < n; k++)
        if (left < middle && (right == n || from[left] <= from[right])) {
            to[k] = from[left++];
        } else {
            jumped += (double)(middle - left);
            to[k] = from[right++];
        }
    return jumped;
}

/* Sorts x and counts the pairs that were in the wrong order. */
static double sort_counting(double *x, size_t n)
{
    double *work = memory_alloc(n, sizeof *work), inversions = 0;
    double *from = x, *to = work, *swap;

    for (size_t width = 1; width < n; width *= 2) {
        for (size_t i = 0; i < n; i += 2 * width) {
            size_t size = n - i < 2 * width ? n - i : 2 * width;

            inversions +=
                merge(from + i, width < size ? width : size, size, to + i);
        }
        swap = from;
        from = to;
        to = swap;
    }
    if (from != x)
        memcpy(x, from, n * sizeof *x);
    free(work);
    return inversions;
}

/* y in the order of x, ascending where x is equal; returns the pairs that are
 * equal in both, and the ties of x. */
static double align(const double *x, const double *y, size_t n, double *aligned,
                    struct ties *x_ties)
{
    uint32_t *order = memory_alloc(n, sizeof *order);
    double both = 0;
    size_t end;

    *x_ties = (struct ties){0, 0, 0, 0};
    sort_order(x, n, order);
    for (size_t i = 0; i < n; i++)
        aligned[i] = y[order[i]];
    for (size_t i = 0; i < n; i = end) {
        for (end = i + 1; end < n && x[order[end]] == x[order[i]]; end++)
            continue;
        add_ties(x_ties, end - i);
        if (end - i > 1) {
            sort_doubles(aligned + i, end - i);
            both += ties_of_sorted(aligned + i, end - i).pairs;
        }
    }
    free(order);
    return both;
}

/* Kendall and Gibbons, Rank Correlation Methods, 5th edition, chapter 4. */
static double score_variance(double n, const struct ties *x,
                             const struct ties *y)
{
    double variance =
        (n * (n - 1) * (2 * n + 5) - x->weights - y->weights) / 18;

    variance += x->twos * y->twos / (2 * n * (n - 1));
    if (n > 2)
        variance += x->threes * y->threes / (9 * n * (n - 1) * (n - 2));
    return variance;
}

struct kendall kendall_of(const double *x, const double *y, size_t n)
{
    struct kendall kendall = {.n = n, .tau = (double)NAN};
    double *aligned, pairs = (double)n * ((double)n - 1) / 2, both, swaps;
    struct ties x_ties, y_ties;

    if (n < 2)
        return kendall;
    aligned = memory_alloc(n, sizeof *aligned);
    both = align(x, y, n, aligned, &x_ties);
    swaps = sort_counting(aligned, n);
    y_ties = ties_of_sorted(aligned, n);
    free(aligned);
    kendall.score = pairs - x_ties.pairs - y_ties.pairs + both - 2 * swaps;
    if (x_ties.pairs < pairs && y_ties.pairs < pairs)
        kendall.tau = kendall.score / sqrt(pairs - x_ties.pairs) /
                      sqrt(pairs - y_ties.pairs);
    kendall.has_ties = x_ties.pairs > 0 || y_ties.pairs > 0;
    kendall.variance = score_variance((double)n, &x_ties, &y_ties);
    return kendall;
}

double kendall_z(const struct kendall *kendall, bool continuity)
{
    double score = kendall->score;

    if (!(kendall->variance > 0))
        return (double)NAN;
    if (continuity)
        score = copysign(fmax(0, fabs(score) - 1), score);
    return score / sqrt(kendall->variance);
}

/* The shares of orders of m values with 0, 1, ... inversions follow from those
 * of m - 1: the new value is put before 0 to m - 1 others. */
double kendall_exact_p(double score, size_t n)
{
    double *share, *next, *swap, tail = 0;
    size_t limit; /* the inversions of the rarer direction */

    if (n < 2 || n > KENDALL_EXACT)
        return (double)NAN;
    limit = (size_t)nearbyint(((double)(n * (n - 1) / 2) - fabs(score)) / 2);
    share = memory_alloc(limit + 1, sizeof *share);
    next = memory_alloc(limit + 1, sizeof *next);
    share[0] = 1;
    for (size_t m = 2; m <= n; m++) {
        for (size_t k = 0; k <= limit; k++) {
            next[k] = 0;
            for (size_t j = k < m ? 0 : k - m + 1; j <= k; j++)
                next[k] += share[j] / (double)m;
        }
        swap = share;
        share = next;
        next = swap;
    }
    for (size_t k = 0; k <= limit; k++)
        tail += share[k];
    free(share);
    free(next);
    return fmin(1, 2 * tail);
}

struct correlation correlation_kendall(const double *x, const double *y,
                                       size_t n, double level,
                                       enum correlation_p which)
{
    const double none = (double)NAN;
    struct correlation r = {estimate_of(none), none, none, none, n};
    struct kendall kendall = kendall_of(x, y, n);
    size_t most =
        which == CORRELATION_P_EXACT ? KENDALL_EXACT : EXACT_BELOW - 1;
    double half;

    if (!(level > 0 && level < 1))
        BUG("interval at level %g", level);
    if (n < 3 || isnan(kendall.tau))
        return r;
    r.estimate.value = fmin(1, fmax(-1, kendall.tau));
    if (n > 4) {
        half = tail_normal_critical(level) * sqrt(0.437 / ((double)n - 4));
        r.estimate.low = tanh(atanh(r.estimate.value) - half);
        r.estimate.high = tanh(atanh(r.estimate.value) + half);
        r.estimate.level = level;
        r.estimate.method = "fisher-z";
    }
    if (which != CORRELATION_P_ASYMPTOTIC && !kendall.has_ties && n <= most) {
        r.p = kendall_exact_p(kendall.score, n);
    } else if (which != CORRELATION_P_EXACT) {
        r.statistic = kendall_z(&kendall, false);
        r.p = tail_normal(r.statistic);
    }
    return r;
}
