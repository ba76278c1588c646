#include "log/intake.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/date.h"
#include "base/memory.h"
#include "base/text.h"
#include "log/absent.h"
#include "log/duplicates.h"
#include "log/files.h"
#include "log/input.h"
#include "log/need.h"

void intake_note(struct intake *intake, bool is_caution, const char *code,
                 const char *text)
{
    struct intake_note *notes;

    for (size_t i = 0; i < intake->n_notes; i++)
        if (strcmp(intake->notes[i].text, text) == 0)
            return;
    notes = arena_alloc(intake->arena, intake->n_notes + 1, sizeof *notes);
    if (intake->n_notes)
        memcpy(notes, intake->notes, intake->n_notes * sizeof *notes);
    notes[intake->n_notes].is_caution = is_caution;
    notes[intake->n_notes].code = code;
    notes[intake->n_notes++].text = text;
    intake->notes = notes;
}

bool map_parse(struct map *map, const char *text, struct error *error)
{
    const char *equals = strchr(text, '='), *colon;

    memset(map, 0, sizeof *map);
    map->text = text;
    if (!equals || !equals[1])
        return error_set(error, NULL, "--map: '%s' is not FIELD=COLUMN[:UNIT]",
                         text);
    if (!constant_field(&map->field, text, (size_t)(equals - text), "--map",
                        error))
        return false;
    map->column = equals + 1;
    colon = strrchr(map->column, ':');
    if (colon && colon > map->column) {
        map->unit_at = (size_t)(colon - map->column);
        map->unit = unit_word_find(colon + 1, strlen(colon + 1));
    }
    if (map->unit && !unit_word_fits(map->unit, map->field))
        return error_set(error, NULL, "--map %s: %s is no unit of %s", text,
                         map->unit->name, fields[map->field].key);
    return true;
}

static bool parse_maps(struct setting *setting, struct arena *arena,
                       struct error *error)
{
    const struct intake_options *options = setting->options;

    setting->schema.maps =
        arena_alloc(arena, options->n_maps, sizeof *setting->schema.maps);
    setting->schema.n_maps = options->n_maps;
    for (size_t i = 0; i < options->n_maps; i++) {
        struct map *map = &setting->schema.maps[i];

        if (!map_parse(map, options->maps[i], error))
            return false;
        for (size_t k = 0; k < i; k++)
            if (setting->schema.maps[k].field == map->field)
                return error_set(error, NULL, "--map: %s is mapped twice",
                                 fields[map->field].key);
    }
    return true;
}

static bool parse_sets(struct setting *setting, struct arena *arena,
                       struct error *error)
{
    const struct intake_options *options = setting->options;

    setting->sets = arena_alloc(arena, options->n_sets, sizeof *setting->sets);
    setting->n_sets = options->n_sets;
    for (size_t i = 0; i < options->n_sets; i++)
        if (!constant_parse(&setting->sets[i], options->sets[i], "--set", arena,
                            error))
            return false;
    return true;
}

/* --format names a format, or a file that has one. */
static bool parse_format(struct setting *setting, struct arena *arena,
                         struct error *error)
{
    struct formats *formats = arena_alloc(arena, 1, sizeof *formats);
    const char *name = setting->options->format;
    struct format *own;

    if (!formats_read(formats, arena, error))
        return false;
    setting->formats = formats;
    if (!name)
        return true;
    setting->format = formats_find(formats, name);
    if (setting->format)
        return true;
    if (!strchr(name, '/') && !strchr(name, '.'))
        return error_set(error, NULL,
                         "--format: there is no format '%s'; llmstats formats "
                         "lists them, and a file ends in .ini",
                         name);
    own = arena_alloc(arena, 1, sizeof *own);
    setting->format = own;
    return format_read(own, name, arena, error);
}

/* Columns that a flag names are needed too. Who is strict reads all: a bad
 * cell anywhere is an error. */
static void choose_needed(struct setting *setting, struct arena *arena)
{
    const struct intake_options *options = setting->options;
    bool *needed;

    if (!options->needed || options->is_strict || options->keeps_all)
        return;
    needed = arena_alloc(arena, N_FIELDS, sizeof *needed);
    memcpy(needed, options->needed, N_FIELDS * sizeof *needed);
    need_named(needed, options->wanted, options->n_wanted);
    if (options->drops_duplicates)
        needed[FIELD_REQUEST_ID] = needed[FIELD_RUN] = needed[FIELD_START] =
            needed[FIELD_END] = true;
    setting->needed = needed;
}

static bool parse_options(struct setting *setting, struct intake *intake,
                          struct error *error)
{
    const struct intake_options *options = setting->options;

    setting->schema.wanted = options->wanted;
    setting->schema.n_wanted = options->n_wanted;
    setting->schema.keeps_all = options->keeps_all;
    setting->zone_is_given = options->zone != NULL;
    choose_needed(setting, intake->arena);
    if (options->zone && !date_parse_zone(options->zone, strlen(options->zone),
                                          &setting->schema.naive_offset))
        return error_set(error, NULL, "'%s' is no zone; write UTC or +02:00",
                         options->zone);
    setting->workload_rules = options->workload_rules ? options->workload_rules
                                                      : workload_default_rules;
    if (!parse_format(setting, intake->arena, error) ||
        !parse_maps(setting, intake->arena, error) ||
        !parse_sets(setting, intake->arena, error))
        return false;
    setting->workload =
        workload_parse(intake->arena, setting->workload_rules, error);
    return setting->workload != NULL;
}

