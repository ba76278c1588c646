#include "stat/boschloo.h"

#include <stdlib.h>

#include "base/memory.h"
#include "stat/binomial.h"

/* The tables at least as extreme as the one seen, on the side where the share
 * of a is the smaller: with i successes in a, those with from[i] or more in b.
 * from[i] never falls as i grows. */
struct region {
    size_t n_a, n_b;
    size_t *from;  /* n_a + 1 */
    double *upper; /* work: P(B >= j), n_b + 2 */
};

static void find_region(struct region *region, double limit)
{
    size_t j = 0;

    for (size_t i = 0; i <= region->n_a; i++) {
        for (; j <= region->n_b; j++) {
            struct count a = {i, region->n_a}, b = {j, region->n_b};

            if (contingency_fisher(a, b, SIDE_LESS).p <= limit)
                break;
        }
        region->from[i] = j;
    }
}

/* The chance of the region if both sides share `p`. */
static double region_chance(struct region *region, double p)
{
    double chance = 0;

    region->upper[region->n_b + 1] = 0;
    for (size_t j = region->n_b + 1; j-- > 0;)
        region->upper[j] =
            region->upper[j + 1] + binomial_pmf(j, region->n_b, p);
    for (size_t i = 0; i <= region->n_a; i++)
        chance +=
            binomial_pmf(i, region->n_a, p) * region->upper[region->from[i]];
    return chance;
}

/* p on a scale on which binomial shares vary equally everywhere. */
static double share_at(double angle)
{
    double s = sin(angle);

    return s * s;
}

/* Golden section search of the one peak between two angles. */
static double peak_between(struct region *region, double low, double high)
{
    const double ratio = (sqrt(5) - 1) / 2;
    double left = high - ratio * (high - low);
    double right = low + ratio * (high - low);
    double at_left = region_chance(region, share_at(left));
    double at_right = region_chance(region, share_at(right));

    while (high - low > 1e-9) {
        if (at_left > at_right) {
            high = right;
            right = left;
            at_right = at_left;
            left = high - ratio * (high - low);
            at_left = region_chance(region, share_at(left));
        } else {
            low = left;
            left = right;
            at_left = at_right;
            right = low + ratio * (high - low);
            at_right = region_chance(region, share_at(right));
        }
    }
    return fmax(at_left, at_right);
}

/* The chance has several peaks: a grid of angles finds those within one per
 * cent of the best, and each is climbed. */
static double largest_chance(struct region *region)
{
    enum { STEPS = 256 };
    double chance[STEPS + 1], best = 0, top;

    for (size_t i = 0; i <= STEPS; i++) {
        chance[i] = region_chance(region, share_at((double)i * M_PI_2 / STEPS));
        best = fmax(best, chance[i]);
    }
    top = best;
    if (top > 1 - 1e-9) /* a plateau: nothing to climb */
        return fmin(1, top);
    for (size_t i = 1; i < STEPS; i++)
        if (chance[i] >= chance[i - 1] && chance[i] >= chance[i + 1] &&
            chance[i] >= 0.99 * top)
            best = fmax(best,
                        peak_between(region, (double)(i - 1) * M_PI_2 / STEPS,
                                     (double)(i + 1) * M_PI_2 / STEPS));
    return fmin(1, best);
}

static struct contingency_test test_less(struct count a, struct count b)
{
    struct region region = {.n_a = (size_t)a.trials, .n_b = (size_t)b.trials};
    struct contingency_test test = {(double)NAN, (double)NAN, (double)NAN};

    test.statistic = contingency_fisher(a, b, SIDE_LESS).p;
    region.from = memory_alloc(region.n_a + 1, sizeof *region.from);
    region.upper = memory_alloc(region.n_b + 2, sizeof *region.upper);
    find_region(&region, test.statistic * (1 + 1e-12));
    test.p = largest_chance(&region);
    free(region.from);
    free(region.upper);
    return test;
}

struct contingency_test boschloo_test(struct count a, struct count b,
                                      enum side side)
{
    struct contingency_test none = {(double)NAN, (double)NAN, (double)NAN};
    struct contingency_test less, greater;

    if (a.trials == 0 || b.trials == 0 || a.trials > BOSCHLOO_TRIALS ||
        b.trials > BOSCHLOO_TRIALS)
        return none;
    if (side == SIDE_LESS)
        return test_less(a, b);
    greater = test_less(b, a);
    if (side == SIDE_GREATER)
        return greater;
    less = test_less(a, b);
    if (greater.statistic < less.statistic)
        less = greater;
    less.p = fmin(1, 2 * less.p);
    return less;
}
