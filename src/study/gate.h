#ifndef STUDY_GATE_H
#define STUDY_GATE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"
#include "data/estimate.h"
#include "data/unit.h"
#include "study/statistic.h"

/* A limit that a build may hang on:
 *
 *   p95(latency) > +5%     against the base: a ratio
 *   p95(latency) > +200ms  against the base: a difference
 *   p99(latency) > 3s      a level
 *   error_rate > 1%        a level; +1% is one point more than the base
 *   per_1000(cost) > $2    also mean(), median(), rate(output_rate)
 *
 * It says when to fail. Units are s ms us min, %, $ (or USD); a bare number is
 * in the unit of the metric. */

enum gate_kind { GATE_LEVEL, GATE_RATIO, GATE_DIFFERENCE };

struct gate {
    const char *text;
    const char *metric; /* canonical key or a column; "error_rate" */
    struct statistic statistic;
    enum gate_kind kind;
    bool fails_above; /* '>' and '>=' */
    bool or_equal;    /* '>=' and '<=' */
    double limit;     /* canonical unit; a ratio: 0.05 for +5 % */
    enum unit unit;   /* as it was written; UNIT_NONE: a bare number */
};

/* Texts live in the arena. An error quotes the gate and says what is wrong. */
bool gate_parse(struct gate *gate, struct arena *arena, const char *text,
                struct error *error);

/* Does the limit's unit fit a metric of this unit? For error rates a change in
 * % is a difference of shares, hence no ratio: `gate` is changed to that. */
bool gate_fit(struct gate *gate, enum unit unit, struct error *error);

enum gate_outcome { GATE_PASSES, GATE_FAILS, GATE_CANNOT_TELL };

extern const char *const gate_outcome_names[3];

/* Fails if the interval lies wholly beyond the limit, passes if wholly within;
 * without an interval one cannot tell. */
enum gate_outcome gate_decide(const struct gate *gate,
                              const struct estimate *estimate);

#endif
