#ifndef STAT_COMPAT_H
#define STAT_COMPAT_H

#include "data/sample.h"

/* The percentile rules of other tools, to the last bit, so that their printed
 * numbers can be found again. Only tools whose rule is known from their source
 * and depends on nothing but the values are here: tools that keep a sketch or
 * a random subset (vegeta, Langfuse, k6 with HDR histograms) are not. */
struct compat {
    const char *name; /* the word of --as */
    const char *rule; /* for the report */
    /* p is a share in [0, 1]. NAN where the tool gives no number. */
    double (*quantile)(const struct sample *sample, double p);
};

extern const struct compat *const compat_rules[]; /* ends with NULL */

const struct compat *compat_find(const char *name); /* NULL: no such tool */

#endif
