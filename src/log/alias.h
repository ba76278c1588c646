#ifndef LOG_ALIAS_H
#define LOG_ALIAS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "data/field.h"
#include "log/name.h"

/* The names of all fields (data/field.c), made ready for looking up. */
struct aliases;

struct aliases *aliases_create(struct arena *arena);

/* How a column or path fits a field. Smaller numbers are better. */
struct alias_match {
    bool fits;
    bool is_weak;                 /* by a name behind "@" */
    unsigned n_above;             /* components of the path that were ignored */
    unsigned rank;                /* of the name among those of the field */
    const struct unit_word *unit; /* in which the name ends, if it is one of
                                     the field's; else NULL */
};

/* matches[field] for every field: by the whole path or, failing that, by as
 * many of its last components as make a name of the field. */
void aliases_match(const struct aliases *aliases, const char *path,
                   struct alias_match matches[N_FIELDS]);

#endif
