#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Sixteen bytes of a text that are looked at together. What is asked of each
 * (`text == bytes_of('"')`, `text < bytes_of(' ')`, and `&`, `|`, `~` of such
 * answers) is all ones or zero. Bytes beyond ASCII are below zero. */

enum { BYTES = 16 };

typedef signed char bytes __attribute__((vector_size(BYTES)));

static inline bytes bytes_load(const char *text)
{
    bytes loaded;

    memcpy(&loaded, text, sizeof loaded);
    return loaded;
}

static inline bytes bytes_of(char c)
{
    signed char x = (signed char)c;

    return (bytes){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x};
}

/* The answers one by one, where no instruction collects them. */
static inline uint32_t bytes_bits_slowly(bytes answers)
{
    uint32_t bits = 0;

    for (unsigned i = 0; i < BYTES; i++)
        bits |= (uint32_t)(answers[i] & 1) << i;
    return bits;
}

/* Bit i is the answer for byte i. */
static inline uint32_t bytes_bits(bytes answers)
{
#ifdef __SSE2__
    return (uint32_t)_mm_movemask_epi8((__m128i)answers);
#else
    return bytes_bits_slowly(answers);
#endif
}

/* The bytes below zero. */
static inline uint32_t bytes_high(bytes text)
{
#ifdef __SSE2__
    return bytes_bits(text);
#else
    return bytes_bits(text < bytes_of('\0'));
#endif
}

#endif
