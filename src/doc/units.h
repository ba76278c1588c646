#ifndef DOC_UNITS_H
#define DOC_UNITS_H

#include <stddef.h>

#include "base/text.h"
#include "data/estimate.h"
#include "data/unit.h"

/* Numbers for people. This is the only place where anything is rounded or
 * scaled: the rest of the program computes in seconds, dollars and tokens.
 *
 * How many digits: with an interval, as many decimals as show two significant
 * digits of its half width; without one, three significant digits. Never more
 * than six significant digits beyond the comma, and whole numbers stay whole.
 * What is missing is shown as "–", an open end as "∞". */

/* How the numbers of one table column, axis or fact are shown. */
struct unit_scale {
    enum unit unit;
    double divisor;     /* number shown = number / divisor */
    const char *suffix; /* "ms", "USD", "%", ...; "" if there is none */
    int decimals;       /* for all, or -1: each number its own */
};

/* One scale for n numbers (missing ones are passed over): the largest unit
 * that at least one number reaches, and half of them reach a tenth of; minutes
 * and hours must be reached by half of them, for 90 s is no "1.5 min".
 * Decimals are common if the numbers are within a factor of 1,000. */
struct unit_scale unit_scale_of(enum unit unit, const double *numbers,
                                size_t n);

/* The unit of a scale that was chosen for more numbers (a whole table), with
 * the decimals of these (one column of it). */
struct unit_scale unit_scale_within(const struct unit_scale *scale,
                                    const double *numbers, size_t n);

/* Appends the bare number: "1,234", "0.0000048", "< 0.001", "–". */
void unit_add_number(struct text *text, const struct unit_scale *scale,
                     double number);

/* Appends number and interval: "1.235 [1.200, 1.273]"; without an interval
 * just the number. */
void unit_add_interval(struct text *text, const struct unit_scale *scale,
                       const struct estimate *estimate);

/* Appends the number with its unit, scaled for itself alone: "820 ms",
 * "$0.0000048", "12.3 %", "1.09×", "p < 0.001". */
void unit_add_value(struct text *text, enum unit unit, double number);

/* The same with the interval: "1.235 s [1.200, 1.273]". */
void unit_add_estimate(struct text *text, enum unit unit,
                       const struct estimate *estimate);

/* Ticks that a person would choose within low..high, in the unit of the
 * program; at most `most` (>= 2, at most 32) of them; returns how many. On a
 * log axis 1 2 5 10, powers of two or of ten. */
size_t unit_ticks(double low, double high, bool is_log, size_t most,
                  const struct unit_scale *scale, double *ticks);

/* Appends a tick's number with no digit too many: "0.25", "1,000". */
void unit_add_tick(struct text *text, const struct unit_scale *scale,
                   double tick);

#endif
