#include "stat/exponential.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "stat/lanes.h"

/* Written for one number, and done to many side by side by the compiler. What
 * would be a branch is a mask, so that it can. */

static uint64_t bits_of(double x)
{
    uint64_t bits;

    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static double double_of(uint64_t bits)
{
    double x;

    memcpy(&x, &bits, sizeof x);
    return x;
}

/* Added to a number below 2^51 it leaves the nearest whole number in the last
 * bits. */
static const double ROUNDER = 0x1.8p52;

/* ln 2 in two parts: multiples of the first up to 2^11 are exact. */
static const double LN2_HIGH = 0x1.62e42fefap-1;
static const double LN2_LOW = 0x1.cf79abc9e3b3ap-40;

/* Taylor's series, for up to ln(2) / 2 either way: the next term is below
 * 1e-17. In pieces that do not wait for each other. */
static inline double exponential_of_rest(double x)
{
    double x2 = x * x, x4 = x2 * x2;
    double low = (1.0 / 2 + 1.0 / 6 * x) + (1.0 / 24 + 1.0 / 120 * x) * x2;
    double middle =
        (1.0 / 720 + 1.0 / 5040 * x) + (1.0 / 40320 + 1.0 / 362880 * x) * x2;
    double high = (1.0 / 3628800 + 1.0 / 39916800 * x) +
                  (1.0 / 479001600 + 1.0 / 6227020800 * x) * x2;

    return 1 + (x + x2 * (low + x4 * (middle + x4 * high)));
}

/* exp(x) = 2^k exp(x - k ln 2): k is added to the exponent of the latter. */
static inline double exponential(double x)
{
    double shifted = x * M_LOG2E + ROUNDER, k = shifted - ROUNDER;
    double result = exponential_of_rest((x - k * LN2_HIGH) - k * LN2_LOW);
    uint64_t in_range = -(uint64_t)(x >= -708);

    return double_of((bits_of(result) + (bits_of(shifted) << 52)) & in_range);
}

/* x = 2^k m with m between sqrt(1/2) and sqrt(2); the logarithm of m is
 * 2 artanh(s) with s = (m - 1) / (m + 1), whose series needs eleven terms. */
static inline double logarithm(double x)
{
    const uint64_t root_of_half = 0x3fe6a09e667f3bcd;
    uint64_t above = bits_of(x) - root_of_half;
    /* 1024 more than k, so that no sign is shifted. */
    uint64_t raised = (above + ((uint64_t)1024 << 52)) >> 52;
    double k = double_of(raised | 0x4330000000000000) - (0x1p52 + 1024);
    double m = double_of(bits_of(x) - (raised << 52) + ((uint64_t)1024 << 52));
    double s = (m - 1) / (m + 1), s2 = s * s, s4 = s2 * s2, s8 = s4 * s4;
    double low = (1.0 / 3 + 1.0 / 5 * s2) + (1.0 / 7 + 1.0 / 9 * s2) * s4;
    double high = (1.0 / 11 + 1.0 / 13 * s2) + (1.0 / 15 + 1.0 / 17 * s2) * s4;
    double rest = 1.0 / 19 + 1.0 / 21 * s2;
    double tail = s * s2 * (low + s8 * (high + s8 * rest));

    return k * LN2_HIGH + (k * LN2_LOW + 2 * tail + 2 * s);
}

WITH_WIDE_LANES
void exponential_many(double *x, size_t n)
{
#pragma omp simd
    for (size_t i = 0; i < n; i++)
        x[i] = exponential(x[i]);
}

WITH_WIDE_LANES
void logarithm_many(double *x, size_t n)
{
#pragma omp simd
    for (size_t i = 0; i < n; i++)
        x[i] = logarithm(x[i]);
}
