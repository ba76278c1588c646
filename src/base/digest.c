#include "base/digest.h"

#include <inttypes.h>
#include <stdio.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

void digest_bytes(char text[DIGEST_TEXT_SIZE], const void *bytes, size_t n)
{
    XXH128_hash_t hash = XXH3_128bits(bytes, n);

    snprintf(text, DIGEST_TEXT_SIZE, "xxh3-128:%016" PRIx64 "%016" PRIx64,
             (uint64_t)hash.high64, (uint64_t)hash.low64);
}
