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

static bool misfit(struct error *error, const char *pattern, const char *name)
{
    return error_set(error, NULL, "the name '%s' does not fit the pattern '%s'",
                     name, pattern);
}

/* Whether the text can be a value of the field. */
static bool is_value(enum field field, const char *text, size_t n)
{
    enum date_zone zone;
    double number;
    int64_t time;

    switch (fields[field].kind) {
    case KIND_NUMBER:
        return number_parse(text, n, &number);
    case KIND_TIME:
        return date_parse(text, n, 0, &time, &zone);
    default:
        return n > 0;
    }
}

/* A part of a name that a "{field}" of the pattern takes. */
struct part {
    enum field field;
    const char *text;
    size_t n;
};

/* Takes the name apart so that each part is a value of its field; of several
 * ways, the one whose first parts are longest: models have more underscores in
 * their names than numbers have. Fields are at least a byte apart, so that
 * there are few ways. */
static bool fit(struct part *parts, const char *pattern, const char *name)
{
    const char *close;

    for (; *pattern != '{'; pattern++, name++) {
        if (*pattern != *name)
            return false;
        if (!*pattern)
            return true;
    }
    close = strchr(pattern, '}');
    parts->text = name;
    for (parts->n = strlen(name); parts->n; parts->n--)
        if (close[1] == name[parts->n] &&
            is_value(parts->field, name, parts->n) &&
            fit(parts + 1, close + 1, name + parts->n))
            return true;
    return false;
}

static const char pattern_flag[] = "the name pattern";

/* The fields of the pattern, each named once, with something between them. */
static bool find_parts(struct part parts[N_FIELDS], size_t *n,
                       const char *pattern, struct error *error)
{
    const char *at = pattern, *close;

    for (*n = 0; (at = strchr(at, '{')); at = close + 1) {
        enum field field;

        close = strchr(at, '}');
        if (!close || close[1] == '{')
            return error_set(error, NULL, "%s: '%s' %s", pattern_flag, pattern,
                             close ? "has nothing between two fields"
                                   : "has a '{' without its '}'");
        if (!constant_field(&field, at + 1, (size_t)(close - at - 1),
                            pattern_flag, error))
            return false;
        for (size_t i = 0; i < *n; i++)
            if (parts[i].field == field)
                return error_set(error, NULL, "%s: '%s' names %s twice",
                                 pattern_flag, pattern, fields[field].key);
        parts[(*n)++].field = field;
    }
    if (*n == 0)
        return error_set(error, NULL,
                         "%s: '%s' names no field, as in "
                         "{model}_{concurrency}",
                         pattern_flag, pattern);
    return true;
}

bool constants_of_name(struct constant *constants, size_t *n,
                       const char *pattern, const char *path,
                       struct arena *arena, struct error *error)
{
    const char *stem = file_stem(arena, path);
    struct part parts[N_FIELDS] = {{.n = 0}};

    if (!find_parts(parts, n, pattern, error))
        return false;
    if (!fit(parts, pattern, stem))
        return misfit(error, pattern, stem);
    for (size_t i = 0; i < *n; i++) {
        struct constant *constant = &constants[i];

        memset(constant, 0, sizeof *constant);
        constant->decided_by = "name";
        constant->field = parts[i].field;
        if (!set_value(constant, arena_text_n(arena, parts[i].text, parts[i].n),
                       pattern_flag, error))
            return false;
    }
    return true;
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
            codes_set(&column->codes, i, code);
            break;
        }
}

void constant_name_runs(const char *name, struct table *table, size_t first,
                        size_t n)
{
    struct constant constant = {.field = FIELD_RUN, .text = name};
    struct column *run = table->field[FIELD_RUN];
    uint32_t from = TEXT_MISSING, to = TEXT_MISSING;

    if (column_code(run, first) == column_code(run, first + n - 1)) {
        constant_apply(&constant, table, first, n);
        return;
    }
    for (size_t i = first; i < first + n; i++) {
        if (column_code(run, i) != from || to == TEXT_MISSING) {
            const char *text =
                arena_format(table->arena, "%s#%s", name, column_text(run, i));

            from = column_code(run, i);
            to = dictionary_add(&run->dictionary, text, strlen(text));
        }
        codes_set(&run->codes, i, to);
    }
}
