#include "log/schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/unit.h"
#include "log/alias.h"
#include "log/scale.h"
#include "log/schema_format.h"

/* A column that could feed a field. */
struct candidate {
    enum field field;
    size_t column;
    struct alias_match match;
    bool is_told; /* its unit, by the log */
    bool is_empty;
    bool is_around; /* its column */
    bool is_ambiguous;
};

struct candidates {
    struct candidate *items;
    size_t n, capacity;
};

struct slot *schema_field(const struct schema *schema, enum field field)
{
    for (size_t i = 0; i < schema->n_slots; i++)
        if (schema->slots[i].field == field)
            return &schema->slots[i];
    return NULL;
}

static bool is_flag_word(const char *text)
{
    return cell_flag(text, strlen(text)) >= 0;
}

static bool has_flags(const struct probe_column *column)
{
    if (column->has_more_texts)
        return false;
    for (size_t i = 0; i < column->n_texts; i++)
        if (!is_flag_word(column->texts[i]))
            return false;
    return true;
}

static bool is_time(const struct probe_column *column)
{
    return 2 * (column->n_number + column->n_date) > probe_present(column);
}

/* A plain word such as "time" is a moment only if it looks like one; a
 * "timestamp" may also count from the start of the run. */
static bool is_moment(const struct probe_column *column)
{
    struct name name;

    name_make(&name, column->name, strlen(column->name));
    return column->n_date > 0 || scale_is_epoch(column) ||
           strncmp(name.whole, "timestamp", 9) == 0 ||
           strcmp(name.whole, "ts") == 0;
}

/* What stands around the requests is said of the run, not of a request: a
 * "duration" there is no latency. */
static bool may_be_around(enum field field)
{
    return field == FIELD_MODEL || field == FIELD_PROVIDER ||
           field == FIELD_REGION || field == FIELD_CONCURRENCY ||
           field == FIELD_REQUEST_RATE || field == FIELD_WORKLOAD ||
           field == FIELD_RUN;
}

/* Whether what the column holds can be what the field is. */
static bool content_fits(const struct probe_column *column, enum field field,
                         bool is_weak)
{
    size_t present = probe_present(column);

    if (column->is_around && !may_be_around(field))
        return false;
    if (present == 0)
        return column->n_entered == 0;
    switch (field) {
    case FIELD_QUALITY:
        return probe_is_number(column) || column->n_flag > 0 ||
               has_flags(column);
    case FIELD_SUCCESS:
    case FIELD_FAILURE:
    case FIELD_CANCELLED:
        return column->n_flag > 0 || has_flags(column) ||
               column->n_integer == present;
    case FIELD_HTTP_STATUS:
    case FIELD_ERROR_CODE:
        return !is_weak || probe_is_number(column);
    default:
        break;
    }
    if (fields[field].kind == KIND_NUMBER)
        return probe_is_number(column);
    if (fields[field].kind == KIND_TIME)
        return is_time(column) && (!is_weak || is_moment(column));
    return column->n_nested < present;
}

/* "metrics.ttft.value" beside "metrics.ttft.unit" is a ttft, in that unit. */
static const char *measured_name(const struct probe *probe, const char *path,
                                 const struct unit_word **unit)
{
    const char *point = strrchr(path, '.');
    const struct probe_column *column;
    char sibling[256];
    size_t found;
    int n;

    if (!point || strcmp(point, ".value") != 0)
        return NULL;
    n = snprintf(sibling, sizeof sibling, "%.*s.unit", (int)(point - path),
                 path);
    if (n < 0 || (size_t)n >= sizeof sibling)
        return NULL;
    found = probe_find(probe, sibling);
    if (found == SIZE_MAX)
        return NULL;
    column = &probe->columns[found];
    if (column->n_texts == 1)
        *unit = unit_word_find(column->texts[0], strlen(column->texts[0]));
    return arena_text_n(probe->arena, path, (size_t)(point - path));
}

