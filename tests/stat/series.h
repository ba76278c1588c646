#ifndef TESTS_STAT_SERIES_H
#define TESTS_STAT_SERIES_H

#include <stdlib.h>
#include <string.h>

#include "data/sample.h"
#include "tests/reference.h"

/* The samples of a dataset: one for each value of the column `by`, in order
 * of first appearance. */
enum { MAX_SERIES = 16 };

struct series_set {
    struct series series[MAX_SERIES];
    const char *names[MAX_SERIES];
    size_t k;
};

static inline size_t series_column(const struct dataset *set, const char *name)
{
    for (size_t i = 0; i < set->n_columns; i++)
        if (strcmp(set->names[i], name) == 0)
            return i;
    fail_msg("no column %s", name);
    return 0;
}

/* Of the rows whose column `where` is `equals`; of all if `where` is NULL. */
static inline struct series_set series_read(const struct dataset *set,
                                            const char *value, const char *by,
                                            const char *where,
                                            const char *equals)
{
    size_t at = series_column(set, value), key = series_column(set, by);
    size_t filter = where ? series_column(set, where) : 0, i;
    struct series_set all = {.k = 0};

    for (size_t row = 0; row < set->n_rows; row++) {
        char **cells = set->cells[row];
        double *x;

        if (where && strcmp(cells[filter], equals) != 0)
            continue;
        for (i = 0; i < all.k && strcmp(all.names[i], cells[key]) != 0; i++)
            continue;
        if (i == all.k) {
            assert_true(all.k < MAX_SERIES);
            all.names[all.k] = cells[key];
            all.series[all.k++].x = calloc(set->n_rows, sizeof *x);
        }
        x = (double *)(uintptr_t)all.series[i].x;
        x[all.series[i].n++] = strtod(cells[at], NULL);
    }
    return all;
}

static inline void series_free(struct series_set *all)
{
    for (size_t i = 0; i < all->k; i++)
        free((void *)(uintptr_t)all->series[i].x);
}

#endif
