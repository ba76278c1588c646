#include "log/records.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "log/json_scan.h"

enum {
    MOST_AROUND = 256,    /* values of one object */
    LONGEST_AROUND = 200, /* text of one */
    DEEPEST_AROUND = 4,
};

void records_init(struct records *records, const struct source *source,
                  struct arena *arena)
{
    memset(records, 0, sizeof *records);
    records->source = source;
    records->arena = arena;
}

void records_release(struct records *records)
{
    free(records->items);
    free(records->arounds);
    free(records->names);
}

static void *grow(void *items, size_t n, size_t *capacity, size_t size)
{
    if (n < *capacity)
        return items;
    *capacity = *capacity ? 2 * *capacity : 64;
    return memory_resize(items, *capacity, size);
}

struct record *records_add(struct records *records)
{
    struct record *record;

    records->items = grow(records->items, records->n, &records->capacity,
                          sizeof *records->items);
    record = &records->items[records->n++];
    memset(record, 0, sizeof *record);
    record->around = NOTHING_AROUND;
    return record;
}

char *records_room(struct records *records, size_t n)
{
    return arena_alloc(records->arena, n + SOURCE_PADDING, 1);
}

static size_t name_index(struct records *records, const char *name)
{
    for (size_t i = 0; i < records->n_names; i++)
        if (strcmp(records->names[i], name) == 0)
            return i;
    records->names = grow(records->names, records->n_names,
                          &records->names_capacity, sizeof *records->names);
    records->names[records->n_names] = arena_text(records->arena, name);
    return records->n_names++;
}

/* The values of one object while they are gathered. */
struct gather {
    struct records *records;
    struct text name;
    struct around_value values[MOST_AROUND];
    size_t n;
};

static void gather_plain(struct gather *gather, const char *from,
                         const char *to)
{
    struct around_value *value = &gather->values[gather->n];
    struct cell *cell = &value->cell;

    if (to - from > LONGEST_AROUND)
        return;
    memset(value, 0, sizeof *value);
    cell->offset = (size_t)(from - gather->records->source->data);
    cell->text = from;
    cell->n = (size_t)(to - from);
    cell->kind = CELL_NUMBER;
    if (*from == '"') {
        cell->kind = CELL_TEXT;
        cell->text++;
        cell->n -= 2;
    } else if (*from == 't' || *from == 'f') {
        cell->kind = CELL_FLAG;
    } else if (*from != '-' && (*from < '0' || *from > '9')) {
        cell->kind = CELL_NULL;
    }
    value->name = name_index(gather->records, gather->name.data);
    gather->n++;
}

static bool is_excepted(const struct slice_step *except,
                        const struct json_member *member)
{
    for (size_t i = 0; except && i < except->n_names; i++)
        if (strlen(except->names[i]) == member->n_key &&
            memcmp(except->names[i], member->key, member->n_key) == 0)
            return true;
    return false;
}

static void gather_object(struct gather *gather, const char *at,
                          const struct slice_step *except, int depth)
{
    const char *end =
        gather->records->source->data + gather->records->source->size;
    size_t length = gather->name.length;
    struct json_cursor cursor;
    struct json_member member;

    json_enter(&cursor, at, end);
    while (gather->n < MOST_AROUND && json_next(&cursor, &member)) {
        const char *to = json_skip_value(member.value, end);

        if (!to)
            break;
        cursor.at = to;
        if (*member.value == '[' || is_excepted(except, &member))
            continue;
        text_add_n(&gather->name, member.key, member.n_key);
        if (*member.value != '{') {
            gather_plain(gather, member.value, to);
        } else if (depth < DEEPEST_AROUND) {
            text_add(&gather->name, ".");
            gather_object(gather, member.value, NULL, depth + 1);
        }
        gather->name.length = length;
        gather->name.data[length] = '\0';
    }
}

size_t records_add_around(struct records *records, const char *text,
                          const char *prefix, size_t parent,
                          const struct slice_step *except)
{
    struct gather *gather = memory_alloc(1, sizeof *gather);
    struct around *around;

    gather->records = records;
    text_init(&gather->name);
    text_add(&gather->name, prefix);
    if (!except || except->kind != SLICE_ANY)
        gather_object(gather, text, except, 0);
    records->arounds =
        grow(records->arounds, records->n_arounds, &records->arounds_capacity,
             sizeof *records->arounds);
    around = &records->arounds[records->n_arounds];
    around->parent = parent;
    around->n = gather->n;
    around->values =
        arena_alloc(records->arena, gather->n, sizeof *around->values);
    if (gather->n)
        memcpy(around->values, gather->values,
               gather->n * sizeof *around->values);
    text_release(&gather->name);
    free(gather);
    return records->n_arounds++;
}

/* "/" for the outermost object, else a "^" for each object from it on. */
static void make_prefix(char prefix[SLICE_STEPS + 3],
                        const struct slice_path *path, size_t step,
                        size_t n_more)
{
    size_t n = n_more, n_above = 0;

    for (size_t i = 0; i < path->n_steps; i++) {
        n += i >= step && path->steps[i].kind != SLICE_LIST;
        n_above += i < step && path->steps[i].kind != SLICE_LIST;
    }
    memset(prefix, 0, SLICE_STEPS + 3);
    memset(prefix, n_above ? '^' : '/', n_above ? n : 1);
}

size_t records_add_arounds(struct records *records, const struct slicer *slicer,
                           const struct slice_path *path, size_t n_more)
{
    size_t first = records->n_arounds;

    for (size_t i = 0; i < slicer->n_objects; i++) {
        const struct slice_object *object = &slicer->objects[i];
        size_t parent = object->parent == NO_OBJECT ? NOTHING_AROUND
                                                    : first + object->parent;
        char prefix[SLICE_STEPS + 3];

        make_prefix(prefix, path, object->step, n_more);
        records_add_around(records, object->text, prefix, parent,
                           &path->steps[object->step]);
    }
    return first;
}
