#ifndef DATA_FILTER_H
#define DATA_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "data/table.h"

/* Which rows: COLUMN OP VALUE joined by &&, ||, ! and parentheses.
 *
 *   workload = short && (latency > 2 || http_status >= 500) && !(model ~ ^gpt)
 *
 * OP is = == != < <= > >= ~ (POSIX extended regular expression). A column or
 * value that is no bare word stands in '...' or "...". Canonical columns are
 * in canonical units (seconds, dollars; times as ISO 8601 or epoch seconds);
 * any other column is as written: compared as numbers where cell and value are
 * numbers, else as texts. A missing cell equals "" and nothing else. */
struct filter;

struct filter *filter_parse(struct arena *arena, const char *text,
                            struct error *error);

/* The columns that it names, in order, the same one perhaps twice. */
size_t filter_n_columns(const struct filter *filter);
const char *filter_column(const struct filter *filter, size_t i);

/* The kind in which a filter looks at a column of this name. */
enum field_kind filter_kind(const char *name);

/* keep[row] becomes 1 or 0 for the rows first .. first + n - 1. A column that
 * the table has not is missing everywhere. Errors: a value that cannot be
 * compared with its column. */
bool filter_apply(const struct filter *filter, const struct table *table,
                  size_t first, size_t n, uint8_t *keep, struct error *error);

/* Frees what the arena does not own (compiled expressions). */
void filter_destroy(struct filter *filter);

#endif
