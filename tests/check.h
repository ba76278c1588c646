#ifndef TESTS_CHECK_H
#define TESTS_CHECK_H

/* What every unit test includes: cmocka, and the comparison of doubles that
 * cmocka 1.1.5 has not. Test names are true sentences. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdbool.h>
#include <stdio.h>

static inline void check_close_at(double got, double expected, double rtol,
                                  double atol, const char *what,
                                  const char *file, int line)
{
    bool same = isnan(expected) ? isnan(got)
                : isinf(expected)
                    ? got == expected
                    : fabs(got - expected) <= atol + rtol * fabs(expected);

    if (same)
        return;
    print_error("%s: got %.17g, expected %.17g (rtol %g, atol %g)\n", what, got,
                expected, rtol, atol);
    _fail(file, line);
}

/* |got - expected| <= atol + rtol |expected|; NAN equals NAN. */
#define check_close(got, expected, rtol, atol)                                 \
    check_close_at(got, expected, rtol, atol, #got, __FILE__, __LINE__)

#define check_nan(got)                                                         \
    check_close_at(got, (double)NAN, 0, 0, #got, __FILE__, __LINE__)

#define COUNT(array) (sizeof(array) / sizeof *(array))

#endif
