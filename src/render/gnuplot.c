#include "render/gnuplot.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/resource.h"
#include "base/text.h"

/* One script a kind, in plots/. */
static const char *const kinds[N_CHART_KINDS] = {
    [CHART_HISTOGRAM] = "histogram",     [CHART_ECDF] = "ecdf",
    [CHART_LADDER] = "ladder",           [CHART_RUNS] = "runs",
    [CHART_SCATTER] = "scatter",         [CHART_TAIL] = "tail",
    [CHART_FOREST] = "forest",           [CHART_SHIFT] = "shift",
    [CHART_CORRELATION] = "correlation", [CHART_LINES] = "lines",
};

static char *path_of(const struct chart *chart, const char *folder,
                     const char *extension)
{
    struct text path;

    text_init(&path);
    text_format(&path, "%s/%s.%s", folder, chart->name, extension);
    return path.data;
}

static bool write_bytes(const struct text *bytes, const char *path,
                        struct error *error)
{
    FILE *out = file_create(path, error);

    if (!out)
        return false;
    fwrite(bytes->data, 1, bytes->length, out);
    return file_finish(out, path, error);
}

/* The script needs nothing of the program: it holds the parts it is made of.
 * The name is a code of the program, [a-z0-9-]+ (doc.h). */
static bool write_script(const struct chart *chart, const char *folder,
                         struct error *error)
{
    char *path = path_of(chart, folder, "gp");
    struct text script, part;
    bool ok;

    text_init(&script);
    text_init(&part);
    text_format(&script, "# gnuplot %s.gp draws %s.svg and %s.png\n",
                chart->name, chart->name, chart->name);
    text_format(&script, "name = \"%s\"\n", chart->name);
    text_format(&part, "plots/%s.gp", kinds[chart->kind]);
    ok = resource_read(&script, "plots/style.gp", error) &&
         resource_read(&script, part.data, error) &&
         resource_read(&script, "plots/finish.gp", error) &&
         write_bytes(&script, path, error);
    text_release(&script);
    text_release(&part);
    free(path);
    return ok;
}

static bool write_data(const struct chart *chart, const char *folder,
                       bool is_dark, struct error *error)
{
    char *path = path_of(chart, folder, "dat");
    FILE *out = file_create(path, error);
    bool ok = false;

    if (out) {
        figure_data(chart, is_dark, out);
        ok = file_finish(out, path, error);
    }
    free(path);
    return ok;
}

/* Appends where PATH has gnuplot. To look first tells "not installed" from
 * every other failure, also where a spawn cannot (under valgrind). */
static bool find_gnuplot(struct text *program)
{
    const char *folder = getenv("PATH");
    size_t n;

    for (; folder && *folder; folder += n + (folder[n] == ':')) {
        n = strcspn(folder, ":");
        text_clear(program);
        text_add_n(program, folder, n);
        text_add(program, n ? "/gnuplot" : "./gnuplot");
        if (*program->data == '/' && access(program->data, X_OK) == 0)
            return true;
    }
    return false;
}

/* Starts gnuplot in the folder, with what it says going to the pipe; -d: not
 * to read the user's own settings. Returns what errno would be. */
static int start_gnuplot(char *program, const char *folder, char *script,
                         int pipe_end, pid_t *child)
{
    char flag[] = "-d";
    char *arguments[] = {program, flag, script, NULL};
    posix_spawn_file_actions_t actions;
    int failure;

    if (posix_spawn_file_actions_init(&actions) != 0)
        return ENOMEM;
    if (posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY,
                                         0) != 0 ||
        posix_spawn_file_actions_adddup2(&actions, pipe_end, 1) != 0 ||
        posix_spawn_file_actions_adddup2(&actions, pipe_end, 2) != 0 ||
        posix_spawn_file_actions_addchdir_np(&actions, folder) != 0)
        failure = ENOMEM;
    else
        failure =
            posix_spawn(child, program, &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    return failure;
}

/* The last lines that gnuplot wrote: where it stopped and why. */
static void read_complaint(int from, char *complaint, size_t size)
{
    char block[512];
    size_t used = 0, take;
    ssize_t n;

    while ((n = read(from, block, sizeof block)) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            break;
        take = (size_t)n;
        if (used + take >= size) {
            size_t cut = used + take - size + 1;

            cut = cut > used ? used : cut;
            memmove(complaint, complaint + cut, used - cut);
            used -= cut;
        }
        memcpy(complaint + used, block, take);
        used += take;
    }
    complaint[used] = '\0';
}

static int wait_for(pid_t child)
{
    int status;

    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static enum figures_result failed(const struct chart *chart, const char *why,
                                  struct error *error)
{
    error_set(error, NULL, "gnuplot could not draw '%s': %s", chart->name, why);
    return FIGURES_FAILED;
}

static enum figures_result draw(const struct chart *chart, char *program,
                                const char *folder, struct error *error)
{
    char complaint[700] = "";
    struct text script;
    int ends[2], failure;
    pid_t child;

    if (pipe2(ends, O_CLOEXEC) < 0)
        return failed(chart, strerror(errno), error);
    text_init(&script);
    text_format(&script, "%s.gp", chart->name);
    failure = start_gnuplot(program, folder, script.data, ends[1], &child);
    text_release(&script);
    close(ends[1]);
    if (!failure)
        read_complaint(ends[0], complaint, sizeof complaint);
    close(ends[0]);
    if (failure)
        return failed(chart, strerror(failure), error);
    return wait_for(child) == 0 ? FIGURES_DRAWN
                                : failed(chart, complaint, error);
}

static enum figures_result write_all(const struct doc *doc, char *program,
                                     const char *folder, bool is_dark,
                                     struct error *error)
{
    for (const struct section *s = doc->first; s; s = s->next)
        for (const struct block *b = s->first; b; b = b->next) {
            if (b->kind != BLOCK_CHART)
                continue;
            if (!write_data(b->chart, folder, is_dark, error) ||
                !write_script(b->chart, folder, error))
                return FIGURES_FAILED;
            if (program &&
                draw(b->chart, program, folder, error) == FIGURES_FAILED)
                return FIGURES_FAILED;
        }
    return program ? FIGURES_DRAWN : FIGURES_NO_GNUPLOT;
}

enum figures_result figures_write(const struct doc *doc, const char *folder,
                                  bool is_dark, struct error *error)
{
    enum figures_result result;
    struct text program;

    text_init(&program);
    result = write_all(doc, find_gnuplot(&program) ? program.data : NULL,
                       folder, is_dark, error);
    text_release(&program);
    return result;
}
