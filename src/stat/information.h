#ifndef STAT_INFORMATION_H
#define STAT_INFORMATION_H

#include <stddef.h>
#include <stdint.h>

/* How much one coding of n rows says about another, both from 0 to n_codes - 1;
 * a row with a code beyond is left out. */
struct information {
    double mutual;   /* nats */
    double expected; /* of two codings with these margins, shuffled */
    double adjusted; /* (mutual - expected) / (mean entropy - expected) */
    size_t n;        /* rows used */
};

/* Vinh, Epps and Bailey 2010 (JMLR 11:2837), with the arithmetic mean of the
 * entropies: 1 if the codings agree but for names, about 0 if they have nothing
 * to do with each other, 0 if one of them is constant. adjusted is NAN if both
 * are constant or no row is left. The expectation sums hypergeometric
 * probabilities within 12 sds of their mean, so that the time is
 * n + cells * sqrt(n). */
struct information information_between(const uint32_t *a, size_t n_a,
                                       const uint32_t *b, size_t n_b,
                                       size_t n_rows);

/* The same of a table of counts, row by row. */
struct information information_of_table(const size_t *count, size_t n_a,
                                        size_t n_b);

#endif
