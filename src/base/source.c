#include "base/source.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/memory.h"
#include "base/unpack.h"

enum {
    MOST_LAYERS = 4, /* of one compression in another */
    DIGEST_LATER = 4 * 1024 * 1024,
    USUAL_EXPAND = 1000,
    NEVER_JUDGED = 64 * 1024 * 1024 /* bytes of output, by the usual ratio */
};

_Static_assert((int)SOURCE_PADDING <= (int)UNPACK_PADDING, "padding");
_Static_assert(sizeof((struct source *)0)->digest >= DIGEST_TEXT_SIZE,
               "room for the digest");

/* "runs/a.csv: cannot be opened: no such file or directory". */
static bool fail(const struct source *source, const char *what,
                 struct error *error)
{
    struct place place = {.name = source->name};
    const char *reason = strerror(errno);

    return error_set(error, &place, "%s: %c%s", what,
                     tolower((unsigned char)*reason), reason + 1);
}

/* Maps the file over the beginning of a larger zeroed region, so that there
 * are readable bytes behind its end whatever its size. If somebody truncates
 * the file while it is mapped, touching the lost part ends the program
 * (SIGBUS); copying every log to be safe from that would double the memory. */
static bool map_file(struct source *source, int fd, size_t size)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t map_size = (size + SOURCE_PADDING + page - 1) / page * page;
    void *map =
        mmap(NULL, map_size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (map == MAP_FAILED)
        return false;
    if (mmap(map, size, PROT_READ, MAP_PRIVATE | MAP_FIXED, fd, 0) ==
        MAP_FAILED) {
        munmap(map, map_size);
        return false;
    }
    source->data = source->map = map;
    source->map_size = map_size;
    source->fd = fd;
    source->size = size;
    return true;
}

/* Reads up to the end: pipes, and files that cannot be mapped. */
static bool read_file(struct source *source, int fd, struct error *error)
{
    size_t capacity = 1 << 16, size = 0;
    char *data = memory_alloc(capacity, 1);
    ssize_t n;

    do {
        if (capacity - size <= SOURCE_PADDING) {
            capacity *= 2;
            data = memory_resize(data, capacity, 1);
        }
        n = read(fd, data + size, capacity - size - SOURCE_PADDING);
        if (n > 0)
            size += (size_t)n;
    } while (n > 0 || (n < 0 && errno == EINTR));
    if (n < 0) {
        free(data);
        return fail(source, "cannot be read", error);
    }
    memset(data + size, 0, SOURCE_PADDING);
    source->data = data;
    source->size = size;
    return true;
}

/* Devices such as /dev/zero have no end. The terminal and /dev/null have. */
static bool has_an_end(int fd, const struct stat *status)
{
    if (S_ISBLK(status->st_mode))
        return false;
    return !S_ISCHR(status->st_mode) || isatty(fd) ||
           status->st_rdev == makedev(1, 3);
}

/* Files that call themselves empty may have content (/proc), and of standard
 * input somebody may have read a part: both are read, not mapped. */
static bool take(struct source *source, int fd, struct error *error)
{
    struct place place = {.name = source->name};
    struct stat status, later;

    if (fstat(fd, &status) != 0)
        return fail(source, "cannot be read", error);
    if (S_ISDIR(status.st_mode))
        return error_set(error, &place, "is a directory");
    if (!has_an_end(fd, &status))
        return error_set(error, &place, "is a device");
    if (!S_ISREG(status.st_mode) || status.st_size == 0 ||
        lseek(fd, 0, SEEK_CUR) != 0 ||
        !map_file(source, fd, (size_t)status.st_size))
        return read_file(source, fd, error);
    if (fstat(fd, &later) == 0 && later.st_size < status.st_size)
        return error_set(error, &place, "became shorter while it was read");
    return true;
}

static void drop_data(struct source *source)
{
    if (source->map) {
        munmap(source->map, source->map_size);
        if (source->fd != STDIN_FILENO)
            close(source->fd);
    } else {
        free((char *)source->data);
    }
    source->map = NULL;
    source->map_size = 0;
    source->data = NULL;
}

/* Bytes that may come out. Who names a ratio gets that one; the usual one lets
 * small logs pass, which may well be the same line over and over. */
static size_t expand_limit(const struct source *source, double max_expand)
{
    double ratio = max_expand > 0 ? max_expand : USUAL_EXPAND;
    double limit = ratio * (double)source->packed_size;

    if (limit >= (double)(SIZE_MAX / 2))
        return SIZE_MAX / 2;
    if (max_expand <= 0 && limit < NEVER_JUDGED)
        return NEVER_JUDGED;
    return (size_t)limit;
}

static bool unpack_layers(struct source *source, double max_expand,
                          struct error *error)
{
    struct place place = {.name = source->name};
    size_t limit = expand_limit(source, max_expand), size;
    const char *compression;
    char *unpacked;

    for (int layer = 0;; layer++) {
        compression = unpack_detect(source->data, source->size);
        if (!compression)
            return true;
        if (layer == MOST_LAYERS)
            return error_set(error, &place, "is compressed more than %d times",
                             MOST_LAYERS);
        if (!unpack(source->data, source->size, limit, &unpacked, &size, &place,
                    error))
            return false;
        if (layer == 0)
            source->compression = compression;
        drop_data(source);
        source->data = unpacked;
        source->size = size;
    }
}

bool source_open(struct source *source, const char *path, double max_expand,
                 struct error *error)
{
    bool is_stdin = strcmp(path, "-") == 0, ok;
    int fd;

    memset(source, 0, sizeof *source);
    source->name = is_stdin ? "standard input" : path;
    source->compression = "none";
    fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return fail(source, "cannot be opened", error);
    ok = take(source, fd, error);
    if (!is_stdin && !source->map)
        close(fd);
    if (ok) {
        source->packed_size = source->size;
        if (!source->map || source->size < DIGEST_LATER ||
            unpack_detect(source->data, source->size))
            digest_bytes(source->digest, source->data, source->size);
        ok = unpack_layers(source, max_expand, error);
    }
    if (!ok)
        source_close(source);
    return ok;
}

void source_close(struct source *source)
{
    drop_data(source);
    memset(source, 0, sizeof *source);
}

bool source_copy(const struct source *source, size_t from, size_t to,
                 char *buffer)
{
    size_t n = to - from, done = 0;

    while (source->map && done < n) {
        ssize_t got =
            pread(source->fd, buffer + done, n - done, (off_t)(from + done));

        if (got == 0 || (got < 0 && errno != EINTR))
            return false;
        if (got > 0)
            done += (size_t)got;
    }
    memset(buffer + done, 0, SOURCE_PADDING);
    return source->map && done == n;
}

struct place source_place(const struct source *source, size_t offset)
{
    struct place place = {.name = source->name, .line = 1};
    const char *at = source->data, *end, *newline;

    end = at + (offset < source->size ? offset : source->size);
    while ((newline = memchr(at, '\n', (size_t)(end - at)))) {
        place.line++;
        at = newline + 1;
    }
    place.column = (size_t)(end - at) + 1;
    return place;
}
