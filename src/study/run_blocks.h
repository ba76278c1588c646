#ifndef STUDY_RUN_BLOCKS_H
#define STUDY_RUN_BLOCKS_H

#include "study/run_numbers.h"

/* Friedman's test of the runs within blocks: is one run slow in every block?
 * No p unless there are two runs and two blocks. */

/* Blocks are the items that every run has, of which there are *n_blocks; a cell
 * is the mean of an item's requests in a run. Only if the log has items. */
struct test_result run_blocks_of_items(const struct frame *frame,
                                       const struct metric *metric,
                                       size_t *n_blocks);

/* Blocks are the groups, cells the statistic s of metric m in them; only if
 * every run has a value in every group. */
struct test_result run_blocks_of_groups(const struct run_numbers *numbers,
                                        size_t m, size_t s);

#endif
