#include "base/file.h"

#include <errno.h>
#include <string.h>

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
