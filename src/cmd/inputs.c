#include "cmd/inputs.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/threads.h"
#include "data/filter.h"

#define AT(member) offsetof(struct input_flags, member)

static const struct flag all[] = {
    {.name = "map",
     .kind = FLAG_LIST,
     .offset = AT(maps),
     .argument = "FIELD=COLUMN[:UNIT]",
     .help = "Take FIELD from COLUMN, whatever its name says; UNIT is ns, us, "
             "ms, s, min, usd, cents. May be given again."},
    {.name = "set",
     .kind = FLAG_LIST,
     .offset = AT(sets),
     .argument = "FIELD=VALUE",
     .help = "Give every row this value, such as model=gpt-4o. May be given "
             "again."},
    {.name = "format",
     .kind = FLAG_TEXT,
     .offset = AT(format),
     .argument = "NAME|FILE",
     .help = "Read the files as this format instead of looking."},
    {.name = "tz",
     .kind = FLAG_TEXT,
     .offset = AT(zone),
     .argument = "ZONE",
     .help = "Zone of times that state none, such as +02:00 (default: UTC)."},
    {.name = "name-pattern",
     .kind = FLAG_TEXT,
     .offset = AT(name_pattern),
     .argument = "PATTERN",
     .help = "Take fields from file names, such as '{model}_{concurrency}'."},
    {.name = "workload-rules",
     .kind = FLAG_TEXT,
     .offset = AT(workload_rules),
     .argument = "RULES",
     .help = "How token counts make a workload, where the log has none: "
             "'NAME: FILTER; NAME: FILTER; ...', the first that holds wins."},
    {.name = "strict",
     .kind = FLAG_BOOL,
     .offset = AT(is_strict),
     .help = "Make the first bad cell or row an error."},
    {.name = "dedupe",
     .kind = FLAG_BOOL,
     .offset = AT(drops_duplicates),
     .help =
         "Drop rows of a request that came before: the same id in one run of "
         "one file, or the same id, start and end in any."},
    {.name = "max-expand",
     .kind = FLAG_NUMBER,
     .offset = AT(max_expand),
     .argument = "RATIO",
     .help = "Stop when a compressed log unpacks to more than RATIO times its "
             "size (default: 1000, and never less than 64 MB).",
     .low = 1,
     .high = 1e12},
    {.name = "max-memory",
     .kind = FLAG_SIZE,
     .offset = AT(max_memory),
     .argument = "SIZE",
     .help = "Stop when more memory than SIZE, such as 512M or 4G, is needed "
             "beside the logs themselves (default: what the machine has)."},
    {.name = "threads",
     .kind = FLAG_COUNT,
     .offset = AT(threads),
     .argument = "N",
     .help = "Read with N threads (default: the processors there are); the "
             "results do not depend on it.",
     .low = 1,
     .high = 1024},
    {.name = "quiet",
     .letter = 'q',
     .kind = FLAG_BOOL,
     .offset = AT(is_quiet),
     .help = "Print no progress and no summary."},
};

const struct flag_group input_flag_group = {"Reading", all,
                                            sizeof all / sizeof *all};

void wanted_init(struct wanted_list *list)
{
    *list = (struct wanted_list){.arena = arena_create()};
}

void wanted_release(struct wanted_list *list)
{
    arena_destroy(list->arena);
    free(list->items);
    memset(list, 0, sizeof *list);
}

void wanted_add(struct wanted_list *list, const char *name,
                enum field_kind kind)
{
    list->items = memory_resize(list->items, list->n + 1, sizeof *list->items);
    list->items[list->n++] =
        (struct wanted){.name = arena_text(list->arena, name), .kind = kind};
}

void wanted_add_optional(struct wanted_list *list, const char *name,
                         enum field_kind kind)
{
    wanted_add(list, name, kind);
    list->items[list->n - 1].is_optional = true;
}

bool wanted_add_filter(struct wanted_list *list, const char *filter,
                       struct error *error)
{
    struct filter *parsed;

    if (!filter)
        return true;
    parsed = filter_parse(list->arena, filter, error);
    if (!parsed)
        return false;
    for (size_t i = 0; i < filter_n_columns(parsed); i++)
        wanted_add(list, filter_column(parsed, i),
                   filter_kind(filter_column(parsed, i)));
    filter_destroy(parsed);
    return true;
}

bool inputs_read(struct intake *intake, const struct input_flags *flags,
                 const struct wanted_list *wanted, int argc, char **argv,
                 struct error *error)
{
    struct intake_options options = {
        .maps = flags->maps.items,
        .n_maps = flags->maps.n,
        .sets = flags->sets.items,
        .n_sets = flags->sets.n,
        .wanted = wanted->items,
        .n_wanted = wanted->n,
        .keeps_all = wanted->keeps_all,
        .needed = wanted->is_frugal ? wanted->needed : NULL,
        .format = flags->format,
        .zone = flags->zone,
        .name_pattern = flags->name_pattern,
        .workload_rules = flags->workload_rules,
        .max_expand = flags->max_expand,
        .threads = (unsigned)flags->threads,
        .is_quiet = flags->is_quiet,
        .is_strict = flags->is_strict,
        .drops_duplicates = flags->drops_duplicates,
    };

    memory_limit(flags->max_memory);
    threads_set_default((unsigned)flags->threads);
    memset(intake, 0, sizeof *intake);
    if (argc == 0)
        return error_set(error, NULL,
                         "no file is named; '-' is standard input");
    return intake_read(intake, &options, (const char *const *)argv,
                       (size_t)argc, error);
}
