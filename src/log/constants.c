#include "log/constants.h"

#include <string.h>

#include "base/date.h"
#include "base/flags.h"
#include "base/number.h"

bool constant_field(enum field *field, const char *name, size_t n,
                    const char *what, struct error *error)
{
    const char *keys[N_FIELDS + 1] = {NULL}, *nearest;
    char key[64] = "";
    size_t n_keys = 0;

    if (n < sizeof key)
        memcpy(key, name, n);
    *field = field_find(key);
    if (*field != FIELD_NONE)
        return true;
    for (int i = 0; i < N_FIELDS; i++)
        if (!fields[i].is_inner)
            keys[n_keys++] = fields[i].key;
    nearest = flags_nearest(key, keys);
    if (nearest)
        return error_set(error, NULL,
                         "%s: there is no field '%.*s'; did you mean '%s'",
                         what, (int)n, name, nearest);
    return error_set(error, NULL,
                     "%s: there is no field '%.*s'; fields are latency, ttft, "
                     "input_tokens, output_tokens, cost, start, model, ...",
                     what, (int)n, name);
}

static bool set_value(struct constant *constant, const char *value,
                      const char *what, struct error *error)
{
    size_t n = strlen(value);
    enum date_zone zone;
    const char *key = fields[constant->field].key;

    constant->text = value;
    if (fields[constant->field].kind == KIND_NUMBER &&
        !number_parse(value, n, &constant->number))
        return error_set(error, NULL, "%s: %s: '%s' is not a number", what, key,
                         value);
    if (fields[constant->field].kind == KIND_TIME &&
        !date_parse(value, n, 0, &constant->time, &zone))
        return error_set(error, NULL, "%s: %s: '%s' is not a time", what, key,
                         value);
    return true;
}

bool constant_parse(struct constant *constant, const char *text,
                    const char *what, struct arena *arena, struct error *error)
{
    const char *equals = strchr(text, '=');

    memset(constant, 0, sizeof *constant);
    constant->decided_by = what;
    if (!equals)
        return error_set(error, NULL, "%s: '%s' is not FIELD=VALUE", what,
                         text);
    if (!constant_field(&constant->field, text, (size_t)(equals - text), what,
                        error))
        return false;
    return set_value(constant, arena_text(arena, equals + 1), what, error);
}

char *file_stem(struct arena *arena, const char *path)
{
    static const char *const packed[] = {".gz", ".zst", ".xz", ".bz2", ".lz4"};
    const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
    char *stem = arena_text(arena, base), *dot;

    for (size_t i = 0; i < sizeof packed / sizeof *packed; i++) {
        size_t n = strlen(stem), k = strlen(packed[i]);

        if (n > k && strcmp(stem + n - k, packed[i]) == 0)
            stem[n - k] = '\0';
    }
    dot = strrchr(stem, '.');
    if (dot && dot > stem)
        *dot = '\0';
    return stem;
}

/* The length of the part of `name` that a "{field}" takes: up to where the
 * text that follows it in the pattern stands, or all. */
static size_t part_length(const char *name, const char *behind)
{
    size_t n = strcspn(behind, "{");

    if (n == 0)
        return strlen(name);
    for (const char *at = name; *at; at++)
        if (strncmp(at, behind, n) == 0 && (behind[n] || !at[n]))
            return (size_t)(at - name);
    return SIZE_MAX;
}

static bool misfit(struct error *error, const char *pattern, const char *name)
{
    return error_set(error, NULL, "the name '%s' does not fit the pattern '%s'",
                     name, pattern);
}

bool constants_of_name(struct constant *constants, size_t *n,
                       const char *pattern, const char *path,
                       struct arena *arena, struct error *error)
{
    static const char what[] = "the name pattern";
    const char *stem = file_stem(arena, path), *name = stem, *at = pattern;

    *n = 0;
    while (*at) {
        const char *close = strchr(at, '}');
        struct constant *constant = &constants[*n];
        size_t length;

        if (*at != '{' || !close) {
            if (*at++ != *name++)
                return misfit(error, pattern, stem);
            continue;
        }
        memset(constant, 0, sizeof *constant);
        constant->decided_by = "name";
        length = part_length(name, close + 1);
        if (*n == N_FIELDS || length == SIZE_MAX)
            return misfit(error, pattern, stem);
        if (!constant_field(&constant->field, at + 1, (size_t)(close - at - 1),
                            what, error) ||
            !set_value(constant, arena_text_n(arena, name, length), what,
                       error))
            return false;
        name += length;
        at = close + 1;
        (*n)++;
    }
    return *name ? misfit(error, pattern, stem) : true;
}

void constant_apply(const struct constant *constant, struct table *table,
                    size_t first, size_t n)
{
    struct column *column = table_add_field(table, constant->field);
    uint32_t code = 0;

    if (column->kind == KIND_TEXT)
        code = dictionary_add(&column->dictionary, constant->text,
                              strlen(constant->text));
    for (size_t i = first; i < first + n; i++)
        switch (column->kind) {
        case KIND_NUMBER:
            column->number[i] = constant->number;
            break;
        case KIND_TIME:
            column->time[i] = constant->time;
            break;
        case KIND_TEXT:
            column->code[i] = code;
            break;
        }
}

void constant_name_runs(const char *name, struct table *table, size_t first,
                        size_t n)
{
    struct constant constant = {.field = FIELD_RUN, .text = name};
    struct column *run = table->field[FIELD_RUN];
    uint32_t from = TEXT_MISSING, to = TEXT_MISSING;

    if (run->code[first] == run->code[first + n - 1]) {
        constant_apply(&constant, table, first, n);
        return;
    }
    for (size_t i = first; i < first + n; i++) {
        if (run->code[i] != from || to == TEXT_MISSING) {
            const char *text =
                arena_format(table->arena, "%s#%s", name, column_text(run, i));

            from = run->code[i];
            to = dictionary_add(&run->dictionary, text, strlen(text));
        }
        run->code[i] = to;
    }
}
