#include "log/workload.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/filter.h"

const char workload_default_rules[] =
    "heavy_generation: output_tokens >= 4000; "
    "short: input_tokens < 200; "
    "between_200_500: input_tokens < 500; "
    "medium: input_tokens <= 1500; "
    "between_1500_4000: input_tokens < 4000; "
    "long_context: input_tokens <= 8000; "
    "over_8000: input_tokens > 8000";

struct rule {
    const char *name;
    struct filter *filter;
};

struct workload {
    struct rule *rules;
    size_t n_rules;
};

static char *trimmed(struct arena *arena, const char *text, size_t n)
{
    while (n && *text == ' ')
        text++, n--;
    while (n && text[n - 1] == ' ')
        n--;
    return arena_text_n(arena, text, n);
}

static bool parse_rule(struct rule *rule, struct arena *arena, const char *text,
                       size_t n, struct error *error)
{
    const char *colon = memchr(text, ':', n);
    struct error inner = {0};

    if (!colon)
        return error_set(error, NULL,
                         "workload rule '%.*s' has no ':' between its name "
                         "and its condition",
                         (int)n, text);
    rule->name = trimmed(arena, text, (size_t)(colon - text));
    if (!*rule->name)
        return error_set(error, NULL, "workload rule '%.*s' has no name",
                         (int)n, text);
    rule->filter = filter_parse(
        arena, trimmed(arena, colon + 1, n - (size_t)(colon + 1 - text)),
        &inner);
    if (!rule->filter)
        return error_set(error, NULL, "workload rule '%s': %s", rule->name,
                         inner.text);
    return true;
}

/* The end of a rule: ';', but not within quotes. */
static size_t rule_length(const char *text)
{
    char quote = 0;
    size_t n = 0;

    for (; text[n] && (quote || text[n] != ';'); n++) {
        if (quote)
            quote = text[n] == quote ? 0 : quote;
        else if (text[n] == '\'' || text[n] == '"')
            quote = text[n];
    }
    return n;
}

static bool is_blank(const char *text, size_t n)
{
    return strspn(text, " ") >= n;
}

struct workload *workload_parse(struct arena *arena, const char *rules,
                                struct error *error)
{
    struct workload *workload = arena_alloc(arena, 1, sizeof *workload);
    size_t most = 1, n;

    for (const char *at = rules; *at; at++)
        most += *at == ';';
    workload->rules = arena_alloc(arena, most, sizeof *workload->rules);
    for (const char *at = rules; *at; at += n + (at[n] == ';')) {
        n = rule_length(at);
        if (is_blank(at, n))
            continue;
        if (!parse_rule(&workload->rules[workload->n_rules], arena, at, n,
                        error)) {
            workload_destroy(workload);
            return NULL;
        }
        workload->n_rules++;
    }
    if (workload->n_rules == 0) {
        error_set(error, NULL, "the workload rules are empty");
        return NULL;
    }
    return workload;
}

void workload_destroy(struct workload *workload)
{
    for (size_t i = 0; workload && i < workload->n_rules; i++)
        filter_destroy(workload->rules[i].filter);
}

size_t workload_n_columns(const struct workload *workload)
{
    size_t n = 0;

    for (size_t i = 0; i < workload->n_rules; i++)
        n += filter_n_columns(workload->rules[i].filter);
    return n;
}

const char *workload_column(const struct workload *workload, size_t i)
{
    const struct rule *rule = workload->rules;

    for (; i >= filter_n_columns(rule->filter); rule++)
        i -= filter_n_columns(rule->filter);
    return filter_column(rule->filter, i);
}

static bool has_value(const struct column *column, size_t row)
{
    switch (column->kind) {
    case KIND_NUMBER:
        return !isnan(column->number[row]);
    case KIND_TIME:
        return column->time[row] != TIME_MISSING;
    default:
        return column_code(column, row) != TEXT_MISSING;
    }
}

bool workload_applies(const struct workload *workload,
                      const struct table *table, size_t first, size_t n)
{
    for (size_t i = 0; i < workload_n_columns(workload); i++) {
        const struct column *column =
            table_column_named(table, workload_column(workload, i));

        for (size_t row = first; column && row < first + n; row++)
            if (has_value(column, row))
                return true;
    }
    return false;
}

bool workload_derive(const struct workload *workload, struct table *table,
                     size_t first, size_t n, struct error *error)
{
    struct column *column = table_add_field(table, FIELD_WORKLOAD);
    uint8_t *keep = memory_alloc(n, sizeof *keep);
    uint32_t unknown = dictionary_add(&column->dictionary, "unknown", 7), code;
    bool ok = true;

    for (size_t i = first; i < first + n; i++)
        codes_set(&column->codes, i, TEXT_MISSING);
    for (size_t k = 0; ok && k < workload->n_rules; k++) {
        const struct rule *rule = &workload->rules[k];

        ok = filter_apply(rule->filter, table, first, n, keep, error);
        code =
            dictionary_add(&column->dictionary, rule->name, strlen(rule->name));
        for (size_t i = 0; ok && i < n; i++)
            if (keep[i] && column_code(column, first + i) == TEXT_MISSING)
                codes_set(&column->codes, first + i, code);
    }
    for (size_t i = first; i < first + n; i++)
        if (column_code(column, i) == TEXT_MISSING)
            codes_set(&column->codes, i, unknown);
    free(keep);
    return ok;
}
