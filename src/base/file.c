#include "base/file.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

/* The folder that a path is in. */
static void add_folder(struct text *folder, const char *path)
{
    const char *slash = strrchr(path, '/');

    if (slash == path)
        text_add_char(folder, '/');
    else if (slash)
        text_add_n(folder, path, (size_t)(slash - path));
    else
        text_add_char(folder, '.');
}

bool file_check_folder(const char *path, struct error *error)
{
    const struct place place = {.name = path};
    struct text folder;
    bool ok;

    text_init(&folder);
    add_folder(&folder, path);
    ok = access(folder.data, W_OK | X_OK) == 0 ||
         error_set(error, &place, "the folder '%s' cannot be written: %s",
                   folder.data, strerror(errno));
    text_release(&folder);
    return ok;
}

bool file_check(const char *path, struct error *error)
{
    const struct place place = {.name = path};
    struct stat status;
    bool is_there = stat(path, &status) == 0;

    if (!is_there && errno == ENOENT && *path)
        return file_check_folder(path, error);
    if (is_there && S_ISDIR(status.st_mode))
        errno = EISDIR;
    else if (is_there && access(path, W_OK) == 0)
        return true;
    return error_set(error, &place, "%s", strerror(errno));
}

FILE *file_create(const char *path, struct error *error)
{
    const struct place place = {.name = path};
    FILE *out = fopen(path, "w");

    if (!out)
        error_set(error, &place, "%s", strerror(errno));
    return out;
}

/* Why the writes failed: the reason of an earlier one is no longer known, so
 * one more byte asks for it again. 0: it cannot be told any more. */
static int find_reason(FILE *out)
{
    clearerr(out);
    errno = 0;
    fputc('\n', out);
    fflush(out);
    return errno;
}

bool file_finish(FILE *out, const char *path, struct error *error)
{
    const struct place place = {.name = path};
    bool failed = ferror(out);
    int reason = failed ? find_reason(out) : 0;

    errno = 0;
    if (fclose(out) == 0 && !failed)
        return true;
    if (!reason)
        reason = errno;
    return error_set(error, &place, "%s",
                     reason ? strerror(reason) : "cannot be written");
}
