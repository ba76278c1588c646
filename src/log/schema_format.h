#ifndef LOG_SCHEMA_FORMAT_H
#define LOG_SCHEMA_FORMAT_H

#include "log/schema.h"

/* What a format says of columns, applied to one log. `format` may be NULL. */

/* Which column each line of the format means, if it is the line of its field
 * that counts: the first whose columns hold something, else the first whose
 * columns are there; SIZE_MAX for the others. Columns that are computed join
 * the probe. */
size_t *schema_plan_format(struct schema *schema, struct probe *probe,
                           const struct format *format, struct arena *arena);

/* Makes slots of them, for fields that have none. */
void schema_take_format(struct schema *schema, const struct probe *probe,
                        const struct format *format, const size_t column_of[]);

/* Which moments count from 1970. One that is computed or missing everywhere
 * was not seen: it is of the clock that the start is of. */
void schema_settle_clocks(struct schema *schema, const struct probe *probe,
                          const struct format *format);

#endif
