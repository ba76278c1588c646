#include "log/json_scan.h"

#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

const char *json_skip_blank(const char *at, const char *end)
{
    while (at < end && is_blank(*at))
        at++;
    return at;
}

/* Behind the text whose opening quote is at `at`. A quote behind an odd number
 * of backslashes does not close it. */
static const char *skip_text(const char *at, const char *end)
{
    const char *from = ++at, *back;

    while ((at = memchr(at, '"', (size_t)(end - at)))) {
        back = at;
        while (back > from && back[-1] == '\\')
            back--;
        at++;
        if ((at - 1 - back) % 2 == 0)
            return at;
    }
    return NULL;
}

/* Behind the bracket that closes the one at `at`. */
static const char *skip_nested(const char *at, const char *end)
{
    size_t depth = 0;

    while (at && at < end)
        switch (*at) {
        case '"':
            at = skip_text(at, end);
            break;
        case '{':
        case '[':
            depth++;
            at++;
            break;
        case '}':
        case ']':
            at++;
            if (--depth == 0)
                return at;
            break;
        default:
            at++;
        }
    return NULL;
}

const char *json_skip_value(const char *at, const char *end)
{
    const char *from = at;

    if (at >= end)
        return NULL;
    if (*at == '"')
        return skip_text(at, end);
    if (*at == '{' || *at == '[')
        return skip_nested(at, end);
    while (at < end && !is_blank(*at) && !strchr(",:]}[{\"", *at))
        at++;
    return at > from ? at : NULL;
}

bool json_bare_kind(const char *text, size_t n, enum cell_kind *kind)
{
    static const struct {
        const char *word;
        enum cell_kind kind;
    } words[] = {
        {"null", CELL_NULL},      {"true", CELL_FLAG}, {"false", CELL_FLAG},
        {"NaN", CELL_NULL},       {"nan", CELL_NULL},  {"Infinity", CELL_NULL},
        {"-Infinity", CELL_NULL}, {"-NaN", CELL_NULL}, {"inf", CELL_NULL},
        {"-inf", CELL_NULL},      {"None", CELL_NULL}, {"undefined", CELL_NULL},
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i].word) == n && memcmp(words[i].word, text, n) == 0) {
            *kind = words[i].kind;
            return true;
        }
    *kind = CELL_NUMBER;
    return n > 0 && (*text == '-' || (*text >= '0' && *text <= '9'));
}

void json_enter(struct json_cursor *cursor, const char *at, const char *end)
{
    memset(cursor, 0, sizeof *cursor);
    cursor->is_object = *at == '{';
    cursor->at = at + 1;
    cursor->end = end;
}

static bool fail(struct json_cursor *cursor)
{
    cursor->at = NULL;
    return false;
}

/* The key and the colon behind it. */
static bool read_key(struct json_cursor *cursor, struct json_member *member)
{
    const char *from = cursor->at, *to;

    if (*from != '"' || !(to = skip_text(from, cursor->end)))
        return fail(cursor);
    member->key = from + 1;
    member->n_key = (size_t)(to - from) - 2;
    to = json_skip_blank(to, cursor->end);
    if (to == cursor->end || *to != ':')
        return fail(cursor);
    cursor->at = json_skip_blank(to + 1, cursor->end);
    return true;
}

/* Behind the last value and the comma that follows it. */
static bool pass_value(struct json_cursor *cursor)
{
    if (cursor->at == cursor->value)
        cursor->at = json_skip_value(cursor->at, cursor->end);
    if (!cursor->at)
        return false;
    cursor->at = json_skip_blank(cursor->at, cursor->end);
    if (cursor->at == cursor->end)
        return fail(cursor);
    if (*cursor->at == ',')
        cursor->at++;
    else if (*cursor->at != (cursor->is_object ? '}' : ']'))
        return fail(cursor);
    return true;
}

bool json_next(struct json_cursor *cursor, struct json_member *member)
{
    if (!cursor->at || (cursor->value && !pass_value(cursor)))
        return false;
    cursor->at = json_skip_blank(cursor->at, cursor->end);
    if (cursor->at == cursor->end)
        return fail(cursor);
    if (*cursor->at == (cursor->is_object ? '}' : ']')) {
        cursor->at++;
        return false;
    }
    member->key = "";
    member->n_key = 0;
    if (cursor->is_object && !read_key(cursor, member))
        return false;
    if (cursor->at == cursor->end)
        return fail(cursor);
    member->value = cursor->value = cursor->at;
    cursor->n++;
    return true;
}
