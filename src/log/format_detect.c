#include <regex.h>
#include <string.h>

#include "log/format.h"
#include "log/glimpse.h"

static bool line_matches(const char *pattern, const struct glimpse *glimpse)
{
    enum { LONGEST = 4096 };
    size_t n = glimpse->n_line < LONGEST ? glimpse->n_line : LONGEST;
    char line[LONGEST + 1];
    regex_t expression;
    bool matches;

    if (!glimpse->line ||
        regcomp(&expression, pattern, REG_EXTENDED | REG_NOSUB) != 0)
        return false;
    memcpy(line, glimpse->line, n);
    line[n] = '\0';
    matches = regexec(&expression, line, 0, NULL, 0) == 0;
    regfree(&expression);
    return matches;
}

/* How much of the file speaks for the format; 0: it is another one. */
static size_t score_of(const struct format *format,
                       const struct glimpse *glimpse)
{
    bool needs_json = format->records || format->arrays;
    bool needs_cells =
        !format->pivot && (format->columns.n || format->delimiter);

    if ((!format->keys.n && !format->line) ||
        (needs_json && glimpse->kind != GLIMPSE_JSON) ||
        (needs_cells && glimpse->kind == GLIMPSE_JSON))
        return 0;
    for (size_t i = 0; i < format->keys.n; i++)
        if (!glimpse_find(glimpse, format->keys.items[i]))
            return 0;
    for (size_t i = 0; i < format->without.n; i++)
        if (glimpse_find(glimpse, format->without.items[i]))
            return 0;
    if (format->line && !line_matches(format->line, glimpse))
        return 0;
    return format->keys.n + (format->line ? 3 : 0);
}

const struct format *formats_detect(const struct formats *formats,
                                    const struct source *source)
{
    const struct format *best = NULL;
    struct glimpse glimpse, map;
    size_t best_score = 0;

    glimpse_take(&glimpse, source);
    glimpse_take_map(&map, source);
    for (size_t i = 0; i < formats->n; i++) {
        const struct format *format = &formats->items[i];
        const char *path = format->records ? format->records : "";
        size_t score = score_of(format, path[0] == '{' ? &map : &glimpse);

        if (score > best_score) {
            best_score = score;
            best = format;
        }
    }
    glimpse_release(&map);
    glimpse_release(&glimpse);
    return best;
}
