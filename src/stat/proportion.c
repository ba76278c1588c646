#include "stat/proportion.h"

#include <gsl/gsl_cdf.h>
#include <stdbool.h>

#include "base/error.h"
#include "stat/binomial.h"

static void check(struct count count, double level)
{
    if (count.successes > count.trials || !(level > 0 && level < 1))
        BUG("share %ju of %ju at level %g", (uintmax_t)count.successes,
            (uintmax_t)count.trials, level);
}

double proportion_of(struct count count)
{
    return count.trials > 0 ? (double)count.successes / (double)count.trials
                            : (double)NAN;
}

/* The limits are the roots t of (1 + z2/n) t^2 - (2 p + z2/n) t + p^2. The
 * smaller one is taken from their product, for it loses digits otherwise. */
struct estimate proportion_wilson(struct count count, double level)
{
    struct estimate estimate = estimate_of(proportion_of(count));
    double n = (double)count.trials, p = estimate.value, z, share;

    check(count, level);
    if (count.trials == 0)
        return estimate;
    z = gsl_cdf_ugaussian_Qinv((1 - level) / 2);
    share = z * z / n;
    estimate.high =
        count.successes == count.trials
            ? 1
            : (p + share / 2 + z * sqrt(p * (1 - p) / n + share / (4 * n))) /
                  (1 + share);
    estimate.low = p * p / ((1 + share) * estimate.high);
    estimate.level = level;
    estimate.method = "wilson";
    return estimate;
}

/* The p at which P(K >= k), which grows with it, or P(K <= k) is `tail`. */
static double solve_share(double (*chance)(uint64_t, uint64_t, double),
                          uint64_t k, uint64_t n, double tail, bool grows)
{
    double low = 0, high = 1;

    for (;;) {
        double middle = low + (high - low) / 2;

        if (!(middle > low && middle < high) || high - low < 1e-16 * low)
            return middle;
        if ((chance(k, n, middle) < tail) == grows)
            low = middle;
        else
            high = middle;
    }
}

struct estimate proportion_clopper_pearson(struct count count, double level)
{
    struct estimate estimate = estimate_of(proportion_of(count));
    uint64_t k = count.successes, n = count.trials;
    double tail = (1 - level) / 2;

    check(count, level);
    if (n == 0)
        return estimate;
    estimate.low = k == 0 ? 0 : solve_share(binomial_upper, k, n, tail, true);
    estimate.high = k == n ? 1 : solve_share(binomial_lower, k, n, tail, false);
    estimate.level = level;
    estimate.method = "clopper-pearson";
    return estimate;
}

struct estimate proportion_difference(struct count a, struct count b,
                                      double level)
{
    struct estimate first = proportion_wilson(a, level);
    struct estimate second = proportion_wilson(b, level);
    struct estimate difference = estimate_of(first.value - second.value);

    if (a.trials == 0 || b.trials == 0)
        return difference;
    difference.low = difference.value -
                     hypot(first.value - first.low, second.high - second.value);
    difference.high = difference.value + hypot(first.high - first.value,
                                               second.value - second.low);
    difference.level = level;
    difference.method = "newcombe";
    return difference;
}
