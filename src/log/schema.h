#ifndef LOG_SCHEMA_H
#define LOG_SCHEMA_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "data/field.h"
#include "log/cell.h"
#include "log/format.h"
#include "log/intake.h"
#include "log/name.h"
#include "log/probe.h"

/* What the columns of one log mean: which of them are read, into which column
 * of the table, and how their numbers become canonical ones. Decided from a
 * probe, before the log is read; what is no slot is never parsed. */

struct slot {
    size_t column;    /* of the probe */
    const char *path; /* the name of that column */
    const char *name; /* of the table's column */
    enum field field; /* FIELD_NONE: one of the log's own */
    enum field_kind kind;
    double scale;         /* KIND_NUMBER: log times scale is canonical */
    int power;            /* KIND_TIME: log times 10^power is nanoseconds */
    bool is_epoch;        /* KIND_TIME: counts from 1970 */
    bool zero_is_missing; /* no such thing took no time at all */
    bool is_positive;     /* a negative value is a bad one */
    const char *unit;     /* of the log, as shown; "" */
    const char *decided_by;
    bool is_named; /* by a flag */
    size_t next;   /* the next slot of the same column; NO_SLOT */
};

#define NO_SLOT ((size_t)-1)

/* A column that a format makes of others: "ttfts + sum(itls)". */
struct computed {
    size_t column; /* of the probe, made for it */
    size_t first_term, n_terms;
};

struct term {
    size_t column; /* of the probe */
    enum list_function function;
    int sign;
};

struct schema {
    struct slot *slots;
    size_t n_slots;
    size_t *first; /* of each column of the probe: its first slot or NO_SLOT */
    const char **names; /* of the columns of the probe */
    size_t n_columns;
    struct computed *computed;
    size_t n_computed;
    struct term *terms;
    size_t n_terms;
    struct number_form form;
    int naive_offset; /* seconds east of UTC of times without a zone */
};

/* A --map, taken apart. */
struct map {
    const char *text; /* as given */
    enum field field;
    const char *column;           /* all behind the '=' */
    const struct unit_word *unit; /* of "COLUMN:UNIT", if it is one */
    size_t unit_at;               /* where ":UNIT" stands in column */
    atomic_bool is_used;          /* some log has the column; files are read
                                     side by side */
};

bool map_parse(struct map *map, const char *text, struct error *error);

struct schema_options {
    struct map *maps;
    size_t n_maps;
    const struct wanted *wanted;
    size_t n_wanted;
    const struct wanted *needed; /* by the rules of the format */
    size_t n_needed;
    const struct format *format; /* NULL: only names tell */
    int naive_offset;
    bool keeps_all;
};

/* Whether anything is made of a column: the others are never read. */
bool schema_reads(const struct schema *schema, size_t column);

/* The slot that a column fills and does nothing else; NO_SLOT: it fills none,
 * several, or is a term of others. */
size_t schema_only_slot(const struct schema *schema, size_t column);

/* Decides; all lives in the arena. Errors: a map with a unit that nobody
 * knows. The probe gets the columns that the format computes. */
bool schema_decide(struct schema *schema, const struct schema_options *options,
                   struct probe *probe, struct arena *arena,
                   const struct place *place, struct error *error);

/* A new slot that feeds a field from a column. */
struct slot *schema_add_field(struct schema *schema, const struct probe *probe,
                              size_t column, enum field field);
void slot_set_unit(struct slot *slot, const struct unit_word *unit,
                   const char *decided_by);

/* The slot of a field, or NULL. */
struct slot *schema_field(const struct schema *schema, enum field field);

/* Whether something was found that only a log of requests has: a duration, a
 * number of tokens, a cost, or a column that a flag names. */
bool schema_has_requests(const struct schema *schema);

#endif
