#include "stat/sums.h"

#include <math.h>

double sums_total(const double *x, size_t n)
{
    double sum = 0, lost = 0;

    for (size_t i = 0; i < n; i++) {
        double next = sum + x[i];

        lost +=
            fabs(sum) >= fabs(x[i]) ? (sum - next) + x[i] : (x[i] - next) + sum;
        sum = next;
    }
    return sum + lost;
}

double sums_mean(const double *x, size_t n)
{
    return n == 0 ? (double)NAN : sums_total(x, n) / (double)n;
}

/* The mean is rounded to a double, so the deviations do not quite add up to 0:
 * the second term takes out what that adds to the squares (Chan, Golub and
 * LeVeque 1983). */
double sums_squares(const double *x, size_t n)
{
    double mean = sums_mean(x, n), rest = 0, squares = 0, lost = 0;

    for (size_t i = 0; i < n; i++) {
        double part = x[i] - mean, square = part * part;
        double next = squares + square;

        rest += part;
        lost += squares >= square ? (squares - next) + square
                                  : (square - next) + squares;
        squares = next;
    }
    return n == 0 ? 0 : fmax(0, squares + lost - rest * rest / (double)n);
}

double sums_variance(const double *x, size_t n)
{
    return n < 2 ? (double)NAN : sums_squares(x, n) / (double)(n - 1);
}
