#include "log/format.h"

#include <dirent.h>
#include <ini.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/resource.h"
#include "base/text.h"
#include "data/filter.h"
#include "log/json_slice.h"

/* A file while it is read. */
struct parse {
    struct format *format;
    struct arena *arena;
    struct text message; /* the first thing that is wrong */
};

static bool fail(struct parse *parse, const char *what, const char *value)
{
    if (parse->message.length == 0)
        text_format(&parse->message, "%s: '%s'", what, value);
    return false;
}

/* Room for one more behind n items, which doubles whenever n is a power of
 * two. */
static void *append(struct arena *arena, void *items, size_t n, size_t size)
{
    char *grown;

    if (n & (n - 1))
        return items;
    grown = arena_alloc(arena, n ? 2 * n : 1, size);
    if (n)
        memcpy(grown, items, n * size);
    return grown;
}

static char *trimmed(struct arena *arena, const char *from, const char *to)
{
    while (from < to && (*from == ' ' || *from == '\t'))
        from++;
    while (to > from && (to[-1] == ' ' || to[-1] == '\t'))
        to--;
    return arena_text_n(arena, from, (size_t)(to - from));
}

/* Names between commas. */
static void add_names(struct format_names *names, const char *text,
                      struct arena *arena)
{
    while (*text) {
        size_t n = strcspn(text, ",");
        char *name = trimmed(arena, text, text + n);

        if (*name) {
            names->items =
                append(arena, names->items, names->n, sizeof *names->items);
            names->items[names->n++] = name;
        }
        text += n + (text[n] == ',');
    }
}

static const char *const function_names[] = {
    [LIST_SUM] = "sum",     [LIST_MEAN] = "mean", [LIST_COUNT] = "count",
    [LIST_FIRST] = "first", [LIST_LAST] = "last", [LIST_PAIR] = "pair",
};

/* "COLUMN" or "f(COLUMN)". */
static void parse_term(struct format_term *term, const char *text,
                       struct arena *arena)
{
    size_t n = strlen(text);

    term->column = text;
    term->function = LIST_NONE;
    for (int i = LIST_SUM; i <= LIST_PAIR; i++) {
        size_t k = strlen(function_names[i]);

        if (strncmp(text, function_names[i], k) == 0 && text[k] == '(' &&
            text[n - 1] == ')') {
            term->function = (enum list_function)i;
            term->column = arena_text_n(arena, text + k + 1, n - k - 2);
        }
    }
}

/* Terms joined by " + " and " - "; blanks make the difference to a column's
 * own sign. */
static bool parse_terms(struct format_field *field, struct arena *arena)
{
    const char *at = field->text;
    int sign = 1;

    while (field->n_terms < FORMAT_TERMS) {
        const char *plus = strstr(at, " + "), *minus = strstr(at, " - ");
        const char *to = plus && (!minus || plus < minus) ? plus : minus;
        struct format_term *term = &field->terms[field->n_terms++];

        parse_term(term, trimmed(arena, at, to ? to : at + strlen(at)), arena);
        term->sign = sign;
        if (!to)
            return *term->column != '\0';
        sign = to[1] == '+' ? 1 : -1;
        at = to + 3;
    }
    return false;
}

/* Inner fields too: a format may well say what its status is. */
static enum field field_of(const char *key)
{
    for (int i = 0; i < N_FIELDS; i++)
        if (strcmp(fields[i].key, key) == 0)
            return (enum field)i;
    return FIELD_NONE;
}

static bool add_field(struct parse *parse, const char *key, const char *value)
{
    struct format *format = parse->format;
    struct format_field *field;
    const char *colon = strrchr(value, ':');
    const char *end = value + strlen(value);

    format->fields = append(parse->arena, format->fields, format->n_fields,
                            sizeof *format->fields);
    field = &format->fields[format->n_fields++];
    field->field = field_of(key);
    if (field->field == FIELD_NONE)
        return fail(parse, "there is no such field", key);
    if (colon && colon > value && colon[-1] == ' ') {
        const char *word = trimmed(parse->arena, colon + 1, end);

        field->unit = unit_word_find(word, strlen(word));
        if (!field->unit || !unit_word_fits(field->unit, field->field))
            return fail(parse, "no unit of this field", word);
        end = colon;
    }
    field->text = trimmed(parse->arena, value, end);
    if (strcmp(field->text, "none") == 0)
        return true;
    return parse_terms(field, parse->arena) ||
           fail(parse, "no column or sum of columns", value);
}

