#include "stat/correlation_compare.h"

#include "stat/sum.h"
#include "stat/tail.h"

struct limits {
    double low, high;
};

static struct limits fisher_limits(double r, size_t n, double level)
{
    double half = tail_normal_critical(level) / sqrt((double)n - 3);

    return (struct limits){tanh(atanh(r) - half), tanh(atanh(r) + half)};
}

static struct correlation_difference undefined(void)
{
    const double none = (double)NAN;

    return (struct correlation_difference){
        estimate_of(none), none, none, none, none, none};
}

/* Zou's interval; `together` is the correlation of the two estimates. */
static struct estimate join(double r1, struct limits a, double r2,
                            struct limits b, double together, double level)
{
    struct estimate d = estimate_of(r1 - r2);
    double down = r1 - a.low, up = a.high - r1;
    double down2 = r2 - b.low, up2 = b.high - r2;

    d.low = d.value - sqrt(down * down + up2 * up2 - 2 * together * down * up2);
    d.high =
        d.value + sqrt(up * up + down2 * down2 - 2 * together * up * down2);
    d.level = level;
    d.method = "zou";
    return d;
}

struct correlation_difference
correlation_difference(double r1, size_t n1, double r2, size_t n2, double level)
{
    struct correlation_difference d = undefined();

    if (n1 <= 3 || n2 <= 3 || isnan(r1) || isnan(r2))
        return d;
    d.estimate = join(r1, fisher_limits(r1, n1, level), r2,
                      fisher_limits(r2, n2, level), 0, level);
    d.z = (atanh(r1) - atanh(r2)) /
          sqrt(1 / ((double)n1 - 3) + 1 / ((double)n2 - 3));
    d.p = tail_normal(d.z);
    return d;
}

/* 1 - r12^2 - r13^2 - r23^2 + 2 r12 r13 r23, negative if there is no such
 * matrix. */
static double determinant(double a, double b, double c)
{
    return 1 - a * a - b * b - c * c + 2 * a * b * c;
}

static double steiger_z(double r_jk, double r_jh, double r_kh, double n)
{
    double mean = (r_jk + r_jh) / 2, square = mean * mean;
    double psi =
        r_kh * (1 - 2 * square) - square * (1 - 2 * square - r_kh * r_kh) / 2;
    double covariance = psi / ((1 - square) * (1 - square));

    return (atanh(r_jk) - atanh(r_jh)) * sqrt(n - 3) / sqrt(2 - 2 * covariance);
}

static double williams_t(double r_jk, double r_jh, double r_kh, double n)
{
    double mean = (r_jk + r_jh) / 2;
    double rest = 2 * (n - 1) / (n - 3) * determinant(r_jk, r_jh, r_kh) +
                  mean * mean * pow(1 - r_kh, 3);

    return (r_jk - r_jh) * sqrt((n - 1) * (1 + r_kh) / rest);
}

struct correlation_difference
correlation_difference_overlapping(double r_jk, double r_jh, double r_kh,
                                   size_t n, double level)
{
    struct correlation_difference d = undefined();
    double lost_jk = 1 - r_jk * r_jk, lost_jh = 1 - r_jh * r_jh, together;

    if (n <= 3 || !(determinant(r_jk, r_jh, r_kh) > 0))
        return d;
    together = ((r_kh - r_jk * r_jh / 2) *
                    (1 - r_jk * r_jk - r_jh * r_jh - r_kh * r_kh) +
                pow(r_kh, 3)) /
               (lost_jk * lost_jh);
    d.estimate = join(r_jk, fisher_limits(r_jk, n, level), r_jh,
                      fisher_limits(r_jh, n, level), together, level);
    d.z = steiger_z(r_jk, r_jh, r_kh, (double)n);
    d.p = tail_normal(d.z);
    d.t = williams_t(r_jk, r_jh, r_kh, (double)n);
    d.df = (double)n - 3;
    d.t_p = tail_student(d.t, d.df);
    return d;
}

struct correlation_homogeneity correlation_homogeneity(const double *r,
                                                       const size_t *n,
                                                       size_t k, double level)
{
    const double none = (double)NAN;
    struct correlation_homogeneity h = {estimate_of(none), none, none, none};
    struct sum weights = {0}, weighted = {0}, squares = {0};
    double mean, half;
    size_t n_used = 0;

    for (size_t i = 0; i < k; i++)
        if (n[i] > 3 && fabs(r[i]) < 1) {
            sum_add(&weights, (double)n[i] - 3);
            sum_add(&weighted, ((double)n[i] - 3) * atanh(r[i]));
            n_used++;
        }
    if (n_used < 2)
        return h;
    mean = sum_value(&weighted) / sum_value(&weights);
    for (size_t i = 0; i < k; i++)
        if (n[i] > 3 && fabs(r[i]) < 1)
            sum_add(&squares, ((double)n[i] - 3) * (atanh(r[i]) - mean) *
                                  (atanh(r[i]) - mean));
    half = tail_normal_critical(level) / sqrt(sum_value(&weights));
    h.pooled = estimate_of(tanh(mean));
    h.pooled.low = tanh(mean - half);
    h.pooled.high = tanh(mean + half);
    h.pooled.level = level;
    h.pooled.method = "fisher-z";
    h.q = sum_value(&squares);
    h.df = (double)(n_used - 1);
    h.p = tail_chi_square(h.q, h.df);
    return h;
}
