#ifndef TESTS_STAT_OZONE_H
#define TESTS_STAT_OZONE_H

/* Ozone in New York in May and August 1973, ppb, missing days left out: R's
 * airquality, from Chambers et al. 1983. Used for many published examples. */
static const double ozone_may[] = {41, 36, 12, 18, 28, 23, 19,  8,  7,
                                   16, 11, 14, 18, 14, 34, 6,   30, 11,
                                   1,  11, 4,  32, 23, 45, 115, 37};
static const double ozone_august[] = {39, 9,  16,  78, 35, 66,  122, 89, 110,
                                      44, 28, 65,  22, 59, 23,  31,  44, 21,
                                      9,  45, 168, 73, 76, 118, 84,  85};

/* Depression before and after treatment, Hollander and Wolfe 1973, p. 29. */
static const double depression_before[] = {1.83, .50,  1.62, 2.48, 1.68,
                                           1.88, 1.55, 3.06, 1.30};
static const double depression_after[] = {.878, .647, .598, 2.05, 1.06,
                                          1.29, 1.06, 3.14, 1.29};

#endif
