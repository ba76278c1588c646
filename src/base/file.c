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

/* The reason of a write that failed before is no longer known. */
bool file_finish(FILE *out, const char *path, struct error *error)
{
    const struct place place = {.name = path};
    bool failed = ferror(out);

    errno = 0;
    if (fclose(out) == 0 && !failed)
        return true;
    return error_set(error, &place, "%s",
                     errno ? strerror(errno) : "cannot be written");
}
