#ifndef STAT_COMOMENT_H
#define STAT_COMOMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/codes.h"
#include "stat/correlation.h"

/* Means and products of deviations of several columns, in one pass for all
 * groups of the rows: whatever Pearson's r is asked of them afterwards, of a
 * group, within groups, between them, or given a third column, is arithmetic.
 * Deviations are taken from the mean of the block of rows that is in the cache,
 * and blocks are put together by the difference of their means (Chan, Golub and
 * LeVeque, Am. Stat. 37, 1983), which loses no digits however large the means
 * are. Pieces of rows are given to threads and put together in order, so that
 * the answer does not depend on how many there are. */

enum { COMOMENT_COLUMNS = 12 };

struct rank_codes;

struct comoment_column {
    const double *number;           /* rows where it is finite are used */
    const struct rank_codes *ranks; /* NULL, or whose midranks, doubled, are
                                       taken in place of the numbers */
    bool is_log;                    /* take the logarithm of `number` */
};

/* Rows that have a label below n_labels, whose mark (if there are any) is not
 * 0, and in which all columns are finite. */
struct comoment_rows {
    const struct codes *labels; /* 1 more than the label; NULL: all are 0 */
    const uint8_t *mark;        /* NULL: all */
    size_t n, n_labels;
};

/* One label. The mean of column a is origin[a] + mean[a]. */
struct comoment {
    size_t n;
    bool lacks_log[COMOMENT_COLUMNS]; /* a value was 0 or less: what is said of
                                         this column of logarithms is nothing */
    double origin[COMOMENT_COLUMNS], mean[COMOMENT_COLUMNS];
    double low[COMOMENT_COLUMNS], high[COMOMENT_COLUMNS]; /* NAN if n is 0 */
    double product[COMOMENT_COLUMNS][COMOMENT_COLUMNS];   /* [a][b], a <= b */
};

/* Fills of[0 ... n_labels - 1]. */
void comoments_of(const struct comoment_column *columns, size_t n_columns,
                  const struct comoment_rows *rows, struct comoment *of);

double comoment_mean(const struct comoment *of, size_t a);

/* The columns chosen[0 ... n - 1] of `of`, in that order. */
struct comoment comoment_pick(const struct comoment *of, const size_t *chosen,
                              size_t n);

/* Sum of (x - mean x)(y - mean y) of columns a and b, in any order. */
double comoment_product(const struct comoment *of, size_t a, size_t b);

/* Both together. */
void comoment_merge(struct comoment *into, const struct comoment *other);

/* All labels as one; without the differences between their means (within), or
 * of these alone (between: each mean as often as its label has rows). */
struct comoment comoment_whole(const struct comoment *of, size_t n_labels);
struct comoment comoment_within(const struct comoment *of, size_t n_labels);
struct comoment comoment_between(const struct comoment *of, size_t n_labels);

/* Pearson's r of columns a and b with its interval and p, as correlation.h has
 * it; k: how many columns (or labels less one) were taken out before. NAN for
 * fewer than three rows, or if a column does not vary. */
struct correlation comoment_pearson(const struct comoment *of, size_t a,
                                    size_t b, size_t k, double level);

/* The partial r of a and b given c; NAN if c determines one of them (to a part
 * in 10^12 of its variance). A c that does not vary takes nothing out. */
struct correlation comoment_partial(const struct comoment *of, size_t a,
                                    size_t b, size_t c, double level);

#endif
