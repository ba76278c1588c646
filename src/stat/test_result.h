#ifndef STAT_TEST_RESULT_H
#define STAT_TEST_RESULT_H

#include <math.h>

#include "data/estimate.h"

/* What a test of a hypothesis says. What a test has not, or could not
 * compute (constant values, too few of them), is NAN; without a p, p_method is
 * "none". p is two-sided unless the test says otherwise.
 *
 * p_method is "exact" (all arrangements of values without ties, or a law that
 * needs no assumption), "permutation" (all arrangements of tied values),
 * "asymptotic" (a law that holds in the limit, or for normal values), or
 * "monte-carlo" (random arrangements). */
struct test_result {
    const char *name; /* the code of RESULTS.md, e.g. "welch-t" */
    double statistic; /* e.g. t, U, F, chi-square */
    double df, df2;   /* degrees of freedom; df2: the denominator's */
    double p;
    const char *p_method;
    const char *estimate_name; /* NULL: the test has no estimate */
    struct estimate estimate;
};

/* The answer that is none. */
static inline struct test_result test_result_none(const char *name)
{
    return (struct test_result){.name = name,
                                .statistic = (double)NAN,
                                .df = (double)NAN,
                                .df2 = (double)NAN,
                                .p = (double)NAN,
                                .p_method = "none",
                                .estimate = estimate_of((double)NAN)};
}

#endif
