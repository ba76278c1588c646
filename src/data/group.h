#ifndef DATA_GROUP_H
#define DATA_GROUP_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/codes.h"
#include "base/error.h"
#include "data/table.h"

/* Rows put together by the values of columns. Groups come in the order of
 * their size, the largest first and equal sizes in order of first appearance;
 * or all in order of first appearance. At most `limit` groups are kept; the
 * rest become one, "(other)". */

#define GROUP_NONE UINT32_MAX /* the row is in no group */
enum { GROUP_LIMIT = 50 };
enum group_order { GROUP_BY_SIZE, GROUP_BY_APPEARANCE };

struct grouping {
    const char **columns; /* [n_by]; empty: all rows are one group */
    size_t n_by;
    size_t n_groups;
    const char ***values; /* [group][by]; "" where the cell is missing */
    const char **labels;  /* [group]: the values, joined by ", " */
    size_t *sizes;        /* rows of each */
    struct codes rows;    /* see group_at */
    size_t n_folded;      /* groups that became "(other)" */
};

/* Which group each row is in is written as codes: 1 more than the group, and 0
 * for none. */
static inline uint32_t group_at(const struct codes *rows, size_t row)
{
    return codes_at(rows, row) - 1; /* 0 - 1 is GROUP_NONE */
}

static inline void group_set(struct codes *rows, size_t row, uint32_t group)
{
    codes_set(rows, row, group + 1);
}

static inline uint32_t grouping_at(const struct grouping *grouping, size_t row)
{
    return group_at(&grouping->rows, row);
}

/* Groups the rows for which keep[row] is not 0 (all if keep is NULL). Numbers
 * group by their value. Error: a column that the table has not. The grouping
 * lives in the arena. */
struct grouping *grouping_create(struct arena *arena, const struct table *table,
                                 const char *const *columns, size_t n_by,
                                 const uint8_t *keep, enum group_order order,
                                 size_t limit, struct error *error);

/* In which kind --by needs a column of this name. */
enum field_kind grouping_kind(const char *name);

/* "(none)" for the missing value of a group, else the value. */
const char *grouping_show(const char *value);

#endif
