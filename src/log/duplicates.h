#ifndef LOG_DUPLICATES_H
#define LOG_DUPLICATES_H

#include "log/intake.h"

/* Rows of a request that was read before: the same request_id. Only an id
 * tells: two requests may well be equal in all else. */

/* Takes them out of the table and counts them as rejected, with the code
 * "duplicate-request", by the input that they came from. Rows without an id
 * stay. Returns how many went. */
size_t duplicates_drop(struct intake *intake);

#endif
