#include "log/lines.h"

#include <string.h>

size_t lines_begin(const struct source *source)
{
    return source->size >= 3 && memcmp(source->data, "\xef\xbb\xbf", 3) == 0
               ? 3
               : 0;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool lines_next(const char **at, const char *stop, struct line *line)
{
    const char *from = *at, *to;

    while (from < stop && is_blank(*from))
        from++;
    if (from >= stop) {
        *at = stop;
        return false;
    }
    to = memchr(from, '\n', (size_t)(stop - from));
    if (!to)
        to = stop;
    *at = to < stop ? to + 1 : stop;
    while (is_blank(to[-1]))
        to--;
    line->text = from;
    line->n = (size_t)(to - from);
    return true;
}

/* The newline at or behind `from`, found in a copy if it is near: a page that
 * is looked at once is not worth mapping. */
static const char *find_newline(const struct source *source, size_t from)
{
    enum { NEAR = 1 << 12 };
    char copy[NEAR + SOURCE_PADDING];
    size_t n = source->size - from < NEAR ? source->size - from : NEAR;
    const char *newline = NULL;

    if (source_copy(source, from, from + n, copy))
        newline = memchr(copy, '\n', n);
    return newline ? source->data + from + (newline - copy)
                   : memchr(source->data + from, '\n', source->size - from);
}

size_t lines_cut(const struct source *source, size_t to)
{
    const char *newline;

    if (to >= source->size)
        return source->size;
    newline = find_newline(source, to > 0 ? to - 1 : 0);
    return newline ? (size_t)(newline - source->data) + 1 : source->size;
}

struct place lines_place(struct line_counter *counter, size_t offset)
{
    const char *data = counter->source->data, *newline;
    struct place place = {.name = counter->source->name};

    if (counter->line == 0 || offset < counter->begin) {
        counter->begin = 0;
        counter->line = 1;
    }
    while ((newline =
                memchr(data + counter->begin, '\n', offset - counter->begin))) {
        counter->begin = (size_t)(newline - data) + 1;
        counter->line++;
    }
    place.line = counter->line;
    place.column = offset - counter->begin + 1;
    return place;
}
