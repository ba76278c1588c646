#ifndef STAT_SHAPIRO_H
#define STAT_SHAPIRO_H

#include <stddef.h>

#include "stat/test_result.h"

/* Shapiro and Wilk's W of normality ("shapiro-wilk") by Royston's AS R94 (Appl.
 * Stat. 44, 1995), in double precision. 3 <= n <= 5000 values that differ, else
 * NAN: beyond 5000 its approximation is not known to hold. */
struct test_result shapiro_of(const double *x, size_t n);

#endif
