#ifndef LOG_NAME_H
#define LOG_NAME_H

#include <stdbool.h>
#include <stddef.h>

#include "data/field.h"

/* The names that logs give to things, made comparable: case, separators and
 * camelCase do not matter, and a unit at the end is taken off. */

/* A unit as a log writes it. */
struct unit_word {
    const char *word; /* "ms" */
    enum unit unit;   /* what it measures; UNIT_SECONDS also for times */
    double scale;     /* this many canonical units */
    int power;        /* of ten, to nanoseconds; of UNIT_SECONDS */
    const char *name; /* as it is shown */
};

/* The unit that this word means, or NULL. The case does not matter. */
const struct unit_word *unit_word_find(const char *word, size_t n);

/* Whether a field can be given in this unit. */
bool unit_word_fits(const struct unit_word *unit, enum field field);

/* The words for units, for messages: "s, ms, us, ns, USD, cents". */
extern const char unit_word_names[];

enum { NAME_SIZE = 128 };

/* "Latency (ms)" is "latencyms" as a whole, and has the stem "latency" and the
 * unit ms. Without a unit the stem is the whole. */
struct name {
    char whole[NAME_SIZE];
    char stem[NAME_SIZE];
    const struct unit_word *unit;
};

void name_make(struct name *name, const char *text, size_t n);

/* The whole alone: only letters, digits and what is not ASCII. */
void name_squash(char whole[NAME_SIZE], const char *text, size_t n);

/* True if the names are the same but for case and separators. */
bool name_equal(const char *a, const char *b);

#endif
