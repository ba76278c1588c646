#ifndef LOG_PROBE_H
#define LOG_PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "log/cell.h"

/* What the columns or paths of a log hold, found by reading its head (and, if
 * it is large, samples from its middle and its end): enough to decide what
 * each of them means before it is read in earnest. */

enum { PROBE_SAMPLE = 1024, PROBE_TEXTS = 8, PROBE_COLUMNS = 4096 };

struct probe_column {
    const char *name; /* of the column; of a path "a.b.c" */
    size_t n_null, n_text, n_number, n_flag;
    size_t n_nested;  /* lists, and objects that were not entered */
    size_t n_entered; /* objects whose members are columns themselves */
    size_t n_date;    /* texts that are dates with a time */
    size_t n_comma;   /* texts that would be numbers with a decimal comma */
    size_t n_point;   /* texts that are numbers with a decimal point */
    size_t n_unit;    /* numbers that bring their unit of time */
    size_t n_integer; /* numbers without a fraction */
    double min, max;  /* of the numbers */
    double *sample;   /* of the numbers and dates (ns), in order */
    size_t n_sample, stride, skipped;
    const char *texts[PROBE_TEXTS]; /* the first different texts */
    size_t n_texts;
    bool has_more_texts;
    bool is_around; /* stands around the records, not in them */
};

struct probe {
    struct arena *arena;
    struct probe_column *columns; /* in order of appearance */
    size_t n, capacity;
    uint32_t *slots;
    size_t n_slots;
    size_t n_records, n_bad;     /* seen; not readable */
    bool may_have_decimal_comma; /* set by a reader whose delimiter is none */
    struct number_form form;
    bool is_full; /* more than PROBE_COLUMNS names: the rest is not looked at */
};

void probe_init(struct probe *probe, struct arena *arena);
void probe_release(struct probe *probe);

/* The column of this name, made if it is new; SIZE_MAX if it is full. */
size_t probe_column(struct probe *probe, const char *name, size_t n);

/* The column of this name; SIZE_MAX if there is none. */
size_t probe_find(const struct probe *probe, const char *name);

/* Counts a cell of a column. */
void probe_cell(struct probe *probe, size_t index, const struct cell *cell);

/* Decides what holds for the log as a whole, when all was seen. */
void probe_finish(struct probe *probe);

/* The median of the sample; NAN if there are no numbers. */
double probe_median(const struct probe_column *column);

/* Most of the cells that are there are numbers. */
bool probe_is_number(const struct probe_column *column);

/* Cells that are there and no null. */
size_t probe_present(const struct probe_column *column);

#endif
