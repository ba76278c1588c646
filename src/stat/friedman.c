#include "stat/friedman.h"

#include <stdlib.h>

#include "base/memory.h"
#include "stat/rank.h"
#include "stat/tail.h"

static void judge(struct friedman *result, double chi, double b, double k)
{
    double rest = b * (k - 1) - chi;

    result->test.statistic = chi;
    result->test.df = k - 1;
    result->test.p = tail_chi_square(chi, k - 1);
    result->test.p_method = "asymptotic";
    result->concordance = chi / (b * (k - 1));
    if (!(rest > 1e-12 * b * k))
        return;
    result->f_test.statistic = (b - 1) * chi / rest;
    result->f_test.df = k - 1;
    result->f_test.df2 = (b - 1) * (k - 1);
    result->f_test.p =
        tail_f(result->f_test.statistic, result->f_test.df, result->f_test.df2);
    result->f_test.p_method = "asymptotic";
}

struct friedman friedman_of(const double *values, size_t n_blocks, size_t k)
{
    struct friedman result = {test_result_none("friedman"),
                              test_result_none("iman-davenport"), (double)NAN};
    double *ranks = memory_alloc(k, sizeof *ranks);
    double *totals = memory_alloc(k, sizeof *totals);
    double b = (double)n_blocks, n = (double)k, ties = 0, sum = 0, scale;

    for (size_t i = 0; i < n_blocks; i++) {
        ties += rank_midranks(values + i * k, k, ranks);
        for (size_t j = 0; j < k; j++)
            totals[j] += ranks[j] - (n + 1) / 2;
    }
    for (size_t j = 0; j < k; j++)
        sum += totals[j] * totals[j];
    scale = b * n * (n + 1) - ties / (n - 1);
    if (n_blocks > 1 && k > 1 && scale > 0)
        judge(&result, 12 * sum / scale, b, n);
    free(ranks);
    free(totals);
    return result;
}
