#include "base/error.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is quoted may come from a hostile log: no control character of it may
 * reach a terminal. UTF-8 passes, but for the C1 controls (C2 80 to C2 9F). */
static void make_printable(char *text)
{
    unsigned char *at = (unsigned char *)text;

    for (; *at; at++)
        if (*at < ' ' || *at == 0x7f ||
            (at[0] == 0xc2 && at[1] >= 0x80 && at[1] <= 0x9f))
            *at = '?';
}

/* Of a text that did not fit, no half of a character stays, and dots show that
 * there was more. */
static void mark_cut(char text[ERROR_TEXT_SIZE])
{
    size_t end = ERROR_TEXT_SIZE - 1 - 3;

    while (end > 0 && ((unsigned char)text[end] & 0xc0) == 0x80)
        end--;
    memcpy(text + end, "...", 4);
}

static size_t put_place(char *text, size_t size, const struct place *place)
{
    int n;

    if (!place || !place->name)
        return 0;
    if (place->line && place->column)
        n = snprintf(text, size, "%s:%zu:%zu: ", place->name, place->line,
                     place->column);
    else if (place->line)
        n = snprintf(text, size, "%s:%zu: ", place->name, place->line);
    else
        n = snprintf(text, size, "%s: ", place->name);
    return n < 0 ? 0 : (size_t)n < size ? (size_t)n : size - 1;
}

bool error_set(struct error *error, const struct place *place,
               const char *format, ...)
{
    va_list args;
    size_t used;
    int n;

    if (error->is_set)
        return false;
    used = put_place(error->text, sizeof error->text, place);
    va_start(args, format);
    n = vsnprintf(error->text + used, sizeof error->text - used, format, args);
    va_end(args);
    if (n > 0 && (size_t)n >= sizeof error->text - used)
        mark_cut(error->text);
    make_printable(error->text);
    error->is_set = true;
    return false;
}

bool error_set_system(struct error *error, const struct place *place,
                      const char *what)
{
    const char *reason = strerror(errno);

    return error_set(error, place, "%s: %c%s", what,
                     tolower((unsigned char)*reason), reason + 1);
}

void error_bug(const char *file, int line, const char *format, ...)
{
    va_list args;

    fprintf(stderr, "llmstats: %s:%d: bug: ", file, line);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    abort();
}
