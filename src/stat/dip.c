#include "stat/dip.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stat/dip_table.h"

/* The closest unimodal distribution function is convex up to a modal interval
 * and concave after it. The empirical function is a staircase: the convex part
 * hangs from its lower corners (greatest convex minorant), the concave one lies
 * on its upper corners (least concave majorant). Starting with the whole range
 * as modal interval, the place where both are furthest apart bounds a smaller
 * one; the staircase's distance from the hulls outside it is what the smaller
 * interval costs. Shrinking stops when it no longer pays (Hartigan 1985, Appl.
 * Stat. 34:320). Heights are counts, so that everything is in units of 2n dip.
 */
struct staircase {
    double *x;       /* distinct values */
    double *below;   /* count before each: the lower corner */
    double *up_to;   /* count through each: the upper corner */
    size_t *convex;  /* the vertex before i in the minorant of 0 ... i */
    size_t *concave; /* the vertex after i in the majorant of i ... last */
    size_t n;
};

static double slope(const struct staircase *stairs, const double *height,
                    size_t a, size_t b)
{
    return (height[b] - height[a]) / (stairs->x[b] - stairs->x[a]);
}

static void find_hulls(struct staircase *stairs)
{
    size_t last = stairs->n - 1;

    stairs->convex[0] = 0;
    for (size_t i = 1; i <= last; i++) {
        size_t j = i - 1;

        while (j > 0 && slope(stairs, stairs->below, j, i) <=
                            slope(stairs, stairs->below, stairs->convex[j], j))
            j = stairs->convex[j];
        stairs->convex[i] = j;
    }
    stairs->concave[last] = last;
    for (size_t i = last; i-- > 0;) {
        size_t j = i + 1;

        while (j < last &&
               slope(stairs, stairs->up_to, i, j) <=
                   slope(stairs, stairs->up_to, j, stairs->concave[j]))
            j = stairs->concave[j];
        stairs->concave[i] = j;
    }
}

static void staircase_init(struct staircase *stairs,
                           const struct sample *sample)
{
    size_t n = sample->n, m = 0;

    stairs->x = memory_alloc(n, sizeof *stairs->x);
    stairs->below = memory_alloc(n, sizeof *stairs->below);
    stairs->up_to = memory_alloc(n, sizeof *stairs->up_to);
    stairs->convex = memory_alloc(n, sizeof *stairs->convex);
    stairs->concave = memory_alloc(n, sizeof *stairs->concave);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || sample->x[i] != sample->x[i - 1]) {
            stairs->x[m] = sample->x[i];
            stairs->below[m++] = (double)i;
        }
        stairs->up_to[m - 1] = (double)(i + 1);
    }
    stairs->n = m;
    find_hulls(stairs);
}

static void staircase_release(struct staircase *stairs)
{
    free(stairs->x);
    free(stairs->below);
    free(stairs->up_to);
    free(stairs->convex);
    free(stairs->concave);
}

/* The vertices of both hulls over [low, high], ascending. */
struct hulls {
    size_t *minorant, *majorant;
    size_t n_minorant, n_majorant;
};

static void read_hulls(const struct staircase *stairs, size_t low, size_t high,
                       struct hulls *hulls)
{
    size_t at;

    hulls->n_minorant = hulls->n_majorant = 0;
    for (at = high; at > low; at = stairs->convex[at])
        hulls->minorant[hulls->n_minorant++] = at;
    hulls->minorant[hulls->n_minorant++] = low;
    for (size_t i = 0, j = hulls->n_minorant - 1; i < j; i++, j--) {
        size_t swap = hulls->minorant[i];

        hulls->minorant[i] = hulls->minorant[j];
        hulls->minorant[j] = swap;
    }
    for (at = low; at < high; at = stairs->concave[at])
        hulls->majorant[hulls->n_majorant++] = at;
    hulls->majorant[hulls->n_majorant++] = high;
}

/* A hull's height at place i, which lies in [vertex[k], vertex[k + 1]]. */
static double height_at(const struct staircase *stairs, const double *height,
                        const size_t *vertex, size_t k, size_t i)
{
    if (vertex[k] == i)
        return height[i];
    return height[vertex[k]] +
           (stairs->x[i] - stairs->x[vertex[k]]) *
               slope(stairs, height, vertex[k], vertex[k + 1]);
}

/* Where the hulls are furthest apart. It is at a vertex of one; the interval
 * reaches from a vertex of the minorant to the next one of the majorant. */
static double furthest(const struct staircase *stairs,
                       const struct hulls *hulls, size_t *low, size_t *high)
{
    const size_t *minorant = hulls->minorant, *majorant = hulls->majorant;
    double most = 0;

    for (size_t i = 0, k = 0; i < hulls->n_minorant; i++) {
        size_t g = minorant[i];
        double gap;

        while (k + 1 < hulls->n_majorant && majorant[k + 1] <= g)
            k++;
        gap =
            height_at(stairs, stairs->up_to, majorant, k, g) - stairs->below[g];
        if (gap > most) {
            most = gap;
            *low = g;
            *high = majorant[k] == g ? g : majorant[k + 1];
        }
    }
    for (size_t j = 0, k = 0; j < hulls->n_majorant; j++) {
        size_t l = majorant[j];
        double gap;

        while (k + 1 < hulls->n_minorant && minorant[k + 1] <= l)
            k++;
        gap =
            stairs->up_to[l] - height_at(stairs, stairs->below, minorant, k, l);
        if (gap > most) {
            most = gap;
            *low = minorant[k];
            *high = l;
        }
    }
    return most;
}

