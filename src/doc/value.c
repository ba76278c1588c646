#include "doc/value.h"

#include <string.h>

#include "base/error.h"

static struct value *make(struct arena *arena, enum value_kind kind)
{
    struct value *value = arena_alloc(arena, 1, sizeof *value);

    value->kind = kind;
    return value;
}

struct value *value_null(struct arena *arena)
{
    return make(arena, VALUE_NULL);
}

struct value *value_bool(struct arena *arena, bool truth)
{
    struct value *value = make(arena, VALUE_BOOL);

    value->truth = truth;
    return value;
}

struct value *value_number(struct arena *arena, double number)
{
    struct value *value = make(arena, VALUE_NUMBER);

    value->number = number;
    return value;
}

struct value *value_integer(struct arena *arena, int64_t integer)
{
    struct value *value = make(arena, VALUE_INTEGER);

    value->integer = integer;
    return value;
}

struct value *value_text(struct arena *arena, const char *text)
{
    struct value *value = make(arena, text ? VALUE_TEXT : VALUE_NULL);

    if (text)
        value->text = arena_text(arena, text);
    return value;
}

struct value *value_array(struct arena *arena)
{
    return make(arena, VALUE_ARRAY);
}

struct value *value_object(struct arena *arena)
{
    return make(arena, VALUE_OBJECT);
}

void value_set_estimate(struct arena *arena, struct value *object,
                        const struct estimate *estimate)
{
    value_set(object, "value", value_number(arena, estimate->value));
    value_set(object, "low", value_number(arena, estimate->low));
    value_set(object, "high", value_number(arena, estimate->high));
    value_set(object, "level",
              value_number(arena, estimate->level > 0 ? estimate->level
                                                      : (double)NAN));
    value_set(object, "method", value_text(arena, estimate->method));
}

struct value *value_estimate(struct arena *arena,
                             const struct estimate *estimate)
{
    struct value *object = value_object(arena);

    value_set_estimate(arena, object, estimate);
    return object;
}

static struct value *add(struct value *parent, struct value *child)
{
    if (child->next || child == parent)
        BUG("a value has one parent");
    if (parent->last)
        parent->last->next = child;
    else
        parent->first = child;
    parent->last = child;
    return child;
}

struct value *value_set(struct value *object, const char *key,
                        struct value *child)
{
    if (object->kind != VALUE_OBJECT)
        BUG("'%s' is set in what is no object", key);
    child->key = key;
    return add(object, child);
}

struct value *value_append(struct value *array, struct value *child)
{
    if (array->kind != VALUE_ARRAY)
        BUG("appending to what is no array");
    return add(array, child);
}

const struct value *value_get(const struct value *object, const char *key)
{
    for (const struct value *v = object->first; v; v = v->next)
        if (v->key && strcmp(v->key, key) == 0)
            return v;
    return NULL;
}
