#ifndef LOG_DUPLICATES_H
#define LOG_DUPLICATES_H

#include "log/intake.h"

/* Rows of a request that was read before. Two requests may well be equal in
 * all else: only an id tells, and many harnesses count from 0 in each run. So
 * the same request is the same request_id in one run of one file, or the same
 * request_id with the same start and end in any of them. Rows without an id
 * are never the same. O(n log n). */

/* How many rows of each input are of a request that came before, [n_inputs] in
 * the arena of the intake. */
const size_t *duplicates_count(const struct intake *intake);

/* Takes them out of the table and counts them as rejected, with the code
 * "duplicate-request", by the input that they came from. */
void duplicates_drop(struct intake *intake);

#endif
