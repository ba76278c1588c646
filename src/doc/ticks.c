#include <math.h>
#include <string.h>

#include "doc/units.h"

/* Ticks that a person would choose: 1 2 2.5 5 on a linear axis; 1 2 5, powers
 * of two or of ten on a logarithmic one. */

/* Fills in the multiples of step within low..high; 0 if there are too many. */
static size_t fill_linear(double low, double high, double step, size_t most,
                          double *ticks)
{
    double first = ceil(low / step - 1e-9), last = floor(high / step + 1e-9);
    size_t n = 0;

    if (last - first + 1 > (double)most)
        return 0;
    for (double k = first; k <= last; k++)
        ticks[n++] = k * step;
    return n;
}

/* What is counted comes whole: there is no tick at 2.5 requests. */
static size_t linear_ticks(double low, double high, bool is_count, size_t most,
                           double *ticks)
{
    static const double steps[] = {1, 2, 2.5, 5};
    double power = pow(10, floor(log10((high - low) / (double)most)));
    size_t n;

    for (int decade = 0; decade < 3; decade++, power *= 10)
        for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
            double step = steps[i] * power;

            if (is_count && step != floor(step))
                continue;
            n = fill_linear(low, high, step, most, ticks);
            if (n)
                return n;
        }
    return 0;
}

/* Fills in factor times base to the k; 0 if there are too many. */
static size_t fill_powers(double low, double high, double base,
                          const double *factors, size_t n_factors, size_t most,
                          double *ticks)
{
    double k = floor(log(low) / log(base)) - 1, tick;
    size_t n = 0;

    for (; pow(base, k) <= high; k++)
        for (size_t i = 0; i < n_factors; i++) {
            tick = factors[i] * pow(base, k);
            if (tick < low * (1 - 1e-9) || tick > high * (1 + 1e-9))
                continue;
            if (n == most)
                return 0;
            ticks[n++] = tick;
        }
    return n;
}

static size_t log_ticks(double low, double high, bool is_seconds, size_t most,
                        double *ticks)
{
    static const double one_two_five[] = {1, 2, 5};
    size_t n = 0;

    if (is_seconds && low > 0.1 && high < 80)
        n = fill_powers(low, high, 2, one_two_five, 1, most, ticks);
    if (n < 3)
        n = fill_powers(low, high, 10, one_two_five, 3, most, ticks);
    if (n < 3 && high / low < 50)
        n = linear_ticks(low, high, false, most, ticks);
    for (double base = 10; n == 0 && base < 1e12; base *= 10)
        n = fill_powers(low, high, base, one_two_five, 1, most, ticks);
    return n;
}

size_t unit_ticks(double low, double high, bool is_log, size_t most,
                  const struct unit_scale *scale, double *ticks)
{
    bool is_seconds = strcmp(scale->suffix, "s") == 0;
    size_t n;

    if (!(high > low) || !isfinite(high - low) || (is_log && !(low > 0)))
        return 0;
    low /= scale->divisor;
    high /= scale->divisor;
    n = is_log
            ? log_ticks(low, high, is_seconds, most, ticks)
            : linear_ticks(low, high, scale->unit == UNIT_COUNT, most, ticks);
    for (size_t i = 0; i < n; i++)
        ticks[i] *= scale->divisor;
    return n;
}