/* The staircase's largest height above its minorant left of `low`. */
static double cost_left(const struct staircase *stairs,
                        const struct hulls *hulls, size_t low)
{
    double most = 1;

    for (size_t i = 1; i < hulls->n_minorant && hulls->minorant[i] <= low;
         i++) {
        size_t a = hulls->minorant[i - 1], b = hulls->minorant[i];
        double rise = slope(stairs, stairs->below, a, b);

        for (size_t j = a; j < b; j++)
            most = fmax(most, stairs->up_to[j] - stairs->below[a] -
                                  (stairs->x[j] - stairs->x[a]) * rise);
    }
    return most;
}

/* The majorant's largest height above the staircase right of `high`. */
static double cost_right(const struct staircase *stairs,
                         const struct hulls *hulls, size_t high)
{
    double most = 1;

    for (size_t i = hulls->n_majorant - 1;
         i > 0 && hulls->majorant[i - 1] >= high; i--) {
        size_t a = hulls->majorant[i - 1], b = hulls->majorant[i];
        double rise = slope(stairs, stairs->up_to, a, b);

        for (size_t j = a + 1; j <= b; j++)
            most = fmax(most, stairs->up_to[a] +
                                  (stairs->x[j] - stairs->x[a]) * rise -
                                  stairs->below[j]);
    }
    return most;
}

static double shrink(const struct staircase *stairs, struct hulls *hulls)
{
    size_t low = 0, high = stairs->n - 1;
    double dip = 1;

    for (;;) {
        size_t new_low = low, new_high = high;

        read_hulls(stairs, low, high, hulls);
        if (furthest(stairs, hulls, &new_low, &new_high) <= dip)
            return dip;
        dip = fmax(dip, fmax(cost_left(stairs, hulls, new_low),
                             cost_right(stairs, hulls, new_high)));
        if (new_low == low && new_high == high)
            return dip;
        low = new_low;
        high = new_high;
    }
}

double dip_statistic(const struct sample *sample)
{
    struct staircase stairs;
    struct hulls hulls;
    double dip = 1;

    if (sample->n == 0)
        return (double)NAN;
    staircase_init(&stairs, sample);
    if (stairs.n > 1) {
        hulls.minorant = memory_alloc(stairs.n, sizeof *hulls.minorant);
        hulls.majorant = memory_alloc(stairs.n, sizeof *hulls.majorant);
        dip = shrink(&stairs, &hulls);
        free(hulls.minorant);
        free(hulls.majorant);
    }
    staircase_release(&stairs);
    return dip / (2 * (double)sample->n);
}

/* Share of dips above `scaled` = sqrt(n) D in one row of the table. */
static double row_p(const struct dip_row *row, double scaled)
{
    const double *q = row->quantile;
    size_t k = 1;

    if (scaled <= q[0])
        return 1;
    while (k < DIP_QUANTILES && q[k] < scaled)
        k++;
    if (k == DIP_QUANTILES)
        return 1 - dip_level[DIP_QUANTILES - 1];
    return 1 - dip_level[k - 1] -
           (dip_level[k] - dip_level[k - 1]) * (scaled - q[k - 1]) /
               (q[k] - q[k - 1]);
}

double dip_p(double statistic, size_t n)
{
    double scaled = statistic * sqrt((double)n), part, left, right;
    size_t k = 0;

    if (isnan(statistic))
        return (double)NAN;
    if (n < dip_rows[0].n)
        return 1;
    while (k < DIP_ROWS && dip_rows[k].n < n)
        k++;
    if (k == DIP_ROWS)
        return row_p(&dip_rows[DIP_ROWS - 1], scaled);
    right = row_p(&dip_rows[k], scaled);
    if (dip_rows[k].n == n)
        return right;
    left = row_p(&dip_rows[k - 1], scaled);
    part = ((double)n - (double)dip_rows[k - 1].n) /
           ((double)dip_rows[k].n - (double)dip_rows[k - 1].n);
    return left + part * (right - left);
}

void dip_draw_uniform(double *x, size_t n, struct random_stream *random)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++) {
        sum -= log(random_uniform(random));
        x[i] = sum;
    }
    sum -= log(random_uniform(random));
    for (size_t i = 0; i < n; i++)
        x[i] /= sum;
}

double dip_p_simulated(double statistic, size_t n, size_t n_samples,
                       struct random_stream *random)
{
    double *x;
    size_t above = 0;

    if (isnan(statistic) || n == 0)
        return (double)NAN;
    x = memory_alloc(n, sizeof *x);
    for (size_t i = 0; i < n_samples; i++) {
        struct sample sample = {.x = x, .n = n};

        dip_draw_uniform(x, n, random);
        above += dip_statistic(&sample) >= statistic;
    }
    free(x);
    return (double)(above + 1) / (double)(n_samples + 1);
}
