#include "cmd/output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/file.h"
#include "cmd/report.h"
#include "render/renderer.h"

#define AT(member) offsetof(struct output_flags, member)

static const char *const formats[] = {"text", "markdown", "json", "csv", NULL};

static const struct flag all[] = {
    {.name = "output",
     .letter = 'o',
     .kind = FLAG_TEXT,
     .offset = AT(folder),
     .argument = "DIR",
     .help = "Put the report into this folder; one that llmstats made is "
             "replaced, any other is left alone."},
    {.name = "json",
     .kind = FLAG_TEXT,
     .offset = AT(json),
     .argument = "FILE",
     .help = "Write the results as JSON; '-' prints them alone. Without -o no "
             "folder is written."},
    {.name = "md",
     .kind = FLAG_TEXT,
     .offset = AT(markdown),
     .argument = "FILE",
     .help = "Write the report as Markdown; '-' prints it alone. Without -o no "
             "folder is written."},
    {.name = "to",
     .kind = FLAG_CHOICE,
     .offset = AT(to),
     .argument = "FORMAT",
     .help = "What to print: text (the default), markdown, json, or csv (the "
             "main table). Without -o only text writes a folder.",
     .choices = formats},
    {.name = "no-charts",
     .kind = FLAG_BOOL,
     .offset = AT(has_no_charts),
     .help = "Draw no figures."},
};

const struct flag_group output_flag_group = {"Output", all,
                                             sizeof all / sizeof *all};

static bool is_stdout(const char *path)
{
    return path && strcmp(path, "-") == 0;
}

static size_t terminal_width(void)
{
    struct winsize size;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col)
        return size.ws_col;
    return 0;
}

static bool wants_colour(void)
{
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

    return isatty(STDOUT_FILENO) && !(no_color && no_color[0]) && term &&
           strcmp(term, "dumb") != 0;
}

static void print(const struct doc *doc, const char *format)
{
    struct render_options options = {.width = terminal_width(),
                                     .in_colour = wants_colour()};

    renderer_find(format)->render(doc, stdout, &options);
}

static bool write_file(const struct doc *doc, const char *format,
                       const char *path, struct error *error)
{
    static const struct render_options none;
    FILE *out;

    if (!path || is_stdout(path))
        return true;
    out = file_create(path, error);
    if (!out)
        return false;
    renderer_find(format)->render(doc, out, &none);
    return file_finish(out, path, error);
}

static const char *choose_folder(const struct output_flags *flags,
                                 const char *folder)
{
    if (flags->folder)
        return flags->folder;
    if (flags->json || flags->markdown ||
        (flags->to && strcmp(flags->to, "text") != 0))
        return NULL;
    return folder;
}

/* What goes into the folder of the report waits for that. */
static bool check_file(const char *path, const char *folder,
                       struct error *error)
{
    size_t n = folder ? strlen(folder) : 0;

    if (!path || is_stdout(path) ||
        (n && strncmp(path, folder, n) == 0 && path[n] == '/'))
        return true;
    return file_check(path, error);
}

bool output_check(const struct output_flags *flags, const char *folder,
                  struct error *error)
{
    if (is_stdout(flags->json) + is_stdout(flags->markdown) +
            (flags->to != NULL) >
        1)
        return error_set(error, NULL,
                         "--json -, --md - and --to each print one document: "
                         "name one of them");
    folder = choose_folder(flags, folder);
    return (!folder || report_check(folder, error)) &&
           check_file(flags->json, folder, error) &&
           check_file(flags->markdown, folder, error);
}

bool output_write(struct doc *doc, const struct output_flags *flags,
                  const char *folder, bool is_quiet, struct error *error)
{
    const char *to = flags->to ? flags->to : "text";

    if (is_stdout(flags->json))
        to = "json";
    if (is_stdout(flags->markdown))
        to = "markdown";
    folder = choose_folder(flags, folder);
    doc_finish(doc);
    if (folder && !report_write(doc, folder, !flags->has_no_charts, error))
        return false;
    if (!write_file(doc, "json", flags->json, error) ||
        !write_file(doc, "markdown", flags->markdown, error))
        return false;
    if (!is_quiet || strcmp(to, "text") != 0)
        print(doc, to);
    if (folder && !is_quiet && strcmp(to, "text") == 0)
        printf("\nReport: %s/report.md\n", folder);
    return true;
}
