#ifndef STUDY_TEST_H
#define STUDY_TEST_H

#include "data/sample.h"
#include "stat/proportion.h"
#include "stat/test_result.h"
#include "study/frame.h"

/* Single tests, intervals and effect sizes by name, for people who know what
 * they want: `llmstats test`. A kind says what it works on; test_gather takes
 * that from the table, once for each result, and the kind's `run` computes. */

/* What a kind works on. Groups are the values of --by, else the files. */
enum test_takes {
    TAKES_SAMPLE,     /* one column; every group has its own result */
    TAKES_SERIES,     /* the same, where the order matters */
    TAKES_COLUMNS,    /* two columns, row by row; every group its own result */
    TAKES_TWO,        /* two groups, or two columns */
    TAKES_PAIRS,      /* two groups paired by --block, or two columns */
    TAKES_GROUPS,     /* two groups or more */
    TAKES_BLOCKS,     /* two groups or more, each once in every block */
    TAKES_RUNS,       /* runs; every group of --by has its own result */
    TAKES_ARMS,       /* two groups of runs, one value a run */
    TAKES_EACH_COUNT, /* counts, each with its own result */
    TAKES_TWO_COUNTS, /* two counts */
    TAKES_COUNTS,     /* two counts or more */
    TAKES_P,          /* p-values */
};

/* In words, for the list of tests: "two groups". */
extern const char *const test_takes_words[];

/* The flags that only some kinds take. */
enum test_flag {
    TEST_METHOD = 1 << 0,
    TEST_STATISTIC = 1 << 1,
    TEST_MARGIN = 1 << 2,
    TEST_LAG = 1 << 3,
    TEST_RESAMPLES = 1 << 4,
    TEST_BLOCK = 1 << 5,
    TEST_ORDER = 1 << 6,
    TEST_RUN = 1 << 7,
    TEST_COLUMNS = 1 << 8, /* --x and --y */
    TEST_GIVEN = 1 << 9,
    TEST_COUNTS = 1 << 10,
    TEST_P = 1 << 11,
    TEST_METRIC = 1 << 12,
    TEST_BY = 1 << 13,
};

enum test_method { TEST_AUTO, TEST_EXACT, TEST_ASYMPTOTIC, TEST_PERMUTATION };
extern const char *const test_method_names[]; /* without AUTO; NULL ends */
extern const char *const test_statistic_names[];

enum { TEST_DEFAULT_LAG = 10, TEST_DEFAULT_RESAMPLES = 9999 };

/* What was asked for; NULL, 0 and NAN: not given. */
struct test_options {
    const char *metric, *run, *block, *order, *x, *y;
    const char *const *by, *const *given;
    size_t n_by, n_given;
    enum test_method method;
    const char *statistic;
    double margin;
    size_t lag, resamples;
    const struct count *counts;
    size_t n_counts;
    const double *p;
    size_t n_p;
    double level;
    uint64_t seed;
};

/* What one result is computed from. */
struct test_data {
    const struct test_options *options;
    struct arena *arena;
    const char **labels; /* of the groups, counts or columns */
    size_t n_groups;
    struct series *groups;      /* NULL for counts and p-values */
    const double *order;        /* of a series: seconds or --order; or NULL */
    const double *const *given; /* further columns beside two */
    const double *blocks;       /* [block * n_groups + group] */
    size_t n_blocks;
    const struct count *counts; /* [n_groups] */
    bool is_paired;             /* groups[0] and groups[1] row by row */
    const char *stratum;        /* of TAKES_RUNS with --by; or NULL */
};

struct test_answer {
    struct test_result result;
    const double *adjusted;   /* [n_p], or NULL */
    struct value *parameters; /* object */
    struct value *details;    /* object: what else the test knows */
    const char *needs;        /* why there is no result, if not the usual */
};

struct test_kind {
    const char *name;
    const char *summary;   /* one line, for the list */
    const char *assumes;   /* one sentence */
    const char *needs;     /* without it the result is undefined */
    const char *reference; /* who found it */
    enum test_takes takes;
    unsigned flags;      /* enum test_flag, beside those of what it takes */
    unsigned required;   /* of these */
    enum unit unit;      /* of the estimate */
    bool in_metric_unit; /* the estimate is in the unit of the metric */
    void (*run)(const struct test_data *data, struct test_answer *answer);
};

/* All kinds, by what they take; ends with NULL. */
extern const struct test_kind *const test_kinds[];

/* The kind with this name; NULL after an error, which names the nearest. */
const struct test_kind *test_find(const char *name, struct error *error);

/* All flags that a kind takes. */
unsigned test_flags(const struct test_kind *kind);

/* Are the options given those that the kind can use, and are those that it
 * needs among them? */
bool test_check(const struct test_kind *kind,
                const struct test_options *options, size_t n_files,
                struct error *error);

/* The data of each result, in the arena of the document. `frame` is NULL if no
 * file is read. Notes go to the section. Errors: no such column, too many or
 * too few groups. */
bool test_gather(const struct test_kind *kind,
                 const struct test_options *options, struct frame *frame,
                 struct doc *doc, struct test_data **data, size_t *n_data,
                 struct error *error);

/* Gathers, computes and tells: "tests" of the data, and a section. `frame` is
 * NULL if no file is read. The options are checked and outlive the document. */
bool test_run(const struct test_kind *kind, const struct test_options *options,
              struct frame *frame, struct doc *doc, struct error *error);

/* For the kinds: something more that the test knows, or was told. */
void test_detail(const struct test_data *data, struct test_answer *answer,
                 const char *key, double number);
void test_parameter(const struct test_data *data, struct test_answer *answer,
                    const char *key, double number);
void test_parameter_text(const struct test_data *data,
                         struct test_answer *answer, const char *key,
                         const char *text);

/* With --run, a group is its runs with one value each: tells which. */
void test_tell_runs(const struct test_data *data, struct test_answer *answer);

/* An answer that is one estimate with an interval. */
struct test_result test_of_estimate(const char *name, struct estimate estimate);

#endif