static bool add_rule(struct parse *parse, const char *outcome,
                     const char *condition)
{
    static const char *const outcomes[] = {"ok", "failed", "cancelled",
                                           "unfinished", "unknown"};
    struct format *format = parse->format;
    struct error error = {0};
    struct filter *filter;

    if (strcmp(outcome, "failures") == 0) {
        format->failures_unknown = strcmp(condition, "not-written") == 0;
        return format->failures_unknown ||
               fail(parse, "failures can only be not-written", condition);
    }
    format->rules = append(parse->arena, format->rules, format->n_rules,
                           sizeof *format->rules);
    for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++)
        if (strcmp(outcome, outcomes[i]) == 0)
            format->rules[format->n_rules].outcome = outcomes[i];
    if (!format->rules[format->n_rules].outcome)
        return fail(parse, "there is no such outcome", outcome);
    filter = filter_parse(parse->arena, condition, &error);
    if (!filter)
        return fail(parse, error.text, condition);
    filter_destroy(filter);
    format->rules[format->n_rules++].condition =
        arena_text(parse->arena, condition);
    return true;
}

static bool set_pattern(struct parse *parse, const char **into,
                        const char *pattern)
{
    regex_t expression;

    *into = arena_text(parse->arena, pattern);
    if (regcomp(&expression, pattern, REG_EXTENDED | REG_NOSUB) != 0)
        return fail(parse, "no POSIX extended expression", pattern);
    regfree(&expression);
    return true;
}

/* "COLUMN ~ EXPRESSION". */
static bool set_select(struct parse *parse, const char *value)
{
    const char *tilde = strchr(value, '~');

    if (!tilde)
        return fail(parse, "select is COLUMN ~ EXPRESSION", value);
    parse->format->select.column = trimmed(parse->arena, value, tilde);
    return set_pattern(parse, &parse->format->select.pattern,
                       trimmed(parse->arena, tilde + 1, value + strlen(value)));
}

static bool set_delimiter(struct parse *parse, const char *value)
{
    parse->format->delimiter = strcmp(value, "tab") == 0 ? '\t' : *value;
    return true;
}

static bool set_path(struct parse *parse, const char **into, const char *value)
{
    struct error error = {0};
    struct slice_path path;

    *into = arena_text(parse->arena, strcmp(value, ".") == 0 ? "" : value);
    return slice_path_parse(&path, *into, parse->arena, &error) ||
           fail(parse, "no path of records", value);
}

