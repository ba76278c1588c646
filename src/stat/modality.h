#ifndef STAT_MODALITY_H
#define STAT_MODALITY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/random.h"
#include "data/estimate.h"
#include "data/sample.h"
#include "stat/critical_bandwidth.h"
#include "stat/mixture.h"

/* How many humps a sample has, and where. A panel: no single measure can be
 * trusted on latencies (doc/STATISTICS.md has the error rates). */

enum verdict { VERDICT_UNIMODAL, VERDICT_MULTIMODAL, VERDICT_INCONCLUSIVE };

/* Why a verdict is what it is; bits of modality_scale.reasons. */
enum modality_reason {
    REASON_FEW = 1 << 0,       /* fewer than 30 values, or no spread */
    REASON_COARSE = 1 << 1,    /* recorded too coarsely to tell */
    REASON_SILVERMAN = 1 << 2, /* Silverman's test rejects one mode */
    REASON_DIP = 1 << 3,       /* the dip rejects one mode */
    REASON_SHALLOW = 1 << 4,   /* rejected, but no valley between two modes of
                                  2 % or more is deep enough */
    REASON_DOUBTFUL = 1 << 5,  /* two modes are seen, but 0.01 < p <= 0.10 */
};

enum { MAX_MODES = 5 };

/* One hump, in the unit of the values. */
struct mode {
    struct estimate location; /* of the maximum; "bootstrap" */
    struct estimate share;    /* of all values; "wilson" */
    double from, to;          /* antimodes, or the ends of the sample */
    double log_sd;            /* NAN unless all its values are positive */
};

/* One scale. All numbers are of logarithms if is_log, but those of modes. */
struct modality_scale {
    bool is_log;
    enum verdict verdict;
    unsigned reasons;
    double dip, dip_p; /* rounding undone; p from the table */
    struct silverman silverman;
    double bimodality_coefficient;
    double ashman_d;       /* of the mixture of two */
    double antimode_depth; /* at the deepest valley; NAN: there is none */
    size_t n_components;   /* with the best BIC; 0: not fitted */
    struct mixture fits[MAX_COMPONENTS];
    double bandwidth;       /* Sheather and Jones: modes are found with it */
    double shown_bandwidth; /* of the density that is drawn */
    size_t n_modes; /* 1 unless multimodal; 0 if nothing could be done */
    struct mode modes[MAX_MODES]; /* left to right */
};

struct modality {
    size_t n, n_not_positive; /* the latter are not on the log scale */
    double resolution;        /* 0: none found */
    size_t n_dip;             /* values the dips were taken on */
    double dip_recorded, dip_recorded_p; /* linear, rounding not undone */
    struct modality_scale scales[2];
    /* Into `scales`, so do not copy this struct. main is log if it can be. */
    const struct modality_scale *main, *other;
};

struct modality_options {
    double level;       /* of the intervals */
    size_t n_resamples; /* of Silverman's test: 500 */
    size_t n_intervals; /* resamples for the locations: 200; 0: no interval */
    size_t n_starts;    /* of each mixture: 20; 0: no mixtures */
    size_t n_dip;       /* samples for the p of the dip; 0: from the table */
    bool is_rough;      /* draw the density by Silverman's rule of thumb */
    bool only_main;     /* leaves the other scale out (verdict inconclusive) */
};

struct modality_options modality_defaults(void);

/* Examines a sample. Time does not grow with n but for one pass over the values
 * (the resolution) and O(log n) for each of some thousand bins. When there are
 * more than 65,536 values the dips are taken on about so many, drawn with equal
 * probability, and p is that of the smaller sample. */
void modality_examine(const struct sample *sample,
                      const struct modality_options *options,
                      struct random_stream *random, struct modality *modality);

/* The mode that x belongs to: 0 ... n_modes - 1. */
size_t modality_mode_of(const struct modality_scale *scale, double x);

/* "unimodal", "multimodal", "inconclusive". */
const char *verdict_name(enum verdict verdict);

#endif
