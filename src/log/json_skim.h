#ifndef LOG_JSON_SKIM_H
#define LOG_JSON_SKIM_H

#include <stdbool.h>
#include <stddef.h>

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

/* Behind the value at `at`, which has no quotes and no brackets; NULL if there
 * is none. */
const char *json_skim_bare(const char *at, const char *end);

/* Behind the bracket that closes the one at `at`, or NULL; the marks are those
 * of all texts within. */
const char *json_skim_nested(const char *at, const char *end,
                             struct json_marks *marks);

/* The texts are the same; `known` and `text` may be read as far as 16 bytes
 * behind the last multiple of 16 below n. */
bool json_skim_same(const char *known, const char *text, size_t n);

#endif