static bool set_layout(struct parse *parse, const char *name, const char *value)
{
    struct format *format = parse->format;
    const struct {
        const char *name;
        const char **into;
    } texts[] = {
        {"rows", &format->rows},
        {"pivot", &format->pivot},
        {"metric", &format->metric},
        {"value", &format->value},
        {"id", &format->id},
        {"parent", &format->parent},
        {"attributes", &format->attributes},
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (strcmp(name, texts[i].name) == 0) {
            *texts[i].into = arena_text(parse->arena, value);
            return true;
        }
    if (strcmp(name, "records") == 0)
        return set_path(parse, &format->records, value);
    if (strcmp(name, "arrays") == 0)
        return set_path(parse, &format->arrays, value);
    if (strcmp(name, "select") == 0)
        return set_select(parse, value);
    if (strcmp(name, "delimiter") == 0)
        return set_delimiter(parse, value);
    if (strcmp(name, "columns") != 0)
        return fail(parse, "[layout] has no such line", name);
    add_names(&format->columns, value, parse->arena);
    return true;
}

static bool set_signature(struct parse *parse, const char *name,
                          const char *value)
{
    struct format *format = parse->format;

    if (strcmp(name, "line") == 0)
        return set_pattern(parse, &format->line, value);
    if (strcmp(name, "keys") == 0)
        add_names(&format->keys, value, parse->arena);
    else if (strcmp(name, "without") == 0)
        add_names(&format->without, value, parse->arena);
    else
        return fail(parse, "[signature] has no such line", name);
    return true;
}

static bool set_clock(struct parse *parse, const char *value)
{
    if (strcmp(value, "epoch") == 0)
        parse->format->clock = CLOCK_EPOCH;
    else if (strcmp(value, "monotonic") == 0)
        parse->format->clock = CLOCK_MONOTONIC;
    else
        return fail(parse, "a clock is epoch or monotonic", value);
    return true;
}

static bool set_about(struct parse *parse, const char *name, const char *value)
{
    struct format *format = parse->format;

    if (strcmp(name, "title") == 0)
        format->title = arena_text(parse->arena, value);
    else if (strcmp(name, "clock") == 0)
        return set_clock(parse, value);
    else if (strcmp(name, "note") == 0 && format->note)
        format->note = arena_format(parse->arena, "%s %s", format->note, value);
    else if (strcmp(name, "note") == 0)
        format->note = arena_text(parse->arena, value);
    else
        return fail(parse, "[format] has no such line", name);
    return true;
}

/* inih's: 0 stops. */
static int take_line(void *context, const char *section, const char *name,
                     const char *value)
{
    static const struct {
        const char *section;
        bool (*take)(struct parse *parse, const char *name, const char *value);
    } sections[] = {
        {"format", set_about},  {"signature", set_signature},
        {"layout", set_layout}, {"fields", add_field},
        {"outcome", add_rule},
    };
    struct parse *parse = context;

    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        if (strcmp(section, sections[i].section) == 0)
            return sections[i].take(parse, name, value);
    return fail(parse, "there is no such section", section);
}

static const char *name_of_file(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
    size_t n = strlen(base);

    if (n > 4 && strcmp(base + n - 4, ".ini") == 0)
        n -= 4;
    return arena_text_n(arena, base, n);
}

bool format_read(struct format *format, const char *path, struct arena *arena,
                 struct error *error)
{
    struct parse parse = {.format = format, .arena = arena};
    struct place place = {.name = path};
    int line;

    memset(format, 0, sizeof *format);
    format->name = format->title = name_of_file(arena, path);
    text_init(&parse.message);
    line = ini_parse(path, take_line, &parse);
    place.line = line > 0 ? (size_t)line : 0;
    if (line < 0)
        error_set(error, &place, "there is no such format or file");
    else if (line > 0)
        error_set(error, &place, "%s",
                  parse.message.length ? parse.message.data
                                       : "this is no line of a format");
    text_release(&parse.message);
    return line == 0;
}

static int is_format(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');

    return entry->d_name[0] != '.' && dot && strcmp(dot, ".ini") == 0;
}

/* By bytes, whatever the locale. */
static int compare_names(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

bool formats_read(struct formats *formats, struct arena *arena,
                  struct error *error)
{
    struct dirent **entries = NULL;
    struct text folder;
    bool ok;
    int n = 0;

    memset(formats, 0, sizeof *formats);
    text_init(&folder);
    ok = resource_find(&folder, "data/formats", error);
    if (ok)
        n = scandir(folder.data, &entries, is_format, compare_names);
    formats->items =
        arena_alloc(arena, n > 0 ? (size_t)n : 0, sizeof *formats->items);
    for (int i = 0; i < n; i++) {
        char *path =
            arena_format(arena, "%s/%s", folder.data, entries[i]->d_name);

        ok = ok &&
             format_read(&formats->items[formats->n++], path, arena, error);
        free(entries[i]);
    }
    free(entries);
    text_release(&folder);
    return ok;
}

const struct format *formats_find(const struct formats *formats,
                                  const char *name)
{
    for (size_t i = 0; i < formats->n; i++)
        if (strcmp(formats->items[i].name, name) == 0)
            return &formats->items[i];
    return NULL;
}
