#ifndef DATA_TABLE_H
#define DATA_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/codes.h"
#include "data/field.h"

/* A log of requests, in columns; one row is one request. */

#define TIME_MISSING INT64_MIN
enum { TEXT_MISSING = 0 }; /* the code of "no text here" */

/* The distinct texts of a column; code 0 is "missing", whose text is "".
 * Codes are given in order of first appearance. */
struct dictionary {
    struct arena *arena; /* holds the texts */
    const char **texts;  /* [n]; texts may hold any byte but NUL */
    size_t n, capacity;
    uint32_t *slots; /* open addressing: codes, 0 is free */
    size_t n_slots;
};

void dictionary_init(struct dictionary *dictionary, struct arena *arena);
void dictionary_release(struct dictionary *dictionary);

/* The code of the first n bytes of text, added if new. A NUL inside becomes
 * U+FFFD. Empty text is TEXT_MISSING. */
uint32_t dictionary_add(struct dictionary *dictionary, const char *text,
                        size_t n);

/* The code, or TEXT_MISSING if it is not there. */
uint32_t dictionary_find(const struct dictionary *dictionary, const char *text);

struct column {
    const char *name; /* canonical key, or as the log calls it */
    enum field field; /* FIELD_NONE: one of the log's own */
    enum field_kind kind;
    enum unit unit;
    double *number;               /* KIND_NUMBER */
    int64_t *time;                /* KIND_TIME */
    struct codes codes;           /* KIND_TEXT */
    struct dictionary dictionary; /* KIND_TEXT */
};

/* For who keeps columns of their own. A new row is missing after it was
 * cleared; the name, field, kind and unit are the owner's. */
void column_init(struct column *column, enum field_kind kind,
                 struct arena *arena);
void column_release(struct column *column);
void column_resize(struct column *column, size_t capacity);

/* The cells of the rows from .. to - 1 become missing. */
void column_clear(struct column *column, size_t from, size_t to);

struct table {
    struct arena *arena; /* owns names and texts */
    size_t n_rows, capacity;
    struct column *field[N_FIELDS]; /* NULL: the log has no such field */
    struct column **columns;        /* all of them, in order of creation */
    size_t n_columns;
};

struct table *table_create(void);
void table_destroy(struct table *table);

/* The column of a canonical field; made, all missing, if it is not there. */
struct column *table_add_field(struct table *table, enum field field);

/* Gives back the memory of a field that nobody will look at any more: the table
 * is as if the log had no such field. */
void table_drop_field(struct table *table, enum field field);

/* A column of the log's own; one name may be there as number and as text. */
struct column *table_add_column(struct table *table, const char *name,
                                enum field_kind kind);

/* By canonical key or own name; of this kind only. NULL if it is not there. */
struct column *table_column(const struct table *table, const char *name,
                            enum field_kind kind);

/* Memory for n_rows in all, of which none is there yet: who knows how many
 * will come saves growing. */
void table_reserve(struct table *table, size_t n_rows);

/* The first column of this name, of any kind, inner ones too; NULL. */
const struct column *table_column_named(const struct table *table,
                                        const char *name);

/* Room for n_rows in all; new rows are missing in every column but those that
 * the caller fills. */
void table_grow(struct table *table, size_t n_rows,
                struct column *const *filled, size_t n_filled);

/* Adds the rows of another table, which stays as it is; its columns and the
 * texts of each follow those that are there. */
void table_append(struct table *table, const struct table *other);

/* The code of a cell in the dictionary. */
static inline uint32_t column_code(const struct column *column, size_t row)
{
    return codes_at(&column->codes, row);
}

/* Text of a cell; "" if it is missing. */
const char *column_text(const struct column *column, size_t row);

#endif
