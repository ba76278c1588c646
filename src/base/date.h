#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Moments in time, as nanoseconds since 1970-01-01 UTC. */

enum date_zone {
    DATE_ZONE_GIVEN, /* Z or an offset stood there */
    DATE_ZONE_NAIVE, /* none: `naive_offset` was assumed */
};

/* Reads "2026-11-24T08:00:00.123456789Z", with 'T', 't', '_' or a blank,
 * without seconds too, 0 to 9 digits of fraction behind '.' or ',' (more are
 * cut), "Z", "UTC", "+02:00", "-0400", "+02" or nothing, a blank before it or
 * not; a date alone is midnight. Also "2026/11/24 ..." and the compact
 * "20261124T080000", "20261124-080000" (vLLM) and "20261124" (digits alone may
 * as well be a number: ask number_parse first). `naive_offset` is seconds east
 * of UTC for texts without a zone. A leap second (":60") is the first second
 * of the next minute. False, and nothing is set, if it is none of these, if
 * the day does not exist, or if the year in UTC is not 1970 to 2261. */
bool date_parse(const char *text, size_t n, int naive_offset, int64_t *ns,
                enum date_zone *zone);

/* The minute of a moment that was read before, from which one in the same
 * minute is read without its date. Initialise with {0}. */
enum { DATE_MINUTE_SIZE = 17 };
struct date_minute {
    char text[DATE_MINUTE_SIZE]; /* "2026-11-24T08:00:" */
    int64_t ns;                  /* of its begin, in UTC */
};

/* As date_parse, faster if most texts are of the same minute as the one before
 * and end in Z. */
bool date_parse_near(struct date_minute *minute, const char *text, size_t n,
                     int naive_offset, int64_t *ns, enum date_zone *zone);

/* "UTC", "Z", "+02:00", "-0530", "+02" to seconds east of UTC, up to 18
 * hours. */
bool date_parse_zone(const char *text, size_t n, int *seconds_east);

enum { DATE_TEXT_SIZE = 40 };

/* "2026-11-24T08:00:00.123Z": the fewest of 0, 3, 6 or 9 digits that lose
 * nothing. */
void date_format(char text[DATE_TEXT_SIZE], int64_t ns);

#endif
