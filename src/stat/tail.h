#ifndef STAT_TAIL_H
#define STAT_TAIL_H

/* Tails of the distributions that tests refer to. All are good to about ten
 * digits of the tail itself, not of one minus it, for any degrees of freedom
 * up to 1e8. NAN in, or degrees of freedom that are not positive: NAN out. */

/* I_x(a, b), the regularised incomplete beta function; y = 1 - x is given too,
 * because it loses its digits when it is computed from an x near 1.
 * DLMF 8.17.22, with the factor in front as by Loader (2000). */
double tail_beta(double x, double y, double a, double b);

/* Student: P(|T| >= |t|), and P(T >= t). Infinite df: the normal law. */
double tail_student(double t, double df);
double tail_student_above(double t, double df);

/* The value that |T| does not exceed with probability `level`; 0 < level < 1.
 */
double tail_student_critical(double level, double df);

/* Normal: P(|Z| >= |z|), P(Z >= z), and the critical value of |Z|. */
double tail_normal(double z);
double tail_normal_above(double z);
double tail_normal_critical(double level);

/* P(F >= f) for df1 and df2 degrees of freedom; P(X >= x) for chi-square. */
double tail_f(double f, double df1, double df2);
double tail_chi_square(double x, double df);

/* The f with P(F >= f) = p. */
double tail_f_point(double p, double df1, double df2);

#endif
