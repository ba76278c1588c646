#include "log/input.h"

#include <string.h>

#include "base/threads.h"
#include "data/unit.h"
#include "log/ahead.h"
#include "log/derive.h"
#include "log/lines.h"
#include "log/outcome.h"
#include "log/rules.h"

static void add_mapping(struct reading *reading, const char *field,
                        const char *source, const char *unit, double scale,
                        const char *decided_by)
{
    struct input *input = reading->input;
    struct input_mapping *mapping;

    if (input->n_mappings == reading->mappings_capacity)
        BUG("more mappings than there was room for");
    mapping = &input->mappings[input->n_mappings++];
    mapping->field = field;
    mapping->source = source;
    mapping->unit = unit;
    mapping->scale = scale;
    mapping->decided_by = decided_by;
}

static void list_mappings(struct reading *reading)
{
    struct arena *arena = reading->intake->arena;

    for (size_t i = 0; i < reading->schema.n_slots; i++) {
        const struct slot *slot = &reading->schema.slots[i];

        if (slot->field != FIELD_NONE &&
            reading_has_constant(reading, slot->field))
            continue;
        add_mapping(reading, arena_text(arena, slot->name), slot->path,
                    slot->unit, slot->scale, slot->decided_by);
    }
    for (size_t i = 0; i < reading->n_constants; i++) {
        const struct constant *constant = &reading->constants[i];

        add_mapping(reading, fields[constant->field].key, constant->text,
                    unit_code(fields[constant->field].unit), 1,
                    constant->decided_by);
    }
}

static void list_unused(struct reading *reading)
{
    struct input *input = reading->input;

    input->unused = arena_alloc(reading->intake->arena, reading->probe.n,
                                sizeof *input->unused);
    for (size_t i = 0; i < reading->probe.n; i++) {
        const struct probe_column *column = &reading->probe.columns[i];

        if (!schema_reads(&reading->schema, i) &&
            (probe_present(column) || !column->n_entered))
            input->unused[input->n_unused++] = column->name;
    }
}

static void list_problems(struct reading *reading)
{
    const struct problems *problems = &reading->loaded.problems;
    struct input *input = reading->input;
    struct arena *arena = reading->intake->arena;
    struct line_counter counter = {.source = &reading->source};

    input->problems =
        arena_alloc(arena, problems->n + 2, sizeof *input->problems);
    for (size_t i = 0; i < problems->n; i++) {
        const struct problem *from = &problems->items[i];
        struct input_problem *into = &input->problems[input->n_problems++];

        into->code = from->code;
        into->field = from->field ? arena_text(arena, from->field) : NULL;
        into->count = from->count;
        into->rejects_row = from->rejects_row;
        into->n_first = from->n_first;
        for (size_t k = 0; k < from->n_first; k++) {
            struct place place = lines_place(&counter, from->first[k].offset);

            into->first[k].line = place.line;
            into->first[k].column = from->rejects_row ? 0 : place.column;
            into->first[k].text = from->first[k].text;
        }
    }
}

static void add_problem(struct input *input, const char *code,
                        const char *field, size_t count)
{
    struct input_problem *problem;

    if (count == 0)
        return;
    problem = &input->problems[input->n_problems++];
    problem->code = code;
    problem->field = field;
    problem->count = count;
}

/* The problem that comes first in the file, of those that are errors. */
static bool refuse_first(const struct reading *reading, struct error *error)
{
    const struct problems *problems = &reading->loaded.problems;
    const struct problem *first = NULL;
    struct place place;
    const char *text;

    for (size_t i = 0; i < problems->n; i++) {
        const struct problem *problem = &problems->items[i];

        if (problem_is_error(problem->code) &&
            (!first || problem->first[0].offset < first->first[0].offset))
            first = problem;
    }
    if (!first)
        return true;
    place = source_place(&reading->source, first->first[0].offset);
    if (first->rejects_row)
        place.column = 0;
    text =
        problem_text(reading->intake->arena, first->code, first->first[0].text);
    return error_set(error, &place, "%s%s%s", first->field ? first->field : "",
                     first->field ? ": " : "", text);
}

