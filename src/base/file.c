#include "base/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

/* Sets errno. */
static bool may_create(const char *path)
{
    const char *name = strrchr(path, '/');
    char *folder = memory_text(name ? path : "./");
    bool ok;

    if (name)
        folder[name - path + 1] = '\0';
    ok = access(folder, W_OK | X_OK) == 0;
    free(folder);
    return ok;
}

/* Sets errno. */
static bool may_write(const char *path)
{
    struct stat status;

    if (stat(path, &status) != 0)
        return errno == ENOENT && *path && may_create(path);
    if (S_ISDIR(status.st_mode)) {
        errno = EISDIR;
        return false;
    }
    return access(path, W_OK) == 0;
}

bool file_check(const char *path, struct error *error)
{
    const struct place place = {.name = path};

    return may_write(path) || error_set(error, &place, "%s", strerror(errno));
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
