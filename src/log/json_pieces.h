#ifndef LOG_JSON_PIECES_H
#define LOG_JSON_PIECES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "log/json_reader.h"
#include "log/json_skim.h"

/* What stands between the values of objects: `{"a":`, `,"b":`, `}`. It is the
 * same in object after object of a log. A piece is looked into once, and after
 * that known by comparing it; those that came behind the one before are tried
 * first. A piece says all there is to say wherever it may come, so that the
 * order of members may change and members may be missing. */

enum { JSON_LONGEST_PIECE = 64 /* that is kept */ };

struct json_piece {
    char text[JSON_LONGEST_PIECE]; /* and what stood behind it */
    size_t n;
    struct json_step to;        /* where the key leads */
    uint32_t state;             /* in which it may come */
    bool closes;                /* the object; there is no key */
    struct json_piece *next[2]; /* that came behind it, the last one first */
};

/* Those seen so far; some are forgotten when they are too many. The parser
 * undoes the escapes of keys. */
struct json_pieces;
struct json_pieces *json_pieces_create(struct json_parser *parser,
                                       const struct json_paths *paths);
void json_pieces_destroy(struct json_pieces *pieces);

/* What may come depends on the object that one is in, a node of the wanted
 * paths, and on whether one is at its opening bracket or behind a value. */
static inline uint32_t json_state(size_t node, bool is_behind)
{
    return 2 * (uint32_t)node + is_behind;
}

/* What stands before the first piece of a record. */
struct json_piece *json_pieces_begin(struct json_pieces *pieces);

/* As below, for a piece that did not come the last time. */
struct json_piece *json_pieces_look(struct json_pieces *pieces,
                                    struct json_piece *before, uint32_t state,
                                    const char *at, const char *end);

/* The piece that begins at `at` behind the one before. It ends at a value, or
 * behind a closing bracket, and lives as long as it is the last or the one
 * before. NULL: there is none, or it is odd, as with a line end in it. The text
 * goes on to `end`, with 64 readable bytes behind it. */
static inline struct json_piece *
json_pieces_find(struct json_pieces *pieces, struct json_piece *before,
                 uint32_t state, const char *at, const char *end)
{
    struct json_piece *piece = before->next[0];

    return piece->state == state && json_skim_same(piece->text, at, piece->n)
               ? piece
               : json_pieces_look(pieces, before, state, at, end);
}

#endif
