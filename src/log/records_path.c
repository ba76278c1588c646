#include <regex.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/table.h"
#include "log/json_reader.h"
#include "log/json_scan.h"
#include "log/records.h"

/* Records at a path; of spans only those that are calls of a model, and of
 * nested ones, which two instruments wrote of the same call, the innermost. */

static void see(void *context, const struct slice *slice)
{
    struct records *records = context;
    struct record *record = records_add(records);

    record->text = slice->text;
    record->n = slice->n;
    record->document = slice->document;
    record->offset = (size_t)(slice->text - records->source->data);
    record->index = slice->index;
    record->list = slice->list;
    record->key = slice->key;
    record->n_key = slice->n_key;
    record->around =
        slice->object == NO_OBJECT ? NOTHING_AROUND : slice->object;
}

/* The plain value within {"stringValue": ...}; NULL if there is none. */
static const char *plain_value(const char *at, const char *end, size_t *n)
{
    struct json_cursor cursor;
    struct json_member member;
    const char *to;

    *n = 0;
    if (*at == '{') {
        json_enter(&cursor, at, end);
        if (!json_next(&cursor, &member))
            return NULL;
        at = member.value;
    }
    to = json_skip_value(at, end);
    *n = to ? (size_t)(to - at) : 0;
    return to ? at : NULL;
}

/* ,"attributes.KEY":VALUE for an element {"key": KEY, "value": VALUE}. */
static void add_attribute(struct text *text, const char *name, const char *at,
                          const char *end)
{
    const char *key = NULL, *value = NULL;
    size_t n_key = 0, n_value = 0;
    struct json_cursor cursor;
    struct json_member member;

    if (*at != '{')
        return;
    json_enter(&cursor, at, end);
    while (json_next(&cursor, &member)) {
        if (member.n_key == 3 && memcmp(member.key, "key", 3) == 0 &&
            *member.value == '"') {
            key = member.value + 1;
            n_key = (size_t)(json_skip_value(member.value, end) - key) - 1;
        }
        if (member.n_key == 5 && memcmp(member.key, "value", 5) == 0)
            value = plain_value(member.value, end, &n_value);
    }
    if (!key || !value)
        return;
    text_format(text, ",\"%s.", name);
    text_add_n(text, key, n_key);
    text_add(text, "\":");
    text_add_n(text, value, n_value);
}

/* The record with its attributes as members of its own. */
static void unfold(struct records *records, struct record *record,
                   const char *name)
{
    const char *end = record->text + record->n;
    struct json_cursor cursor, list;
    struct json_member member, element;
    struct text text;
    char *made;

    if (record->n < 2 || *record->text != '{')
        return;
    text_init(&text);
    text_add_n(&text, record->text, record->n - 1);
    json_enter(&cursor, record->text, end);
    while (json_next(&cursor, &member)) {
        if (*member.value != '[' || strlen(name) != member.n_key ||
            memcmp(name, member.key, member.n_key) != 0)
            continue;
        json_enter(&list, member.value, end);
        while (json_next(&list, &element))
            add_attribute(&text, name, element.value, end);
    }
    text_add(&text, "}");
    made = records_room(records, text.length);
    memcpy(made, text.data, text.length);
    record->text = made;
    record->n = text.length;
    text_release(&text);
}

/* Spans while they are chosen from. */
enum { CHOOSE_BY, ID, PARENT, N_CHOSEN };
enum { IS_CALL = 1, HAS_CALL = 2 };

struct choice {
    struct json_parser *parser;
    struct json_paths *paths;
    regex_t expression;
    bool has_expression;
    struct arena *arena;
    struct dictionary ids;
    uint32_t *id, *parent; /* of each record */
    size_t *row_of;        /* of each id, plus one */
    unsigned char *state;
    size_t row;
};

