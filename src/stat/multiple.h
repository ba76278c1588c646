#ifndef STAT_MULTIPLE_H
#define STAT_MULTIPLE_H

#include <stddef.h>

/* p-values of one family, adjusted for their number, so that each can be held
 * against the level of a single test. `adjusted` has room for n and may be p
 * itself. A p that is NAN is not counted and stays NAN. O(n log n). */
void multiple_bonferroni(const double *p, size_t n, double *adjusted);
void multiple_holm(const double *p, size_t n, double *adjusted); /* 1979 */

/* False discovery rate: Benjamini and Hochberg 1995, for independent or
 * positively dependent tests; Benjamini and Yekutieli 2001, for any. */
void multiple_bh(const double *p, size_t n, double *adjusted);
void multiple_by(const double *p, size_t n, double *adjusted);

#endif
