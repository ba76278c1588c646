#ifndef RENDER_TABLE_H
#define RENDER_TABLE_H

#include <stdio.h>

#include "base/text.h"
#include "doc/doc.h"
#include "doc/units.h"

/* Within the folder: what the renderers of tables have in common. */

/* One unit for the whole table, so that a row can be read across: p50 in ms
 * beside p99 in s misleads. Decimals are those of the column. */
struct unit_scale table_scale(const struct doc_table *table, size_t column);

/* Appends "Label" or "Label, ms". */
void table_add_head(struct text *text, const struct doc_table *table,
                    size_t column, const struct unit_scale *scale);

/* Appends the cell as people read it, the doubt behind it; a text is made
 * printable but not escaped. */
void table_add_cell(struct text *text, const struct doc_table *table,
                    const struct cell *cell, size_t column,
                    const struct unit_scale *scale, bool with_interval);

/* A column with a number in it is aligned to the right. */
bool table_is_numeric(const struct doc_table *table, size_t column);

void table_csv(const struct doc_table *table, FILE *out);
void table_markdown(const struct doc_table *table, FILE *out);

#endif