/* A text that is the same for the same file, whatever it is called. */
static void name_file(struct text *name, const char *path)
{
    struct stat status;

    text_clear(name);
    if (strcmp(path, "-") == 0 || stat(path, &status) != 0)
        text_add(name, path);
    else
        text_format(name, "/%ju/%ju", (uintmax_t)status.st_dev,
                    (uintmax_t)status.st_ino);
}

/* The same file twice would count its requests twice. */
static bool check_paths(const char *const *paths, size_t n, struct arena *arena,
                        struct error *error)
{
    struct dictionary known;
    struct text name;
    size_t i;

    dictionary_init(&known, arena);
    text_init(&name);
    for (i = 0; i < n; i++) {
        name_file(&name, paths[i]);
        if (dictionary_find(&known, name.data) != TEXT_MISSING)
            break;
        dictionary_add(&known, name.data, name.length);
    }
    text_release(&name);
    dictionary_release(&known);
    return i == n || error_set(error, NULL, "'%s' is named twice", paths[i]);
}

/* The last `depth` folders of the path and the stem of its name. */
static const char *name_run(struct arena *arena, const char *path, size_t depth)
{
    const char *stem = file_stem(arena, path), *from = strrchr(path, '/');
    const char *folders;

    if (!from || depth == 0)
        return stem;
    for (folders = from; depth && folders > path; depth--) {
        folders--;
        while (folders > path && folders[-1] != '/')
            folders--;
    }
    return arena_format(arena, "%.*s/%s", (int)(from - folders), folders, stem);
}

/* Names the files by `depth` folders; a name that no other has is taken. False:
 * all have one. */
static bool name_by_folders(struct intake *intake, const char *const *paths,
                            size_t n, size_t depth, bool is_named[])
{
    const char **names = memory_alloc(n, sizeof *names);
    size_t *counts = memory_alloc(n + 1, sizeof *counts), n_left = 0;
    struct dictionary known;

    dictionary_init(&known, intake->arena);
    for (size_t i = 0; i < n; i++) {
        names[i] = name_run(intake->arena, paths[i], depth);
        counts[dictionary_add(&known, names[i], strlen(names[i]))]++;
    }
    for (size_t i = 0; i < n; i++) {
        if (is_named[i])
            continue;
        intake->inputs[i].run = names[i];
        is_named[i] = counts[dictionary_find(&known, names[i])] == 1;
        n_left += !is_named[i];
    }
    dictionary_release(&known);
    free(counts);
    free(names);
    return n_left > 0;
}

/* Each input's run is called after its file; where two files have the same
 * name, after as many of its folders as make them differ. */
static void name_runs(struct intake *intake, const char *const *paths, size_t n)
{
    enum { DEEPEST = 8 };
    bool *is_named = memory_alloc(n, sizeof *is_named);

    for (size_t depth = 0; depth < DEEPEST; depth++)
        if (!name_by_folders(intake, paths, n, depth, is_named))
            break;
    for (size_t i = 0; i < n; i++)
        if (strcmp(intake->inputs[i].run, "-") == 0)
            intake->inputs[i].run = "stdin";
    free(is_named);
}

/* Each with the first that has its content. */
static void tell_same_content(struct intake *intake)
{
    struct dictionary known;
    size_t *first_of = memory_alloc(intake->n_inputs + 1, sizeof *first_of);

    dictionary_init(&known, intake->arena);
    for (size_t i = 0; i < intake->n_inputs; i++) {
        const char *digest = intake->inputs[i].digest;
        uint32_t code = dictionary_find(&known, digest);

        if (code == TEXT_MISSING)
            first_of[dictionary_add(&known, digest, strlen(digest))] = i;
        else
            intake_note(intake, true, "same-content",
                        arena_format(intake->arena,
                                     "%s and %s have the same content",
                                     intake->inputs[first_of[code]].name,
                                     intake->inputs[i].name));
    }
    dictionary_release(&known);
    free(first_of);
}

static bool read_all(struct intake *intake, const struct setting *setting,
                     const char *const *paths, size_t n_paths,
                     struct error *error)
{
    name_runs(intake, paths, n_paths);
    if (!files_read(intake, setting, paths, n_paths, error))
        return false;
    tell_same_content(intake);
    if (setting->options->drops_duplicates)
        duplicates_drop(intake);
    return absent_check_maps(intake, setting->schema.maps,
                             setting->schema.n_maps, error) &&
           absent_check_wanted(intake, setting->options, error);
}

bool intake_read(struct intake *intake, const struct intake_options *options,
                 const char *const *paths, size_t n_paths, struct error *error)
{
    struct setting setting = {.options = options};
    bool ok;

    memset(intake, 0, sizeof *intake);
    intake->arena = arena_create();
    intake->table = table_create();
    intake->inputs =
        arena_alloc(intake->arena, n_paths, sizeof *intake->inputs);
    if (n_paths == 0)
        return error_set(error, NULL, "no file is named");
    ok = check_paths(paths, n_paths, intake->arena, error) &&
         parse_options(&setting, intake, error) &&
         read_all(intake, &setting, paths, n_paths, error);
    workload_destroy(setting.workload);
    return ok;
}

void intake_release(struct intake *intake)
{
    table_destroy(intake->table);
    arena_destroy(intake->arena);
    memset(intake, 0, sizeof *intake);
}