static void load_whole(struct reading *reading, const struct schema *schema)
{
    struct source *source = &reading->source;
    struct digest *digest = source->digest[0] ? NULL : digest_create();
    struct progress *progress = progress_create(
        "reading", source->size, reading->setting->options->is_quiet);
    const struct load_options options = {.n_threads =
                                             reading->setting->options->threads,
                                         .progress = progress,
                                         .digest = digest};

    load_records(&reading->opened, schema, &options, reading->intake->table,
                 reading->intake->arena, &reading->loaded);
    progress_destroy(progress);
    if (digest)
        digest_finish(digest, source->digest);
    digest_destroy(digest);
}

static bool load(struct reading *reading, struct ahead *ahead,
                 struct error *error)
{
    struct input *input = reading->input;
    struct place place = {.name = reading->source.name};
    struct schema schema;

    reading_choose(reading, &schema);
    input->first_row = reading->intake->table->n_rows;
    if (!ahead_take(ahead, reading, &schema))
        load_whole(reading, &schema);
    input->digest = arena_text(reading->intake->arena, reading->source.digest);
    input->records = reading->loaded.n_records;
    input->accepted = input->n_rows = reading->loaded.n_rows;
    input->rejected = input->records - input->accepted;
    list_problems(reading);
    if (reading->setting->options->is_strict && !refuse_first(reading, error))
        return false;
    if (input->records == 0)
        return error_set(error, &place,
                         "there is a header, but no request under it");
    if (input->accepted == 0)
        return refuse_first(reading, error);
    return true;
}

static bool clocks_agree(const struct schema *schema, enum field a,
                         enum field b)
{
    const struct slot *one = schema_field(schema, a);
    const struct slot *other = schema_field(schema, b);

    return !one || !other || one->is_epoch == other->is_epoch;
}

static void derive_numbers(struct reading *reading)
{
    struct input *input = reading->input;
    struct table *table = reading->intake->table;
    struct arena *arena = reading->intake->arena;
    struct derivation derivations[MOST_DERIVATIONS];
    bool first_agrees =
        clocks_agree(&reading->schema, FIELD_START, FIELD_FIRST_TOKEN);
    bool end_agrees = clocks_agree(&reading->schema, FIELD_START, FIELD_END);
    size_t n;

    add_problem(input, "zero-is-missing", "input_tokens",
                derive_no_tokens(table, input->first_row, input->n_rows));
    n = derive_fields(table, input->first_row, input->n_rows, reading->needed,
                      first_agrees, end_agrees, derivations);
    for (size_t i = 0; i < n; i++)
        add_mapping(reading, fields[derivations[i].field].key,
                    arena_format(arena, "derived: %s", derivations[i].rule),
                    unit_code(fields[derivations[i].field].unit), 1, "derived");
    if (!end_agrees || !first_agrees)
        intake_note(reading->intake, false, "two-clocks",
                    arena_format(arena,
                                 "%s: its moments are of two clocks; no "
                                 "duration is derived from them",
                                 input->name));
}

static void derive_outcome(struct reading *reading)
{
    struct input *input = reading->input;
    bool has[N_FIELDS];

    if (!reading->needed[FIELD_OUTCOME])
        return;
    for (int i = 0; i < N_FIELDS; i++)
        has[i] = reading_has(reading, (enum field)i);
    add_problem(input, "contradiction", "outcome",
                outcome_derive(reading->intake->table, input->first_row,
                               input->n_rows, has,
                               reading->asked[FIELD_HTTP_STATUS]));
}

static void set_constants(struct reading *reading)
{
    for (size_t i = 0; i < reading->n_constants; i++)
        if (reading->needed[reading->constants[i].field])
            constant_apply(&reading->constants[i], reading->intake->table,
                           reading->input->first_row, reading->input->n_rows);
}

/* The runs that a file holds are called after it, as if each were a file of
 * its own. */
static void name_documents(struct reading *reading)
{
    const struct slot *slot = schema_field(&reading->schema, FIELD_RUN);
    const struct input *input = reading->input;

    if (slot && strcmp(slot->path, "@document") == 0 &&
        !reading_has_constant(reading, FIELD_RUN))
        constant_name_runs(input->run, reading->intake->table, input->first_row,
                           input->n_rows);
}

/* The article's rules say nothing of a log without tokens; who gives rules
 * wants them applied. */
