#ifndef STUDY_TEST_GATHER_H
#define STUDY_TEST_GATHER_H

#include "study/test.h"
#include "study/test_rows.h"

/* The parts of test_gather. What they make is in the arena of the document;
 * they are false after an error. */

struct gathering {
    const struct test_kind *kind;
    const struct test_options *options;
    struct frame *frame; /* NULL: counts and p-values only */
    struct doc *doc;
    struct arena *arena;
    struct section *section;
    struct test_data *data;
    size_t n_data;
};

/* Metric and groups of the tests that compare groups. */
struct compared {
    const double *metric;
    uint8_t *keep;
    struct test_parts parts;
};

/* Makes room for n results. */
struct test_data *gathering_make(struct gathering *g, size_t n);

/* Gives a result n groups, still without values. */
void gathering_label(struct test_data *data, const char **labels, size_t n);

void gathering_tell_missing(struct gathering *g, size_t n_missing);

/* The values of the rows of a segment, in its order. */
double *gathering_values(struct gathering *g,
                         const struct test_segments *segments,
                         const struct test_segment *segment,
                         const double *numbers);

/* As many groups as the kind compares, or an error that names them. */
bool gathering_parts(struct gathering *g, struct compared *compared,
                     struct error *error);

/* Groups of runs, with one value a run. */
bool gathering_arms(struct gathering *g, struct error *error);

/* Groups within blocks, with one value for both together. */
bool gathering_blocks(struct gathering *g, struct error *error);

/* Runs with all of their values. */
bool gathering_runs(struct gathering *g, struct error *error);

#endif
