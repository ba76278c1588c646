#include "study/input.h"

#include <string.h>

#include "log/duplicates.h"
#include "log/problems.h"
#include "study/suspicion.h"
#include "study/words.h"

static struct value *tell_mapping(struct arena *arena,
                                  const struct input *input)
{
    struct value *array = value_array(arena);

    for (size_t i = 0; i < input->n_mappings; i++) {
        const struct input_mapping *mapping = &input->mappings[i];
        struct value *object = value_append(array, value_object(arena));

        value_set(object, "field", value_text(arena, mapping->field));
        value_set(object, "source", value_text(arena, mapping->source));
        value_set(object, "unit", value_text(arena, mapping->unit));
        value_set(object, "scale", value_number(arena, mapping->scale));
        value_set(object, "decided_by", value_text(arena, mapping->decided_by));
    }
    return array;
}

static struct value *tell_places(struct arena *arena,
                                 const struct input_problem *problem)
{
    struct value *array = value_array(arena);

    for (size_t i = 0; i < problem->n_first; i++) {
        const struct problem_place *place = &problem->first[i];
        struct value *object = value_append(array, value_object(arena));

        value_set(object, "line",
                  place->line ? value_integer(arena, (int64_t)place->line)
                              : value_null(arena));
        value_set(object, "column",
                  place->column ? value_integer(arena, (int64_t)place->column)
                                : value_null(arena));
        value_set(object, "text", value_text(arena, place->text));
    }
    return array;
}

static struct value *tell_problems(struct arena *arena,
                                   const struct input *input)
{
    struct value *array = value_array(arena);

    for (size_t i = 0; i < input->n_problems; i++) {
        const struct input_problem *problem = &input->problems[i];
        struct value *object = value_append(array, value_object(arena));

        value_set(object, "code", value_text(arena, problem->code));
        value_set(object, "field", value_text(arena, problem->field));
        value_set(object, "count",
                  value_integer(arena, (int64_t)problem->count));
        value_set(object, "first", tell_places(arena, problem));
    }
    return array;
}

static void tell_input(struct value *inputs, struct arena *arena,
                       const struct input *input)
{
    struct value *object = value_append(inputs, value_object(arena));

    value_set(object, "name", value_text(arena, input->name));
    value_set(object, "digest", value_text(arena, input->digest));
    value_set(object, "bytes", value_integer(arena, (int64_t)input->bytes));
    value_set(object, "format", value_text(arena, input->format));
    value_set(object, "shape", value_text(arena, input->shape));
    value_set(object, "compression", value_text(arena, input->compression));
    value_set(object, "records", value_integer(arena, (int64_t)input->records));
    value_set(object, "accepted",
              value_integer(arena, (int64_t)input->accepted));
    value_set(object, "rejected",
              value_integer(arena, (int64_t)input->rejected));
    value_set(object, "run", value_text(arena, input->run));
    value_set(object, "why", value_text(arena, input->why));
    value_set(object, "mapping", tell_mapping(arena, input));
    value_set(object, "problems", tell_problems(arena, input));
}

static void add_files(struct doc *doc, struct section *section,
                      const struct intake *intake)
{
    static const struct column_head heads[] = {
        {.key = "file", .label = "File"},
        {.key = "run", .label = "Run"},
        {.key = "format", .label = "Format"},
        {.key = "shape", .label = "Shape"},
        {.key = "records", .label = "Requests", .unit = UNIT_COUNT},
        {.key = "rejected", .label = "Rejected", .unit = UNIT_COUNT},
        {.key = "digest", .label = "Digest"},
    };
    struct doc_table *table = doc_table(doc, section, "files", "Files", heads,
                                        sizeof heads / sizeof *heads);

    for (size_t i = 0; i < intake->n_inputs; i++) {
        const struct input *input = &intake->inputs[i];

        doc_row(doc, table);
        doc_cell_text(doc, table, input->name);
        doc_cell_text(doc, table, input->run);
        doc_cell_text(doc, table, input->format);
        doc_cell_text(doc, table, input->shape);
        doc_cell_number(table, (double)input->records);
        doc_cell_number(table, (double)input->rejected);
        doc_cell_text(doc, table, input->digest);
    }
}

static bool same_mapping(const struct input *a, const struct input *b)
{
    if (a->n_mappings != b->n_mappings)
        return false;
    for (size_t i = 0; i < a->n_mappings; i++)
        if (strcmp(a->mappings[i].field, b->mappings[i].field) != 0 ||
            strcmp(a->mappings[i].source, b->mappings[i].source) != 0 ||
            a->mappings[i].scale != b->mappings[i].scale ||
            strcmp(a->mappings[i].decided_by, b->mappings[i].decided_by) != 0)
            return false;
    return true;
}

static bool told_before(const struct intake *intake, size_t i)
{
    for (size_t j = 0; j < i; j++)
        if (same_mapping(&intake->inputs[j], &intake->inputs[i]))
            return true;
    return false;
}

