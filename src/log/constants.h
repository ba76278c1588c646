#ifndef LOG_CONSTANTS_H
#define LOG_CONSTANTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "data/table.h"

/* Fields that a flag sets for every row: --set FIELD=VALUE, and what a name
 * pattern such as '{model}_{concurrency}' finds in a file's name. */

struct constant {
    enum field field;
    const char *text;
    double number; /* KIND_NUMBER, in canonical units */
    int64_t time;  /* KIND_TIME */
    const char *decided_by;
};

/* "FIELD=VALUE". `what` is the flag, for messages. */
bool constant_parse(struct constant *constant, const char *text,
                    const char *what, struct arena *arena, struct error *error);

/* The canonical field of a flag, or an error that says which was meant. */
bool constant_field(enum field *field, const char *name, size_t n,
                    const char *what, struct error *error);

/* What the pattern finds in the name (without folders and extensions); room
 * for N_FIELDS. Where several ways fit, numbers decide, then the longest first
 * part: "{model}_{concurrency}" makes "llama_70b" and 16 of "llama_70b_16". */
bool constants_of_name(struct constant *constants, size_t *n,
                       const char *pattern, const char *name,
                       struct arena *arena, struct error *error);

/* Sets the rows first .. first + n - 1. */
void constant_apply(const struct constant *constant, struct table *table,
                    size_t first, size_t n);

/* Calls the runs of the rows, which are numbers, after the file that they are
 * in: "NAME#2", or "NAME" if there is only one. */
void constant_name_runs(const char *name, struct table *table, size_t first,
                        size_t n);

/* The name of a file without folders, compression and extension. */
char *file_stem(struct arena *arena, const char *path);

#endif
