#include "stat/binomial.h"

#include <stdbool.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sf_log.h>

#include "base/error.h"

/* log k! less Stirling's k log k - k + log(2 pi k) / 2. */
static double stirling_error(double k)
{
    return log(gsl_sf_gammastar(k));
}

/* k log(k/m) + m - k, exact also where k is near m. */
static double deviance(double k, double mean)
{
    return -k * gsl_sf_log_1plusx_mx((mean - k) / k);
}

double binomial_pmf(uint64_t k, uint64_t n, double p)
{
    double x = (double)k, size = (double)n, q = 1 - p, log_pmf;

    if (!(p >= 0 && p <= 1))
        BUG("binomial with p = %g", p);
    if (k > n)
        return 0;
    if (p == 0 || p == 1)
        return k == (p == 0 ? 0 : n);
    if (k == 0)
        return exp(size * log1p(-p));
    if (k == n)
        return pow(p, size);
    log_pmf = stirling_error(size) - stirling_error(x) -
              stirling_error(size - x) - deviance(x, size * p) -
              deviance(size - x, size * q);
    return exp(log_pmf) * sqrt(size / (2 * M_PI * x * (size - x)));
}

/* The sum of the terms k, k-1, ... relative to that of k. */
static double terms_below(uint64_t k, uint64_t n, double p)
{
    double odds = (1 - p) / p, term = 1, sum = 1;

    for (uint64_t i = k; i > 0 && term > sum * 1e-18; i--) {
        term *= odds * (double)i / (double)(n - i + 1);
        sum += term;
    }
    return sum;
}

static double terms_above(uint64_t k, uint64_t n, double p)
{
    double odds = p / (1 - p), term = 1, sum = 1;

    for (uint64_t i = k; i < n && term > sum * 1e-18; i++) {
        term *= odds * (double)(n - i) / (double)(i + 1);
        sum += term;
    }
    return sum;
}

/* Sums are taken on the side of the mean where terms only fall. */
double binomial_lower(uint64_t k, uint64_t n, double p)
{
    if (k >= n)
        return 1;
    if (p == 0 || p == 1)
        return p == 0;
    if ((double)k > (double)n * p)
        return 1 - binomial_upper(k + 1, n, p);
    return binomial_pmf(k, n, p) * terms_below(k, n, p);
}

double binomial_upper(uint64_t k, uint64_t n, double p)
{
    if (k == 0)
        return 1;
    if (k > n)
        return 0;
    if (p == 0 || p == 1)
        return p == 1;
    if ((double)k < (double)n * p)
        return 1 - binomial_lower(k - 1, n, p);
    return binomial_pmf(k, n, p) * terms_above(k, n, p);
}

/* A first guess, by the normal curve. */
static uint64_t guess(double tail, uint64_t n, double p)
{
    double size = (double)n, z = gsl_cdf_ugaussian_Pinv(tail);
    double at = floor(size * p + z * sqrt(size * p * (1 - p)));

    if (!(at > 0))
        return 0;
    return at < size ? (uint64_t)at : n;
}

/* The guess is a few steps off: widen a bracket from it, then halve it.
 * `reached` is false below the answer and true from it on. */
static uint64_t search(bool (*reached)(uint64_t, uint64_t, double, double),
                       uint64_t start, uint64_t n, double p, double tail)
{
    uint64_t low, high = start, step = 1;

    while (high < n && !reached(high, n, p, tail)) {
        high = high + step < n ? high + step : n;
        step *= 2;
    }
    low = start;
    step = 1;
    while (low > 0 && reached(low, n, p, tail)) {
        high = low;
        low = low > step ? low - step : 0;
        step *= 2;
    }
    if (low == 0 && reached(0, n, p, tail))
        return 0;
    while (high - low > 1) {
        uint64_t middle = low + (high - low) / 2;

        if (reached(middle, n, p, tail))
            high = middle;
        else
            low = middle;
    }
    return high;
}

static bool lower_reaches(uint64_t k, uint64_t n, double p, double tail)
{
    return binomial_lower(k, n, p) >= tail;
}

static bool upper_has_fallen(uint64_t k, uint64_t n, double p, double tail)
{
    return binomial_upper(k + 1, n, p) <= tail;
}

uint64_t binomial_quantile(double tail, uint64_t n, double p)
{
    if (!(tail > 0 && tail < 1))
        BUG("binomial quantile of %g", tail);
    return search(lower_reaches, guess(tail, n, p), n, p, tail);
}

uint64_t binomial_quantile_upper(double tail, uint64_t n, double p)
{
    if (!(tail > 0 && tail < 1))
        BUG("binomial quantile of 1 - %g", tail);
    return search(upper_has_fallen, guess(1 - tail, n, p), n, p, tail);
}
