#ifndef STAT_POWER_H
#define STAT_POWER_H

/* What an experiment can see: power of the two-sided t test. Effects are in
 * units of the standard deviation; sizes may be fractions, so that a caller
 * rounds them up himself. What has no answer is NAN. */

/* Both tails count, or, as some tables have it, only the one on the side of
 * the effect. */
enum power_tails { POWER_BOTH_TAILS, POWER_RIGHT_TAIL };

/* The probability that two samples of n1 and n2 values whose means differ by
 * `effect` give p < alpha; the same for one sample (or pairs) of n values. */
double power_two_samples(double n1, double n2, double effect, double alpha,
                         enum power_tails tails);
double power_one_sample(double n, double effect, double alpha,
                        enum power_tails tails);

/* How many values it takes, per sample. At least 2; NAN if 1e9 do not do. */
double power_two_samples_size(double power, double effect, double alpha,
                              enum power_tails tails);
double power_one_sample_size(double power, double effect, double alpha,
                             enum power_tails tails);

/* The smallest effect that is seen with that power. */
double power_two_samples_effect(double n1, double n2, double power,
                                double alpha, enum power_tails tails);
double power_one_sample_effect(double n, double power, double alpha,
                               enum power_tails tails);

/* How many repetitions to make of a lower level (requests) within each of the
 * next higher (runs), if one of either costs so much and adds so much variance
 * of its own: sqrt(cost_upper / cost_lower * variance_lower / variance_upper)
 * (Kalibera and Jones 2013, section 6.2). Infinite if the higher level adds no
 * variance. Not rounded. */
double power_repeats(double cost_lower, double cost_upper,
                     double variance_lower, double variance_upper);

#endif
