#ifndef STUDY_WORDS_H
#define STUDY_WORDS_H

#include "base/arena.h"
#include "data/estimate.h"
#include "data/unit.h"

/* Numbers as they stand within a sentence of a note or caption: "1.24 s",
 * "0.34 %", "1.2 s [1.1, 1.3]". The texts live in the arena. */
const char *words_number(struct arena *arena, enum unit unit, double number);
const char *words_estimate(struct arena *arena, enum unit unit,
                           struct estimate estimate);
/* "p99", "p99.9" */
const char *words_percentile(struct arena *arena, double p);
/* "10,000" */
const char *words_count(struct arena *arena, size_t n);
/* "1 request", "10,000 requests" */
const char *words_counted(struct arena *arena, size_t n, const char *one,
                          const char *many);

#endif
