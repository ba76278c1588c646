/* One table as CSV, for machines: canonical units, full precision, keys for a
 * header, fields quoted as in RFC 4180, lines that end in a line feed. An
 * interval is in the columns KEY_low and KEY_high, a doubt in KEY_doubt.
 *
 * A text that begins with = + - @ or a tab would be a formula to a spread-
 * sheet, and texts come from logs: it gets an apostrophe in front, as those
 * programs do themselves to show it as text. Numbers never need it. */

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "render/renderer.h"
#include "render/table.h"

static void add_field(struct text *out, const char *bytes)
{
    struct text clean;

    text_init(&clean);
    if (*bytes && strchr("=+-@\t\r", *bytes))
        text_add_char(&clean, '\'');
    text_add_printable(&clean, bytes, strlen(bytes));
    if (clean.data[strcspn(clean.data, ",\"")] == '\0') {
        text_add(out, clean.data);
    } else {
        text_add_char(out, '"');
        for (const char *c = clean.data; *c; c++) {
            if (*c == '"')
                text_add_char(out, '"');
            text_add_char(out, *c);
        }
        text_add_char(out, '"');
    }
    text_release(&clean);
}

/* What is missing is an empty field, an open end inf. */
static void add_number(struct text *out, double number)
{
    char digits[NUMBER_TEXT_SIZE];

    if (isnan(number))
        return;
    if (isinf(number)) {
        text_add(out, number < 0 ? "-inf" : "inf");
        return;
    }
    number_format(digits, number);
    text_add(out, digits);
}

static bool has_marks(const struct doc_table *table, size_t column)
{
    for (size_t row = 0; row < table->n_rows; row++)
        if (table->cells[row * table->n_columns + column].mark)
            return true;
    return false;
}

static void add_cell(struct text *out, const struct doc_table *table,
                     const struct cell *cell, size_t column)
{
    bool is_number = cell->kind == CELL_NUMBER;

    if (cell->kind == CELL_TEXT)
        add_field(out, cell->text);
    else if (is_number)
        add_number(out, cell->estimate.value);
    if (table->columns[column].shows_interval) {
        text_add_char(out, ',');
        if (is_number)
            add_number(out, cell->estimate.low);
        text_add_char(out, ',');
        if (is_number)
            add_number(out, cell->estimate.high);
    }
    if (has_marks(table, column)) {
        text_add_char(out, ',');
        if (cell->mark)
            add_field(out, cell->mark);
    }
}

static void add_header(struct text *out, const struct doc_table *table)
{
    for (size_t i = 0; i < table->n_columns; i++) {
        const char *key = table->columns[i].key;

        if (i)
            text_add_char(out, ',');
        add_field(out, key);
        if (table->columns[i].shows_interval)
            text_format(out, ",%s_low,%s_high", key, key);
        if (has_marks(table, i))
            text_format(out, ",%s_doubt", key);
    }
    text_add_char(out, '\n');
}

void table_csv(const struct doc_table *table, FILE *out)
{
    struct text text;

    text_init(&text);
    add_header(&text, table);
    for (size_t row = 0; row < table->n_rows; row++) {
        for (size_t i = 0; i < table->n_columns; i++) {
            if (i)
                text_add_char(&text, ',');
            add_cell(&text, table, &table->cells[row * table->n_columns + i],
                     i);
        }
        text_add_char(&text, '\n');
    }
    fwrite(text.data, 1, text.length, out);
    text_release(&text);
}

static void render_csv(const struct doc *doc, FILE *out,
                       const struct render_options *options)
{
    const struct doc_table *table = table_find(doc, options->table);

    if (table)
        table_csv(table, out);
}

const struct renderer renderer_csv = {
    .name = "csv",
    .extension = "csv",
    .render = render_csv,
};
