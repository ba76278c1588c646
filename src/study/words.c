#include "study/words.h"

#include "base/text.h"
#include "doc/units.h"

const char *words_number(struct arena *arena, enum unit unit, double number)
{
    struct text text;
    const char *result;

    text_init(&text);
    unit_add_value(&text, unit, number);
    result = arena_text(arena, text.data);
    text_release(&text);
    return result;
}

const char *words_estimate(struct arena *arena, enum unit unit,
                           struct estimate estimate)
{
    struct text text;
    const char *result;

    text_init(&text);
    unit_add_estimate(&text, unit, &estimate);
    result = arena_text(arena, text.data);
    text_release(&text);
    return result;
}

const char *words_percentile(struct arena *arena, double p)
{
    return arena_format(arena, "p%.10g", p * 100);
}

const char *words_count(struct arena *arena, size_t n)
{
    return words_number(arena, UNIT_COUNT, (double)n);
}

const char *words_counted(struct arena *arena, size_t n, const char *one,
                          const char *many)
{
    return arena_format(arena, "%s %s", words_count(arena, n),
                        n == 1 ? one : many);
}
