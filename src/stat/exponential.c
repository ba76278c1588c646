#include "stat/exponential.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "stat/lanes.h"

typedef uint64_t lane_bits __attribute__((vector_size(16)));

/* Added to a number below 2^51 it leaves the nearest whole number in the last
 * bits. */
static const double ROUNDER = 0x1.8p52;

/* ln 2 in two parts: multiples of the first up to 2^11 are exact. */
static const double LN2_HIGH = 0x1.62e42fefap-1;
static const double LN2_LOW = 0x1.cf79abc9e3b3ap-40;

/* Taylor's series, for up to ln(2) / 2 either way: the next term is below
 * 1e-17. In pieces that do not wait for each other. */
static inline void exponential_of_rest(const lanes *rest, lanes *result)
{
    lanes x = *rest, x2 = x * x, x4 = x2 * x2;
    lanes low = (1.0 / 2 + 1.0 / 6 * x) + (1.0 / 24 + 1.0 / 120 * x) * x2;
    lanes middle =
        (1.0 / 720 + 1.0 / 5040 * x) + (1.0 / 40320 + 1.0 / 362880 * x) * x2;
    lanes high = (1.0 / 3628800 + 1.0 / 39916800 * x) +
                 (1.0 / 479001600 + 1.0 / 6227020800 * x) * x2;

    *result = 1 + (x + x2 * (low + x4 * (middle + x4 * high)));
}

/* exp(x) = 2^k exp(x - k ln 2): k is added to the exponent of the latter. */
static inline void exponential_lanes(lanes *x)
{
    lanes shifted = *x * M_LOG2E + ROUNDER, k = shifted - ROUNDER, result;
    lanes rest = (*x - k * LN2_HIGH) - k * LN2_LOW;
    lane_bits in_range = (lane_bits)(*x >= -708);

    exponential_of_rest(&rest, &result);
    *x = (lanes)(((lane_bits)result + ((lane_bits)shifted << 52)) & in_range);
}

/* x = 2^k m with m between sqrt(1/2) and sqrt(2); the logarithm of m is
 * 2 artanh(s) with s = (m - 1) / (m + 1), whose series needs eleven terms. */
static inline void logarithm_lanes(lanes *x)
{
    const uint64_t root_of_half = 0x3fe6a09e667f3bcd;
    lane_bits above = (lane_bits)*x - root_of_half;
    /* 1024 more than k, so that no sign is shifted. */
    lane_bits raised = (above + ((uint64_t)1024 << 52)) >> 52;
    lanes k = (lanes)(raised | (uint64_t)0x4330000000000000) - (0x1p52 + 1024);
    lanes m = (lanes)((lane_bits)*x - (raised << 52) + ((uint64_t)1024 << 52));
    lanes s = (m - 1) / (m + 1), s2 = s * s, s4 = s2 * s2, s8 = s4 * s4;
    lanes low = (1.0 / 3 + 1.0 / 5 * s2) + (1.0 / 7 + 1.0 / 9 * s2) * s4;
    lanes high = (1.0 / 11 + 1.0 / 13 * s2) + (1.0 / 15 + 1.0 / 17 * s2) * s4;
    lanes rest = 1.0 / 19 + 1.0 / 21 * s2;
    lanes tail = s * s2 * (low + s8 * (high + s8 * rest));

    *x = k * LN2_HIGH + (k * LN2_LOW + 2 * tail + 2 * s);
}

/* The last few get others to fill the lanes. */
static inline __attribute__((always_inline)) void
in_lanes(double *x, size_t n, void (*work)(lanes *x))
{
    double rest[LANES_AT_ONCE] = {1, 1};
    size_t i = 0;

    for (; i + LANES_AT_ONCE <= n; i += LANES_AT_ONCE)
        work(lanes_at(x, i));
    if (i == n)
        return;
    memcpy(rest, x + i, (n - i) * sizeof *x);
    work(lanes_at(rest, 0));
    memcpy(x + i, rest, (n - i) * sizeof *x);
}

void exponential_many(double *x, size_t n)
{
    in_lanes(x, n, exponential_lanes);
}

void logarithm_many(double *x, size_t n)
{
    in_lanes(x, n, logarithm_lanes);
}
