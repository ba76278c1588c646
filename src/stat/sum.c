#include "stat/sum.h"

/* Every addition waits for the one before; four sums side by side wait for each
 * other no more. */
enum { LANES = 4 };

static double merge_lanes(const struct sum lanes[LANES])
{
    struct sum sum = lanes[0];

    for (size_t k = 1; k < LANES; k++)
        sum_merge(&sum, &lanes[k]);
    return sum_value(&sum);
}

double sum_of(const double *x, size_t n)
{
    struct sum lanes[LANES] = {{0}};
    size_t i = 0, end;

    while (i + LANES <= n) {
        if (x[i] == x[i + LANES - 1]) {
            end = equals_end(x, n, i);
            sum_add_times(&lanes[0], x[i], end - i);
            i = end;
            continue;
        }
        for (size_t k = 0; k < LANES; k++)
            sum_add(&lanes[k], x[i + k]);
        i += LANES;
    }
    for (; i < n; i++)
        sum_add(&lanes[0], x[i]);
    return merge_lanes(lanes);
}

double sum_of_products(const double *x, const double *y, size_t n)
{
    struct sum sum = {0};

    for (size_t i = 0; i < n; i++)
        sum_add(&sum, x[i] * y[i]);
    return sum_value(&sum);
}
