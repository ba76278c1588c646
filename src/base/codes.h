#ifndef BASE_CODES_H
#define BASE_CODES_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* Whole numbers below 2^32, one a row, in one, two or four bytes each: as many
 * as the largest needs. A log has few texts and few groups, but many rows.
 * Initialise with {0}. */
struct codes {
    void *at;
    size_t capacity;
    unsigned bytes; /* of each; 0 before there is room for any */
};

static inline uint32_t codes_at(const struct codes *codes, size_t i)
{
    if (codes->bytes == 1)
        return ((const uint8_t *)codes->at)[i];
    if (codes->bytes == 2)
        return ((const uint16_t *)codes->at)[i];
    return ((const uint32_t *)codes->at)[i];
}

/* n codes that are 0, with room for others up to `most`, in the arena: they are
 * never resized or released. */
struct codes codes_in(struct arena *arena, size_t n, uint32_t most);

/* Room for n codes up to `most`, which are not set. Release them. */
struct codes codes_for(size_t n, uint32_t most);

/* Room for so many; new ones are not set. */
void codes_resize(struct codes *codes, size_t capacity);
void codes_release(struct codes *codes);

/* Makes room for codes up to `most`: after it, several threads may set such
 * codes of different rows. */
void codes_widen(struct codes *codes, uint32_t most);

/* Those from .. to - 1 become 0. */
void codes_clear(struct codes *codes, size_t from, size_t to);

/* One that fits. */
static inline void codes_put(struct codes *codes, size_t i, uint32_t code)
{
    if (codes->bytes == 1)
        ((uint8_t *)codes->at)[i] = (uint8_t)code;
    else if (codes->bytes == 2)
        ((uint16_t *)codes->at)[i] = (uint16_t)code;
    else
        ((uint32_t *)codes->at)[i] = code;
}

static inline void codes_set(struct codes *codes, size_t i, uint32_t code)
{
    if (codes->bytes < 4 && code >> 8 * codes->bytes)
        codes_widen(codes, code);
    codes_put(codes, i, code);
}

#endif
