#ifndef STUDY_FRAME_H
#define STUDY_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/group.h"
#include "data/sample.h"
#include "doc/doc.h"
#include "log/intake.h"
#include "stat/compat.h"
#include "stat/moments.h"

struct cost_options;
struct pricing;
struct quantile;

/* What all studies share: which rows count, their groups and runs, and the
 * sorted samples of each metric, made once. */

enum population {
    POPULATION_OK,     /* outcome ok and unknown */
    POPULATION_ALL,    /* every request with a value */
    POPULATION_FAILED, /* failed requests count as infinitely slow */
    N_POPULATIONS,
};

extern const char *const population_names[]; /* ends with NULL */

enum outcome {
    OUTCOME_UNKNOWN,
    OUTCOME_OK,
    OUTCOME_FAILED,
    OUTCOME_CANCELLED,
    OUTCOME_UNFINISHED,
    N_OUTCOMES,
};

extern const char *const outcome_names[N_OUTCOMES];

struct study_options {
    const char *const *by; /* NULL: workload, if the log has more than one */
    size_t n_by;
    const char *const *metrics; /* NULL: those that the log has */
    size_t n_metrics;
    bool counts_errors;        /* of metrics, "error_rate" is no column */
    const double *percentiles; /* 0 to 1, ascending */
    size_t n_percentiles;
    double level;
    int quantile_type;
    const struct compat *as; /* percentiles by the rule of a tool; NULL */
    bool is_smooth;          /* Harrell and Davis' percentiles too */
    size_t n_dip_samples;    /* for the p of the dip; 0: from the table */
    bool is_rough;           /* densities by Silverman's rule of thumb */
    uint64_t seed;
    const char *where, *since, *until; /* NULL: no limit */
    size_t skip_first;                 /* of each run, by start */
    enum population population;
    const struct cost_options *cost; /* study/pricing.h; NULL: no prices */
};

/* A number of each request that is studied. */
struct metric {
    const char *name; /* canonical key, or the log's own */
    const char *label;
    enum unit unit;
    enum direction better;
    const double *values;           /* [n_rows]; of the table or the frame */
    struct metric_samples *samples; /* see frame_samples.c */
};

struct frame {
    const struct intake *intake;
    const struct table *table;
    const struct study_options *options;
    struct doc *doc;
    struct arena *arena; /* of the document */
    size_t n_kept; /* rows after --where, --since, --until, --skip-first */
    uint8_t *kept;
    uint8_t *outcomes;           /* [n_rows]: enum outcome */
    uint8_t *counted;            /* kept rows in the population */
    struct grouping *groups;     /* of kept rows; NULL: only the whole */
    struct grouping *runs;       /* of kept rows; NULL: no run is known */
    struct codes counted_groups; /* group_at: the group of each counted row */
    size_t n_strata; /* groups, or 1: the whole, where there are none */
    struct metric *metrics;
    size_t n_metrics;
    struct value **group_values; /* [1 + n_groups]: GROUP, the whole first */
    struct quantile *quantiles;  /* see percentile_of; in the arena */
    double *infinite_latency;    /* POPULATION_FAILED: owned */
    struct run_numbers *run_numbers; /* see run_numbers_of; in the arena */
    bool tests_runs;                 /* they will be asked for their tests */
    const struct pricing *pricing;   /* see pricing_of; in the arena */
    struct throughput *throughput;   /* see throughput_of; in the arena */
    struct table *spent; /* the table, of which studies_run drops what no study
                            to come looks at; NULL: it stays as it is */
};

/* Error: a bad filter or column, or no row left. Release it in any case. */
bool frame_init(struct frame *frame, const struct intake *intake,
                const struct study_options *options, struct doc *doc,
                struct error *error);
void frame_release(struct frame *frame);

/* Whether every log has the requests that failed. */
bool frame_knows_failures(const struct frame *frame);

/* Whether this metric is counted from outcomes and no metric of the frame. */
bool names_error_rate(const struct study_options *options, const char *metric);

/* For frame_init: counts or sorts the values of each cell of all metrics; and
 * the opposite. */
void frame_sort_metrics(struct frame *frame);
void frame_release_metrics(struct frame *frame);

/* The label within a sentence: "time to first token"; a column of the log's own
 * keeps its name. */
const char *metric_words(const struct frame *frame,
                         const struct metric *metric);

