#include "data/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/threads.h"

void dictionary_init(struct dictionary *dictionary, struct arena *arena)
{
    memset(dictionary, 0, sizeof *dictionary);
    dictionary->arena = arena;
    dictionary->n_slots = 16;
    dictionary->slots =
        memory_alloc(dictionary->n_slots, sizeof *dictionary->slots);
    dictionary->capacity = 8;
    dictionary->texts =
        memory_alloc(dictionary->capacity, sizeof *dictionary->texts);
    dictionary->texts[0] = "";
    dictionary->n = 1;
}

void dictionary_release(struct dictionary *dictionary)
{
    free(dictionary->slots);
    free(dictionary->texts);
    memset(dictionary, 0, sizeof *dictionary);
}

/* The slot that holds the text, or the free one where it would go. */
static size_t find_slot(const struct dictionary *dictionary, const char *text,
                        size_t n)
{
    size_t mask = dictionary->n_slots - 1;
    size_t at = (size_t)XXH3_64bits(text, n) & mask;

    for (;; at = (at + 1) & mask) {
        uint32_t code = dictionary->slots[at];

        if (code == 0 || (strncmp(dictionary->texts[code], text, n) == 0 &&
                          dictionary->texts[code][n] == '\0'))
            return at;
    }
}

static void grow_slots(struct dictionary *dictionary)
{
    free(dictionary->slots);
    dictionary->n_slots *= 2;
    dictionary->slots =
        memory_alloc(dictionary->n_slots, sizeof *dictionary->slots);
    for (size_t code = 1; code < dictionary->n; code++) {
        const char *text = dictionary->texts[code];

        dictionary->slots[find_slot(dictionary, text, strlen(text))] =
            (uint32_t)code;
    }
}

static uint32_t add_text(struct dictionary *dictionary, const char *text,
                         size_t n)
{
    if (dictionary->n == UINT32_MAX)
        BUG("more than 2^32 texts in a column");
    if (dictionary->n == dictionary->capacity) {
        dictionary->capacity *= 2;
        dictionary->texts = memory_resize(
            dictionary->texts, dictionary->capacity, sizeof *dictionary->texts);
    }
    dictionary->texts[dictionary->n] = arena_text_n(dictionary->arena, text, n);
    return (uint32_t)dictionary->n++;
}

/* A text with a NUL inside is rare and hostile: it is made harmless first. */
static uint32_t add_without_nul(struct dictionary *dictionary, const char *text,
                                size_t n)
{
    struct text copy;
    uint32_t code;

    text_init(&copy);
    for (size_t i = 0; i < n; i++)
        if (text[i])
            text_add_char(&copy, text[i]);
        else
            text_add(&copy, "\xef\xbf\xbd");
    code = dictionary_add(dictionary, copy.data, copy.length);
    text_release(&copy);
    return code;
}

uint32_t dictionary_add(struct dictionary *dictionary, const char *text,
                        size_t n)
{
    size_t slot;

    if (n == 0)
        return TEXT_MISSING;
    if (memchr(text, '\0', n))
        return add_without_nul(dictionary, text, n);
    if (dictionary->n * 2 >= dictionary->n_slots)
        grow_slots(dictionary);
    slot = find_slot(dictionary, text, n);
    if (dictionary->slots[slot] == 0)
        dictionary->slots[slot] = add_text(dictionary, text, n);
    return dictionary->slots[slot];
}

uint32_t dictionary_find(const struct dictionary *dictionary, const char *text)
{
    size_t n = strlen(text);

    if (n == 0)
        return TEXT_MISSING;
    return dictionary->slots[find_slot(dictionary, text, n)];
}

void column_init(struct column *column, enum field_kind kind,
                 struct arena *arena)
{
    memset(column, 0, sizeof *column);
    column->kind = kind;
    if (kind == KIND_TEXT)
        dictionary_init(&column->dictionary, arena);
}

void column_release(struct column *column)
{
    free(column->number);
    free(column->time);
    codes_release(&column->codes);
    if (column->kind == KIND_TEXT)
        dictionary_release(&column->dictionary);
}

void column_resize(struct column *column, size_t capacity)
{
    switch (column->kind) {
    case KIND_NUMBER:
        column->number =
            memory_resize(column->number, capacity, sizeof *column->number);
        break;
    case KIND_TIME:
        column->time =
            memory_resize(column->time, capacity, sizeof *column->time);
        break;
    case KIND_TEXT:
        codes_resize(&column->codes, capacity);
        break;
    }
}

void column_clear(struct column *column, size_t from, size_t to)
{
    switch (column->kind) {
    case KIND_NUMBER:
        for (size_t i = from; i < to; i++)
            column->number[i] = (double)NAN;
        break;
    case KIND_TIME:
        for (size_t i = from; i < to; i++)
            column->time[i] = TIME_MISSING;
        break;
    case KIND_TEXT:
        codes_clear(&column->codes, from, to);
        break;
    }
}

struct table *table_create(void)
{
    struct table *table = memory_alloc(1, sizeof *table);

    table->arena = arena_create();
    return table;
}

