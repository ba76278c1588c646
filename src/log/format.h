#ifndef LOG_FORMAT_H
#define LOG_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/source.h"
#include "data/field.h"
#include "log/name.h"

/* What a harness calls things is data: one small INI file a harness, read
 * from data/formats (doc/FORMATS.md describes it). A format says how to know
 * its logs, where the requests stand in them and what its names mean. */

enum { FORMAT_TERMS = 4 };

/* What is taken of a value that is a list: "sum(itls)". */
enum list_function {
    LIST_NONE, /* the value itself */
    LIST_SUM,
    LIST_MEAN,
    LIST_COUNT,
    LIST_FIRST,
    LIST_LAST,
    LIST_PAIR, /* [seconds, nanoseconds] */
};

struct format_term {
    const char *column;
    enum list_function function;
    int sign;
};

/* "FIELD = COLUMN : UNIT" or "FIELD = A + f(B) - C : UNIT". The first line of
 * a field whose columns are all there is taken. */
struct format_field {
    enum field field;
    const char *text; /* as written, without the unit */
    struct format_term terms[FORMAT_TERMS];
    size_t n_terms;               /* 0: no column is this field */
    const struct unit_word *unit; /* NULL: to be found out */
};

/* "OUTCOME = CONDITION": the first one that holds tells how a request ended,
 * whatever else the log says. */
struct format_rule {
    const char *outcome, *condition;
};

/* Rows that are requests: the column matches the expression. */
struct format_select {
    const char *column, *pattern;
};

/* What its moments count from. */
enum format_clock { CLOCK_UNKNOWN, CLOCK_EPOCH, CLOCK_MONOTONIC };

struct format_names {
    const char **items;
    size_t n;
};

struct format {
    const char *name;  /* of the file, without ".ini" */
    const char *title; /* for people */
    const char *note;  /* what to know about it; NULL */

    /* How to know it: all of these keys, none of those, a first line. */
    struct format_names keys, without;
    const char *line; /* POSIX extended expression; NULL */

    /* Where the requests are. NULL: one a line or row. */
    const char *records;        /* path of them (json_slice.h) */
    const char *arrays;         /* path of objects that hold parallel arrays */
    const char *rows;           /* the array that has one element a request */
    const char *pivot;          /* the metric that there is once a request */
    const char *metric, *value; /* the columns of its name and value */
    const char *attributes;     /* a list of {key, value} to be unfolded */
    const char *id, *parent;    /* of spans: only the innermost are taken */
    struct format_select select;
    struct format_names columns; /* of a CSV without a header */
    char delimiter;              /* 0: look */

    struct format_field *fields;
    size_t n_fields;
    struct format_rule *rules;
    size_t n_rules;
    bool failures_unknown; /* it does not write failed requests */
    enum format_clock clock;
};

/* All formats that come with the program, by name. They live in the arena. */
struct formats {
    struct format *items;
    size_t n;
};

bool formats_read(struct formats *formats, struct arena *arena,
                  struct error *error);

/* One format from a file of the user's. */
bool format_read(struct format *format, const char *path, struct arena *arena,
                 struct error *error);

/* By name; NULL if there is none. */
const struct format *formats_find(const struct formats *formats,
                                  const char *name);

/* The format that most of the file speaks for; NULL if none does. */
const struct format *formats_detect(const struct formats *formats,
                                    const struct source *source);

#endif
