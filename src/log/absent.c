#include "log/absent.h"

#include <string.h>

#include "base/flags.h"
#include "base/text.h"

/* What a user may have meant. */
struct names {
    const char **words; /* ends with NULL */
    size_t n;
};

static void add_name(struct names *names, const char *word)
{
    for (size_t i = 0; i < names->n; i++)
        if (strcmp(names->words[i], word) == 0)
            return;
    names->words[names->n++] = word;
}

/* Columns as the logs call them; where a field would do, those that were
 * found, and the columns of which nothing was made. */
static struct names list_names(const struct intake *intake, bool has_fields)
{
    struct names names = {0};
    size_t capacity = 1;

    for (size_t i = 0; i < intake->n_inputs; i++)
        capacity += intake->inputs[i].n_unused + intake->inputs[i].n_mappings;
    names.words = arena_alloc(intake->arena, capacity, sizeof *names.words);
    for (size_t i = 0; i < intake->n_inputs; i++) {
        const struct input *input = &intake->inputs[i];

        for (size_t k = 0; k < input->n_mappings; k++) {
            const struct input_mapping *mapping = &input->mappings[k];

            if (has_fields)
                add_name(&names, mapping->field);
            else if (strcmp(mapping->decided_by, "derived") != 0)
                add_name(&names, mapping->source);
        }
        for (size_t k = 0; k < input->n_unused; k++)
            add_name(&names, input->unused[k]);
    }
    return names;
}

/* `flag` is "" or what to begin with. */
static bool tell_absent(const struct intake *intake, const char *flag,
                        const char *name, bool has_fields, struct error *error)
{
    struct names names = list_names(intake, has_fields);
    struct text text;

    text_init(&text);
    text_format(&text, "%sno log has a column '%s'", flag, name);
    flags_add_hint(&text, name, names.words);
    error_set(error, NULL, "%s", text.data);
    text_release(&text);
    return false;
}

bool absent_check_maps(const struct intake *intake, const struct map *maps,
                       size_t n_maps, struct error *error)
{
    for (size_t i = 0; i < n_maps; i++) {
        const struct map *map = &maps[i];

        if (!map->is_used)
            return tell_absent(
                intake, arena_format(intake->arena, "--map %s: ", map->text),
                map->unit
                    ? arena_text_n(intake->arena, map->column, map->unit_at)
                    : map->column,
                false, error);
    }
    return true;
}

bool absent_check_wanted(const struct intake *intake,
                         const struct intake_options *options,
                         struct error *error)
{
    for (size_t i = 0; i < options->n_wanted; i++) {
        const struct wanted *wanted = &options->wanted[i];

        if (!wanted->is_optional && field_find(wanted->name) == FIELD_NONE &&
            !table_column(intake->table, wanted->name, wanted->kind))
            return tell_absent(intake, "", wanted->name, true, error);
    }
    return true;
}