/* The metric of this name, or NULL if it is not studied. */
const struct metric *frame_metric(const struct frame *frame, const char *name);

/* Groups and the whole in one numbering: 0 is the whole, g the group g - 1. */
size_t frame_n_groups(const struct frame *frame);
const char *frame_group_label(const struct frame *frame, size_t g);
/* "workload"; "model, stream" if there are more columns; NULL: no groups. */
const char *frame_groups_name(const struct frame *frame);
size_t frame_group_size(const struct frame *frame, size_t g);
/* The cell (frame_cell_samples) of each row that counts, as group_at has it;
 * codes_release them. */
struct codes frame_cells(const struct frame *frame);

/* The values of a metric in group g, sorted. They are made when they are first
 * asked for, and live until frame_drop_samples. */
const struct sample *frame_sample(const struct metric *metric, size_t g);

/* What is known of that sample without making it. */
size_t frame_n_values(const struct metric *metric, size_t g);
double frame_least(const struct metric *metric); /* of all; NAN: no value */

/* The moments of the whole, which are kept. */
struct moments frame_moments(const struct metric *metric);

/* One sample a cell [run * n_strata + stratum], perhaps as counts; no run is
 * known: as if there were one. */
const struct sample_set *frame_cell_samples(const struct metric *metric);

/* The whole of a metric from samples that together are all its values, unless
 * it is there: who has them saves making the groups. */
void frame_make_whole(const struct metric *metric,
                      const struct sample_set *parts);

/* How often each value of the whole occurs, if that is known already and worth
 * while; decimals_release it. False: it is not. */
bool frame_counts(const struct metric *metric, struct decimals *counts);

/* The whole, to be destroyed: whoever asks for it next has it made again. */
struct sample_set *frame_take_whole(const struct metric *metric);

/* Who is done with a metric for now gives back its samples, but for what it
 * would take long to make again: the cells, or only the whole. */
enum samples_kept { KEEP_CELLS, KEEP_WHOLE, KEEP_NOTHING };
void frame_drop_samples(const struct metric *metric, enum samples_kept kept);

/* One sample for each run, of one stratum or over all groups, from the cells;
 * sample_set_destroy it. */
struct sample_set *frame_stratum_samples(const struct frame *frame,
                                         const struct sample_set *cells,
                                         size_t stratum);
struct sample_set *frame_run_samples(const struct frame *frame,
                                     const struct sample_set *cells);

/* The group of a row that counts, 0 if there are no groups; else GROUP_NONE. */
static inline uint32_t frame_counted_group(const struct frame *frame,
                                           size_t row)
{
    return group_at(&frame->counted_groups, row);
}

/* One run's requests in group g, as a set of one sample; sample_set_destroy it.
 */
struct sample_set *frame_run_sample(const struct frame *frame,
                                    const struct sample_set *cells, size_t run,
                                    size_t g);

/* Does the row count in group g? */
static inline bool frame_row_counts(const struct frame *frame, size_t row,
                                    size_t g)
{
    uint32_t group = frame_counted_group(frame, row);

    return group != GROUP_NONE && (g == 0 || group == g - 1);
}

/* A group at the head of a table: one column each of --by, so that long names
 * cannot hide what differs. Fills heads (room for frame_n_by) and returns how
 * many; frame_group_cells fills a row of them. */
size_t frame_n_by(const struct frame *frame);
size_t frame_group_heads(const struct frame *frame, struct column_head *heads);
void frame_group_cells(struct frame *frame, struct doc_table *table, size_t g);

/* The finite values of the rows that count, in their order; free() them. */
double *frame_counted_values(const struct frame *frame, const double *values,
                             size_t *n);

/* A table of measures of each group, whose rows begin with
 * frame_group_cells. */
struct doc_table *frame_group_table(struct frame *frame,
                                    struct section *section, const char *key,
                                    const char *title,
                                    const struct column_head *measures,
                                    size_t n);

/* {"workload": "short"}; {} for the whole. */
struct value *frame_group_by(const struct frame *frame, size_t g);

/* The GROUP object of doc/RESULTS.md, and the object of a metric within its
 * "metrics": made if they are not there. */
struct value *frame_group_value(struct frame *frame, size_t g);
struct value *frame_metric_value(struct frame *frame, size_t g,
                                 const struct metric *metric);

#endif
