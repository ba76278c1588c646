#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/resource.h"
#include "base/text.h"
#include "cmd/command.h"
#include "log/format.h"

/* The formats that are known, and what each one says. */

extern const struct command command_formats;

static int longest_name(const struct formats *formats)
{
    size_t longest = 0;

    for (size_t i = 0; i < formats->n; i++)
        if (strlen(formats->items[i].name) > longest)
            longest = strlen(formats->items[i].name);
    return (int)longest;
}

static void list_formats(const struct formats *formats)
{
    int width = longest_name(formats);

    for (size_t i = 0; i < formats->n; i++)
        printf("%-*s  %s\n", width, formats->items[i].name,
               formats->items[i].title);
}

static bool print_format(const struct formats *formats, const char *name,
                         struct error *error)
{
    struct text file, bytes;
    bool ok;

    if (!formats_find(formats, name))
        return error_set(error, NULL,
                         "there is no format '%s'; llmstats formats lists them",
                         name);
    text_init(&file);
    text_init(&bytes);
    text_format(&file, "data/formats/%s.ini", name);
    ok = resource_read(&bytes, file.data, error);
    if (ok)
        fwrite(bytes.data, 1, bytes.length, stdout);
    text_release(&bytes);
    text_release(&file);
    return ok;
}

static enum status run(const struct command *command, int argc, char **argv)
{
    struct arena *arena = arena_create();
    struct formats formats;
    struct error error = {0};
    enum status status = STATUS_ERROR;
    bool ok;

    if (command_parse(command, NULL, &argc, argv)) {
        ok = formats_read(&formats, arena, &error);
        if (ok && argc == 0)
            list_formats(&formats);
        for (int i = 0; ok && i < argc; i++)
            ok = print_format(&formats, argv[i], &error);
        status = ok ? STATUS_OK : command_fail(&error);
    }
    command_release(command, NULL);
    arena_destroy(arena);
    return status;
}

const struct command command_formats = {
    .name = "formats",
    .summary = "the harnesses whose logs are known by name",
    .operands = "[NAME]...",
    .about = "Lists the formats that logs are recognised by, or prints the "
             "files of those that\nare named: to read them, or to begin one of "
             "your own for --format FILE.",
    .examples = "  llmstats formats\n"
                "  llmstats formats vllm-bench >mine.ini\n",
    .groups = {NULL},
    .run = run,
};
