#include <string.h>

#include "log/json_scan.h"
#include "log/records.h"

/* Arrays that stand side by side in one object, one element of each a request.
 * A request becomes a small object: {"ttfts": 0.2, "itls": [...]}. */

enum { MOST_ARRAYS = 32, LONGEST_TEXT = 256 };

struct array {
    const char *key;
    size_t n_key;
    struct json_cursor cursor;
};

struct sheet {
    struct records *records;
    const struct format *format;
    const struct slice_path *path;
    struct slicer *slicer;
    struct array arrays[MOST_ARRAYS];
    size_t n_arrays;
};

/* One object that holds arrays; where its parents are is known later. */
static void see(void *context, const struct slice *slice)
{
    struct records *records = context;
    struct record *record = records_add(records);

    record->text = slice->text;
    record->n = slice->n;
    record->document = slice->document;
    record->offset = (size_t)(slice->text - records->source->data);
    record->around =
        slice->object == NO_OBJECT ? NOTHING_AROUND : slice->object;
}

static bool names_column(const struct format_field *field, const char *key,
                         size_t n)
{
    for (size_t i = 0; i < field->n_terms; i++)
        if (strlen(field->terms[i].column) == n &&
            memcmp(field->terms[i].column, key, n) == 0)
            return true;
    return false;
}

/* Whether the format names this array; without any fields all are taken. */
static bool is_wanted(const struct format *format, const char *key, size_t n)
{
    for (size_t i = 0; i < format->n_fields; i++)
        if (names_column(&format->fields[i], key, n))
            return true;
    for (size_t i = 0; i < format->n_rules; i++)
        if (memmem(format->rules[i].condition,
                   strlen(format->rules[i].condition), key, n))
            return true;
    return format->n_fields == 0;
}

static size_t count_elements(const char *at, const char *end)
{
    struct json_cursor cursor;
    struct json_member member;

    json_enter(&cursor, at, end);
    while (json_next(&cursor, &member))
        continue;
    return cursor.n;
}

/* The arrays of the object that are as long as the one of the rows. */
static size_t find_arrays(struct sheet *sheet, const char *at, const char *end)
{
    const char *rows = sheet->format->rows;
    struct json_cursor cursor;
    struct json_member member;
    size_t n_rows = 0;

    sheet->n_arrays = 0;
    json_enter(&cursor, at, end);
    while (json_next(&cursor, &member))
        if (*member.value == '[' && strlen(rows) == member.n_key &&
            memcmp(rows, member.key, member.n_key) == 0)
            n_rows = count_elements(member.value, end);
    json_enter(&cursor, at, end);
    while (json_next(&cursor, &member)) {
        struct array *array = &sheet->arrays[sheet->n_arrays];

        if (*member.value != '[' || sheet->n_arrays == MOST_ARRAYS ||
            !is_wanted(sheet->format, member.key, member.n_key) ||
            count_elements(member.value, end) != n_rows)
            continue;
        array->key = member.key;
        array->n_key = member.n_key;
        json_enter(&array->cursor, member.value, end);
        sheet->n_arrays++;
    }
    return n_rows;
}

/* A long text is cut where no escape and no character is. */
static void add_value(struct text *text, const char *from, size_t n)
{
    if (*from != '"' || n <= LONGEST_TEXT) {
        text_add_n(text, from, n);
        return;
    }
    n = LONGEST_TEXT;
    while (n > 1 && (from[n] & 0xc0) == 0x80)
        n--;
    for (size_t i = n; i > 1 && i + 12 > n; i--)
        if (from[i - 1] == '\\')
            n = i - 1;
    text_add_n(text, from, n);
    text_add(text, "\"");
}

static void add_row(struct sheet *sheet, struct text *text, size_t index,
                    size_t around, const struct record *holder)
{
    struct records *records = sheet->records;
    struct record *record = records_add(records);
    const char *end = holder->text + holder->n;
    struct json_member member;
    char *made;

    text_clear(text);
    record->index = index;
    record->document = holder->document;
    record->around = around;
    for (size_t i = 0; i < sheet->n_arrays; i++) {
        struct array *array = &sheet->arrays[i];
        const char *to;

        if (!json_next(&array->cursor, &member) ||
            !(to = json_skip_value(member.value, end)))
            continue;
        if (i == 0)
            record->offset = (size_t)(member.value - records->source->data);
        text_add(text, i ? ",\"" : "{\"");
        text_add_n(text, array->key, array->n_key);
        text_add(text, "\":");
        add_value(text, member.value, (size_t)(to - member.value));
    }
    text_add(text, sheet->n_arrays ? "}" : "{}");
    made = records_room(records, text->length);
    memcpy(made, text->data, text->length);
    record->text = made;
    record->n = text->length;
}

static void add_rows(struct sheet *sheet, const struct record *holder)
{
    const char *end = holder->text + holder->n;
    size_t n_rows, around;
    struct text text;

    if (holder->n == 0) {
        *records_add(sheet->records) = *holder;
        return;
    }
    if (*holder->text != '{')
        return;
    text_init(&text);
    n_rows = find_arrays(sheet, holder->text, end);
    around = records_add_around(sheet->records, holder->text,
                                holder->around == NOTHING_AROUND ? "/" : "^",
                                holder->around, NULL);
    for (size_t i = 0; i < n_rows; i++)
        add_row(sheet, &text, i, around, holder);
    text_release(&text);
}

void records_of_arrays(struct records *records, const struct format *format)
{
    const struct source *source = records->source;
    struct sheet sheet = {.records = records, .format = format};
    struct records holders;
    struct slicer slicer = {.see = see, .context = &holders};
    struct slice_path path;
    struct error error = {0};

    records_init(&holders, source, records->arena);
    if (!slice_path_parse(&path, format->arrays, records->arena, &error))
        BUG("%s", error.text);
    slice_documents(&slicer, &path, source->data, source->data + source->size);
    records_add_arounds(records, &slicer, &path, 1);
    for (size_t i = 0; i < holders.n; i++)
        add_rows(&sheet, &holders.items[i]);
    slicer_release(&slicer);
    records_release(&holders);
}
