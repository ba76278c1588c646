#include "stat/information.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

static const double REACH = 12;

static double entropy(const double *margin, size_t n_codes, double n)
{
    double sum = 0;

    for (size_t i = 0; i < n_codes; i++)
        if (margin[i] > 0)
            sum -= margin[i] / n * log(margin[i] / n);
    return sum;
}

/* What a cell of the table adds to the mutual information. */
static double term(double cell, double a, double b, double n)
{
    return cell > 0 ? cell / n * log(n * cell / (a * b)) : 0;
}

static double log_choose(double n, double k)
{
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1);
}

/* The mean of term() when the cell is hypergeometric: b of n drawn, a of n
 * marked. Probabilities follow from the one in the middle by their ratios. */
static double expected_term(double a, double b, double n)
{
    double low = fmax(0, a + b - n), high = fmin(a, b), mean = a * b / n;
    double sd = sqrt(mean * (1 - a / n) * (n - b) / fmax(n - 1, 1));
    double first = fmax(low, floor(mean - REACH * (sd + 1)));
    double last = fmin(high, ceil(mean + REACH * (sd + 1)));
    double middle = fmin(fmax(floor(mean), first), last);
    double top = exp(log_choose(a, middle) + log_choose(n - a, b - middle) -
                     log_choose(n, b));
    double p = top, sum = 0;

    for (double k = middle; k <= last; k++) {
        sum += p * term(k, a, b, n);
        p *= (a - k) * (b - k) / ((k + 1) * (n - a - b + k + 1));
    }
    p = top;
    for (double k = middle; k > first; k--) {
        p *= k * (n - a - b + k) / ((a - k + 1) * (b - k + 1));
        sum += p * term(k - 1, a, b, n);
    }
    return sum;
}

struct information information_of_table(const size_t *count, size_t n_a,
                                        size_t n_b)
{
    struct information result = {(double)NAN, (double)NAN, (double)NAN, 0};
    double *a = memory_alloc(n_a + n_b + 1, sizeof *a), *b = a + n_a;
    double n, mean_entropy;

    for (size_t i = 0; i < n_a; i++)
        for (size_t j = 0; j < n_b; j++) {
            a[i] += (double)count[i * n_b + j];
            b[j] += (double)count[i * n_b + j];
            result.n += count[i * n_b + j];
        }
    n = (double)result.n;
    if (result.n > 0) {
        result.mutual = result.expected = 0;
        for (size_t i = 0; i < n_a; i++)
            for (size_t j = 0; j < n_b; j++) {
                if (a[i] == 0 || b[j] == 0)
                    continue;
                result.mutual +=
                    term((double)count[i * n_b + j], a[i], b[j], n);
                result.expected += expected_term(a[i], b[j], n);
            }
        mean_entropy = (entropy(a, n_a, n) + entropy(b, n_b, n)) / 2;
        if (mean_entropy > 0)
            result.adjusted = (result.mutual - result.expected) /
                              (mean_entropy - result.expected);
    }
    /* As many codes as rows on both sides: every shuffle agrees as well. */
    if (!isfinite(result.adjusted))
        result.adjusted = (double)NAN;
    free(a);
    return result;
}

struct information information_between(const uint32_t *a, size_t n_a,
                                       const uint32_t *b, size_t n_b,
                                       size_t n_rows)
{
    size_t *count = memory_alloc(n_a * n_b + 1, sizeof *count);
    struct information result;

    for (size_t i = 0; i < n_rows; i++)
        if (a[i] < n_a && b[i] < n_b)
            count[a[i] * n_b + b[i]]++;
    result = information_of_table(count, n_a, n_b);
    free(count);
    return result;
}
