#include "study/rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/memory.h"
#include "base/number.h"
#include "data/filter.h"
#include "study/words.h"

static bool keep_where(struct arena *arena, const struct table *table,
                       const char *where, uint8_t *keep, struct error *error)
{
    struct filter *filter;
    bool ok;

    if (!where)
        return true;
    filter = filter_parse(arena, where, error);
    if (!filter)
        return false;
    ok = filter_apply(filter, table, 0, table->n_rows, keep, error);
    filter_destroy(filter);
    return ok;
}

static bool parse_moment(const char *flag, const char *text, int64_t *ns,
                         struct error *error)
{
    enum date_zone zone;
    size_t n = strlen(text);

    if (date_parse(text, n, 0, ns, &zone) ||
        number_parse_scaled(text, n, 9, ns))
        return true;
    return error_set(error, NULL,
                     "--%s: '%s' is neither a date such as "
                     "2026-11-24T08:00:00Z nor seconds since 1970",
                     flag, text);
}

/* Requests that start within since <= start < until; those without a start
 * cannot be placed, and are left out. */
static bool keep_between(const struct table *table, const char *since,
                         const char *until, uint8_t *keep, struct error *error)
{
    const struct column *start = table->field[FIELD_START];
    int64_t from = INT64_MIN + 1, to = INT64_MAX;

    if (!since && !until)
        return true;
    if (!start)
        return error_set(error, NULL, "--%s: the log has no start times",
                         since ? "since" : "until");
    if ((since && !parse_moment("since", since, &from, error)) ||
        (until && !parse_moment("until", until, &to, error)))
        return false;
    for (size_t i = 0; i < table->n_rows; i++)
        if (start->time[i] < from || start->time[i] >= to)
            keep[i] = 0;
    return true;
}

struct arrival {
    int64_t start;
    size_t row;
};

static int compare_arrivals(const void *a, const void *b)
{
    const struct arrival *x = a, *y = b;

    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* The first requests of each run, by start where there is one, else in the
 * order of the file. */
static void skip_first(const struct table *table, size_t n_skipped,
                       uint8_t *keep)
{
    const struct column *start = table->field[FIELD_START];
    const struct column *run = table->field[FIELD_RUN];
    struct arrival *all = memory_alloc(table->n_rows, sizeof *all);
    size_t *seen = memory_alloc(run ? run->dictionary.n : 1, sizeof *seen);
    size_t n = 0;

    for (size_t i = 0; i < table->n_rows; i++)
        if (keep[i])
            all[n++] = (struct arrival){start ? start->time[i] : INT64_MIN, i};
    qsort(all, n, sizeof *all, compare_arrivals);
    for (size_t i = 0; i < n; i++)
        if (seen[run ? column_code(run, all[i].row) : 0]++ < n_skipped)
            keep[all[i].row] = 0;
    free(seen);
    free(all);
}

uint8_t *rows_choose(struct arena *arena, const struct table *table,
                     const struct study_options *options, struct error *error)
{
    uint8_t *keep = arena_alloc(arena, table->n_rows, 1);

    memset(keep, 1, table->n_rows);
    if (!keep_where(arena, table, options->where, keep, error) ||
        !keep_between(table, options->since, options->until, keep, error))
        return NULL;
    if (options->skip_first)
        skip_first(table, options->skip_first, keep);
    return keep;
}

bool rows_none(struct arena *arena, const struct table *table,
               const struct study_options *options, struct error *error)
{
    const struct {
        const char *flag, *value;
    } limits[] = {
        {"--where", options->where},
        {"--since", options->since},
        {"--until", options->until},
        {"--skip-first", options->skip_first
                             ? arena_format(arena, "%zu", options->skip_first)
                             : NULL},
    };
    const char *flags = "";

    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        if (limits[i].value)
            flags = arena_format(arena, "%s %s '%s'", flags, limits[i].flag,
                                 limits[i].value);
    return error_set(error, NULL, "none of %s passes%s",
                     words_counted(arena, table->n_rows, "request", "requests"),
                     flags);
}
