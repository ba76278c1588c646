#ifndef STAT_HISTOGRAM_H
#define STAT_HISTOGRAM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "data/sample.h"

/* Counts of a sample in bins of one width, on the values or on their
 * logarithms. */

enum histogram_rule {
    /* Freedman and Diaconis (1981), 2 IQR n^(-1/3), where the interquartile
     * range gives way to the shortest interval that holds half of the values:
     * the same for one hump, but with two humps the range spans the valley and
     * the bins come out too wide to show it. Never fewer bins than Sturges. */
    HISTOGRAM_AUTO,
    HISTOGRAM_FREEDMAN_DIACONIS, /* as published */
    HISTOGRAM_SCOTT,             /* 3.49 sd n^(-1/3), 1979 */
    HISTOGRAM_STURGES,           /* log2 n + 1 bins, 1926 */
    HISTOGRAM_DOANE,             /* Sturges, more of them for skewness, 1976 */
};

enum { HISTOGRAM_BINS = 200 }; /* more are not made: nobody sees them */

/* Bin i holds edges[i] <= x < edges[i+1], the last one its upper edge too. The
 * outer edges are the minimum and the maximum. */
struct histogram {
    bool is_log;
    size_t n_bins;     /* 0 if there is nothing to count */
    double *edges;     /* n_bins + 1, in units of the values */
    size_t *counts;    /* their sum is n - n_left_out */
    size_t n_left_out; /* values <= 0 have no logarithm */
};

/* How many bins a rule asks for, within 1 and HISTOGRAM_BINS. `sample` is on
 * the scale of the bins. O(n). */
size_t histogram_bin_count(const struct sample *sample,
                           enum histogram_rule rule);

/* In the arena given. Equal values make one bin without width. O(n + bins). */
struct histogram histogram_of(struct arena *arena, const struct sample *sample,
                              bool is_log, enum histogram_rule rule);

/* The same where the values on the scale of the bins, as many, are there
 * already. */
struct histogram histogram_on(struct arena *arena, const struct sample *sample,
                              const struct sample *scaled, bool is_log,
                              enum histogram_rule rule);

/* How many values of a sample lie in each bin, into counts[n_bins]; those
 * beyond the last edge are in the last bin. O(bins log n). */
void histogram_count(const struct histogram *histogram,
                     const struct sample *sample, size_t *counts);

/* The logarithms of values above 0, as a sample (which may be the same);
 * the caller frees what is returned. */
double *histogram_logs(const struct sample *sample, struct sample *logs);

#endif
