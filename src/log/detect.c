#include "log/detect.h"

#include <string.h>

#include "log/lines.h"
#include "log/refusal.h"

static bool is_all_blank(const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!strchr(" \t\r\n", text[i]) || !text[i])
            return false;
    return true;
}

bool detect_refuse(const struct source *source, struct error *error)
{
    enum { HEAD = 4096 };
    struct place place = {.name = source->name};
    size_t begin = lines_begin(source), n = source->size - begin;
    const char *text = source->data + begin;
    const struct refusal *refusal = refusal_by_bytes(text, n);

    if (refusal)
        return refuse(refusal, source, error);
    if (is_all_blank(text, n))
        return error_set(error, &place, "the file is empty");
    if (memchr(text, '\0', n < HEAD ? n : HEAD))
        return error_set(error, &place,
                         "this is a binary file, no log of requests");
    return true;
}

const struct shape *detect_shape(const struct source *source, struct text *why,
                                 struct error *error)
{
    struct place place = {.name = source->name};

    if (!detect_refuse(source, error))
        return NULL;
    for (size_t i = 0; shapes[i]; i++)
        if (shapes[i]->fits(source, why))
            return shapes[i];
    error_set(error, &place, "this is no log of requests");
    return NULL;
}
