#include <string.h>

#include "log/alias.h"
#include "log/glimpse.h"
#include "log/records.h"

/* Where the requests of a JSON document are that no format knows. */

struct guess {
    const char *path; /* of records, or NULL */
    const char *rows; /* the longest of parallel arrays, or NULL */
    size_t n;         /* requests */
};

/* Fields of a request, not of a run. */
static bool counts(int field)
{
    return fields[field].unit == UNIT_SECONDS ||
           fields[field].unit == UNIT_TOKENS ||
           fields[field].unit == UNIT_DOLLARS || field == FIELD_START ||
           field == FIELD_END || field == FIELD_FIRST_TOKEN ||
           field == FIELD_MODEL || field == FIELD_REQUEST_ID ||
           field == FIELD_HTTP_STATUS || field == FIELD_OUTPUT_RATE ||
           field == FIELD_SUCCESS || field == FIELD_STATUS;
}

static bool measures(int field)
{
    return fields[field].unit == UNIT_SECONDS ||
           fields[field].unit == UNIT_TOKENS ||
           fields[field].unit == UNIT_DOLLARS;
}

/* The part of a key's path within records at `path`; NULL if it is in a list
 * within them or not in them at all. */
static const char *within(const char *key, const char *path)
{
    size_t n = strlen(path);

    if (strncmp(key, path, n) != 0 || (n && key[n] != '.'))
        return NULL;
    key += n + (n > 0);
    return *key && !strchr(key, '[') ? key : NULL;
}

/* How many fields the records at this path seem to have; 0 if none of them
 * measures anything. */
static size_t count_fields(const struct glimpse *glimpse,
                           const struct aliases *aliases, const char *path)
{
    bool has[N_FIELDS] = {false}, has_measure = false;
    struct alias_match matches[N_FIELDS];
    size_t n = 0;

    for (size_t i = 0; i < glimpse->n_keys; i++) {
        const char *name = within(glimpse->keys[i].path, path);

        if (!name || glimpse->keys[i].n_scalars == 0)
            continue;
        aliases_match(aliases, name, matches);
        for (int field = 0; field < N_FIELDS; field++)
            if (matches[field].fits && counts(field) && !has[field]) {
                has[field] = true;
                has_measure |= measures(field);
                n++;
            }
    }
    return has_measure ? n : 0;
}

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), k = strlen(end);

    return n >= k && strcmp(text + n - k, end) == 0;
}

static void guess_records(struct guess *guess, const struct glimpse *glimpse,
                          const struct aliases *aliases, const char *end)
{
    for (size_t i = 0; i < glimpse->n_keys; i++) {
        const struct glimpse_key *key = &glimpse->keys[i];

        if (key->n_objects > guess->n && ends_with(key->path, end) &&
            count_fields(glimpse, aliases, key->path) >= 2) {
            guess->path = key->path;
            guess->n = key->n_objects;
        }
    }
}

/* Arrays of numbers of the outermost object that are names of fields: the
 * largest number of elements that two of them share. */
static void guess_arrays(struct guess *guess, const struct glimpse *glimpse,
                         const struct aliases *aliases, struct arena *arena)
{
    struct alias_match matches[N_FIELDS];
    size_t length[N_FIELDS] = {0};

    for (size_t i = 0; i < glimpse->n_keys; i++) {
        const struct glimpse_key *key = &glimpse->keys[i];
        size_t n = strlen(key->path);
        char *name;

        if (!ends_with(key->path, "[]") || key->n_scalars <= guess->n ||
            strchr(key->path, '.') || n == 2 || key->path[n - 3] == ']')
            continue;
        name = arena_text_n(arena, key->path, n - 2);
        aliases_match(aliases, name, matches);
        for (int field = 0; field < N_FIELDS; field++) {
            if (!matches[field].fits || !measures(field))
                continue;
            for (int other = 0; other < N_FIELDS; other++)
                if (other != field && length[other] == key->n_scalars) {
                    guess->rows = name;
                    guess->n = key->n_scalars;
                }
            length[field] = key->n_scalars;
        }
    }
}

/* A list of one request, in a document that is none itself. */
static void guess_one(struct guess *guess, const struct glimpse *glimpse,
                      const struct aliases *aliases)
{
    guess->n = 0;
    if (count_fields(glimpse, aliases, "") < 2)
        guess_records(guess, glimpse, aliases, "[]");
}

/* Of a single document the larger part counts; of several, what each of them
 * is. */
static void make_guess(struct guess *guess, const struct glimpse *glimpse,
                       const struct glimpse *map, struct arena *arena)
{
    const struct aliases *aliases = aliases_create(arena);
    bool are_requests = count_fields(glimpse, aliases, "") >= 2;

    if (glimpse->is_lines && glimpse->n_documents > 1 && are_requests)
        return;
    guess->n = 1;
    guess_records(guess, glimpse, aliases, "[]");
    if (glimpse->n_documents < 2) {
        guess_records(guess, map, aliases, "{}");
        guess_arrays(guess, glimpse, aliases, arena);
    }
    if (!glimpse->is_lines && guess->n <= glimpse->n_documents &&
        are_requests) {
        guess->path = "";
        guess->n = glimpse->n_documents;
    }
    if (!guess->path && !guess->rows)
        guess_one(guess, glimpse, aliases);
}

const struct format *records_guess(const struct source *source,
                                   struct arena *arena, struct text *why)
{
    struct format *format = arena_alloc(arena, 1, sizeof *format);
    struct glimpse glimpse, map;
    struct guess guess = {0};

    glimpse_take(&glimpse, source);
    glimpse_take_map(&map, source);
    if (glimpse.kind == GLIMPSE_JSON)
        make_guess(&guess, &glimpse, &map, arena);
    format->name = format->title = "generic";
    if (guess.rows) {
        format->arrays = "";
        format->rows = guess.rows;
        text_format(why, "arrays side by side, each as long as '%s'",
                    guess.rows);
    } else if (guess.path) {
        format->records = arena_text(arena, guess.path);
        if (*guess.path)
            text_format(why,
                        "the largest list of objects that look like "
                        "requests is at '%s'",
                        guess.path);
        else
            text_add(why, "JSON documents that look like requests");
    }
    glimpse_release(&map);
    glimpse_release(&glimpse);
    return guess.n ? format : NULL;
}