/* Files that were understood alike are told once. */
static void add_mappings(struct doc *doc, struct section *section,
                         const struct intake *intake)
{
    static const struct column_head heads[] = {
        {.key = "file", .label = "File"},
        {.key = "field", .label = "Field"},
        {.key = "source", .label = "Taken from"},
        {.key = "unit", .label = "Unit"},
        {.key = "decided_by", .label = "Decided by"},
    };
    struct doc_table *table =
        doc_table(doc, section, "mapping", "How the columns were understood",
                  heads, sizeof heads / sizeof *heads);

    for (size_t i = 0; i < intake->n_inputs; i++) {
        const struct input *input = &intake->inputs[i];

        if (told_before(intake, i))
            continue;
        for (size_t m = 0; m < input->n_mappings; m++) {
            doc_row(doc, table);
            doc_cell_text(doc, table, input->name);
            doc_cell_text(doc, table, input->mappings[m].field);
            doc_cell_text(doc, table, input->mappings[m].source);
            doc_cell_text(doc, table, input->mappings[m].unit);
            doc_cell_text(doc, table, input->mappings[m].decided_by);
        }
    }
}

static const char *place_words(struct arena *arena,
                               const struct input_problem *problem)
{
    const struct problem_place *first = &problem->first[0];

    if (problem->n_first == 0 || first->line == 0)
        return "";
    if (first->text && first->text[0])
        return arena_format(arena, ", first at line %zu, column %zu: '%s'",
                            first->line, first->column ? first->column : 1,
                            first->text);
    return arena_format(arena, ", first at line %zu", first->line);
}

/* A zero that nothing can have taken is no value, though no error either. */
static const char *loss_words(const struct input_problem *problem)
{
    if (strcmp(problem->code, "zero-is-missing") == 0)
        return " taken for missing";
    return problem_is_error(problem->code) ? " left out" : NULL;
}

/* "dirty.csv: 1 row rejected (ragged-row), first at line 4: ..."; what is lost
 * must be seen on the terminal too. */
static void add_problem(struct doc *doc, struct section *section,
                        const struct input *input,
                        const struct input_problem *problem)
{
    struct arena *arena = doc->arena;
    const char *loss = problem->rejects_row ? "" : loss_words(problem);
    const char *what =
        problem->rejects_row
            ? words_counted(arena, problem->count, "row rejected",
                            "rows rejected")
            : words_counted(arena, problem->count, "cell", "cells");
    struct value *about = doc_note(
        doc, section, loss ? WEIGHT_CAUTION : WEIGHT_REMARK, problem->code,
        "%s: %s%s%s%s (%s)%s", input->name, what, problem->field ? " of " : "",
        problem->field ? problem->field : "", loss ? loss : "", problem->code,
        place_words(arena, problem));

    value_set(about, "file", value_text(arena, input->name));
    value_set(about, "count", value_integer(arena, (int64_t)problem->count));
}

void input_add_problems(struct doc *doc, struct section *section,
                        const struct input *input)
{
    for (size_t i = 0; i < input->n_problems; i++)
        add_problem(doc, section, input, &input->problems[i]);
    if (input->failures_unknown)
        doc_note(doc, section, WEIGHT_CAUTION, "failures-not-in-log",
                 "%s: failed requests are not in this log", input->name);
}

void input_tell(struct doc *doc, const struct intake *intake)
{
    struct value *inputs =
        value_set(doc->data, "inputs", value_array(doc->arena));

    for (size_t i = 0; i < intake->n_inputs; i++)
        tell_input(inputs, doc->arena, &intake->inputs[i]);
}

void input_add_notes(struct doc *doc, const struct intake *intake)
{
    struct section *section = doc_section(doc, "input", "How the log was read");

    for (size_t i = 0; i < intake->n_notes; i++)
        doc_note(doc, section,
                 intake->notes[i].is_caution ? WEIGHT_CAUTION : WEIGHT_REMARK,
                 intake->notes[i].code, "%s", intake->notes[i].text);
}

static bool derives_workload(const struct input *input)
{
    for (size_t i = 0; i < input->n_mappings; i++)
        if (strcmp(input->mappings[i].field, "workload") == 0 &&
            strcmp(input->mappings[i].decided_by, "derived") == 0)
            return true;
    return false;
}

/* The rules, where a log has no workloads of its own that count instead. */
static void add_rules(struct doc *doc, struct section *section,
                      const struct intake *intake)
{
    size_t n = 0;

    for (size_t i = 0; i < intake->n_inputs; i++)
        n += derives_workload(&intake->inputs[i]);
    if (intake->workload_rules && n)
        doc_text(doc, section, "Workloads: %s", intake->workload_rules);
}

void input_add_section(struct doc *doc, const struct intake *intake)
{
    struct section *section = doc_section(doc, "input", "How the log was read");
    const size_t *repeats = duplicates_count(intake);

    add_files(doc, section, intake);
    add_mappings(doc, section, intake);
    add_rules(doc, section, intake);
    for (size_t i = 0; i < intake->n_inputs; i++) {
        input_add_problems(doc, section, &intake->inputs[i]);
        suspicion_add_notes(doc, section, intake->table, &intake->inputs[i],
                            repeats[i]);
    }
    input_add_notes(doc, intake);
}
