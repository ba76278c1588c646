#include "base/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/flow.h"
#include "base/supply.h"
#include "base/unpack.h"

enum {
    MOST_LAYERS = 4, /* of one compression in another */
    DIGEST_LATER = 4 * 1024 * 1024,
    USUAL_EXPAND = 1000,
    NEVER_JUDGED = 64 * 1024 * 1024, /* bytes of output, by the usual ratio */
    SMALL = 1 << 18,                 /* of packed bytes, not worth a thread */
    HEAD = 16                        /* bytes that tell the compression */
};

_Static_assert((int)SOURCE_PADDING <= (int)FLOW_PADDING, "padding");
_Static_assert(sizeof((struct source *)0)->digest >= DIGEST_TEXT_SIZE,
               "room for the digest");

static bool fail(const struct source *source, const char *what,
                 struct error *error)
{
    struct place place = {.name = source->name};

    return error_set_system(error, &place, what);
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
    source->storage.map = map;
    source->storage.map_size = map_size;
    source->data = map;
    source->size = size;
    return true;
}

/* A new flow for the bytes that come from now on. */
static struct flow *begin_flow(struct source *source)
{
    source->storage.flow = flow_create();
    source->data = flow_data(source->storage.flow);
    source->size = 0;
    return source->storage.flow;
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
 * input somebody may have read a part: both are read, not mapped, as pipes are.
 */
static bool take(struct source *source, int fd, bool in_thread,
                 struct error *error)
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
        !map_file(source, fd, (size_t)status.st_size)) {
        source->supply =
            supply_read(fd, source->name, begin_flow(source), in_thread);
        return true;
    }
    if (fstat(fd, &later) == 0 && later.st_size < status.st_size)
        return error_set(error, &place, "became shorter while it was read");
    return true;
}

static void release(struct storage *storage)
{
    if (storage->map)
        munmap(storage->map, storage->map_size);
    if (storage->fd != STDIN_FILENO)
        close(storage->fd);
    flow_destroy(storage->flow);
    memset(storage, 0, sizeof *storage);
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

/* Waits until what is on its way is there. */
static bool complete(struct source *source, struct error *error)
{
    char digest[DIGEST_TEXT_SIZE];
    bool ok, is_all;

    if (!source->supply)
        return true;
    ok = supply_finish(source->supply, digest, error);
    source->supply = NULL;
    source->size = flow_wait(source->storage.flow, 0, &is_all);
    if (source->packed_size == 0)
        source->packed_size = source->size;
    if (!source->digest[0])
        memcpy(source->digest, digest, sizeof digest);
    release(&source->packed);
    return ok;
}

static void start_unpacking(struct source *source, double max_expand,
                            bool in_thread)
{
    const char *data = source->data;
    size_t size = source->size;

    source->packed = source->storage;
    memset(&source->storage, 0, sizeof source->storage);
    source->supply = supply_unpack(data, size, expand_limit(source, max_expand),
                                   source->name, begin_flow(source),
                                   in_thread && size >= SMALL);
}

static bool unpack_layers(struct source *source, double max_expand,
                          bool in_thread, struct error *error)
{
    struct place place = {.name = source->name};
    const char *compression;
    size_t n;
    bool is_all;

    for (int layer = 0;; layer++) {
        n = source_wait(source, HEAD, &is_all);
        compression = unpack_detect(source->data, n < HEAD ? n : HEAD);
        if (!compression)
            return true;
        if (!complete(source, error))
            return false;
        if (layer == MOST_LAYERS)
            return error_set(error, &place, "is compressed more than %d times",
                             MOST_LAYERS);
        if (layer == 0)
            source->compression = compression;
        start_unpacking(source, max_expand, in_thread);
    }
}

static bool start(struct source *source, const char *path, double max_expand,
                  bool in_thread, struct error *error)
{
    bool is_stdin = strcmp(path, "-") == 0;
    int fd;

    memset(source, 0, sizeof *source);
    source->name = is_stdin ? "standard input" : path;
    source->compression = "none";
    fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return fail(source, "cannot be opened", error);
    source->storage.fd = fd;
    if (!take(source, fd, in_thread, error))
        return false;
    source->packed_size = source->size;
    if (!unpack_layers(source, max_expand, in_thread, error))
        return false;
    if (source->storage.map && source->size < DIGEST_LATER)
        digest_bytes(source->digest, source->data, source->size);
    return true;
}

bool source_start(struct source *source, const char *path, double max_expand,
                  struct error *error)
{
    bool ok = start(source, path, max_expand, true, error);

    if (!ok)
        source_close(source);
    return ok;
}

bool source_open(struct source *source, const char *path, double max_expand,
                 struct error *error)
{
    if (start(source, path, max_expand, false, error))
        return source_finish(source, error);
    source_close(source);
    return false;
}

size_t source_wait(const struct source *source, size_t enough, bool *is_all)
{
    if (source->storage.flow)
        return flow_wait(source->storage.flow, enough, is_all);
    *is_all = true;
    return source->size;
}

size_t source_expected(const struct source *source)
{
    return source->storage.flow ? flow_expected(source->storage.flow)
                                : source->size;
}

bool source_finish(struct source *source, struct error *error)
{
    bool ok = complete(source, error);

    if (!ok)
        source_close(source);
    return ok;
}

void source_close(struct source *source)
{
    struct error ignored = {0};

    complete(source, &ignored);
    release(&source->storage);
    release(&source->packed);
    memset(source, 0, sizeof *source);
}

bool source_copy(const struct source *source, size_t from, size_t to,
                 char *buffer)
{
    size_t n = to - from, done = 0;

    while (source->storage.map && done < n) {
        ssize_t got = pread(source->storage.fd, buffer + done, n - done,
                            (off_t)(from + done));

        if (got == 0 || (got < 0 && errno != EINTR))
            return false;
        if (got > 0)
            done += (size_t)got;
    }
    memset(buffer + done, 0, SOURCE_PADDING);
    return source->storage.map && done == n;
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
