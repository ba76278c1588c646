#include "log/json_plain.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "log/json_pieces.h"
#include "log/json_scan.h"
#include "log/json_skim.h"

enum {
    MOST_VALUES = 512,
    DEEPEST = 32,
    LONGEST_OBJECT = 1 << 30, /* simdjson reads less than 4 GB */
};

/* A wanted value. */
struct found {
    size_t path;
    struct cell cell;
    bool has_escapes;
};

struct json_plain {
    struct json_parser *parser;
    struct json_pieces *pieces;
    struct found found[MOST_VALUES];
    size_t n_found;
    const char *text; /* the object, and where it stands */
    size_t offset;
};

struct json_plain *json_plain_create(struct json_parser *parser,
                                     const struct json_paths *paths)
{
    struct json_plain *plain = memory_alloc(1, sizeof *plain);

    plain->parser = parser;
    plain->pieces = json_pieces_create(parser, paths);
    return plain;
}

void json_plain_destroy(struct json_plain *plain)
{
    json_pieces_destroy(plain->pieces);
    free(plain);
}

static inline bool add_found(struct json_plain *plain, size_t path,
                             const char *at, enum cell_kind kind,
                             const char *text, const char *to)
{
    struct found *found = &plain->found[plain->n_found];

    if (path == SIZE_MAX)
        return true;
    if (plain->n_found == MOST_VALUES)
        return false;
    plain->n_found++;
    found->path = path;
    found->cell.kind = kind;
    found->cell.text = text;
    found->cell.n = (size_t)(to - text);
    found->cell.offset = plain->offset + (size_t)(at - plain->text);
    found->has_escapes = false;
    return true;
}

static const char *cut_any_text(struct json_plain *plain, size_t path,
                                const char *at, const char *end)
{
    struct json_marks marks = {false, false};
    const char *to = json_skim_text(at + 1, end, &marks);

    if (!to ||
        (marks.has_high && !json_is_utf8(at + 1, (size_t)(to - at - 1))) ||
        !add_found(plain, path, at, CELL_TEXT, at + 1, to))
        return NULL;
    if (path != SIZE_MAX)
        plain->found[plain->n_found - 1].has_escapes = marks.has_escapes;
    return to + 1;
}

/* Most texts are short and plain. */
static inline const char *cut_text(struct json_plain *plain, size_t path,
                                   const char *at, const char *end)
{
    const char *to = json_skim_short(at + 1, end);

    if (!to)
        return cut_any_text(plain, path, at, end);
    return add_found(plain, path, at, CELL_TEXT, at + 1, to) ? to + 1 : NULL;
}

/* The raw text of an object or list is what simdjson skips once it is within
 * the brackets. That is something else than what they hold if the first value
 * is none, or the key of another. */
static bool begins_well(const char *at, const char *end)
{
    struct json_marks marks = {false, false};
    bool is_object = *at == '{';
    const char *quote;

    at = json_skim_blank(at + 1, end);
    if (*at == (is_object ? '}' : ']'))
        return true;
    if (is_object) {
        at = json_skim_quoted(at, end, &quote, &marks);
        if (!at || *at != ':')
            return false;
        at = json_skim_blank(at + 1, end);
    }
    if (strchr(",:]}", *at))
        return false;
    if (*at != '"')
        return true;
    at = json_skim_quoted(at, end, &quote, &marks);
    return at && *at != ':';
}

/* The raw text goes on to the next token. */
static const char *cut_nested(struct json_plain *plain, size_t path,
                              const char *at, const char *end)
{
    struct json_marks marks = {false, false};
    const char *to = json_skim_nested(at, end, &marks);

    if (!to || (marks.has_high && !json_is_utf8(at, (size_t)(to - at))) ||
        (path != SIZE_MAX && !begins_well(at, to)) ||
        !add_found(plain, path, at, CELL_NESTED, at, json_skim_blank(to, end)))
        return NULL;
    return to;
}

static inline const char *cut_bare(struct json_plain *plain, size_t path,
                                   const char *at, const char *end)
{
    const char *to = json_skim_bare(at, end);
    enum cell_kind kind = CELL_NUMBER;

    if (!to || (path != SIZE_MAX && (*at < '0' || *at > '9') &&
                !json_bare_kind(at, (size_t)(to - at), &kind)))
        return NULL;
    return add_found(plain, path, at, kind, at, to) ? to : NULL;
}

static inline const char *cut_value(struct json_plain *plain, size_t path,
                                    const char *at, const char *end)
{
    switch (*at) {
    case '"':
        return cut_text(plain, path, at, end);
    case '{':
    case '[':
        return cut_nested(plain, path, at, end);
    default:
        return cut_bare(plain, path, at, end);
    }
}

const char *json_plain_cut(struct json_plain *plain, const char *at,
                           const char *end, size_t offset)
{
    struct json_piece *piece = json_pieces_begin(plain->pieces);
    size_t node = 0, outer[DEEPEST], depth = 0;
    uint32_t state = json_state(node, false);

    plain->n_found = 0;
    plain->text = at;
    plain->offset = offset;
    if (end - at > LONGEST_OBJECT)
        end = at + LONGEST_OBJECT;
    while ((piece = json_pieces_find(plain->pieces, piece, state, at, end))) {
        at += piece->n;
        if (piece->closes && depth == 0)
            return at <= end ? at : NULL;
        if (*at <= ' ')
            at = json_skim_blank(at, end);
        if (at >= end)
            return NULL;
        if (piece->closes) {
            node = outer[--depth];
        } else if (*at == '{' && piece->to.goes_on) {
            if (depth == DEEPEST ||
                !add_found(plain, piece->to.leaf, at, CELL_NESTED, at, at))
                return NULL;
            outer[depth++] = node;
            node = piece->to.node;
            state = json_state(node, false);
            continue;
        } else {
            at = cut_value(plain, piece->to.leaf, at, end);
            if (!at)
                return NULL;
        }
        state = json_state(node, true);
    }
    return NULL;
}

void json_plain_put(struct json_plain *plain, json_put *put, void *context)
{
    for (size_t i = 0; i < plain->n_found; i++) {
        struct found *found = &plain->found[i];

        if (found->has_escapes)
            json_unescape(plain->parser, &found->cell.text, &found->cell.n);
        put(context, found->path, &found->cell);
    }
}
