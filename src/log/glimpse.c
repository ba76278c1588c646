#include "log/glimpse.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/memory.h"
#include "base/text.h"
#include "log/csv_reader.h"
#include "log/json_scan.h"
#include "log/lines.h"

enum {
    MOST_KEYS = 4096,
    FEWEST_SLOTS = 128,
    SLOTS_PER_KEY = 4, /* so that few keys fall together */
    MOST_DOCUMENTS = 200,
    DEEPEST = 12,
    MOST_BYTES = 16 << 20,
    CELLS_HEAD = 1 << 16,
};

/* Fowler, Noll and Vo's hash (FNV-1a). */
static size_t hash(const char *text)
{
    uint64_t value = 0xcbf29ce484222325;

    for (; *text; text++)
        value = (value ^ (unsigned char)*text) * 0x100000001b3;
    return (size_t)(value ^ value >> 32);
}

static size_t *find_slot(const struct glimpse *glimpse, const char *path)
{
    size_t mask = glimpse->n_slots - 1, at = hash(path) & mask;

    while (glimpse->slots[at] &&
           strcmp(glimpse->keys[glimpse->slots[at] - 1].path, path) != 0)
        at = (at + 1) & mask;
    return &glimpse->slots[at];
}

const struct glimpse_key *glimpse_find(const struct glimpse *glimpse,
                                       const char *path)
{
    size_t slot = *find_slot(glimpse, path);

    return slot ? &glimpse->keys[slot - 1] : NULL;
}

/* Most files have a few dozen names: the table begins small. */
static void grow(struct glimpse *glimpse)
{
    size_t n = glimpse->n_slots ? 2 * glimpse->n_slots : FEWEST_SLOTS;

    free(glimpse->slots);
    glimpse->n_slots = n;
    glimpse->slots = memory_alloc(n, sizeof *glimpse->slots);
    glimpse->keys =
        memory_resize(glimpse->keys, n / SLOTS_PER_KEY, sizeof *glimpse->keys);
    for (size_t i = 0; i < glimpse->n_keys; i++)
        *find_slot(glimpse, glimpse->keys[i].path) = i + 1;
}

static struct glimpse_key *add_key(struct glimpse *glimpse, const char *path)
{
    size_t *slot = find_slot(glimpse, path);

    if (*slot)
        return &glimpse->keys[*slot - 1];
    if (glimpse->n_keys == MOST_KEYS)
        return NULL;
    if (glimpse->n_keys == glimpse->n_slots / SLOTS_PER_KEY) {
        grow(glimpse);
        slot = find_slot(glimpse, path);
    }
    /* No memory_resize gives NULL.
     * NOLINTNEXTLINE(clang-analyzer-core.NullDereference) */
    glimpse->keys[glimpse->n_keys] =
        (struct glimpse_key){.path = arena_text(glimpse->arena, path)};
    *slot = ++glimpse->n_keys;
    return &glimpse->keys[glimpse->n_keys - 1];
}

/* One look at JSON. */
struct look {
    struct glimpse *glimpse;
    struct text path;
    const char *end, *until; /* of the text; of what is looked at */
    bool is_map;
};

static void count(struct look *look, char first)
{
    struct glimpse_key *key = add_key(look->glimpse, look->path.data);

    if (!key)
        return;
    key->n++;
    key->n_objects += first == '{';
    key->n_lists += first == '[';
    key->n_scalars += first != '{' && first != '[';
}

/* The value at `at`; returns the byte behind it, or NULL. */
static const char *look_at(struct look *look, const char *at, int depth)
{
    struct json_cursor cursor;
    struct json_member member;
    size_t length = look->path.length;

    if (at == look->end)
        return NULL;
    count(look, *at);
    if ((*at != '{' && *at != '[') || depth == DEEPEST)
        return json_skip_value(at, look->end);
    json_enter(&cursor, at, look->end);
    while (json_next(&cursor, &member)) {
        if (member.value > look->until)
            return NULL;
        if (!cursor.is_object) {
            text_add(&look->path, "[]");
        } else {
            if (length)
                text_add(&look->path, ".");
            if (depth == 0 && look->is_map)
                text_add(&look->path, "{}");
            else
                text_add_n(&look->path, member.key, member.n_key);
        }
        cursor.at = look_at(look, member.value, depth + 1);
        look->path.length = length;
        look->path.data[length] = '\0';
    }
    return cursor.at;
}

static void look_at_json(struct glimpse *glimpse, const char *at,
                         const char *end, bool is_map)
{
    struct look look = {.glimpse = glimpse, .end = end, .is_map = is_map};

    text_init(&look.path);
    look.until = end - at > MOST_BYTES ? at + MOST_BYTES : end;
    glimpse->is_lines = true;
    while (at && at < look.until && glimpse->n_documents < MOST_DOCUMENTS) {
        const char *begin = at;

        at = look_at(&look, at, 0);
        glimpse->n_documents += at != NULL;
        text_clear(&look.path);
        if (!at || memchr(begin, '\n', (size_t)(at - begin)))
            glimpse->is_lines = false;
        if (!at)
            break;
        begin = at;
        at = json_skip_blank(at, end);
        if (at < end && !memchr(begin, '\n', (size_t)(at - begin)))
            glimpse->is_lines = false;
        while (at < end && (*at == ',' || *at == '\x1e'))
            at = json_skip_blank(at + 1, end);
    }
    text_release(&look.path);
}

static void look_at_cells(struct glimpse *glimpse, const char *at, size_t n)
{
    struct csv_dialect dialect = csv_sniff(at, n < CELLS_HEAD ? n : CELLS_HEAD);
    struct csv_splitter *splitter = csv_splitter_create(dialect);
    struct csv_scanner scanner;
    struct csv_record record;
    size_t n_cells = 0;

    glimpse->kind = GLIMPSE_CELLS;
    csv_scan(&scanner, dialect, at, at + n, at + n);
    if (csv_next(&scanner, &record)) {
        const struct cell *cells = csv_split(splitter, &record, &n_cells);

        for (size_t i = 0; i < n_cells; i++) {
            char *name =
                arena_text_n(glimpse->arena, cells[i].text, cells[i].n);
            struct glimpse_key *key = add_key(glimpse, name);

            if (key)
                key->n++;
        }
    }
    csv_splitter_destroy(splitter);
}

static void take(struct glimpse *glimpse, const struct source *source,
                 bool is_map)
{
    const char *at = source->data + lines_begin(source);
    const char *end = source->data + source->size, *from = at;
    struct line line;

    memset(glimpse, 0, sizeof *glimpse);
    glimpse->arena = arena_create();
    grow(glimpse);
    if (!lines_next(&from, end, &line))
        return;
    glimpse->line = line.text;
    glimpse->n_line = line.n;
    if (*line.text == '{' || *line.text == '[') {
        glimpse->kind = GLIMPSE_JSON;
        look_at_json(glimpse, line.text, end, is_map);
    } else {
        look_at_cells(glimpse, line.text, (size_t)(end - line.text));
    }
}

void glimpse_take(struct glimpse *glimpse, const struct source *source)
{
    take(glimpse, source, false);
}

void glimpse_take_map(struct glimpse *glimpse, const struct source *source)
{
    take(glimpse, source, true);
}

void glimpse_release(struct glimpse *glimpse)
{
    arena_destroy(glimpse->arena);
    free(glimpse->keys);
    free(glimpse->slots);
}
