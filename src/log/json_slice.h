#ifndef LOG_JSON_SLICE_H
#define LOG_JSON_SLICE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

/* Where the records of JSON documents stand. A document is not read as a
 * whole: the bracket scanner (json_scan.h) finds the raw text of each record
 * at the end of a path, and only that is given to the reader.
 *
 *   []                                  a list of records
 *   results[]                           a list at a key
 *   benchmarks[].requests.{ok,bad}[]    lists whose names mean something
 *   {}                                  a map: each value is a record
 *   (nothing)                           each document is a record
 *
 * A file may hold several documents, with or without line ends between. */

enum { SLICE_STEPS = 8, SLICE_NAMES = 8 };

enum slice_kind { SLICE_KEY, SLICE_ANY, SLICE_LIST };

struct slice_step {
    enum slice_kind kind;
    const char *names[SLICE_NAMES]; /* SLICE_KEY: one of these */
    size_t n_names;
};

struct slice_path {
    struct slice_step steps[SLICE_STEPS];
    size_t n_steps;
    size_t n_objects; /* around a record: steps that go into an object */
};

/* The texts of the path live in the arena. */
bool slice_path_parse(struct slice_path *path, const char *text,
                      struct arena *arena, struct error *error);

/* An object around records. */
struct slice_object {
    const char *text; /* its opening bracket */
    size_t step;      /* of the path that leads on from it */
    size_t parent;    /* NO_OBJECT: it is the outermost */
};

#define NO_OBJECT ((size_t)-1)

struct slice {
    const char *text;
    size_t n;         /* 0: the document is broken here */
    size_t index;     /* in its list, from 0 */
    const char *list; /* the last name of several that a step had; NULL */
    const char *key;  /* in a map, as written; NULL */
    size_t n_key;
    size_t document; /* which one of the file, from 1 */
    size_t object;   /* the innermost one around it; NO_OBJECT */
};

struct slicer {
    void (*see)(void *context, const struct slice *slice);
    void *context;
    struct slice_object *objects; /* in the order in which they begin */
    size_t n_objects, capacity;
    const char *seen; /* behind the last record */
};

void slicer_release(struct slicer *slicer);

/* Calls `see` for every record, in the order of the text. */
void slice_documents(struct slicer *slicer, const struct slice_path *path,
                     const char *text, const char *end);

#endif
