#ifndef LOG_RULES_H
#define LOG_RULES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "data/table.h"
#include "log/format.h"
#include "log/schema.h"

/* What a format says of how requests end: conditions as for --where, on
 * columns as the log has them. `format` may be NULL. */

/* Adds the columns that the rules name to options->needed. */
bool rules_want(const struct format *format, struct schema_options *options,
                struct arena *arena, struct error *error);

/* Sets `outcome` of the rows first .. first + n - 1 that a rule holds for; the
 * first one that does wins over whatever else the log says. */
bool rules_apply(const struct format *format, struct table *table, size_t first,
                 size_t n, struct error *error);

#endif
