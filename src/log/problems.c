#include "log/problems.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

enum { TEXT_SHOWN = 40 };

static const struct {
    const char *code;
    bool is_error;
    const char *format; /* of the text */
} kinds[] = {
    {"not-a-number", true, "'%s' is not a number"},
    {"infinite", true, "'%s' is not finite"},
    {"not-a-time", true, "'%s' is not a time"},
    {"negative", true, "'%s' is negative"},
    {"ragged-row", true, "%s"},
    {"unclosed-quote", true, "a quoted cell never ends: %s"},
    {"bad-json", true, "no valid JSON: %s"},
    {"not-an-object", true, "no JSON object: %s"},
    {"zero-is-missing", false, "zero is taken for missing"},
    {"duplicate-key", false, "the key stands twice; the last one counts"},
};

static size_t find_kind(const char *code)
{
    size_t i = 0;

    while (i < sizeof kinds / sizeof *kinds && strcmp(kinds[i].code, code) != 0)
        i++;
    return i;
}

bool problem_is_error(const char *code)
{
    size_t kind = find_kind(code);

    return kind < sizeof kinds / sizeof *kinds && kinds[kind].is_error;
}

char *problem_text(struct arena *arena, const char *code, const char *text)
{
    size_t kind = find_kind(code);
    const char *format, *at;

    if (kind == sizeof kinds / sizeof *kinds)
        return arena_format(arena, "%s: %s", code, text);
    format = kinds[kind].format;
    at = strstr(format, "%s");
    if (!at)
        return arena_text(arena, format);
    return arena_format(arena, "%.*s%s%s", (int)(at - format), format, text,
                        at + 2);
}

void problems_release(struct problems *problems)
{
    free(problems->items);
    memset(problems, 0, sizeof *problems);
}

static struct problem *find(struct problems *problems, const char *code,
                            const char *field, bool rejects_row)
{
    struct problem *problem;

    for (size_t i = 0; i < problems->n; i++) {
        problem = &problems->items[i];
        if (strcmp(problem->code, code) == 0 &&
            (problem->field == field ||
             (problem->field && field && strcmp(problem->field, field) == 0)))
            return problem;
    }
    if (problems->n == problems->capacity) {
        problems->capacity = problems->capacity ? 2 * problems->capacity : 8;
        problems->items = memory_resize(problems->items, problems->capacity,
                                        sizeof *problems->items);
    }
    problem = &problems->items[problems->n++];
    memset(problem, 0, sizeof *problem);
    problem->code = code;
    problem->field = field;
    problem->rejects_row = rejects_row;
    return problem;
}

static const char *shown(struct arena *arena, const char *text, size_t n)
{
    struct text printable, cut;
    const char *copy;

    text_init(&printable);
    text_init(&cut);
    text_add_printable(&printable, text, n < 256 ? n : 256);
    text_add_shortened(&cut, printable.data, TEXT_SHOWN);
    copy = arena_text(arena, cut.data);
    text_release(&printable);
    text_release(&cut);
    return copy;
}

void problems_add(struct problems *problems, struct arena *arena,
                  const char *code, const char *field, bool rejects_row,
                  size_t offset, const char *text, size_t n)
{
    struct problem *problem = find(problems, code, field, rejects_row);

    problem->count++;
    if (problem->n_first == PROBLEM_PLACES)
        return;
    problem->first[problem->n_first].offset = offset;
    problem->first[problem->n_first++].text = shown(arena, text, n);
}

void problems_merge(struct problems *problems, struct arena *arena,
                    const struct problems *more)
{
    for (size_t i = 0; i < more->n; i++) {
        const struct problem *from = &more->items[i];
        struct problem *into =
            find(problems, from->code, from->field, from->rejects_row);

        into->count += from->count;
        for (size_t k = 0; k < from->n_first && into->n_first < PROBLEM_PLACES;
             k++) {
            into->first[into->n_first] = from->first[k];
            into->first[into->n_first].text =
                arena_text(arena, from->first[k].text);
            into->n_first++;
        }
    }
}
