#include "stat/price.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/sort.h"
#include "stat/sum.h"

double price_blended(double input, double output, double input_share)
{
    return input_share * input + (1 - input_share) * output;
}

double price_reduction(double price, double other)
{
    return other == 0 ? (double)NAN : 1 - price / other;
}

double price_break_even(double input_a, double output_a, double input_b,
                        double output_b)
{
    double input = input_a - input_b, output = output_a - output_b;

    if (input == output || input * output > 0)
        return (double)NAN;
    return output / (output - input);
}

/* The sum of the first k of n values in this order, the last in part. */
static double sum_of_first(const double *x, double k, int step)
{
    size_t whole = (size_t)floor(k);
    struct sum sum = {0};

    for (size_t i = 0; i < whole; i++, x += step)
        sum_add(&sum, *x);
    if (k > (double)whole)
        sum_add(&sum, (k - (double)whole) * *x);
    return sum_value(&sum);
}

struct saving saving_of(const double *x, size_t n, double k)
{
    double *sorted = memory_alloc(n, sizeof *sorted);
    size_t n_below = 0, n_above = 0;
    struct saving saving = {0};

    if (!(k >= 0 && k <= (double)n))
        BUG("%g of %zu requests", k, n);
    if (n > 0) {
        memcpy(sorted, x, n * sizeof *x);
        sort_doubles(sorted, n);
        while (n_below < n && sorted[n_below] < 0)
            n_below++;
        while (n_above < n && sorted[n - 1 - n_above] > 0)
            n_above++;
        saving.least = sum_of_first(sorted, k, 1);
        saving.greatest = sum_of_first(sorted + n - 1, k, -1);
        saving.representative = k * (sum_of(sorted, n) / (double)n);
        saving.lost = sum_of_first(sorted, fmin(k, (double)n_below), 1);
        saving.gained =
            sum_of_first(sorted + n - 1, fmin(k, (double)n_above), -1);
    }
    free(sorted);
    return saving;
}

/* With m[i][j] what measure j leaves of request i: that the product of the m
 * is at most the smallest of those up to 1, plus what those above 1 add, gives
 * the least; and that 1 - product <= sum of (1 - min(m, 1)) the greatest. */
struct saving saving_combine(const struct saving *savings, size_t n)
{
    double remains = 1, best = 0, lost = 0, gained = 0;

    for (size_t j = 0; j < n; j++) {
        remains *= 1 - savings[j].representative;
        lost += savings[j].lost;
        gained += savings[j].gained;
        if (savings[j].lost == 0)
            best = fmax(best, savings[j].least);
    }
    if (n == 1)
        return savings[0];
    return (struct saving){.least = best + lost,
                           .representative = 1 - remains,
                           .greatest = fmin(gained, 1),
                           .lost = lost,
                           .gained = fmin(gained, 1)};
}

struct retries retries_expected(double failure_rate, unsigned most)
{
    struct retries retries = {0};
    double fails = 1;

    for (unsigned i = 0; i < most; i++) {
        retries.attempts += fails;
        fails *= failure_rate;
    }
    retries.successes = 1 - fails;
    return retries;
}