static bool derive_workload(struct reading *reading, struct error *error)
{
    const struct setting *setting = reading->setting;
    const struct input *input = reading->input;
    struct intake *intake = reading->intake;

    if (setting->options->workload_rules &&
        reading_has(reading, FIELD_WORKLOAD))
        intake_note(intake, true, "rules-unused",
                    arena_format(intake->arena,
                                 "%s has workloads of its own: "
                                 "--workload-rules is not applied",
                                 input->name));
    if (reading_has(reading, FIELD_WORKLOAD) ||
        !reading->needed[FIELD_WORKLOAD] ||
        (!setting->options->workload_rules &&
         !workload_applies(setting->workload, intake->table, input->first_row,
                           input->n_rows)))
        return true;
    add_mapping(reading, "workload", "derived: workload rules", "", 1,
                "derived");
    intake->workload_rules = arena_text(intake->arena, setting->workload_rules);
    return workload_derive(setting->workload, intake->table, input->first_row,
                           input->n_rows, error);
}

static bool derive(struct reading *reading, struct error *error)
{
    struct input *input = reading->input;
    struct table *table = reading->intake->table;
    struct constant run = {.field = FIELD_RUN, .text = input->run};

    set_constants(reading);
    name_documents(reading);
    derive_outcome(reading);
    if (!rules_apply(reading->format, table, input->first_row, input->n_rows,
                     error))
        return false;
    input->failures_unknown =
        reading->format && reading->format->failures_unknown;
    derive_numbers(reading);
    if (!reading_has(reading, FIELD_RUN)) {
        if (reading->needed[FIELD_RUN])
            constant_apply(&run, table, input->first_row, input->n_rows);
        add_mapping(reading, "run", "derived: name of the file", "", 1,
                    "derived");
    }
    return derive_workload(reading, error);
}

static void describe_source(struct reading *reading)
{
    struct input *input = reading->input;
    struct arena *arena = reading->intake->arena;

    input->name = arena_text(arena, reading->source.name);
    input->compression = arena_text(arena, reading->source.compression);
    input->bytes = reading->source.packed_size;
}

static void tell_zone(const struct reading *reading)
{
    if (reading->loaded.n_naive && !reading->setting->zone_is_given)
        intake_note(reading->intake, false, "naive-times",
                    arena_format(reading->intake->arena,
                                 "%s: %zu times have no zone; UTC is assumed",
                                 reading->input->name,
                                 reading->loaded.n_naive));
}

static bool read_opened(struct reading *reading, const char *path,
                        struct ahead *ahead, struct error *error)
{
    const struct slot *start, *end;

    describe_source(reading);
    if (!reading_understand(reading, path, error) ||
        !load(reading, ahead, error))
        return false;
    reading->mappings_capacity =
        reading->schema.n_slots + reading->n_constants + MOST_DERIVATIONS + 2;
    reading->input->mappings =
        arena_alloc(reading->intake->arena, reading->mappings_capacity,
                    sizeof *reading->input->mappings);
    list_mappings(reading);
    list_unused(reading);
    tell_zone(reading);
    start = schema_field(&reading->schema, FIELD_START);
    end = schema_field(&reading->schema, FIELD_END);
    reading->input->is_monotonic =
        (start && !start->is_epoch) || (!start && end && !end->is_epoch);
    return derive(reading, error);
}

/* Makes the source whole; with several threads, what comes slowly is read while
 * it comes. */
static bool take_source(struct source *source, struct ahead *ahead,
                        const struct setting *setting, const char *path,
                        struct error *error)
{
    const struct intake_options *options = setting->options;
    unsigned n_threads =
        options->threads ? options->threads : threads_default();

    if (n_threads == 1
            ? !source_open(source, path, options->max_expand, error)
            : !source_start(source, path, options->max_expand, error))
        return false;
    ahead_read(ahead, source, setting, path);
    if (source_finish(source, error))
        return true;
    ahead_release(ahead);
    return false;
}

bool input_read(struct input *input, struct intake *intake,
                const struct setting *setting, const char *path,
                struct error *error)
{
    struct reading reading;
    struct ahead ahead;
    bool ok;

    reading_init(&reading, input, intake, setting);
    ok = take_source(&reading.source, &ahead, setting, path, error);
    if (ok) {
        ok = read_opened(&reading, path, &ahead, error);
        ahead_release(&ahead);
    }
    reading_release(&reading);
    source_close(&reading.source);
    return ok;
}
