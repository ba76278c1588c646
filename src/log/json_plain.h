#ifndef LOG_JSON_PLAIN_H
#define LOG_JSON_PLAIN_H

#include <stddef.h>

#include "log/json_reader.h"

/* Cuts the objects that are written as programs write them, which are nearly
 * all, several times as fast as simdjson reads them. Whatever is odd about one
 * (a control character within a text, bytes that are no UTF-8, a backslash
 * outside a text, anything broken) is left to json_read, with which it agrees.
 */

/* The pieces of objects seen so far (json_pieces.h), and the values of the last
 * object. One a thread; the parser and the paths must outlive it. */
struct json_plain;
struct json_plain *json_plain_create(struct json_parser *parser,
                                     const struct json_paths *paths);
void json_plain_destroy(struct json_plain *plain);

/* Behind the object that begins at `at` and holds no line end; NULL if it is
 * odd or there is none. The text goes on to `end`, with 64 readable bytes
 * behind it; `at` stands at `offset` in the source. */
const char *json_plain_cut(struct json_plain *plain, const char *at,
                           const char *end, size_t offset);

/* Calls `put` for the wanted values of the object that was cut last, as
 * json_read does. */
void json_plain_put(struct json_plain *plain, json_put *put, void *context);

#endif
