#include "base/supply.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/unpack.h"

struct supply {
    bool (*bring)(struct supply *supply);
    struct flow *flow;
    struct place place;
    int fd;            /* to read, */
    const char *bytes; /* or to unpack */
    size_t n, limit;
    char digest[DIGEST_TEXT_SIZE];
    bool is_fine;
    struct error error;
    pthread_t thread;
    bool has_thread;
};

static bool read_all(struct supply *supply)
{
    enum { STEP = 1 << 16 };
    struct digest *digest = digest_create();
    char *room;
    ssize_t n;

    do {
        room = flow_room(supply->flow, STEP);
        n = read(supply->fd, room, STEP);
        if (n > 0) {
            digest_add(digest, room, (size_t)n);
            flow_add(supply->flow, (size_t)n);
        }
    } while (n > 0 || (n < 0 && errno == EINTR));
    if (n < 0)
        error_set_system(&supply->error, &supply->place, "cannot be read");
    digest_finish(digest, supply->digest);
    digest_destroy(digest);
    return n == 0;
}

static bool unpack_all(struct supply *supply)
{
    bool ok = unpack(supply->bytes, supply->n, supply->limit, supply->flow,
                     &supply->place, &supply->error);

    digest_bytes(supply->digest, supply->bytes, supply->n);
    return ok;
}

static void *bring(void *argument)
{
    struct supply *supply = argument;

    supply->is_fine = supply->bring(supply);
    flow_end(supply->flow);
    return NULL;
}

static struct supply *start(const struct supply *what, bool in_thread)
{
    struct supply *supply = memory_alloc(1, sizeof *supply);

    *supply = *what;
    supply->has_thread =
        in_thread && pthread_create(&supply->thread, NULL, bring, supply) == 0;
    if (!supply->has_thread)
        bring(supply);
    return supply;
}

struct supply *supply_read(int fd, const char *name, struct flow *flow,
                           bool in_thread)
{
    const struct supply what = {
        .bring = read_all, .flow = flow, .place.name = name, .fd = fd};

    return start(&what, in_thread);
}

struct supply *supply_unpack(const char *bytes, size_t n, size_t limit,
                             const char *name, struct flow *flow,
                             bool in_thread)
{
    const struct supply what = {.bring = unpack_all,
                                .flow = flow,
                                .place.name = name,
                                .bytes = bytes,
                                .n = n,
                                .limit = limit};

    return start(&what, in_thread);
}

bool supply_finish(struct supply *supply, char digest[DIGEST_TEXT_SIZE],
                   struct error *error)
{
    bool ok;

    if (supply->has_thread)
        pthread_join(supply->thread, NULL);
    ok = supply->is_fine;
    if (!ok && !error->is_set)
        *error = supply->error;
    memcpy(digest, supply->digest, DIGEST_TEXT_SIZE);
    free(supply);
    return ok;
}
