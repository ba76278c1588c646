#include "stat/sum.h"

#include "stat/lanes.h"

/* Every addition waits for the one before; four sums side by side wait for each
 * other no more. */
double sum_of(const double *x, size_t n)
{
    lanes high = {0}, low = {0};
    struct sum sum;
    size_t i = 0;

    for (; i + LANES_AT_ONCE <= n; i += LANES_AT_ONCE) {
        lanes value = *lanes_of(x, i), total = high + value;
        lanes part = total - high;

        low += (high - (total - part)) + (value - part);
        high = total;
    }
    sum = (struct sum){high[0], low[0]};
    for (; i < n; i++)
        sum_add(&sum, x[i]);
    for (size_t k = 1; k < LANES_AT_ONCE; k++)
        sum_merge(&sum, &(struct sum){high[k], low[k]});
    return sum_value(&sum);
}

double sum_of_products(const double *x, const double *y, size_t n)
{
    struct sum sum = {0};

    for (size_t i = 0; i < n; i++)
        sum_add(&sum, x[i] * y[i]);
    return sum_value(&sum);
}
