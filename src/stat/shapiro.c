#include "stat/shapiro.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_poly.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/sort.h"
#include "stat/moments.h"
#include "stat/sum.h"
#include "stat/tail.h"

/* Royston's coefficients: of the two largest weights as polynomials in
 * n^(-1/2), and of mean and log sd of the transformed W, for n <= 11 in n and
 * beyond in log n. */
static const double largest[] = {0,        0.221157, -0.147981,
                                 -2.07119, 4.434685, -2.706056};
static const double second[] = {0,         0.042981, -0.293762,
                                -1.752461, 5.682633, -3.582633};
static const double few_mean[] = {0.544, -0.39978, 0.025054, -6.714e-4};
static const double few_sd[] = {1.3822, -0.77857, 0.062767, -0.0020322};
static const double many_mean[] = {-1.5861, -0.31082, -0.083751, 0.0038915};
static const double many_sd[] = {-0.4803, -0.082676, 0.0030302};

#define POLYNOMIAL(coefficients, x)                                            \
    gsl_poly_eval(coefficients, sizeof(coefficients) / sizeof *(coefficients), \
                  x)

/* Weights of the upper half, the largest first: normal scores over their
 * length, but for the outer one or two. */
static void find_weights(double *weight, size_t n)
{
    size_t half = n / 2, outer = n > 5 ? 2 : 1;
    double squares = 0, length, root = 1 / sqrt((double)n), rest, scale;

    if (n == 3) {
        weight[0] = M_SQRT1_2;
        return;
    }
    for (size_t i = 0; i < half; i++) {
        weight[i] = -gsl_cdf_ugaussian_Pinv(((double)i + 1 - 0.375) /
                                            ((double)n + 0.25));
        squares += 2 * weight[i] * weight[i];
    }
    length = sqrt(squares);
    rest = squares;
    scale = 1;
    for (size_t i = 0; i < outer; i++) {
        double score = weight[i];

        weight[i] = score / length + (i == 0 ? POLYNOMIAL(largest, root)
                                             : POLYNOMIAL(second, root));
        rest -= 2 * score * score;
        scale -= 2 * weight[i] * weight[i];
    }
    for (size_t i = outer; i < half; i++)
        weight[i] /= sqrt(rest / scale);
}

/* 1 - W. W itself is near 1; the difference of the two squares that make it is
 * taken as a product. */
static double lack_of_fit(const double *sorted, size_t n, const double *weight)
{
    double squares = squares_of(sorted, n), length = 0, product;
    struct sum sum = {0};

    for (size_t i = 0; i < n / 2; i++) {
        sum_add(&sum, weight[i] * (sorted[n - 1 - i] - sorted[i]));
        length += 2 * weight[i] * weight[i];
    }
    product = sqrt(length * squares);
    return (product - sum_value(&sum)) * (product + sum_value(&sum)) /
           (length * squares);
}

static double p_of(double lack, size_t n)
{
    double count = (double)n, y = log(lack), mean, sd, gamma;

    if (n == 3)
        return fmax(0, 6 / M_PI * (asin(sqrt(1 - lack)) - asin(sqrt(0.75))));
    if (n > 11) {
        mean = POLYNOMIAL(many_mean, log(count));
        sd = exp(POLYNOMIAL(many_sd, log(count)));
        return tail_normal_above((y - mean) / sd);
    }
    gamma = -2.273 + 0.459 * count;
    if (y >= gamma)
        return 0;
    mean = POLYNOMIAL(few_mean, count);
    sd = exp(POLYNOMIAL(few_sd, count));
    return tail_normal_above((-log(gamma - y) - mean) / sd);
}

struct test_result shapiro_of(const double *x, size_t n)
{
    enum { LEAST = 3, MOST = 5000 };
    struct test_result result = test_result_none("shapiro-wilk");
    double *sorted, *weight, lack;

    if (n < LEAST || n > MOST)
        return result;
    sorted = memory_alloc(n, sizeof *sorted);
    weight = memory_alloc(n / 2, sizeof *weight);
    memcpy(sorted, x, n * sizeof *sorted);
    sort_doubles(sorted, n);
    if (sorted[0] < sorted[n - 1]) {
        find_weights(weight, n);
        lack = lack_of_fit(sorted, n, weight);
        result.statistic = 1 - lack;
        result.p = p_of(fmax(lack, 1e-19), n);
        result.p_method = "asymptotic";
    }
    free(sorted);
    free(weight);
    return result;
}