static void add_candidate(struct candidates *candidates,
                          const struct candidate *candidate)
{
    if (candidates->n == candidates->capacity) {
        candidates->capacity =
            candidates->capacity ? 2 * candidates->capacity : 64;
        candidates->items = memory_resize(
            candidates->items, candidates->capacity, sizeof *candidates->items);
    }
    candidates->items[candidates->n++] = *candidate;
}

/* A format may say that no column is this field, whatever it is called. */
static bool is_blocked(const struct format *format, int field)
{
    for (size_t i = 0; format && i < format->n_fields; i++)
        if ((int)format->fields[i].field == field &&
            format->fields[i].n_terms == 0)
            return true;
    return false;
}

static void find_candidates(struct candidates *candidates,
                            const struct probe *probe,
                            const struct format *format)
{
    struct aliases *aliases = aliases_create(probe->arena);
    struct alias_match matches[N_FIELDS];

    for (size_t i = 0; i < probe->n; i++) {
        const struct probe_column *column = &probe->columns[i];
        const struct unit_word *unit = NULL;
        const char *name = measured_name(probe, column->name, &unit);

        aliases_match(aliases, name ? name : column->name, matches);
        for (int field = 0; field < N_FIELDS; field++) {
            struct candidate candidate = {.field = (enum field)field,
                                          .column = i,
                                          .match = matches[field]};

            if (!matches[field].fits || is_blocked(format, field) ||
                !content_fits(column, (enum field)field,
                              matches[field].is_weak))
                continue;
            if (unit && unit_word_fits(unit, (enum field)field))
                candidate.match.unit = unit;
            candidate.is_told = unit && candidate.match.unit == unit;
            candidate.is_empty = probe_present(column) == 0;
            candidate.is_around = column->is_around;
            add_candidate(candidates, &candidate);
        }
    }
}