void table_destroy(struct table *table)
{
    if (!table)
        return;
    for (size_t i = 0; i < table->n_columns; i++)
        column_release(table->columns[i]);
    free(table->columns);
    arena_destroy(table->arena);
    free(table);
}

static void clear_rows(void *context, size_t from, size_t to)
{
    column_clear(context, from, to);
}

static struct column *add(struct table *table, const char *name,
                          enum field field, enum field_kind kind,
                          enum unit unit)
{
    struct column *column = arena_alloc(table->arena, 1, sizeof *column);

    column_init(column, kind, table->arena);
    column->name = arena_text(table->arena, name);
    column->field = field;
    column->unit = unit;
    column_resize(column, table->capacity);
    threads_run_rows(table->n_rows, clear_rows, column);
    table->columns = memory_resize(table->columns, table->n_columns + 1,
                                   sizeof *table->columns);
    table->columns[table->n_columns++] = column;
    return column;
}

struct column *table_add_field(struct table *table, enum field field)
{
    if ((unsigned)field >= N_FIELDS)
        BUG("no field %d", (int)field);
    if (!table->field[field])
        table->field[field] = add(table, fields[field].key, field,
                                  fields[field].kind, fields[field].unit);
    return table->field[field];
}

void table_drop_field(struct table *table, enum field field)
{
    struct column *column = table->field[field];
    size_t n = 0;

    if (!column)
        return;
    for (size_t i = 0; i < table->n_columns; i++)
        if (table->columns[i] != column)
            table->columns[n++] = table->columns[i];
    table->n_columns = n;
    table->field[field] = NULL;
    column_release(column);
}

struct column *table_add_column(struct table *table, const char *name,
                                enum field_kind kind)
{
    struct column *column = table_column(table, name, kind);

    return column ? column : add(table, name, FIELD_NONE, kind, UNIT_NONE);
}

struct column *table_column(const struct table *table, const char *name,
                            enum field_kind kind)
{
    enum field field = field_find(name);

    if (field != FIELD_NONE && table->field[field] &&
        table->field[field]->kind == kind)
        return table->field[field];
    for (size_t i = 0; i < table->n_columns; i++)
        if (table->columns[i]->field == FIELD_NONE &&
            table->columns[i]->kind == kind &&
            strcmp(table->columns[i]->name, name) == 0)
            return table->columns[i];
    return NULL;
}

void table_reserve(struct table *table, size_t n_rows)
{
    if (n_rows <= table->capacity)
        return;
    for (size_t i = 0; i < table->n_columns; i++)
        column_resize(table->columns[i], n_rows);
    table->capacity = n_rows;
}

const struct column *table_column_named(const struct table *table,
                                        const char *name)
{
    for (size_t i = 0; i < table->n_columns; i++)
        if (strcmp(table->columns[i]->name, name) == 0)
            return table->columns[i];
    return NULL;
}

static bool is_among(const struct column *column, struct column *const *columns,
                     size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (columns[i] == column)
            return true;
    return false;
}

void table_grow(struct table *table, size_t n_rows,
                struct column *const *filled, size_t n_filled)
{
    size_t old = table->n_rows;

    if (n_rows > table->capacity)
        table_reserve(table, n_rows + (old ? n_rows / 2 : 0));
    if (n_rows <= old)
        return;
    for (size_t i = 0; i < table->n_columns; i++)
        if (!is_among(table->columns[i], filled, n_filled))
            column_clear(table->columns[i], old, n_rows);
    table->n_rows = n_rows;
}

static struct column *like(struct table *table, const struct column *column)
{
    return column->field == FIELD_NONE
               ? table_add_column(table, column->name, column->kind)
               : table_add_field(table, column->field);
}

static void append_codes(struct column *into, size_t at,
                         const struct column *from, size_t n)
{
    const struct dictionary *texts = &from->dictionary;
    uint32_t *map = memory_alloc(texts->n, sizeof *map);

    for (size_t i = 1; i < texts->n; i++)
        map[i] = dictionary_add(&into->dictionary, texts->texts[i],
                                strlen(texts->texts[i]));
    for (size_t i = 0; i < n; i++)
        codes_set(&into->codes, at + i, map[column_code(from, i)]);
    free(map);
}

static void append_cells(struct column *into, size_t at,
                         const struct column *from, size_t n)
{
    switch (from->kind) {
    case KIND_NUMBER:
        memcpy(into->number + at, from->number, n * sizeof *into->number);
        break;
    case KIND_TIME:
        memcpy(into->time + at, from->time, n * sizeof *into->time);
        break;
    case KIND_TEXT:
        append_codes(into, at, from, n);
        break;
    }
}

void table_append(struct table *table, const struct table *other)
{
    size_t at = table->n_rows, n = other->n_rows;
    struct column **columns = memory_alloc(other->n_columns, sizeof *columns);

    for (size_t i = 0; i < other->n_columns; i++)
        columns[i] = like(table, other->columns[i]);
    table_grow(table, at + n, columns, other->n_columns);
    for (size_t i = 0; n && i < other->n_columns; i++)
        append_cells(columns[i], at, other->columns[i], n);
    free(columns);
}

const char *column_text(const struct column *column, size_t row)
{
    return column->dictionary.texts[column_code(column, row)];
}
