#include "render/table.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "render/renderer.h"

/* The numbers of the columns first..last that have this unit. */
static size_t take_numbers(const struct doc_table *table, size_t first,
                           size_t last, enum unit unit, double *numbers)
{
    size_t n = 0;

    for (size_t row = 0; row < table->n_rows; row++)
        for (size_t i = first; i <= last; i++) {
            const struct cell *cell = &table->cells[row * table->n_columns + i];

            if (cell->kind == CELL_NUMBER && table->columns[i].unit == unit)
                numbers[n++] = cell->estimate.value;
        }
    return n;
}

struct unit_scale table_scale(const struct doc_table *table, size_t column)
{
    double *numbers =
        memory_alloc(table->n_rows * table->n_columns, sizeof *numbers);
    enum unit unit = table->columns[column].unit;
    struct unit_scale scale;
    size_t n;

    n = table->mixes_units
            ? take_numbers(table, column, column, unit, numbers)
            : take_numbers(table, 0, table->n_columns - 1, unit, numbers);
    scale = unit_scale_of(unit, numbers, n);
    n = take_numbers(table, column, column, unit, numbers);
    scale = unit_scale_within(&scale, numbers, n);
    free(numbers);
    return scale;
}

bool table_is_numeric(const struct doc_table *table, size_t column)
{
    for (size_t row = 0; row < table->n_rows; row++)
        if (table->cells[row * table->n_columns + column].kind == CELL_NUMBER)
            return true;
    return false;
}

void table_add_head(struct text *text, const struct doc_table *table,
                    size_t column, const struct unit_scale *scale)
{
    const char *label = table->columns[column].label;

    text_add_printable(text, label, strlen(label));
    if (*scale->suffix && table_is_numeric(table, column))
        text_format(text, ", %s", scale->suffix);
}

void table_add_cell(struct text *text, const struct doc_table *table,
                    const struct cell *cell, size_t column,
                    const struct unit_scale *scale, bool with_interval)
{
    if (cell->kind == CELL_TEXT)
        text_add_printable(text, cell->text, strlen(cell->text));
    if (cell->kind != CELL_NUMBER)
        return;
    if (with_interval && table->columns[column].shows_interval)
        unit_add_interval(text, scale, &cell->estimate);
    else
        unit_add_number(text, scale, cell->estimate.value);
    if (cell->mark)
        text_format(text, " %s", cell->mark);
}

const struct doc_table *table_find(const struct doc *doc, const char *name)
{
    const struct doc_table *first = NULL;

    for (const struct section *s = doc->first; s; s = s->next)
        for (const struct block *b = s->first; b; b = b->next) {
            if (b->kind != BLOCK_TABLE)
                continue;
            if (name ? strcmp(b->table->name, name) == 0 : b->table->in_summary)
                return b->table;
            if (!first)
                first = b->table;
        }
    return name ? NULL : first;
}

static bool write_file(const struct doc_table *table, const char *folder,
                       const char *extension,
                       void (*write)(const struct doc_table *, FILE *),
                       struct error *error)
{
    struct text path;
    bool ok = false;
    FILE *out;

    text_init(&path);
    text_format(&path, "%s/%s.%s", folder, table->name, extension);
    out = file_create(path.data, error);
    if (out) {
        write(table, out);
        ok = file_finish(out, path.data, error);
    }
    text_release(&path);
    return ok;
}

bool tables_write(const struct doc *doc, const char *folder,
                  struct error *error)
{
    for (const struct section *s = doc->first; s; s = s->next)
        for (const struct block *b = s->first; b; b = b->next)
            if (b->kind == BLOCK_TABLE &&
                (!write_file(b->table, folder, "md", table_markdown, error) ||
                 !write_file(b->table, folder, "csv", table_csv, error)))
                return false;
    return true;
}
