#ifndef LOG_GLIMPSE_H
#define LOG_GLIMPSE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/source.h"

/* What a file holds at a glance, to tell one harness's log from another's: the
 * names of its columns or the paths of its keys, and how often each is there.
 *
 * A path is keys joined by points, "[]" for the elements of a list:
 * "benchmarks[].requests.successful[].request_id". In a map of records the
 * outermost keys are "{}". */

struct glimpse_key {
    const char *path;
    size_t n;
    size_t n_objects, n_lists, n_scalars; /* what its values are */
};

enum glimpse_kind { GLIMPSE_TEXT, GLIMPSE_CELLS, GLIMPSE_JSON };

struct glimpse {
    enum glimpse_kind kind;
    struct arena *arena;
    struct glimpse_key *keys;
    size_t n_keys;
    size_t *slots; /* of n_slots, a power of two: 1 + the number of a key */
    size_t n_slots;
    size_t n_documents; /* JSON: that were looked at */
    bool is_lines;      /* JSON: each document is a line */
    const char *line;   /* the first one that is not blank */
    size_t n_line;
};

/* Looks at the first megabytes. Views the source. */
void glimpse_take(struct glimpse *glimpse, const struct source *source);
void glimpse_release(struct glimpse *glimpse);

/* The same with the outermost keys as "{}". */
void glimpse_take_map(struct glimpse *glimpse, const struct source *source);

/* NULL if it is not there. */
const struct glimpse_key *glimpse_find(const struct glimpse *glimpse,
                                       const char *path);

#endif
