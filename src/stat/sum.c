#include "stat/sum.h"

#include "stat/lane_sum.h"

double sum_of(const double *x, size_t n)
{
    struct lane_sum even = {{0}, {0}}, odd = {{0}, {0}};
    struct sum sum = {0};
    size_t i = 0;

    for (; i + 4 <= n; i += 4) {
        lane_sum_add(&even, *lanes_of(x, i));
        lane_sum_add(&odd, *lanes_of(x, i + 2));
    }
    for (; i < n; i++)
        sum_add(&sum, x[i]);
    lane_sum_end(&even, &sum);
    lane_sum_end(&odd, &sum);
    return sum_value(&sum);
}

double sum_of_products(const double *x, const double *y, size_t n)
{
    struct sum sum = {0};

    for (size_t i = 0; i < n; i++)
        sum_add(&sum, x[i] * y[i]);
    return sum_value(&sum);
}
