#ifndef LOG_JSON_SCAN_H
#define LOG_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "log/cell.h"

/* The brackets and quotes of JSON, and no more: finds where the values of a
 * document of any size begin and end without making anything of them. Bare
 * NaN and Infinity and a comma before a closing bracket are let pass; whether
 * a value is sound is seen when it is read (json_reader.h). */

#ifdef __cplusplus
extern "C" {
#endif

/* The first byte that is no white space, or `end`. */
const char *json_skip_blank(const char *at, const char *end);

/* Behind the value that begins at `at`; NULL if the text ends within it. */
const char *json_skip_value(const char *at, const char *end);

/* What a value without quotes or brackets is: a number (as far as the first
 * byte tells), a flag, or a word for nothing; bare NaN and Infinity are such
 * words. False: none of these. */
bool json_bare_kind(const char *text, size_t n, enum cell_kind *kind);

/* Goes through the members of an object or the elements of a list. */
struct json_cursor {
    const char *at, *end; /* at: NULL if the text ended too early */
    const char *value;    /* of the member; NULL at the begin */
    bool is_object;
    size_t n; /* members so far */
};

struct json_member {
    const char *key; /* as written, without quotes; "" in a list */
    size_t n_key;
    const char *value; /* its first byte */
};

/* `at` is an opening bracket. */
void json_enter(struct json_cursor *cursor, const char *at, const char *end);

/* The next member. If the caller went through the value himself, he has set
 * cursor->at behind it; else it is skipped here. False behind the last one,
 * with cursor->at behind the closing bracket, and where the text is broken,
 * with cursor->at NULL. */
bool json_next(struct json_cursor *cursor, struct json_member *member);

#ifdef __cplusplus
}
#endif

#endif
