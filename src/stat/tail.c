#include "stat/tail.h"

#include <float.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sf_log.h>
#include <math.h>

/* GSL's tails of Student's and Fisher's law are one minus the other tail in
 * places. Both are incomplete beta functions, so we have one of those that is
 * good everywhere, and use GSL for the rest. */

/* The deviance x log(x / np) + np - x, without cancellation near x = np. */
static double deviance(double x, double np)
{
    double part = (np - x) / x;

    if (part > -0.9 && part < 1e8)
        return -x * gsl_sf_log_1plusx_mx(part);
    return x * log(x / np) + np - x;
}

/* x^a y^b / B(a, b) by Loader's saddle-point form of the binomial: the
 * logarithms of large gamma functions would cancel each other's digits. */
static double beta_front(double x, double y, double a, double b)
{
    double n = a + b;
    double exponent = log(gsl_sf_gammastar(n)) - log(gsl_sf_gammastar(a)) -
                      log(gsl_sf_gammastar(b)) - deviance(a, n * x) -
                      deviance(b, n * y);

    return exp(exponent) * sqrt(a * b / (2 * M_PI * n));
}

/* The even part of the continued fraction of DLMF 8.17.22, as by Didonato and
 * Morris (1992), by the method of Lentz. All that would cancel is in `away`,
 * the distance a - (a + b) x from the mean. The number of terms grows like the
 * square root of the larger of a and b. */
static double beta_fraction(double x, double away, double a, double b)
{
    enum { MOST_TERMS = 1000000 };
    double value = a / (a + 1) * (away + 1);
    double c = value, d = 0;

    for (unsigned m = 1; m <= MOST_TERMS; m++) {
        double n = m, odd = a + 2 * n - 1;
        double top =
            (a + n - 1) * (a + b + n - 1) * n * (b - n) * (x / odd) * (x / odd);
        double bottom = n + n * (b - n) * x / odd +
                        (a + n) / (odd + 2) * (away + 1 + n * (2 - x));
        double step;

        d = 1 / (bottom + top * d);
        c = bottom + top / c;
        step = c * d;
        value *= step;
        if (fabs(step - 1) < 4 * DBL_EPSILON)
            break;
    }
    return 1 / value;
}

double tail_beta(double x, double y, double a, double b)
{
    double away;

    if (isnan(x + y) || !(a > 0) || !(b > 0))
        return (double)NAN;
    if (x <= 0)
        return 0;
    if (y <= 0)
        return 1;
    away = x < y ? a - (a + b) * x : (a + b) * y - b;
    if (x * (a + b + 2) < a + 1)
        return beta_front(x, y, a, b) * beta_fraction(x, away, a, b);
    return 1 - beta_front(x, y, a, b) * beta_fraction(y, -away, b, a);
}

double tail_student(double t, double df)
{
    double square = t * t;

    if (isnan(t) || !(df > 0))
        return (double)NAN;
    if (isinf(df))
        return tail_normal(t);
    if (isinf(square))
        return isinf(t) ? 0 : pow(sqrt(df) / fabs(t), df);
    return tail_beta(df / (df + square), square / (df + square), df / 2, 0.5);
}

double tail_student_above(double t, double df)
{
    double both = tail_student(t, df);

    return t > 0 ? both / 2 : 1 - both / 2;
}

double tail_student_critical(double level, double df)
{
    if (!(level > 0 && level < 1) || !(df > 0))
        return (double)NAN;
    if (isinf(df))
        return tail_normal_critical(level);
    return gsl_cdf_tdist_Qinv((1 - level) / 2, df);
}

double tail_normal(double z)
{
    return isnan(z) ? z : erfc(fabs(z) / M_SQRT2);
}

double tail_normal_above(double z)
{
    return isnan(z) ? z : erfc(z / M_SQRT2) / 2;
}

double tail_normal_critical(double level)
{
    if (!(level > 0 && level < 1))
        return (double)NAN;
    return gsl_cdf_ugaussian_Qinv((1 - level) / 2);
}

double tail_f(double f, double df1, double df2)
{
    double product = df1 * f;

    if (isnan(f) || !(df1 > 0) || !(df2 > 0))
        return (double)NAN;
    if (f <= 0)
        return 1;
    if (isinf(product))
        return 0;
    return tail_beta(df2 / (df2 + product), product / (df2 + product), df2 / 2,
                     df1 / 2);
}

double tail_f_point(double p, double df1, double df2)
{
    if (!(p > 0 && p < 1) || !(df1 > 0) || !(df2 > 0))
        return (double)NAN;
    return gsl_cdf_fdist_Qinv(p, df1, df2);
}

double tail_chi_square(double x, double df)
{
    if (isnan(x) || !(df > 0))
        return (double)NAN;
    return x <= 0 ? 1 : gsl_cdf_chisq_Q(x, df);
}
