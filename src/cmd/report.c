#include "cmd/report.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "render/gnuplot.h"
#include "render/renderer.h"

/* The mark of a folder that llmstats made and may replace. */
static const char mark[] = ".llmstats-report";

static char *being_made; /* for the hook of base/memory */

static int remove_entry(const char *path, const struct stat *info, int type,
                        struct FTW *where)
{
    (void)info;
    (void)type;
    (void)where;
    return remove(path);
}

static void remove_tree(const char *path)
{
    nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

static void remove_unfinished(void)
{
    if (being_made)
        remove_tree(being_made);
}

static char *join(const char *folder, const char *name)
{
    struct text path;

    text_init(&path);
    text_format(&path, "%s/%s", folder, name);
    return path.data;
}

static bool is_empty(const char *folder)
{
    DIR *dir = opendir(folder);
    size_t n = 0;

    if (!dir)
        return false;
    while (readdir(dir))
        n++;
    closedir(dir);
    return n <= 2;
}

/* May the report go there? Nothing, an empty folder, or one of ours. */
static bool check_target(const char *folder, struct error *error)
{
    const struct place place = {.name = folder};
    struct stat info;
    bool is_ours;
    char *path;

    if (lstat(folder, &info) != 0)
        return errno == ENOENT ||
               error_set(error, &place, "%s", strerror(errno));
    path = join(folder, mark);
    is_ours = S_ISDIR(info.st_mode) && access(path, F_OK) == 0;
    free(path);
    if (is_ours || (S_ISDIR(info.st_mode) && is_empty(folder)))
        return true;
    return error_set(error, &place,
                     "llmstats did not make this %s, so it is left alone; name "
                     "another one with -o",
                     S_ISDIR(info.st_mode) ? "folder" : "file");
}

static bool write_document(const struct doc *doc, const char *folder,
                           const char *name, const char *format,
                           const char *figures, struct error *error)
{
    const struct render_options options = {.figures = figures};
    char *path = join(folder, name);
    FILE *out = file_create(path, error);
    bool ok = false;

    if (out) {
        renderer_find(format)->render(doc, out, &options);
        ok = file_finish(out, path, error);
    }
    free(path);
    return ok;
}

static bool make_folder(const char *folder, const char *name,
                        struct error *error)
{
    char *path = join(folder, name);
    const struct place place = {.name = path};
    bool ok = mkdir(path, 0777) == 0 ||
              error_set(error, &place, "%s", strerror(errno));

    free(path);
    return ok;
}

static bool write_tables(const struct doc *doc, const char *folder,
                         struct error *error)
{
    char *path = join(folder, "tables");
    bool ok =
        make_folder(folder, "tables", error) && tables_write(doc, path, error);

    free(path);
    return ok;
}

static bool write_charts(struct doc *doc, const char *folder,
                         const char **figures, struct error *error)
{
    char *path = join(folder, "figures");
    bool ok = make_folder(folder, "figures", error);

    if (ok)
        switch (figures_write(doc, path, false, error)) {
        case FIGURES_DRAWN:
            *figures = "figures";
            break;
        case FIGURES_NO_GNUPLOT:
            doc_note(doc, doc_section(doc, "figures", "Figures"),
                     WEIGHT_CAUTION, "no-gnuplot",
                     "no figures: gnuplot is not installed (their data and "
                     "scripts are in figures/)");
            break;
        case FIGURES_FAILED:
            ok = false;
            break;
        }
    free(path);
    return ok;
}

static bool write_mark(const char *folder, struct error *error)
{
    char *path = join(folder, mark);
    const struct place place = {.name = path};
    int file = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0666);
    bool ok = file >= 0 && close(file) == 0;

    if (!ok)
        error_set(error, &place, "%s", strerror(errno));
    free(path);
    return ok;
}

static bool fill(struct doc *doc, const char *folder, bool with_charts,
                 struct error *error)
{
    const char *figures = NULL;

    return write_mark(folder, error) &&
           (!with_charts || write_charts(doc, folder, &figures, error)) &&
           write_tables(doc, folder, error) &&
           write_document(doc, folder, "report.md", "markdown", figures,
                          error) &&
           write_document(doc, folder, "results.json", "json", NULL, error);
}

/* Swaps the new folder with the old one, or moves it where there is none. */
static bool put_in_place(const char *made, const char *folder,
                         struct error *error)
{
    const struct place place = {.name = folder};

    if (renameat2(AT_FDCWD, made, AT_FDCWD, folder, RENAME_NOREPLACE) == 0)
        return true;
    if (errno == EEXIST &&
        renameat2(AT_FDCWD, made, AT_FDCWD, folder, RENAME_EXCHANGE) == 0) {
        remove_tree(made);
        return true;
    }
    if (errno != EINVAL)
        return error_set(error, &place, "%s", strerror(errno));
    /* A file system without these: the old folder goes first. */
    remove_tree(folder);
    return rename(made, folder) == 0 ||
           error_set(error, &place, "%s", strerror(errno));
}

/* A fresh folder beside the target; trailing slashes of the name are cut. */
static char *make_beside(const char *folder, struct error *error)
{
    const struct place place = {.name = folder};
    struct text path;

    text_init(&path);
    text_format(&path, "%s.XXXXXX", folder);
    if (mkdtemp(path.data) && chmod(path.data, 0755) == 0)
        return path.data;
    error_set(error, &place, "%s", strerror(errno));
    text_release(&path);
    return NULL;
}

/* Without its trailing slashes; NULL if nothing is left. */
static char *trim(const char *folder, struct error *error)
{
    char *target = memory_text(folder);
    size_t length = strlen(target);

    while (length > 1 && target[length - 1] == '/')
        target[--length] = '\0';
    if (length)
        return target;
    free(target);
    error_set(error, NULL, "-o: the folder has no name");
    return NULL;
}

bool report_check(const char *folder, struct error *error)
{
    char *target = trim(folder, error);
    bool ok = target && check_target(target, error) &&
              file_check_folder(target, error);

    free(target);
    return ok;
}

bool report_write(struct doc *doc, const char *folder, bool with_charts,
                  struct error *error)
{
    char *target = trim(folder, error);
    bool ok = false;

    if (target && check_target(target, error)) {
        being_made = make_beside(target, error);
        memory_at_exit(remove_unfinished);
        ok = being_made && fill(doc, being_made, with_charts, error) &&
             put_in_place(being_made, target, error);
        if (!ok)
            remove_unfinished();
        free(being_made);
        being_made = NULL;
    }
    free(target);
    return ok;
}
