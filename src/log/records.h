#ifndef LOG_RECORDS_H
#define LOG_RECORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/source.h"
#include "base/text.h"
#include "log/cell.h"
#include "log/format.h"
#include "log/json_slice.h"

/* The requests of a file that are no lines: where the raw JSON of each one is,
 * and what stands around it. A layout finds them; most of them only point
 * into the source, some make a small object out of several places. */

struct record {
    const char *text; /* an object, with SOURCE_PADDING bytes behind it */
    size_t n;         /* 0: the document is broken here */
    size_t offset;    /* in the source */
    size_t index;     /* in its list */
    size_t document;  /* which one of the file, from 1 */
    const char *list; /* the name of the list, if several were read; NULL */
    const char *key;  /* in a map; NULL */
    size_t n_key;
    size_t around; /* NOTHING_AROUND, or the innermost object */
};

#define NOTHING_AROUND ((size_t)-1)

/* A plain value of an object around records. Its column is called after where
 * it stands: "/model" in the outermost object, "^model" in the innermost one,
 * "^^model" in the one around that. */
struct around_value {
    size_t name;
    struct cell cell;
};

struct around {
    size_t parent;
    struct around_value *values;
    size_t n;
};

struct records {
    struct arena *arena;
    const struct source *source;
    struct record *items; /* by offset */
    size_t n, capacity;
    struct around *arounds;
    size_t n_arounds, arounds_capacity;
    const char **names; /* of the columns around */
    size_t n_names, names_capacity;
};

/* All lives in the arena but the lists, which records_release frees. */
void records_init(struct records *records, const struct source *source,
                  struct arena *arena);
void records_release(struct records *records);

struct record *records_add(struct records *records);

/* Room for n bytes of a record that is made. */
char *records_room(struct records *records, size_t n);

/* Reads the plain values of the objects that a slicer went through; more[i] is
 * the number of objects between the innermost of them and the records. Their
 * indices are the slicer's, behind those that were there: the first one is
 * returned. */
size_t records_add_arounds(struct records *records, const struct slicer *slicer,
                           const struct slice_path *path, size_t n_more);

/* The object itself; `parent` is the one around it. */
size_t records_add_around(struct records *records, const char *text,
                          const char *prefix, size_t parent,
                          const struct slice_step *except);

/* The layouts. */
void records_at_path(struct records *records, const struct format *format);
void records_of_arrays(struct records *records, const struct format *format);
void records_by_pivot(struct records *records, const struct format *format);

/* A format with the layout of a file that nobody knows, made in the arena: the
 * largest list or map of objects that share names with two fields, or arrays
 * of one length that do. NULL if there is none, or if each line is a request
 * already. */
const struct format *records_guess(const struct source *source,
                                   struct arena *arena, struct text *why);

#endif
