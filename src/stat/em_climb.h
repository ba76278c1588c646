#ifndef STAT_EM_CLIMB_H
#define STAT_EM_CLIMB_H

#include "stat/em.h"

/* Climbs on by Newton's method, damped as by Levenberg and Marquardt where it
 * would not climb, until the top is reached to ten digits or max_steps are
 * done: EM's steps become short long before. Returns the log-likelihood there.
 * A component that comes down to the floor ends it. */
double em_climb(const struct em *em, struct em_parameters *at,
                size_t max_steps);

#endif
