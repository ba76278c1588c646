#ifndef LOG_ABSENT_H
#define LOG_ABSENT_H

#include "base/error.h"
#include "log/intake.h"
#include "log/schema.h"

/* Columns that a flag names, and that no log has. The error tells the column
 * with the nearest name, or else which columns there are. */

/* Every --map took a column of some log. */
bool absent_check_maps(const struct intake *intake, const struct map *maps,
                       size_t n_maps, struct error *error);

/* Every column that a flag names is there, unless it is optional. */
bool absent_check_wanted(const struct intake *intake,
                         const struct intake_options *options,
                         struct error *error);

#endif
