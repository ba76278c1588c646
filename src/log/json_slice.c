#include "log/json_slice.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "log/json_scan.h"

/* "{a,b}" from behind the brace; NULL if it does not close. */
static const char *parse_names(struct slice_step *step, const char *at,
                               struct arena *arena)
{
    const char *close = strchr(at, '}');

    if (!close)
        return NULL;
    step->kind = SLICE_ANY;
    while (at < close && step->n_names < SLICE_NAMES) {
        size_t n = strcspn(at, ",}");

        step->kind = SLICE_KEY;
        step->names[step->n_names++] = arena_text_n(arena, at, n);
        at += n + (at[n] == ',');
    }
    return close + 1;
}

static const char *parse_step(struct slice_step *step, const char *at,
                              struct arena *arena)
{
    size_t n;

    if (strncmp(at, "[]", 2) == 0) {
        step->kind = SLICE_LIST;
        return at + 2;
    }
    if (*at == '{')
        return parse_names(step, at + 1, arena);
    n = strcspn(at, ".[{");
    step->kind = SLICE_KEY;
    step->names[step->n_names++] = arena_text_n(arena, at, n);
    return n ? at + n : NULL;
}

bool slice_path_parse(struct slice_path *path, const char *text,
                      struct arena *arena, struct error *error)
{
    const char *at = text;

    memset(path, 0, sizeof *path);
    while (at && *at && path->n_steps < SLICE_STEPS) {
        at = parse_step(&path->steps[path->n_steps], at, arena);
        path->n_objects += path->steps[path->n_steps].kind != SLICE_LIST;
        path->n_steps++;
        if (at && *at == '.')
            at++;
    }
    return at && !*at
               ? true
               : error_set(error, NULL, "'%s' is no path of records", text);
}

void slicer_release(struct slicer *slicer)
{
    free(slicer->objects);
}

static size_t add_object(struct slicer *slicer, const char *text, size_t step,
                         size_t parent)
{
    struct slice_object *object;

    if (slicer->n_objects == slicer->capacity) {
        slicer->capacity = slicer->capacity ? 2 * slicer->capacity : 16;
        slicer->objects = memory_resize(slicer->objects, slicer->capacity,
                                        sizeof *slicer->objects);
    }
    object = &slicer->objects[slicer->n_objects];
    object->text = text;
    object->step = step;
    object->parent = parent;
    return slicer->n_objects++;
}

static const char *name_of(const struct slice_step *step,
                           const struct json_member *member)
{
    for (size_t i = 0; i < step->n_names; i++)
        if (strlen(step->names[i]) == member->n_key &&
            memcmp(step->names[i], member->key, member->n_key) == 0)
            return step->names[i];
    return NULL;
}

/* Whether the path goes on at this member; `slice` learns its name. */
static bool leads_on(const struct slice_step *step,
                     const struct json_member *member, struct slice *slice)
{
    const char *name;

    if (step->kind == SLICE_ANY) {
        slice->key = member->key;
        slice->n_key = member->n_key;
    }
    if (step->kind != SLICE_KEY)
        return true;
    name = name_of(step, member);
    if (name && step->n_names > 1)
        slice->list = name;
    return name != NULL;
}

/* The value at `at`, to which the first `step` steps of the path led. Returns
 * the byte behind it, or NULL if the text ends within it. */
static const char *walk(struct slicer *slicer, const struct slice_path *path,
                        size_t step, const char *at, const char *end,
                        struct slice slice)
{
    struct json_cursor cursor;
    struct json_member member;
    bool is_list;

    if (step == path->n_steps) {
        slice.text = at;
        at = json_skip_value(at, end);
        if (at) {
            slice.n = (size_t)(at - slice.text);
            slicer->seen = at;
            slicer->see(slicer->context, &slice);
        }
        return at;
    }
    is_list = path->steps[step].kind == SLICE_LIST;
    if (*at != (is_list ? '[' : '{'))
        return json_skip_value(at, end);
    if (!is_list)
        slice.object = add_object(slicer, at, step, slice.object);
    json_enter(&cursor, at, end);
    while (json_next(&cursor, &member)) {
        struct slice inner = slice;

        if (!leads_on(&path->steps[step], &member, &inner))
            continue;
        inner.index = cursor.n - 1;
        cursor.at = walk(slicer, path, step + 1, member.value, end, inner);
    }
    return cursor.at;
}

/* Commas, and the record separators of RFC 7464, may stand between. */
static const char *skip_between(const char *at, const char *end)
{
    while (at < end && (strchr(" \t\r\n,\x1e", *at) && *at))
        at++;
    return at;
}

/* Where a document may begin behind what is broken: at a bracket that opens a
 * line, behind all that was seen. */
static const char *next_document(const char *at, const char *end)
{
    while ((at = memchr(at, '\n', (size_t)(end - at)))) {
        at++;
        if (at < end && (*at == '{' || *at == '['))
            return at;
    }
    return end;
}

void slice_documents(struct slicer *slicer, const struct slice_path *path,
                     const char *text, const char *end)
{
    enum { MOST_BROKEN = 100 }; /* each may have been searched to the end */
    const char *at = skip_between(text, end), *next;
    struct slice slice = {.object = NO_OBJECT};
    size_t n_broken = 0;

    while (at < end) {
        slicer->seen = at;
        slice.document++;
        next = walk(slicer, path, 0, at, end, slice);
        if (!next) {
            slice.text = slicer->seen;
            slicer->see(slicer->context, &slice);
            next = ++n_broken < MOST_BROKEN ? next_document(slicer->seen, end)
                                            : end;
        }
        at = skip_between(next, end);
    }
}
