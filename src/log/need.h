#ifndef LOG_NEED_H
#define LOG_NEED_H

#include <stdbool.h>

#include "base/arena.h"
#include "log/schema.h"
#include "log/workload.h"

/* Which fields are worth reading. Somebody asks for a few; what these are
 * derived from, or judged by, is needed with them. */

/* Adds the fields among the columns that somebody names. */
void need_named(bool needed[N_FIELDS], const struct wanted *wanted, size_t n);

/* Adds to `needed` all that the needed fields rest on. A workload rests on the
 * columns of its rules unless the log has its own. */
void need_inputs(bool needed[N_FIELDS], const struct workload *workload,
                 bool has_workload);

/* The schema without the fields that are not needed; own columns stay. */
void need_only(struct schema *reduced, const struct schema *schema,
               const bool needed[N_FIELDS], struct arena *arena);

#endif
