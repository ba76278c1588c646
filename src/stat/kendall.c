#include "stat/kendall.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/sort.h"
#include "stat/concordance.h"
#include "stat/rank.h"
#include "stat/tail.h"

enum { EXACT_BELOW = 50 };

void tie_sums_add(struct tie_sums *ties, size_t n_equal)
{
    double t = (double)n_equal, twos = t * (t - 1);

    if (n_equal < 2)
        return;
    ties->pairs += twos / 2;
    ties->twos += twos;
    ties->threes += twos * (t - 2);
    ties->weights += twos * (2 * t + 5);
    ties->cubes += twos * (t + 1);
}

/* Kendall and Gibbons, Rank Correlation Methods, 5th edition, chapter 4. */
static double score_variance(double n, const struct tie_sums *x,
                             const struct tie_sums *y)
{
    double variance =
        (n * (n - 1) * (2 * n + 5) - x->weights - y->weights) / 18;

    variance += x->twos * y->twos / (2 * n * (n - 1));
    if (n > 2)
        variance += x->threes * y->threes / (9 * n * (n - 1) * (n - 2));
    return variance;
}

struct kendall kendall_of_counts(size_t n, const struct tie_sums *x,
                                 const struct tie_sums *y, double equal_in_both,
                                 double discordant)
{
    struct kendall kendall = {.n = n, .tau = (double)NAN};
    double pairs = (double)n * ((double)n - 1) / 2;

    if (n < 2)
        return kendall;
    kendall.score =
        pairs - x->pairs - y->pairs + equal_in_both - 2 * discordant;
    if (x->pairs < pairs && y->pairs < pairs)
        kendall.tau =
            kendall.score / sqrt(pairs - x->pairs) / sqrt(pairs - y->pairs);
    kendall.has_ties = x->pairs > 0 || y->pairs > 0;
    kendall.variance = score_variance((double)n, x, y);
    return kendall;
}

struct kendall kendall_of(const double *x, const double *y, size_t n)
{
    struct rank_codes x_codes, y_codes;
    struct kendall kendall;
    struct code_pairs pairs;

    rank_codes_of(&x_codes, x, n);
    rank_codes_of(&y_codes, y, n);
    code_pairs_init(&pairs, n);
    code_pairs_begin(&pairs, x_codes.n_codes, y_codes.n_codes);
    for (size_t i = 0; i < n; i++)
        code_pairs_add(&pairs, x_codes.code[i], y_codes.code[i]);
    kendall = concordance_of(&pairs).kendall;
    code_pairs_release(&pairs);
    rank_codes_release(&x_codes);
    rank_codes_release(&y_codes);
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
    limit =
        (size_t)nearbyint(((double)n * (double)(n - 1) / 2 - fabs(score)) / 2);
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
    struct kendall kendall = kendall_of(x, y, n);

    return kendall_correlation(&kendall, level, which);
}

struct correlation kendall_correlation(const struct kendall *kendall,
                                       double level, enum correlation_p which)
{
    const double none = (double)NAN;
    size_t n = kendall->n;
    struct correlation r = {estimate_of(none), none, none, none, n};
    size_t most =
        which == CORRELATION_P_EXACT ? KENDALL_EXACT : EXACT_BELOW - 1;
    double half;

    if (!(level > 0 && level < 1))
        BUG("interval at level %g", level);
    if (n < 3 || isnan(kendall->tau))
        return r;
    r.estimate.value = fmin(1, fmax(-1, kendall->tau));
    if (n > 4) {
        half = tail_normal_critical(level) * sqrt(0.437 / ((double)n - 4));
        r.estimate.low = tanh(atanh(r.estimate.value) - half);
        r.estimate.high = tanh(atanh(r.estimate.value) + half);
        r.estimate.level = level;
        r.estimate.method = "fisher-z";
    }
    if (which != CORRELATION_P_ASYMPTOTIC && !kendall->has_ties && n <= most) {
        r.p = kendall_exact_p(kendall->score, n);
    } else if (which != CORRELATION_P_EXACT) {
        r.statistic = kendall_z(kendall, false);
        r.p = tail_normal(r.statistic);
    }
    return r;
}
