#ifndef LOG_WORKLOAD_H
#define LOG_WORKLOAD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "data/table.h"

/* What kind of work a request was, by rules on its tokens, for logs that do
 * not say it: "NAME: CONDITION; NAME: CONDITION; ..." with conditions as for
 * --where. The first rule that holds gives the name; if none does, it is
 * "unknown". */

/* The classes of the article that the program began with, and what falls
 * between them. */
extern const char workload_default_rules[];

struct workload;

/* Lives in the arena; NULL: an error was set. */
struct workload *workload_parse(struct arena *arena, const char *rules,
                                struct error *error);
void workload_destroy(struct workload *workload);

/* The columns that the rules look at, the same one perhaps more than once. */
size_t workload_n_columns(const struct workload *workload);
const char *workload_column(const struct workload *workload, size_t i);

/* Whether the rows first .. first + n - 1 have any value in a column that the
 * rules look at: without one every row would be "unknown". */
bool workload_applies(const struct workload *workload,
                      const struct table *table, size_t first, size_t n);

/* Fills the column for the rows first .. first + n - 1. */
bool workload_derive(const struct workload *workload, struct table *table,
                     size_t first, size_t n, struct error *error);

#endif
