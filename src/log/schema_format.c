#include "log/schema_format.h"

#include <string.h>

#include "data/unit.h"

/* Adds the column that the format computes to the probe. */
static size_t add_computed(struct schema *schema, struct probe *probe,
                           const struct format_field *from,
                           const size_t columns[])
{
    struct computed *computed = &schema->computed[schema->n_computed++];

    computed->column = probe_column(probe, from->text, strlen(from->text));
    computed->first_term = schema->n_terms;
    computed->n_terms = from->n_terms;
    for (size_t i = 0; i < from->n_terms; i++) {
        struct term *term = &schema->terms[schema->n_terms++];

        term->column = columns[i];
        term->function = from->terms[i].function;
        term->sign = from->terms[i].sign;
    }
    return computed->column;
}

/* The column that a line of a format means, made if it is computed; SIZE_MAX
 * if one of those that it names is not there. */
static size_t format_column(struct schema *schema, struct probe *probe,
                            const struct format_field *from, bool is_filled)
{
    size_t columns[FORMAT_TERMS];

    for (size_t i = 0; i < from->n_terms; i++) {
        columns[i] = probe_find(probe, from->terms[i].column);
        if (columns[i] == SIZE_MAX ||
            (is_filled && !probe_present(&probe->columns[columns[i]])))
            return SIZE_MAX;
    }
    if (from->n_terms == 1 && from->terms[0].function == LIST_NONE)
        return columns[0];
    return add_computed(schema, probe, from, columns);
}

static void plan(size_t column_of[], struct schema *schema, struct probe *probe,
                 const struct format *format, bool is_filled)
{
    for (size_t i = 0; i < format->n_fields; i++) {
        const struct format_field *from = &format->fields[i];
        bool is_there = from->n_terms == 0 || column_of[i] != SIZE_MAX;

        for (size_t k = 0; k < format->n_fields; k++)
            is_there |= format->fields[k].field == from->field &&
                        column_of[k] != SIZE_MAX;
        if (!is_there)
            column_of[i] = format_column(schema, probe, from, is_filled);
    }
}

size_t *schema_plan_format(struct schema *schema, struct probe *probe,
                           const struct format *format, struct arena *arena)
{
    size_t n = format ? format->n_fields : 0;
    size_t *column_of = arena_alloc(arena, n, sizeof *column_of);

    schema->computed = arena_alloc(arena, n, sizeof *schema->computed);
    schema->terms = arena_alloc(arena, n * FORMAT_TERMS, sizeof *schema->terms);
    for (size_t i = 0; i < n; i++)
        column_of[i] = SIZE_MAX;
    if (n) {
        plan(column_of, schema, probe, format, true);
        plan(column_of, schema, probe, format, false);
    }
    return column_of;
}

/* A duration without a unit in the format is looked at like any other. */
static void set_format_unit(struct slot *slot, const struct format_field *from)
{
    enum unit unit = fields[slot->field].unit;
    struct name name;

    if (from->unit) {
        slot_set_unit(slot, from->unit, "format");
        return;
    }
    name_make(&name, slot->path, strlen(slot->path));
    if (name.unit && unit_word_fits(name.unit, slot->field)) {
        slot_set_unit(slot, name.unit, "suffix");
    } else if (unit != UNIT_SECONDS && unit != UNIT_TIME) {
        slot->unit = slot->kind == KIND_NUMBER ? unit_code(unit) : "";
        slot->decided_by = "format";
    }
}

void schema_take_format(struct schema *schema, const struct probe *probe,
                        const struct format *format, const size_t column_of[])
{
    for (size_t i = 0; format && i < format->n_fields; i++) {
        const struct format_field *from = &format->fields[i];

        if (column_of[i] == SIZE_MAX || schema_field(schema, from->field))
            continue;
        set_format_unit(
            schema_add_field(schema, probe, column_of[i], from->field), from);
    }
}

static bool is_computed(const struct schema *schema, size_t column)
{
    for (size_t i = 0; i < schema->n_computed; i++)
        if (schema->computed[i].column == column)
            return true;
    return false;
}

void schema_settle_clocks(struct schema *schema, const struct probe *probe,
                          const struct format *format)
{
    const struct slot *start = schema_field(schema, FIELD_START);
    enum format_clock clock = format ? format->clock : CLOCK_UNKNOWN;

    for (size_t i = 0; i < schema->n_slots; i++) {
        struct slot *slot = &schema->slots[i];

        if (slot->field == FIELD_NONE || slot->kind != KIND_TIME)
            continue;
        if (start && (is_computed(schema, slot->column) ||
                      !probe_present(&probe->columns[slot->column])))
            slot->is_epoch = start->is_epoch;
        if (clock != CLOCK_UNKNOWN)
            slot->is_epoch = clock == CLOCK_EPOCH;
    }
}
