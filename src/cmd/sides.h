#ifndef CMD_SIDES_H
#define CMD_SIDES_H

#include "log/intake.h"

/* The operands of compare: NAME=GLOB, or a file that is a side by itself. */
struct sides {
    struct arena *arena;
    char **paths; /* of all sides, in order */
    size_t n_paths;
    const char **names; /* [n_paths]: NULL: named after its run */
};

/* The column that sides_label fills. No log can have one of this name. */
extern const char sides_column[];

/* A word that names a file as it stands is that file; else "NAME=PATTERN" is
 * what glob(3) finds. Errors: a pattern without a match, an empty name. */
bool sides_init(struct sides *sides, char **words, size_t n,
                struct error *error);
void sides_release(struct sides *sides);

/* Gives each row of the table the name of its side. */
void sides_label(const struct sides *sides, struct intake *intake);

#endif
