#include "stat/sum.h"

#include "stat/lanes.h"

struct lane_sums {
    lanes high, low;
};

static inline void add_lanes(struct lane_sums *sums, const double *x)
{
    lanes value = *lanes_of(x, 0), total = sums->high + value;
    lanes part = total - sums->high;

    sums->low += (sums->high - (total - part)) + (value - part);
    sums->high = total;
}

/* Every addition waits for the one before; four sums side by side wait for each
 * other no more. */
double sum_of(const double *x, size_t n)
{
    struct lane_sums even = {{0}, {0}}, odd = {{0}, {0}};
    struct sum sum;
    size_t i = 0;

    for (; i + 4 <= n; i += 4) {
        add_lanes(&even, x + i);
        add_lanes(&odd, x + i + 2);
    }
    sum = (struct sum){even.high[0], even.low[0]};
    for (; i < n; i++)
        sum_add(&sum, x[i]);
    sum_merge(&sum, &(struct sum){even.high[1], even.low[1]});
    sum_merge(&sum, &(struct sum){odd.high[0], odd.low[0]});
    sum_merge(&sum, &(struct sum){odd.high[1], odd.low[1]});
    return sum_value(&sum);
}

double sum_of_products(const double *x, const double *y, size_t n)
{
    struct sum sum = {0};

    for (size_t i = 0; i < n; i++)
        sum_add(&sum, x[i] * y[i]);
    return sum_value(&sum);
}
