#include "base/codes.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static unsigned bytes_for(uint32_t most)
{
    return most > UINT16_MAX ? 4 : most > UINT8_MAX ? 2 : 1;
}

struct codes codes_in(struct arena *arena, size_t n, uint32_t most)
{
    unsigned bytes = bytes_for(most);

    return (struct codes){arena_alloc(arena, n, bytes), n, bytes};
}

struct codes codes_for(size_t n, uint32_t most)
{
    struct codes codes = {NULL, 0, bytes_for(most)};

    codes_resize(&codes, n);
    return codes;
}

void codes_resize(struct codes *codes, size_t capacity)
{
    if (codes->bytes == 0)
        codes->bytes = 1;
    codes->at = memory_resize(codes->at, capacity, codes->bytes);
    codes->capacity = capacity;
}

void codes_release(struct codes *codes)
{
    free(codes->at);
    memset(codes, 0, sizeof *codes);
}

void codes_widen(struct codes *codes, uint32_t most)
{
    unsigned bytes = bytes_for(most);
    struct codes wide = {NULL, codes->capacity, bytes};

    if (bytes <= codes->bytes)
        return;
    codes_resize(&wide, codes->capacity);
    for (size_t i = 0; codes->bytes && i < codes->capacity; i++)
        codes_put(&wide, i, codes_at(codes, i));
    free(codes->at);
    *codes = wide;
}

void codes_clear(struct codes *codes, size_t from, size_t to)
{
    if (from < to)
        memset((char *)codes->at + from * codes->bytes, 0,
               (to - from) * codes->bytes);
}
