#ifndef STUDY_RANK_STORE_H
#define STUDY_RANK_STORE_H

#include "stat/concordance.h"
#include "stat/rank.h"
#include "study/frame.h"

/* The rank codes of the columns that are related to others, each made once:
 * they serve every pair and every group. */
struct rank_store;

struct rank_store *rank_store_create(const struct frame *frame);
void rank_store_destroy(struct rank_store *store);

/* Codes several columns (NULL is none), side by side: those that are asked for
 * without are coded then. */
void rank_store_add(struct rank_store *store,
                    const struct column *const *columns, size_t n);

/* Of the rows that count, [n_rows]; what the others get says nothing. Lives
 * until the store is gone. */
struct rank_codes *rank_store_codes(struct rank_store *store,
                                    const struct column *column);

/* How many rows that count have a number in the column. */
size_t rank_store_n(struct rank_store *store, const struct column *column);

/* The pairs of the rows that count in group g (0: all) and have both. Good
 * until the next call. */
struct code_pairs *rank_store_pairs(struct rank_store *store,
                                    const struct column *x,
                                    const struct column *y, size_t g);

/* Gives their memory back for the time being. */
void rank_store_drop_pairs(struct rank_store *store);

#endif
