#include "log/reading.h"

#include <string.h>

#include "base/text.h"
#include "log/glimpse.h"
#include "log/need.h"
#include "log/recognise.h"
#include "log/rules.h"

void reading_init(struct reading *reading, struct input *input,
                  struct intake *intake, const struct setting *setting)
{
    memset(reading, 0, sizeof *reading);
    reading->input = input;
    reading->intake = intake;
    reading->setting = setting;
    probe_init(&reading->probe, intake->arena);
}

void reading_release(struct reading *reading)
{
    load_close(&reading->opened);
    problems_release(&reading->loaded.problems);
    probe_release(&reading->probe);
}

bool reading_has_constant(const struct reading *reading, enum field field)
{
    for (size_t i = 0; i < reading->n_constants; i++)
        if (reading->constants[i].field == field)
            return true;
    return false;
}

bool reading_has(const struct reading *reading, enum field field)
{
    return schema_field(&reading->schema, field) ||
           reading_has_constant(reading, field);
}

static bool find_constants(struct reading *reading, const char *path,
                           struct error *error)
{
    const struct setting *setting = reading->setting;
    const char *pattern = setting->options->name_pattern;
    size_t n = 0;

    reading->constants =
        arena_alloc(reading->intake->arena, setting->n_sets + N_FIELDS + 1,
                    sizeof *reading->constants);
    if (pattern && !constants_of_name(reading->constants, &n, pattern, path,
                                      reading->intake->arena, error))
        return false;
    if (setting->n_sets)
        memcpy(reading->constants + n, setting->sets,
               setting->n_sets * sizeof *setting->sets);
    reading->n_constants = n + setting->n_sets;
    return true;
}

/* Whether its names are those of something that is no log. Who says what the
 * columns are knows better. */
static void suspect(struct reading *reading)
{
    const struct setting *setting = reading->setting;
    struct glimpse glimpse;

    if (setting->format || setting->schema.n_maps)
        return;
    glimpse_take(&glimpse, &reading->source);
    reading->refusal = refusal_by_names(&glimpse);
    glimpse_release(&glimpse);
}

/* What the file is, and in what shape. */
static bool recognise(struct reading *reading, struct error *error)
{
    const struct setting *setting = reading->setting;
    struct input *input = reading->input;
    struct text why;

    suspect(reading);
    text_init(&why);
    reading->format = setting->format;
    reading->opened.shape =
        recognise_shape(&reading->source, setting->formats, reading->refusal,
                        &reading->format, &why, error);
    if (reading->opened.shape) {
        input->shape = reading->opened.shape->name;
        input->format = reading->format ? reading->format->name : "generic";
        input->why = arena_text(reading->intake->arena, why.data);
    }
    text_release(&why);
    return reading->opened.shape != NULL;
}

bool reading_understand(struct reading *reading, const char *path,
                        struct error *error)
{
    struct arena *arena = reading->intake->arena;
    struct schema_options options = reading->setting->schema;
    struct place place = {.name = reading->source.name};

    reading->opened.source = &reading->source;
    if (!find_constants(reading, path, error) || !recognise(reading, error))
        return false;
    reading->opened.log = reading->opened.shape->open(
        &reading->source, reading->format, arena, error);
    if (!reading->opened.log)
        return false;
    load_probe(&reading->opened, &reading->probe);
    if (reading->refusal && reading->probe.n_records == 0)
        return refuse(reading->refusal, &reading->source, error);
    options.format = reading->format;
    if (!rules_want(reading->format, &options, arena, error))
        return false;
    need_named(reading->needed, options.needed, options.n_needed);
    return schema_decide(&reading->schema, &options, &reading->probe, arena,
                         &place, error) &&
           recognise_requests(&reading->schema, &reading->probe,
                              reading->source.name, error);
}

void reading_choose(struct reading *reading, struct schema *schema)
{
    const struct setting *setting = reading->setting;

    for (int i = 0; i < N_FIELDS; i++)
        reading->needed[i] |= !setting->needed || setting->needed[i];
    memcpy(reading->asked, reading->needed, sizeof reading->asked);
    need_inputs(reading->needed, setting->workload,
                reading_has(reading, FIELD_WORKLOAD));
    need_only(schema, &reading->schema, reading->needed,
              reading->intake->arena);
}
