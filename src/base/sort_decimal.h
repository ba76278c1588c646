#ifndef BASE_SORT_DECIMAL_H
#define BASE_SORT_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>

/* The least power of ten up to 10^9 by which all of x become integers below
 * 2^31, namely (int32_t)(x * power + 0.5), and these over the power are x again
 * to the last bit; 0 if there is none. */
double sort_decimal_power(const double *x, size_t n);

/* The same of more values, when those before needed `power`. */
double sort_decimal_raise(double power, const double *x, size_t n);

/* Sorts x ascending if all of it are decimals of few digits, as logs write
 * them: k / 10^d with d at most 9 and k below 2^31, of which each x is the
 * nearest double. Then the integers are counted or sorted, in a half or a third
 * of the passes that doubles need. Returns sort_decimal_power; 0: some are not
 * (negative ones, -0 and what is not finite too), and x is as it was. Needs n
 * doubles while it works. */
double sort_decimals(double *x, size_t n);

/* Whether all values are below the limit of decimals of this power if the
 * largest is. */
bool sort_decimal_fits(double largest, double power);

#endif
