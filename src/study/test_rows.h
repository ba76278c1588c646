#ifndef STUDY_TEST_ROWS_H
#define STUDY_TEST_ROWS_H

#include "study/frame.h"

/* The rows that a test looks at, put together by what they belong to. All of
 * it lives in the arena of the frame. */

/* Which part each row belongs to: values of columns, or files, in order of
 * first appearance. */
struct test_parts {
    struct codes rows;   /* group_at: the part of each row */
    const char **labels; /* [n] */
    size_t n;
};

/* By the values of columns, or by file if there are none. Parts without a row
 * of `keep` are not there. Error: no such column; `flag` is what named it. */
bool test_parts_by(struct test_parts *parts, const struct frame *frame,
                   const char *const *columns, size_t n_columns,
                   const uint8_t *keep, struct error *error);

/* All rows as one part without a label. */
void test_parts_whole(struct test_parts *parts, const struct frame *frame,
                      const uint8_t *keep);

/* Rows of one part, and of one part of a second kind, one after another. */
struct test_segment {
    uint32_t part, second;
    size_t first, n; /* rows[first .. first + n - 1] */
};

struct test_segments {
    size_t *rows;
    struct test_segment *items;
    size_t n;
};

/* The rows of `keep` that are in both kinds of parts, ascending by part, then
 * second (NULL: one for all), then `order` (NULL: as read). O(n log n) with an
 * order, else O(n). */
struct test_segments test_segments_of(const struct frame *frame,
                                      const uint8_t *keep,
                                      const struct test_parts *parts,
                                      const struct test_parts *second,
                                      const double *order);

/* The numbers of a column, or NULL after an error, which names the flag. */
const double *test_numbers(const struct frame *frame, const char *flag,
                           const char *name, struct error *error);

/* The column that rows are ordered by: numbers, or times as seconds since the
 * first. NULL after an error. */
const double *test_order(const struct frame *frame, const char *name,
                         struct error *error);

/* The rows that count and have all of the numbers; *n_missing of those that
 * count have not. */
uint8_t *test_keep(const struct frame *frame, const double *const *numbers,
                   size_t n_numbers, size_t *n_missing);

#endif
