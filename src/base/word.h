#ifndef BASE_WORD_H
#define BASE_WORD_H

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Short texts as words, one byte of text in each byte, the first one lowest:
 * eight characters are looked at together, and how many there are makes no
 * difference to the time it takes. */

enum { WORD_BYTES = 8 };

#define WORD_OF(c) ((uint64_t)(unsigned char)(c)*0x0101010101010101)

/* The first n bytes, at most WORD_BYTES, and zeros behind them: two loads that
 * overlap, since bytes behind the text may not be there. */
static inline uint64_t word_load(const char *text, size_t n)
{
    uint64_t word;
    uint32_t first, last;
    uint16_t begin, end;

    if (n == WORD_BYTES) {
        memcpy(&word, text, sizeof word);
        return le64toh(word);
    }
    if (n >= sizeof first) {
        memcpy(&first, text, sizeof first);
        memcpy(&last, text + n - sizeof last, sizeof last);
        return le32toh(first) | (uint64_t)le32toh(last) << 8 * (n - 4);
    }
    if (n >= sizeof begin) {
        memcpy(&begin, text, sizeof begin);
        memcpy(&end, text + n - sizeof end, sizeof end);
        return le16toh(begin) | (uint64_t)le16toh(end) << 8 * (n - 2);
    }
    return n ? (unsigned char)*text : 0;
}

/* Where the first `c` is, not NUL; WORD_BYTES if there is none. */
static inline unsigned word_find(uint64_t word, char c)
{
    uint64_t differ = word ^ WORD_OF(c);
    uint64_t zeros = (differ - WORD_OF(1)) & ~differ & WORD_OF(0x80);

    return zeros ? (unsigned)__builtin_ctzll(zeros) / 8 : WORD_BYTES;
}

/* Without the byte at this place; the ones behind it move up. */
static inline uint64_t word_drop(uint64_t word, unsigned place)
{
    uint64_t before = ((uint64_t)1 << 8 * place) - 1;

    return (word & before) | (word >> 8 & ~before);
}

/* The number that the first n bytes are, 1 to WORD_BYTES, all digits and the
 * only ones that are no zeros; false if one is no digit. Neighbours are put
 * together three times: digits, pairs and fours (Lemire, Number parsing at a
 * gigabyte per second, Software: Practice and Experience 51, 2021). */
static inline bool word_digits(uint64_t word, size_t n, uint64_t *number)
{
    unsigned shift = 8 * (unsigned)(WORD_BYTES - n);
    /* NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult) */
    uint64_t digits = (word << shift) ^ (WORD_OF('0') << shift);

    if ((digits | (digits + WORD_OF(0x76))) & WORD_OF(0x80))
        return false;
    digits = (digits * 10 + (digits >> 8)) & 0x00ff00ff00ff00ff;
    digits = (digits * 100 + (digits >> 16)) & 0x0000ffff0000ffff;
    *number = (digits * 10000 + (digits >> 32)) & 0xffffffff;
    return true;
}

/* The first n bytes of both are the same, n > 0. */
static inline bool words_same(const char *a, const char *b, size_t n)
{
    for (; n > WORD_BYTES; n -= WORD_BYTES, a += WORD_BYTES, b += WORD_BYTES)
        if (word_load(a, WORD_BYTES) != word_load(b, WORD_BYTES))
            return false;
    return word_load(a, n) == word_load(b, n);
}

/* The number that n digits are, 1 to 16; false if one is no digit. */
static inline bool words_digits(const char *text, size_t n, uint64_t *number)
{
    uint64_t high = 0, low;

    if (n <= WORD_BYTES)
        return word_digits(word_load(text, n), n, number);
    n -= WORD_BYTES;
    if (!word_digits(word_load(text, n), n, &high) ||
        !word_digits(word_load(text + n, WORD_BYTES), WORD_BYTES, &low))
        return false;
    *number = high * 100000000 + low;
    return true;
}

#endif
