#ifndef STAT_ROOT_H
#define STAT_ROOT_H

/* Where a continuous function is 0 between two places at which its signs
 * differ (infinite values are fine), to `precision` of the place: false
 * position with halved weights (Illinois; Dowell and Jarratt 1971, BIT 11:168),
 * which takes about eight looks where bisection takes forty. NAN if the signs
 * do not differ. */
double root_find(double (*function)(const void *context, double x),
                 const void *context, double low, double high,
                 double precision);

#endif
