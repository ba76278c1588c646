#ifndef LOG_JSON_READER_H
#define LOG_JSON_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "log/cell.h"

/* JSON by simdjson's On-Demand, behind C. Only values that somebody wants are
 * looked at; the rest is skipped.
 *
 * A value is named by its path, keys joined by points: "usage.input_tokens".
 * A key that holds points itself has the same name as the nested one. Texts
 * need 64 readable bytes behind their end. */

#ifdef __cplusplus
extern "C" {
#endif

/* One a thread. */
struct json_parser;
struct json_parser *json_parser_create(void);
void json_parser_destroy(struct json_parser *parser);

enum json_result {
    JSON_FINE,
    JSON_BAD,        /* broken */
    JSON_NOT_OBJECT, /* a number, a text, an array */
    JSON_MORE,       /* something stands behind the object */
};

/* Calls `see` for every value of the object: numbers, texts, flags, nulls and
 * lists; for an object within it too (as CELL_NESTED without text) before its
 * members. `offset` is where the text stands in the source. */
typedef void json_see(void *context, const char *path, size_t n,
                      const struct cell *cell);
enum json_result json_walk(struct json_parser *parser, const char *text,
                           size_t n, size_t offset, json_see *see,
                           void *context);

/* Wanted paths, made ready for reading; NULL entries are not wanted. It does
 * not change and may be shared. */
struct json_paths;
struct json_paths *json_paths_create(const char *const *paths, size_t n);
void json_paths_destroy(struct json_paths *paths);

/* Calls `put` with the index of each wanted path that is there, in the order
 * of the text. Bare NaN and Infinity are nulls. Some values may have been put
 * before a text turns out to be bad. */
typedef void json_put(void *context, size_t path, const struct cell *cell);
enum json_result json_read(struct json_parser *parser,
                           const struct json_paths *paths, const char *text,
                           size_t n, size_t offset, json_put *put,
                           void *context);

/* For those who go through the members of an object themselves. */

/* Where a key leads. */
struct json_step {
    size_t node;  /* among the wanted paths; SIZE_MAX: nobody wants it */
    size_t leaf;  /* the path that ends here, or SIZE_MAX */
    bool goes_on; /* members of an object here may be wanted */
};

/* From the root, which is node 0. */
struct json_step json_paths_follow(const struct json_paths *paths, size_t node,
                                   const char *key, size_t n);

/* Undoes the escapes of a text that stands between quotes. The new text lives
 * until the parser is used again. False: an escape is none, and the text stays
 * as it is. */
bool json_unescape(struct json_parser *parser, const char **text, size_t *n);

bool json_is_utf8(const char *text, size_t n);

#ifdef __cplusplus
}
#endif

#endif
