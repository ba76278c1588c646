#ifndef STAT_TTEST_H
#define STAT_TTEST_H

#include <stdbool.h>
#include <stddef.h>

#include "stat/test_result.h"

/* Tests of means by Student's law. The estimate is the difference of means,
 * first minus second, with its interval at `level`; on logs it is the ratio of
 * geometric means, first to second. p is two-sided.
 *
 * A test has no answer if a sample has fewer than two values (Student: if all
 * values together are fewer than three), if the values are constant up to
 * rounding, or, on logs, if any value is not positive. The difference itself
 * is given whenever both samples have values. */

/* Two samples with one variance ("student-t") and with two ("welch-t": Welch
 * 1938, degrees of freedom by Satterthwaite 1946). */
struct test_result ttest_student(const double *x, size_t n_x, const double *y,
                                 size_t n_y, double level);
struct test_result ttest_welch(const double *x, size_t n_x, const double *y,
                               size_t n_y, double level);

/* Pairs x[i], y[i] ("paired-t"). */
struct test_result ttest_paired(const double *x, const double *y, size_t n,
                                double level);

/* The mean of n values against `expected` ("one-sample-t"); the estimate is
 * the mean. */
struct test_result ttest_mean(const double *x, size_t n, double expected,
                              double level);

/* The same on logarithms ("welch-t-log", "paired-t-log"): the estimate is a
 * ratio. */
struct test_result ttest_welch_log(const double *x, size_t n_x, const double *y,
                                   size_t n_y, double level);
struct test_result ttest_paired_log(const double *x, const double *y, size_t n,
                                    double level);

/* Two one-sided tests (Schuirmann 1987) that a difference lies within the
 * margin. p is the larger of the two; `equivalent` says p < alpha, which is
 * the same as that the interval of level 1 - 2 alpha lies within the margin. */
struct equivalence {
    double margin;           /* as given; of a ratio: 0.05 is 5 % */
    double p_lower, p_upper; /* against below -margin; against above it */
    double p;
    double alpha;
    bool equivalent;          /* false if p is NAN */
    struct estimate estimate; /* difference, or ratio on logs; 1 - 2 alpha */
};

/* The margin is in the unit of the values and positive, else there is no
 * answer. */
struct equivalence ttest_equivalence_student(const double *x, size_t n_x,
                                             const double *y, size_t n_y,
                                             double margin, double alpha);
struct equivalence ttest_equivalence_welch(const double *x, size_t n_x,
                                           const double *y, size_t n_y,
                                           double margin, double alpha);
struct equivalence ttest_equivalence_paired(const double *x, const double *y,
                                            size_t n, double margin,
                                            double alpha);

/* On logs: the ratio lies between 1 / (1 + margin) and 1 + margin. */
struct equivalence ttest_equivalence_welch_log(const double *x, size_t n_x,
                                               const double *y, size_t n_y,
                                               double margin, double alpha);
struct equivalence ttest_equivalence_paired_log(const double *x,
                                                const double *y, size_t n,
                                                double margin, double alpha);

#endif
