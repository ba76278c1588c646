#include "stat/contingency.h"

#include <gsl/gsl_cdf.h>

#include "base/error.h"
#include "stat/sum.h"

static void check(struct count count)
{
    if (count.successes > count.trials)
        BUG("share %ju of %ju", (uintmax_t)count.successes,
            (uintmax_t)count.trials);
}

double contingency_odds_ratio(struct count a, struct count b)
{
    double a_lost = (double)(a.trials - a.successes);
    double b_lost = (double)(b.trials - b.successes);

    check(a);
    check(b);
    return ((double)a.successes * b_lost) / (a_lost * (double)b.successes);
}

/* The share of all trials; NAN if chi-square cannot be taken. */
static double pooled_share(const struct count *counts, size_t k)
{
    struct count all = {0, 0};

    for (size_t i = 0; i < k; i++) {
        check(counts[i]);
        if (counts[i].trials == 0)
            return (double)NAN;
        all.successes += counts[i].successes;
        all.trials += counts[i].trials;
    }
    if (k < 2 || all.successes == 0 || all.successes == all.trials)
        return (double)NAN;
    return (double)all.successes / (double)all.trials;
}

struct contingency_test contingency_chi_square(const struct count *counts,
                                               size_t k, bool yates)
{
    struct contingency_test test = {(double)NAN, (double)NAN, (double)NAN};
    double share = pooled_share(counts, k), correction = 0;
    struct sum sum = {0};

    if (isnan(share))
        return test;
    if (yates && k == 2)
        correction = fmin(0.5, fabs((double)counts[0].successes -
                                    (double)counts[0].trials * share));
    for (size_t i = 0; i < k; i++) {
        double n = (double)counts[i].trials;
        double off = fabs((double)counts[i].successes - n * share) - correction;

        sum_add(&sum, off * off / (n * share * (1 - share)));
    }
    test.statistic = sum_value(&sum);
    test.df = (double)(k - 1);
    test.p = gsl_cdf_chisq_Q(test.statistic, test.df);
    return test;
}

double contingency_over_dispersion(const struct count *counts, size_t k)
{
    struct contingency_test test = contingency_chi_square(counts, k, false);

    return test.statistic / test.df;
}

/* The successes of the first row of a 2 x 2 table whose margins are given:
 * `drawn` trials of it out of `drawn + left`, `marked` successes in all. */
struct margins {
    double drawn, left, marked;
    double low, high, mode; /* of the successes */
};

static struct margins margins_of(struct count a, struct count b)
{
    struct margins m = {.drawn = (double)a.trials,
                        .left = (double)b.trials,
                        .marked = (double)(a.successes + b.successes)};

    m.low = fmax(0, m.marked - m.left);
    m.high = fmin(m.marked, m.drawn);
    m.mode = floor((m.marked + 1) * (m.drawn + 1) / (m.drawn + m.left + 2));
    m.mode = fmin(fmax(m.mode, m.low), m.high);
    return m;
}

/* How much likelier k + 1 successes are than k. */
static double next_ratio(const struct margins *m, double k)
{
    return (m->marked - k) * (m->drawn - k) /
           ((k + 1) * (m->left - m->marked + k + 1));
}

/* How likely x is beside the mode. */
static double relative_weight(const struct margins *m, double x)
{
    double weight = 1, k = m->mode;

    for (; k < x; k++)
        weight *= next_ratio(m, k);
    for (; k > x; k--)
        weight /= next_ratio(m, k - 1);
    return weight;
}

struct table_sums {
    double x, weight; /* the table that was seen */
    struct sum all, less, greater, unlikely;
};

static void add_table(struct table_sums *sums, double k, double weight)
{
    sum_add(&sums->all, weight);
    if (k <= sums->x)
        sum_add(&sums->less, weight);
    if (k >= sums->x)
        sum_add(&sums->greater, weight);
    if (weight <= sums->weight * (1 + 1e-7))
        sum_add(&sums->unlikely, weight);
}

/* From the mode outward, until what is left changes no digit. */
static void add_tables(const struct margins *m, struct table_sums *sums)
{
    double weight = 1, least = sums->weight * 1e-22;

    for (double k = m->mode; k <= m->high && weight > least; k++) {
        add_table(sums, k, weight);
        weight *= next_ratio(m, k);
    }
    weight = 1;
    for (double k = m->mode; k > m->low; k--) {
        weight /= next_ratio(m, k - 1);
        if (!(weight > least))
            return;
        add_table(sums, k - 1, weight);
    }
}

static double fisher_p(struct count a, struct count b, enum side side)
{
    struct margins m = margins_of(a, b);
    struct table_sums sums = {.x = (double)a.successes};
    const struct sum *part = side == SIDE_LESS      ? &sums.less
                             : side == SIDE_GREATER ? &sums.greater
                                                    : &sums.unlikely;

    sums.weight = relative_weight(&m, sums.x);
    add_tables(&m, &sums);
    return fmin(1, sum_value(part) / sum_value(&sums.all));
}

struct contingency_test contingency_fisher(struct count a, struct count b,
                                           enum side side)
{
    struct contingency_test test = {contingency_odds_ratio(a, b), (double)NAN,
                                    (double)NAN};

    if (a.trials + b.trials > 0)
        test.p = fisher_p(a, b, side);
    return test;
}
