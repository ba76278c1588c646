#include "log/refusal.h"

#include <string.h>

#include "base/text.h"

static bool begins_so(const struct refusal *refusal, const char *text, size_t n)
{
    size_t n_bytes = refusal->n_bytes;

    if (!refusal->bytes)
        return true;
    if (!n_bytes)
        n_bytes = strlen(refusal->bytes);
    return n >= n_bytes && memcmp(text, refusal->bytes, n_bytes) == 0;
}

const struct refusal *refusal_by_bytes(const char *text, size_t n)
{
    enum { HEAD = 4096 };
    size_t n_head = n < HEAD ? n : HEAD;

    for (const struct refusal *at = refusals_of_bytes; at->name; at++)
        if (begins_so(at, text, n) &&
            (!at->looks_so || at->looks_so(text, n_head)))
            return at;
    return NULL;
}

static bool has_names(const struct refusal *refusal,
                      const struct glimpse *glimpse)
{
    for (size_t i = 0; i < REFUSAL_KEYS && refusal->keys[i]; i++)
        if (!glimpse_find(glimpse, refusal->keys[i]))
            return false;
    for (size_t i = 0; i < REFUSAL_KEYS && refusal->without[i]; i++)
        if (glimpse_find(glimpse, refusal->without[i]))
            return false;
    return !refusal->holds || refusal->holds(glimpse);
}

const struct refusal *refusal_by_names(const struct glimpse *glimpse)
{
    for (const struct refusal *at = refusals_of_names; at->name; at++)
        if (has_names(at, glimpse))
            return at;
    return NULL;
}

bool refusal_is_of_runs(const struct probe *probe)
{
    static const char *const words[] = {"p50", "p90", "p95", "p99", "p999",
                                        "50%", "90%", "95%", "99%", "median"};
    size_t n = 0;

    for (size_t i = 0; i < probe->n; i++)
        for (size_t k = 0; k < sizeof words / sizeof *words; k++)
            if (!probe->columns[i].is_around &&
                strstr(probe->columns[i].name, words[k])) {
                n++;
                break;
            }
    return n >= 3;
}

bool refuse(const struct refusal *refusal, const struct source *source,
            struct error *error)
{
    struct place place = {.name = source->name};

    return error_set(error, &place, "this is %s", refusal->what);
}

bool refuse_runs(const char *name, struct error *error)
{
    struct place place = {.name = name};

    return error_set(error, &place,
                     "each row is a run of many requests (its columns are "
                     "percentiles): percentiles cannot be averaged; use the "
                     "log of the single requests");
}

static void list_columns(struct text *text, const struct probe *probe)
{
    enum { MOST = 20, LONGEST = 40 };
    size_t shown = 0;

    for (size_t i = 0; i < probe->n; i++) {
        const struct probe_column *column = &probe->columns[i];

        if (!probe_present(column) && column->n_entered)
            continue;
        if (shown++ == MOST) {
            text_add(text, ", ...");
            break;
        }
        text_add(text, shown > 1 ? ", " : "");
        text_add_shortened(text, column->name, LONGEST);
    }
}

bool refuse_columns(const struct probe *probe, const char *name,
                    struct error *error)
{
    struct place place = {.name = name};
    struct text columns;

    text_init(&columns);
    list_columns(&columns, probe);
    if (columns.length == 0)
        error_set(error, &place, "no record of this file holds a value");
    else
        error_set(error, &place,
                  "no column of this file is known to tell of a request; its "
                  "columns are: %s; name one with --map, as in "
                  "--map latency=COLUMN:ms",
                  columns.data);
    text_release(&columns);
    return false;
}
