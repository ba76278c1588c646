#ifndef STAT_MODALITY_MODES_H
#define STAT_MODALITY_MODES_H

#include "stat/bins.h"
#include "stat/density.h"
#include "stat/modality.h"

/* Part of modality: which maxima of a density are modes, and what is told of
 * each. */

struct modes_context {
    const struct sample *sample; /* as recorded */
    double resolution;
    const struct bins *bins; /* on the scale */
    bool is_log;
    bool is_rejected_twice; /* one mode, by Silverman's test and by the dip */
    double bandwidth, level;
    size_t n_intervals;
    struct random_stream *random;
};

enum { MAX_PEAKS = 64 };

/* Modes left to right, and the antimodes between them, on the scale. */
struct valleys {
    struct peak modes[MAX_PEAKS];
    double share[MAX_PEAKS];
    size_t n_modes;
    double deepest; /* antimode depth between the two that stand out most */
};

/* Maxima within [low, high] of the density at the bandwidth, joined until each
 * has 2 % of the values, and ten, and every valley is deep: at most 0.8 of the
 * lower peak beside it, or, if both tests reject, at most 0.9 and a valley for
 * certain (below 1 at 99.5 %, one-sided). At least one is left. */
void modes_find(const struct modes_context *context, double low, double high,
                struct valleys *valleys);

/* Joins across the shallowest valley until at most n are left. */
void modes_keep(struct valleys *valleys, size_t n);

/* Fills one struct mode for each of at most MAX_MODES. */
void modes_describe(const struct modes_context *context,
                    const struct valleys *valleys, struct mode *modes);

#endif
