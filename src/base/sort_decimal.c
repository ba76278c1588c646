#include "base/sort_decimal.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimals.h"
#include "base/memory.h"

enum { BLOCK = 1024, DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };

static const double most_power = 1e9, most_integer = 2147483646;

static uint64_t bits_of(double x)
{
    uint64_t bits;

    memcpy(&bits, &x, sizeof bits);
    return bits;
}

/* The quotient of two integers that are doubles is the double nearest to the
 * decimal, which is what reading its digits gives. What is too large for the
 * product to be an integer is told by its bits as well: clamped, it is another.
 */
static bool block_fits(const double *x, size_t n, double power)
{
    uint64_t differ = 0;

    for (size_t i = 0; i < n; i++) {
        double scaled = x[i] * power;
        double near = scaled >= 0 && scaled < most_integer ? scaled + 0.5 : 0;

        differ |= bits_of((double)(int32_t)near / power) ^ bits_of(x[i]);
    }
    return differ == 0;
}

bool sort_decimal_fits(double largest, double power)
{
    return largest * power < most_integer;
}

/* What fits one power fits the next as well, unless it is too large for it. */
double sort_decimal_raise(double power, const double *x, size_t n)
{
    for (size_t from = 0; from < n; from += BLOCK) {
        size_t size = n - from < BLOCK ? n - from : BLOCK;

        while (!block_fits(x + from, size, power))
            if ((power *= 10) > most_power)
                return 0;
    }
    for (size_t i = 0; i < n; i++)
        if (!sort_decimal_fits(x[i], power))
            return 0;
    return power;
}

double sort_decimal_power(const double *x, size_t n)
{
    return sort_decimal_raise(1, x, n);
}

/* Sorts by this digit from `keys` into `to`; false, and nothing done, if all
 * have the same. */
static bool sort_digit(const uint32_t *keys, uint32_t *to, size_t n,
                       unsigned shift)
{
    size_t places[DIGITS] = {0}, place = 0, here;

    for (size_t i = 0; i < n; i++)
        places[keys[i] >> shift & (DIGITS - 1)]++;
    if (places[keys[0] >> shift & (DIGITS - 1)] == n)
        return false;
    for (size_t i = 0; i < DIGITS; i++) {
        here = places[i];
        places[i] = place;
        place += here;
    }
    for (size_t i = 0; i < n; i++)
        to[places[keys[i] >> shift & (DIGITS - 1)]++] = keys[i];
    return true;
}

static bool sort_by_count(double *x, size_t n, double power)
{
    double least = x[0], most = x[0];
    struct decimals decimals;

    for (size_t i = 1; i < n; i++) {
        least = x[i] < least ? x[i] : least;
        most = x[i] > most ? x[i] : most;
    }
    if (!decimals_init(&decimals, power, least, most, n))
        return false;
    decimals_add(&decimals, x, n);
    decimals_write(&decimals, x);
    decimals_release(&decimals);
    return true;
}

static void sort_by_digits(double *x, size_t n, double power)
{
    uint32_t *block = memory_resize(NULL, 2 * n, sizeof *block);
    uint32_t *keys = block, *to = block + n, *swap;

    for (size_t i = 0; i < n; i++)
        keys[i] = (uint32_t)(int32_t)(x[i] * power + 0.5);
    for (unsigned shift = 0; shift < 32; shift += DIGIT_BITS) {
        if (!sort_digit(keys, to, n, shift))
            continue;
        swap = keys;
        keys = to;
        to = swap;
    }
    for (size_t i = 0; i < n; i++)
        x[i] = (double)(int32_t)keys[i] / power;
    free(block);
}

double sort_decimals(double *x, size_t n)
{
    double power = sort_decimal_power(x, n);

    if (power != 0 && n != 0 && !sort_by_count(x, n, power))
        sort_by_digits(x, n, power);
    return power;
}
