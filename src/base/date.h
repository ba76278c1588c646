#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Moments in time, as nanoseconds since 1970-01-01 UTC. */

enum date_zone {
    DATE_ZONE_GIVEN, /* Z or an offset stood there, or it was an epoch */
    DATE_ZONE_NAIVE, /* none: `naive_offset` was assumed */
};

/* Reads "2026-11-24T08:00:00.123456789Z", with 'T' or a blank, 0 to 9 digits
 * of fraction (more are cut), "Z", "+02:00", "-0400", "+02" or nothing; a date
 * alone is midnight; "2026/11/24 ..." too. `naive_offset` is seconds east of
 * UTC for texts without a zone. False if it is none of these. */
bool date_parse(const char *text, size_t n, int naive_offset, int64_t *ns,
                enum date_zone *zone);

/* "UTC", "+02:00", "-0530" to seconds east of UTC. */
bool date_parse_zone(const char *text, size_t n, int *seconds_east);

enum { DATE_TEXT_SIZE = 40 };

/* "2026-11-24T08:00:00.123Z": the fewest of 0, 3, 6 or 9 digits that lose
 * nothing. */
void date_format(char text[DATE_TEXT_SIZE], int64_t ns);

#endif
