#include "base/digest.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/digest_wide.h"
#include "base/memory.h"

struct digest {
    void *block; /* of the state, which wants to be aligned */
    XXH3_state_t *state;
};

static void print(char text[DIGEST_TEXT_SIZE], XXH128_hash_t hash)
{
    snprintf(text, DIGEST_TEXT_SIZE, "xxh3-128:%016" PRIx64 "%016" PRIx64,
             (uint64_t)hash.high64, (uint64_t)hash.low64);
}

void digest_bytes(char text[DIGEST_TEXT_SIZE], const void *bytes, size_t n)
{
    print(text, XXH3_128bits(bytes, n));
}

struct digest *digest_create(void)
{
    enum { ALIGNMENT = 64 };
    struct digest *digest = memory_alloc(1, sizeof *digest);
    char *block;

    block = memory_alloc(1, sizeof *digest->state + ALIGNMENT);
    digest->block = block;
    digest->state =
        (void *)(block + (ALIGNMENT - (uintptr_t)block % ALIGNMENT));
    XXH3_128bits_reset(digest->state);
    return digest;
}

void digest_destroy(struct digest *digest)
{
    if (!digest)
        return;
    free(digest->block);
    free(digest);
}

void digest_add(struct digest *digest, const void *bytes, size_t n)
{
    if (!digest_add_wide(digest->state, bytes, n))
        XXH3_128bits_update(digest->state, bytes, n);
}

void digest_finish(const struct digest *digest, char text[DIGEST_TEXT_SIZE])
{
    print(text, XXH3_128bits_digest(digest->state));
}