static int compare_sizes(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

/* Which of two candidates is the better one, whatever their fields. */
static int compare_merit(const struct candidate *a, const struct candidate *b)
{
    int order = a->is_empty - b->is_empty;

    if (order == 0)
        order = a->match.is_weak - b->match.is_weak;
    if (order == 0)
        order = compare_sizes(a->match.n_above, b->match.n_above);
    if (order == 0)
        order = compare_sizes(a->match.rank, b->match.rank);
    return order;
}

static int compare_candidates(const void *one, const void *other)
{
    const struct candidate *a = one, *b = other;
    int order = compare_merit(a, b);

    if (order == 0)
        order = a->is_around - b->is_around;
    if (order == 0)
        order = (int)a->field - (int)b->field;
    return order ? order : compare_sizes(a->column, b->column);
}

static struct slot *add_slot(struct schema *schema, const struct probe *probe,
                             size_t column)
{
    struct slot *slot = &schema->slots[schema->n_slots++];

    memset(slot, 0, sizeof *slot);
    slot->column = column;
    slot->path = probe->columns[column].name;
    slot->scale = 1;
    slot->unit = "";
    slot->next = schema->first[column];
    schema->first[column] = schema->n_slots - 1;
    return slot;
}

void slot_set_unit(struct slot *slot, const struct unit_word *unit,
                   const char *decided_by)
{
    slot->unit = unit->name;
    slot->scale = unit->scale;
    slot->power = unit->power;
    slot->decided_by = decided_by;
}

struct slot *schema_add_field(struct schema *schema, const struct probe *probe,
                              size_t column, enum field field)
{
    struct slot *slot = add_slot(schema, probe, column);
    enum unit unit = fields[field].unit;

    slot->field = field;
    slot->kind = fields[field].kind;
    slot->name = fields[field].key;
    slot->zero_is_missing = field == FIELD_LATENCY || field == FIELD_TTFT ||
                            field == FIELD_TPOT || field == FIELD_ITL ||
                            field == FIELD_OUTPUT_RATE;
    slot->is_positive = unit == UNIT_SECONDS || unit == UNIT_TOKENS ||
                        unit == UNIT_TOKENS_PER_SECOND || unit == UNIT_DOLLARS;
    return slot;
}

/* Two columns that fit a field equally well: nobody can tell which one is
 * meant, and a wrong guess is worse than none. */
static void mark_ambiguous(struct candidates *candidates)
{
    for (size_t i = 1; i < candidates->n; i++) {
        struct candidate *a = &candidates->items[i - 1],
                         *b = &candidates->items[i];

        if (a->field == b->field && compare_merit(a, b) == 0 &&
            a->match.n_above > 0)
            a->is_ambiguous = b->is_ambiguous = true;
    }
}

static void take_candidates(struct schema *schema, const struct probe *probe,
                            const struct format *format)
{
    struct candidates candidates = {0};

    find_candidates(&candidates, probe, format);
    if (candidates.n)
        qsort(candidates.items, candidates.n, sizeof *candidates.items,
              compare_candidates);
    mark_ambiguous(&candidates);
    for (size_t i = 0; i < candidates.n; i++) {
        struct candidate *candidate = &candidates.items[i];
        struct slot *slot;

        if (candidate->is_ambiguous || schema_field(schema, candidate->field) ||
            schema->first[candidate->column] != NO_SLOT)
            continue;
        slot = schema_add_field(schema, probe, candidate->column,
                                candidate->field);
        if (candidate->match.unit)
            slot_set_unit(slot, candidate->match.unit,
                          candidate->is_told ? "content" : "suffix");
    }
    free(candidates.items);
}

static size_t find_column(const struct probe *probe, const char *name)
{
    size_t found = probe_find(probe, name), n_equal = 0;

    if (found != SIZE_MAX)
        return found;
    for (size_t i = 0; i < probe->n; i++)
        if (name_equal(probe->columns[i].name, name)) {
            found = i;
            n_equal++;
        }
    return n_equal == 1 ? found : SIZE_MAX;
}

static bool is_term(const struct schema *schema, size_t column)
{
    for (size_t i = 0; i < schema->n_terms; i++)
        if (schema->terms[i].column == column)
            return true;
    return false;
}

bool schema_reads(const struct schema *schema, size_t column)
{
    return schema->first[column] != NO_SLOT || is_term(schema, column);
}

size_t schema_only_slot(const struct schema *schema, size_t column)
{
    size_t slot = schema->first[column];

    return slot == NO_SLOT || schema->slots[slot].next != NO_SLOT ||
                   is_term(schema, column)
               ? NO_SLOT
               : slot;
}

static bool take_map(struct schema *schema, const struct probe *probe,
                     struct map *map, struct arena *arena,
                     const struct place *place, struct error *error)
{
    size_t column = find_column(probe, map->column);
    const struct unit_word *unit = NULL;
    struct slot *slot;

    if (column == SIZE_MAX && map->unit_at) {
        column =
            find_column(probe, arena_text_n(arena, map->column, map->unit_at));
        unit = map->unit;
        if (column != SIZE_MAX && !unit)
            return error_set(
                error, place, "--map %s: unknown unit '%s'; units are %s",
                map->text, map->column + map->unit_at + 1, unit_word_names);
    }
    if (column == SIZE_MAX)
        return true;
    map->is_used = true;
    slot = schema_add_field(schema, probe, column, map->field);
    slot->is_named = true;
    if (unit)
        slot_set_unit(slot, unit, "--map");
    return true;
}

static void take_own(struct schema *schema, const struct probe *probe,
                     size_t column, const char *name, enum field_kind kind,
                     bool is_named)
{
    struct slot *slot;

    for (size_t i = 0; i < schema->n_slots; i++)
        if (schema->slots[i].field == FIELD_NONE &&
            schema->slots[i].kind == kind &&
            strcmp(schema->slots[i].name, name) == 0)
            return;
    slot = add_slot(schema, probe, column);
    slot->field = FIELD_NONE;
    slot->kind = kind;
    slot->name = name;
    slot->decided_by = "as written";
    slot->is_named = is_named;
}

static void take_wanted(struct schema *schema, const struct probe *probe,
                        const struct schema_options *options)
{
    for (size_t i = 0; i < options->n_wanted; i++) {
        const struct wanted *wanted = &options->wanted[i];
        size_t column = find_column(probe, wanted->name);

        if (field_find(wanted->name) == FIELD_NONE && column != SIZE_MAX)
            take_own(schema, probe, column, wanted->name, wanted->kind, true);
    }
}

/* What rules need that no flag asked for. */
static void take_needed(struct schema *schema, const struct probe *probe,
                        const struct schema_options *options)
{
    for (size_t i = 0; i < options->n_needed; i++) {
        const struct wanted *needed = &options->needed[i];
        size_t column = probe_find(probe, needed->name);

        if (field_find(needed->name) == FIELD_NONE && column != SIZE_MAX)
            take_own(schema, probe, column, needed->name, needed->kind, false);
    }
}

static void take_all(struct schema *schema, const struct probe *probe)
{
    for (size_t i = 0; i < probe->n; i++) {
        const struct probe_column *column = &probe->columns[i];

        if (schema->first[i] == NO_SLOT &&
            (probe_present(column) || !column->n_entered))
            take_own(schema, probe, i, column->name,
                     probe_is_number(column) ? KIND_NUMBER : KIND_TEXT, false);
    }
}

bool schema_has_requests(const struct schema *schema)
{
    for (size_t i = 0; i < schema->n_slots; i++) {
        const struct slot *slot = &schema->slots[i];
        enum unit unit;

        if (slot->is_named)
            return true;
        if (slot->field == FIELD_NONE)
            continue;
        unit = fields[slot->field].unit;
        if (unit == UNIT_SECONDS || unit == UNIT_TOKENS ||
            unit == UNIT_DOLLARS || unit == UNIT_TOKENS_PER_SECOND)
            return true;
    }
    return schema_field(schema, FIELD_START) && schema_field(schema, FIELD_END);
}

/* One place a column of the probe; none is read yet. */
static void prepare(struct schema *schema, const struct schema_options *options,
                    const struct probe *probe, struct arena *arena)
{
    size_t n_lines = options->format ? options->format->n_fields : 0;

    schema->n_columns = probe->n;
    schema->form = probe->form;
    schema->naive_offset = options->naive_offset;
    schema->first = arena_alloc(arena, probe->n, sizeof *schema->first);
    schema->names = arena_alloc(arena, probe->n, sizeof *schema->names);
    for (size_t i = 0; i < probe->n; i++) {
        schema->first[i] = NO_SLOT;
        schema->names[i] = probe->columns[i].name;
    }
    schema->slots = arena_alloc(arena,
                                N_FIELDS + options->n_maps + options->n_wanted +
                                    options->n_needed + n_lines + probe->n,
                                sizeof *schema->slots);
}

bool schema_decide(struct schema *schema, const struct schema_options *options,
                   struct probe *probe, struct arena *arena,
                   const struct place *place, struct error *error)
{
    const size_t *column_of;

    memset(schema, 0, sizeof *schema);
    column_of = schema_plan_format(schema, probe, options->format, arena);
    prepare(schema, options, probe, arena);
    for (size_t i = 0; i < options->n_maps; i++)
        if (!take_map(schema, probe, &options->maps[i], arena, place, error))
            return false;
    schema_take_format(schema, probe, options->format, column_of);
    take_candidates(schema, probe, options->format);
    scale_decide(schema, probe);
    schema_settle_clocks(schema, probe, options->format);
    take_wanted(schema, probe, options);
    take_needed(schema, probe, options);
    if (options->keeps_all)
        take_all(schema, probe);
    return true;
}