static void choose_cell(void *context, size_t path, const struct cell *cell)
{
    struct choice *choice = context;
    char *text;

    if (cell->kind == CELL_NULL)
        return;
    if (path == ID)
        choice->id[choice->row] =
            dictionary_add(&choice->ids, cell->text, cell->n);
    if (path == PARENT)
        choice->parent[choice->row] =
            dictionary_add(&choice->ids, cell->text, cell->n);
    if (path != CHOOSE_BY)
        return;
    text = memory_alloc(cell->n + 1, 1);
    memcpy(text, cell->text, cell->n);
    if (regexec(&choice->expression, text, 0, NULL, 0) == 0)
        choice->state[choice->row] = IS_CALL;
    free(text);
}

/* Every span above a call has a call below it. */
static void mark_above(struct choice *choice, size_t row)
{
    size_t above = row;

    while (choice->parent[above]) {
        size_t next = choice->row_of[choice->parent[above]];

        if (!next || next - 1 == row || choice->state[next - 1] & HAS_CALL)
            return;
        above = next - 1;
        choice->state[above] |= HAS_CALL;
    }
}

static void read_spans(struct choice *choice, const struct records *records)
{
    for (size_t i = 0; i < records->n; i++) {
        const struct record *record = &records->items[i];

        choice->row = i;
        choice->state[i] =
            !choice->has_expression || record->n == 0 ? IS_CALL : 0;
        if (record->n)
            json_read(choice->parser, choice->paths, record->text, record->n,
                      record->offset, choose_cell, choice);
    }
    choice->row_of = memory_alloc(choice->ids.n, sizeof *choice->row_of);
    for (size_t i = 0; i < records->n; i++)
        if (choice->id[i])
            choice->row_of[choice->id[i]] = i + 1;
    for (size_t i = 0; i < records->n; i++)
        if (choice->state[i] & IS_CALL)
            mark_above(choice, i);
}

static void choose(struct records *records, const struct format *format)
{
    const char *paths[N_CHOSEN] = {[CHOOSE_BY] = format->select.column,
                                   [ID] = format->id,
                                   [PARENT] = format->parent};
    struct choice choice = {.has_expression = format->select.pattern != NULL};
    size_t n = 0;

    if (choice.has_expression &&
        regcomp(&choice.expression, format->select.pattern,
                REG_EXTENDED | REG_NOSUB) != 0)
        BUG("an expression that was compiled before");
    choice.arena = arena_create();
    dictionary_init(&choice.ids, choice.arena);
    choice.parser = json_parser_create();
    choice.paths = json_paths_create(paths, N_CHOSEN);
    choice.id = memory_alloc(records->n, sizeof *choice.id);
    choice.parent = memory_alloc(records->n, sizeof *choice.parent);
    choice.state = memory_alloc(records->n, 1);
    read_spans(&choice, records);
    for (size_t i = 0; i < records->n; i++)
        if (choice.state[i] == IS_CALL)
            records->items[n++] = records->items[i];
    records->n = n;
    free(choice.row_of);
    free(choice.state);
    free(choice.parent);
    free(choice.id);
    json_paths_destroy(choice.paths);
    json_parser_destroy(choice.parser);
    dictionary_release(&choice.ids);
    arena_destroy(choice.arena);
    if (choice.has_expression)
        regfree(&choice.expression);
}

void records_at_path(struct records *records, const struct format *format)
{
    const struct source *source = records->source;
    struct slicer slicer = {.see = see, .context = records};
    struct slice_path path;
    struct error error = {0};

    if (!slice_path_parse(&path, format->records ? format->records : "",
                          records->arena, &error))
        BUG("%s", error.text);
    slice_documents(&slicer, &path, source->data, source->data + source->size);
    records_add_arounds(records, &slicer, &path, 0);
    slicer_release(&slicer);
    for (size_t i = 0; format->attributes && i < records->n; i++)
        unfold(records, &records->items[i], format->attributes);
    if (format->select.pattern || format->id)
        choose(records, format);
}
