#ifndef LOG_JSON_SKIM_H
#define LOG_JSON_SKIM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"

/* Finds where a value of JSON ends, 16 or 32 bytes at a time, and checks on the
 * way what simdjson checks of values that it skips: texts are closed and hold
 * no control characters, brackets are as many as there are closing ones (of
 * whatever kind). What is odd is refused, though simdjson may take it.
 *
 * The text goes on to `end`, with 64 readable bytes behind it. */

/* Behind the blanks at `at`, within its line. */
static inline const char *json_skim_blank(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\r'))
        at++;
    return at;
}

/* Quotes, and what is neither plain ASCII nor stands for itself. */
static inline uint32_t json_text_stops(const char *at)
{
    bytes text = bytes_load(at);

    return bytes_bits((text == bytes_of('"')) | (text < bytes_of(' ')) |
                      (text == bytes_of('\\')));
}

/* The closing quote of the text whose first byte is `at`, if it is a short one
 * that stands for itself, as most are; else NULL, which says nothing. */
static inline const char *json_skim_short(const char *at, const char *end)
{
    uint32_t stops = json_text_stops(at);

    if (!stops) {
        at += BYTES;
        stops = json_text_stops(at);
        if (!stops)
            return NULL;
    }
    at += __builtin_ctz(stops);
    return *at == '"' && at < end ? at : NULL;
}

/* What a text holds. */
struct json_marks {
    bool has_escapes;
    bool has_high; /* bytes beyond ASCII: they may be no UTF-8 */
};

/* The closing quote of the text whose first byte is `at`, or NULL. */
const char *json_skim_text(const char *at, const char *end,
                           struct json_marks *marks);

/* Behind the text in quotes at `at` and the blanks that follow it; NULL if
 * there is none. `quote` becomes the closing one. */
const char *json_skim_quoted(const char *at, const char *end,
                             const char **quote, struct json_marks *marks);

/* A token ends where a blank, a bracket, a comma, a colon or a quote is; bytes
 * that are rare in tokens end it too, and are taken for odd there. */
static inline uint32_t json_bare_stops(const char *at)
{
    bytes text = bytes_load(at);
    bytes folded = text | bytes_of(' '); /* of brackets both kinds become one */

    return bytes_bits(((text < bytes_of('-')) & ~(text == bytes_of('+'))) |
                      (text == bytes_of(':')) | (folded > bytes_of('z')));
}

/* Behind the value at `at`, which has no quotes and no brackets; NULL if there
 * is none. */
static inline const char *json_skim_bare(const char *at, const char *end)
{
    const char *from = at;
    uint32_t stops = json_bare_stops(at);

    for (; !stops && at < end; stops = json_bare_stops(at))
        at += BYTES;
    if (!stops)
        return NULL;
    at += __builtin_ctz(stops);
    return at > from && at < end ? at : NULL;
}

/* Behind the bracket that closes the one at `at`, or NULL; the marks are those
 * of all texts within. */
const char *json_skim_nested(const char *at, const char *end,
                             struct json_marks *marks);

/* The texts are the same; `known` and `text` may be read as far as 16 bytes
 * behind the last multiple of 16 below n. */
static inline bool json_skim_same(const char *known, const char *text, size_t n)
{
    for (; n > BYTES; n -= BYTES, known += BYTES, text += BYTES)
        if (bytes_bits(bytes_load(known) == bytes_load(text)) != 0xffff)
            return false;
    return (~bytes_bits(bytes_load(known) == bytes_load(text)) &
            ((1U << n) - 1)) == 0;
}

#endif
