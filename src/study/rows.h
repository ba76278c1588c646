#ifndef STUDY_ROWS_H
#define STUDY_ROWS_H

#include "study/frame.h"

/* Which rows of the table are studied: --where, --since, --until and
 * --skip-first, in this order. [n_rows] of 0 and 1, in the arena; NULL after
 * an error. */
uint8_t *rows_choose(struct arena *arena, const struct table *table,
                     const struct study_options *options, struct error *error);

/* The error that no row is left, which names the flags that left none. */
bool rows_none(struct arena *arena, const struct table *table,
               const struct study_options *options, struct error *error);

#endif
