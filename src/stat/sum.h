#ifndef STAT_SUM_H
#define STAT_SUM_H

#include <math.h>
#include <stddef.h>

/* A sum that remembers what rounding drops (Neumaier 1974, with Knuth's exact
 * addition): as if added with twice the digits and rounded once at the end.
 * Initialise with {0}. The order of additions matters in the last digit only;
 * sums that must not depend on the number of threads are taken by chunk and
 * merged in the order of the chunks. */
struct sum {
    double high, low;
};

static inline void sum_add(struct sum *sum, double value)
{
    double total = sum->high + value;
    double part = total - sum->high;

    sum->low += (sum->high - (total - part)) + (value - part);
    sum->high = total;
}

/* Adds the value so many times, the product to twice its digits. */
static inline void sum_add_times(struct sum *sum, double value, size_t times)
{
    double product = value * (double)times;

    sum_add(sum, product);
    if (times > 1)
        sum->low += fma(value, (double)times, -product);
}

/* Behind the values that equal x[i] and follow it: sums over sorted values of
 * few digits are sums over few values. */
static inline size_t equals_end(const double *x, size_t n, size_t i)
{
    double value = x[i];

    for (i++; i < n && x[i] == value;)
        i++;
    return i;
}

static inline void sum_merge(struct sum *sum, const struct sum *other)
{
    sum_add(sum, other->high);
    sum->low += other->low;
}

static inline double sum_value(const struct sum *sum)
{
    return sum->high + sum->low;
}

/* The sum of x[0..n-1]; 0 if n is 0. */
double sum_of(const double *x, size_t n);

/* The sum of x[i] y[i]; the products are rounded, their sum is not. */
double sum_of_products(const double *x, const double *y, size_t n);

#endif
