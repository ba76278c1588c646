/* A format file of the user's. */

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "log/format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int file = memfd_create("format", 0);
    struct arena *arena = arena_create();
    struct error error = {0};
    struct format format;
    char path[32];

    if (file < 0 || write(file, data, size) != (ssize_t)size)
        abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    if (format_read(&format, path, arena, &error) == error.is_set)
        abort();
    arena_destroy(arena);
    close(file);
    return 0;
}
