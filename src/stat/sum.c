#include "stat/sum.h"

double sum_of(const double *x, size_t n)
{
    struct sum sum = {0};

    for (size_t i = 0; i < n; i++)
        sum_add(&sum, x[i]);
    return sum_value(&sum);
}

double sum_of_products(const double *x, const double *y, size_t n)
{
    struct sum sum = {0};

    for (size_t i = 0; i < n; i++)
        sum_add(&sum, x[i] * y[i]);
    return sum_value(&sum);
}
