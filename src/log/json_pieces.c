#include "log/json_pieces.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum {
    MOST_PIECES = 256, /* then all are forgotten */
    TABLE = 1024,
};

struct json_pieces {
    struct json_parser *parser;
    const struct json_paths *paths;
    struct json_piece pieces[MOST_PIECES];
    size_t n_pieces;
    uint16_t table[TABLE];   /* by hash: of each its number, from 1 */
    struct json_piece begin; /* before the first of a record */
    struct json_piece loose; /* one that is not kept */
};

/* It may come nowhere, and is behind any. */
static void init_piece(struct json_pieces *pieces, struct json_piece *piece)
{
    piece->state = UINT32_MAX;
    piece->next[0] = piece->next[1] = &pieces->pieces[0];
}

struct json_pieces *json_pieces_create(struct json_parser *parser,
                                       const struct json_paths *paths)
{
    struct json_pieces *pieces = memory_alloc(1, sizeof *pieces);

    pieces->parser = parser;
    pieces->paths = paths;
    for (size_t i = 0; i < MOST_PIECES; i++)
        init_piece(pieces, &pieces->pieces[i]);
    init_piece(pieces, &pieces->begin);
    init_piece(pieces, &pieces->loose);
    return pieces;
}

void json_pieces_destroy(struct json_pieces *pieces)
{
    free(pieces);
}

struct json_piece *json_pieces_begin(struct json_pieces *pieces)
{
    return &pieces->begin;
}

/* A piece as read from the text. */
struct reading {
    const char *text, *key;
    size_t n, n_key;
    bool has_escapes; /* the key */
};

/* The key at `at`, the colon behind it and the blanks before the value. */
static bool read_key(struct reading *reading, const char *at, const char *end)
{
    struct json_marks marks = {false, false};
    const char *quote, *colon = json_skim_quoted(at, end, &quote, &marks);

    if (!colon || colon == end || *colon != ':')
        return false;
    reading->n = (size_t)(json_skim_blank(colon + 1, end) - reading->text);
    reading->key = at + 1;
    reading->n_key = (size_t)(quote - reading->key);
    reading->has_escapes = marks.has_escapes;
    return !marks.has_high || json_is_utf8(reading->key, reading->n_key);
}

static bool read_piece(struct reading *reading, bool is_behind, const char *at,
                       const char *end)
{
    const char *mark = json_skim_blank(at, end);

    reading->text = at;
    reading->key = NULL;
    if (mark == end)
        return false;
    if (*mark == (is_behind ? ',' : '{')) {
        at = json_skim_blank(mark + 1, end);
        if (is_behind || at == end || *at != '}')
            return read_key(reading, at, end);
        mark = at;
    } else if (!is_behind || *mark != '}') {
        return false;
    }
    reading->n = (size_t)(mark + 1 - reading->text);
    return true;
}

/* Where the key leads; false if its escapes are none. */
static bool follow_key(struct json_pieces *pieces, uint32_t state,
                       const struct reading *reading, struct json_step *to)
{
    const char *key = reading->key;
    size_t n = reading->n_key;

    if (reading->has_escapes && !json_unescape(pieces->parser, &key, &n))
        return false;
    *to = json_paths_follow(pieces->paths, state / 2, key, n);
    return true;
}

static bool fill_piece(struct json_pieces *pieces, struct json_piece *piece,
                       uint32_t state, const struct reading *reading)
{
    struct json_step to = {SIZE_MAX, SIZE_MAX, false};

    if (reading->key && !follow_key(pieces, state, reading, &to))
        return false;
    memcpy(piece->text, reading->text, sizeof piece->text);
    piece->n = reading->n;
    piece->to = to;
    piece->state = state;
    piece->closes = !reading->key;
    return true;
}

static uint64_t hash_piece(uint32_t state, const char *text, size_t n)
{
    uint64_t hash = state + n, word = 0;
    const char *last;

    if (n < sizeof word) {
        memcpy(&word, text, n);
        return (hash ^ word) * 0x9e3779b97f4a7c15 >> 32;
    }
    last = text + n - sizeof word;
    for (; text < last; text += sizeof word) {
        memcpy(&word, text, sizeof word);
        hash = (hash ^ word) * 0x9e3779b97f4a7c15;
        hash ^= hash >> 32;
    }
    memcpy(&word, last, sizeof word);
    return (hash ^ word) * 0x9e3779b97f4a7c15 >> 32;
}

/* Its place in the table, with it or free. */
static uint16_t *find_place(struct json_pieces *pieces, uint32_t state,
                            const struct reading *reading)
{
    size_t at = hash_piece(state, reading->text, reading->n) % TABLE;

    for (; pieces->table[at]; at = (at + 1) % TABLE) {
        const struct json_piece *piece = &pieces->pieces[pieces->table[at] - 1];

        if (piece->state == state && piece->n == reading->n &&
            json_skim_same(piece->text, reading->text, piece->n))
            break;
    }
    return &pieces->table[at];
}

/* The number of the piece in the table, which may be new; 0: it is broken. */
static size_t keep_piece(struct json_pieces *pieces, uint32_t state,
                         const struct reading *reading)
{
    uint16_t *place = find_place(pieces, state, reading);

    if (*place == 0) {
        if (pieces->n_pieces == MOST_PIECES) {
            pieces->n_pieces = 0;
            memset(pieces->table, 0, sizeof pieces->table);
            place = find_place(pieces, state, reading);
        }
        if (!fill_piece(pieces, &pieces->pieces[pieces->n_pieces], state,
                        reading))
            return 0;
        *place = (uint16_t)++pieces->n_pieces;
    }
    return *place;
}

/* The piece that begins at `at`, read from the text. */
static struct json_piece *learn_piece(struct json_pieces *pieces,
                                      struct json_piece *before, uint32_t state,
                                      const char *at, const char *end)
{
    struct json_piece *loose = &pieces->loose;
    struct reading reading;
    size_t number;

    if (!read_piece(&reading, state % 2, at, end))
        return NULL;
    if (reading.n > JSON_LONGEST_PIECE)
        return fill_piece(pieces, loose, state, &reading) ? loose : NULL;
    number = keep_piece(pieces, state, &reading);
    if (number == 0)
        return NULL;
    before->next[1] = before->next[0];
    before->next[0] = &pieces->pieces[number - 1];
    return before->next[0];
}

struct json_piece *json_pieces_look(struct json_pieces *pieces,
                                    struct json_piece *before, uint32_t state,
                                    const char *at, const char *end)
{
    struct json_piece *piece = before->next[1];

    if (piece->state != state || !json_skim_same(piece->text, at, piece->n))
        return learn_piece(pieces, before, state, at, end);
    before->next[1] = before->next[0];
    before->next[0] = piece;
    return piece;
}
