#ifndef LOG_OUTCOME_H
#define LOG_OUTCOME_H

#include <stdbool.h>
#include <stddef.h>

#include "data/table.h"

/* How each request ended: ok, failed, cancelled, unfinished, or unknown if
 * the log gives no evidence. A log may say it in several ways, and they need
 * not agree: a request with success=true and HTTP status 401 failed. */

/* Fills `outcome`, and `http_status` from other codes if `finds_http`, for the
 * rows first .. first + n - 1. `has` tells which fields this log itself has:
 * where a log has an error column, no error is good evidence. Returns the
 * number of rows whose evidence contradicts itself. */
size_t outcome_derive(struct table *table, size_t first, size_t n,
                      const bool has[N_FIELDS], bool finds_http);

#endif
