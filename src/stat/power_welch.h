#ifndef STAT_POWER_WELCH_H
#define STAT_POWER_WELCH_H

/* What Welch's test sees with few values. Both samples have, in truth, one
 * standard deviation, in which effects are measured; the test does not know
 * that and pays for it: with three values a side it has up to ten points less
 * power than Student's, which power.h is about, and more is lost if the sides
 * have unlike numbers of values.
 *
 * Exact: given the share W of the first sum of squares in both, a beta of
 * (n1 - 1) / 2 and (n2 - 1) / 2, Welch's statistic is a multiple of Student's,
 * which is noncentral of n1 + n2 - 2 degrees of freedom, and his degrees of
 * freedom are known. The mean over W is good to 1e-9 for sides of one size and
 * to 2e-5 for others from 3 on. p is two-sided. Sizes may be fractions; less
 * than 2 is NAN. */
double power_welch(double n1, double n2, double effect, double alpha);

/* The smallest whole n a side with that power. At least 2; NAN if 1e9 do not
 * do. */
double power_welch_size(double power, double effect, double alpha);

/* The smallest effect that is seen with that power. */
double power_welch_effect(double n1, double n2, double power, double alpha);

#endif
