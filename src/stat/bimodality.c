#include "stat/bimodality.h"

#include <math.h>

#include "stat/moments.h"

double bimodality_coefficient(const struct sample *sample)
{
    double n = (double)sample->n;
    struct moments moments = moments_of(sample->x, sample->n);
    double skewness = moments.skewness, kurtosis = moments.excess_kurtosis;

    return (skewness * skewness + 1) /
           (kurtosis + 3 * (n - 1) * (n - 1) / ((n - 2) * (n - 3)));
}

double ashman_d(double mean1, double sd1, double mean2, double sd2)
{
    return sqrt(2) * fabs(mean1 - mean2) / sqrt(sd1 * sd1 + sd2 * sd2);
}

double antimode_depth(const struct peak *left, const struct peak *right)
{
    return left->valley_height / fmin(left->height, right->height);
}
