#ifndef BASE_DURATION_H
#define BASE_DURATION_H

#include <stdbool.h>
#include <stddef.h>

/* A time with its unit, in seconds: "219.11s", "15 ms", "3.5µs", "2m3.5s",
 * "1h 30min". Units from ns to hours, larger ones first; a minus sign is for
 * the whole. A single number of s, ms, us or ns is rounded once: "15ms" is the
 * double nearest to 0.015. False, and nothing is set, without a unit: that is
 * a matter of the column. */
bool duration_parse(const char *text, size_t n, double *seconds);

#endif
