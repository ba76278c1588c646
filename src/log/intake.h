#ifndef LOG_INTAKE_H
#define LOG_INTAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "data/table.h"

/* From files to one table: finds what each file is, maps its names to fields,
 * reads it, derives what is absent and possible. What was decided, by whom,
 * and what could not be read is told in `inputs`. Knows no statistics. */

/* A column that a flag names (--metric, --by, --where, ...): a canonical field
 * or a column of the log's own, needed as this kind. */
struct wanted {
    const char *name;
    enum field_kind kind;
    bool is_optional; /* a log without it is fine */
};

struct intake_options {
    const char *const *maps; /* FIELD=COLUMN[:UNIT] */
    size_t n_maps;
    const char *const *sets; /* FIELD=VALUE, for every row */
    size_t n_sets;
    const struct wanted *wanted;
    size_t n_wanted;
    const char *format;         /* name or file of a format; NULL: look */
    const char *zone;           /* of naive times; NULL: UTC, and said */
    const char *name_pattern;   /* '{model}_{concurrency}'; NULL */
    const char *workload_rules; /* NULL: the article's */
    double max_expand;          /* 0: the default (base/source.h) */
    unsigned threads;           /* 0: the processors there are */
    bool is_quiet;              /* shows no progress */
    bool is_strict;             /* the first bad cell or row is an error */
    bool drops_duplicates;      /* rows whose request_id came before */
    bool keeps_all;             /* every column, for inspect and convert */
    const bool *needed;         /* [N_FIELDS]: read no other fields; NULL */
};

/* How a field of this input was found. */
struct input_mapping {
    const char *field;      /* canonical key or own name */
    const char *source;     /* column or path in the log, or "derived: ..." */
    const char *unit;       /* of the log: "ms", "s", "USD", ""; */
    double scale;           /* log times scale is the canonical unit */
    const char *decided_by; /* "--map", "suffix", "format", "magnitude",
                               "alias", "content", "derived" */
};

struct problem_place {
    size_t line, column; /* 0: not known */
    const char *text;    /* what stands there, cut and printable */
};

enum { PROBLEM_PLACES = 10 };

/* Bad cells or rejected rows of one kind. */
struct input_problem {
    const char *code; /* "ragged-row", "not-a-number", "zero-is-missing", ... */
    const char *field; /* NULL: the whole row */
    size_t count;
    bool rejects_row;
    struct problem_place first[PROBLEM_PLACES];
    size_t n_first;
};

struct input {
    const char *name, *digest, *format, *shape, *compression, *run;
    const char *why; /* it is believed to be that */
    size_t bytes;    /* of the file itself */
    size_t records, accepted, rejected;
    size_t first_row, n_rows; /* its rows in the table */
    bool failures_unknown;    /* this format does not write failed requests */
    bool is_monotonic;        /* its times have no epoch */
    struct input_mapping *mappings;
    size_t n_mappings;
    struct input_problem *problems;
    size_t n_problems;
    /* Columns there are but nothing uses, in the order of the file. */
    const char **unused;
    size_t n_unused;
};

/* Something the report must say about the reading as a whole. */
struct intake_note {
    bool is_caution; /* the figures may be wrong for it */
    const char *code, *text;
};

struct intake {
    struct arena *arena;
    struct table *table;
    struct input *inputs;
    size_t n_inputs;
    const char *workload_rules; /* in words; NULL: none was applied */
    struct intake_note *notes;
    size_t n_notes;
};

/* Reads all files in the order named; release it even after a failure.
 * Failing means unusable input: a directory, no file named, unreadable, empty,
 * a header alone, not a request log, the same file twice, a bad option. */
bool intake_read(struct intake *intake, const struct intake_options *options,
                 const char *const *paths, size_t n_paths, struct error *error);
void intake_release(struct intake *intake);

#endif
