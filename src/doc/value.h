#ifndef DOC_VALUE_H
#define DOC_VALUE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "data/estimate.h"

/* A tree for machines: what results.json prints. Values live in the arena
 * that they are made in. Keys are static texts of the program or copies that
 * live as long; the order of members is the order of value_set. */
enum value_kind {
    VALUE_NULL,
    VALUE_BOOL,
    VALUE_NUMBER,  /* NAN and infinities print as null */
    VALUE_INTEGER, /* 64 bits, never through a double */
    VALUE_TEXT,
    VALUE_ARRAY,
    VALUE_OBJECT,
};

struct value {
    enum value_kind kind;
    union {
        bool truth;
        double number;
        int64_t integer;
        const char *text;
    };
    const char *key;            /* within an object */
    struct value *first, *last; /* members of an array or object */
    struct value *next;
};

struct value *value_null(struct arena *arena);
struct value *value_bool(struct arena *arena, bool truth);
struct value *value_number(struct arena *arena, double number);
struct value *value_integer(struct arena *arena, int64_t integer);
struct value *value_text(struct arena *arena, const char *text); /* copied;
                                                     NULL becomes null */
struct value *value_array(struct arena *arena);
struct value *value_object(struct arena *arena);

/* {"value", "low", "high", "level", "method"}; open ends and what could not
 * be computed are null. */
struct value *value_estimate(struct arena *arena,
                             const struct estimate *estimate);

/* The same members, into an object that has others. */
void value_set_estimate(struct arena *arena, struct value *object,
                        const struct estimate *estimate);

/* Both take over the child and return it, so that it can be filled. */
struct value *value_set(struct value *object, const char *key,
                        struct value *child);
struct value *value_append(struct value *array, struct value *child);

/* The member, or NULL. */
const struct value *value_get(const struct value *object, const char *key);

#endif
