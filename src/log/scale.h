#ifndef LOG_SCALE_H
#define LOG_SCALE_H

#include <stdbool.h>

#include "log/probe.h"
#include "log/schema.h"

/* Units that no name tells. A duration called "latency" may be in seconds,
 * milliseconds or nanoseconds; what it is shows beside the other columns: the
 * first token comes before the last, tokens per second are what they are, the
 * end minus the start is the latency. */

/* Whether the numbers are moments since 1970, between 2001 and 2128. */
bool scale_is_epoch(const struct probe_column *column);

/* Sets unit, scale, power and decided_by of the slots that have none. */
void scale_decide(struct schema *schema, const struct probe *probe);

#endif
