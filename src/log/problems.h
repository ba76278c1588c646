#ifndef LOG_PROBLEMS_H
#define LOG_PROBLEMS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "log/intake.h"

/* What could not be read, counted by kind and field; the first of each kind
 * are kept with their place. Places are offsets: lines are counted only when
 * somebody wants to see them. */

struct problem {
    const char *code;  /* static text */
    const char *field; /* NULL: the whole row; lives as long as the schema */
    bool rejects_row;
    size_t count;
    struct {
        size_t offset;
        const char *text;
    } first[PROBLEM_PLACES];
    size_t n_first;
};

struct problems {
    struct problem *items;
    size_t n, capacity;
};

void problems_release(struct problems *problems);

/* Counts one. `text` is what stands there; it is copied into the arena, cut
 * and made printable, if the place is kept. */
void problems_add(struct problems *problems, struct arena *arena,
                  const char *code, const char *field, bool rejects_row,
                  size_t offset, const char *text, size_t n);

/* Adds what was found in a later part of the same log. */
void problems_merge(struct problems *problems, struct arena *arena,
                    const struct problems *more);

/* Whether `strict` ends at problems of this kind; "zero-is-missing" and the
 * like are told but are no errors. */
bool problem_is_error(const char *code);

/* What is wrong, for a message: "'abc' is not a number". */
char *problem_text(struct arena *arena, const char *code, const char *text);

#endif
