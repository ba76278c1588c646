#include "data/filter.h"

#include <ctype.h>
#include <math.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/memory.h"
#include "base/number.h"

enum comparison {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_EQUAL,
    GREATER,
    GREATER_EQUAL,
    MATCHES
};

enum node_kind { NODE_COMPARE, NODE_NOT, NODE_AND, NODE_OR };

struct node {
    enum node_kind kind;
    struct node *left, *right; /* NODE_NOT: left alone */
    const char *column, *value;
    enum comparison comparison;
    bool has_number; /* the value reads as a number */
    double number;
    regex_t *expression; /* MATCHES */
    struct node *next;   /* of the comparisons, in order */
};

struct filter {
    struct node *root;
    struct node *first, *last; /* all comparisons */
    size_t n;
};

struct parser {
    struct arena *arena;
    const char *text, *at;
    struct filter *filter;
    struct error *error;
    unsigned depth;
};

enum { DEEPEST = 200 };

static struct node *parse_or(struct parser *parser);

static void skip_blanks(struct parser *parser)
{
    while (isspace((unsigned char)*parser->at))
        parser->at++;
}

static struct node *fail(struct parser *parser, const char *what)
{
    error_set(parser->error, NULL, "filter '%s': %s at '%.20s'", parser->text,
              what, *parser->at ? parser->at : "the end");
    return NULL;
}

static bool take(struct parser *parser, const char *word)
{
    size_t n = strlen(word);

    skip_blanks(parser);
    if (strncmp(parser->at, word, n) != 0)
        return false;
    parser->at += n;
    return true;
}

/* How long a bare word is: up to a blank or a character of the grammar. An
 * expression may hold those; only a ')' that it did not open ends it. */
static size_t bare_length(const char *at, bool is_expression)
{
    size_t depth = 0, n = 0;

    for (; at[n] && !isspace((unsigned char)at[n]); n++) {
        if (!is_expression && strchr("()&|=!<>~", at[n]))
            break;
        if (is_expression && at[n] == ')' && depth-- == 0)
            break;
        depth += is_expression && at[n] == '(';
    }
    return n;
}

/* A quoted text or a bare word; NULL if there is none. */
static const char *take_word(struct parser *parser, bool is_expression)
{
    const char *start, *end;
    char quote;

    skip_blanks(parser);
    start = parser->at;
    quote = *start;
    if (quote == '\'' || quote == '"') {
        end = strchr(++start, quote);
        if (!end)
            return NULL;
        parser->at = end + 1;
    } else {
        end = start + bare_length(start, is_expression);
        if (end == start)
            return NULL;
        parser->at = end;
    }
    return arena_text_n(parser->arena, start, (size_t)(end - start));
}

static bool take_comparison(struct parser *parser, enum comparison *comparison)
{
    static const struct {
        const char *text;
        enum comparison comparison;
    } all[] = {
        {"==", EQUAL},         {"!=", NOT_EQUAL}, {"<=", LESS_EQUAL},
        {">=", GREATER_EQUAL}, {"=~", MATCHES},   {"=", EQUAL},
        {"<", LESS},           {">", GREATER},    {"~", MATCHES},
    };

    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (take(parser, all[i].text)) {
            *comparison = all[i].comparison;
            return true;
        }
    return false;
}

static bool compile(struct parser *parser, struct node *node)
{
    regex_t *expression = memory_alloc(1, sizeof *expression);
    int code = regcomp(expression, node->value, REG_EXTENDED | REG_NOSUB);
    char why[128];

    if (code == 0) {
        node->expression = expression;
        return true;
    }
    regerror(code, expression, why, sizeof why);
    free(expression);
    return error_set(parser->error, NULL, "filter '%s': '%s': %s", parser->text,
                     node->value, why);
}

static struct node *parse_comparison(struct parser *parser)
{
    struct node *node = arena_alloc(parser->arena, 1, sizeof *node);
    struct filter *filter = parser->filter;

    node->kind = NODE_COMPARE;
    node->column = take_word(parser, false);
    if (!node->column)
        return fail(parser, "a column is missing");
    if (!take_comparison(parser, &node->comparison))
        return fail(parser, "one of = != < <= > >= ~ is missing");
    node->value = take_word(parser, node->comparison == MATCHES);
    if (!node->value)
        return fail(parser, "a value is missing");
    node->has_number =
        number_parse(node->value, strlen(node->value), &node->number);
    if (filter->last)
        filter->last->next = node;
    else
        filter->first = node;
    filter->last = node;
    filter->n++;
    if (node->comparison == MATCHES && !compile(parser, node))
        return NULL;
    return node;
}

static struct node *parse_unary(struct parser *parser)
{
    struct node *node;

    if (++parser->depth > DEEPEST)
        return fail(parser, "too deep");
    if (take(parser, "!")) {
        node = arena_alloc(parser->arena, 1, sizeof *node);
        node->kind = NODE_NOT;
        node->left = parse_unary(parser);
        node = node->left ? node : NULL;
    } else if (take(parser, "(")) {
        node = parse_or(parser);
        if (node && !take(parser, ")"))
            node = fail(parser, "')' is missing");
    } else {
        node = parse_comparison(parser);
    }
    parser->depth--;
    return node;
}

static struct node *join(struct parser *parser, enum node_kind kind,
                         struct node *left, struct node *right)
{
    struct node *node;

    if (!left || !right)
        return NULL;
    node = arena_alloc(parser->arena, 1, sizeof *node);
    node->kind = kind;
    node->left = left;
    node->right = right;
    return node;
}

static struct node *parse_and(struct parser *parser)
{
    struct node *node = parse_unary(parser);

    while (node && take(parser, "&&"))
        node = join(parser, NODE_AND, node, parse_unary(parser));
    return node;
}

static struct node *parse_or(struct parser *parser)
{
    struct node *node = parse_and(parser);

    while (node && take(parser, "||"))
        node = join(parser, NODE_OR, node, parse_and(parser));
    return node;
}

struct filter *filter_parse(struct arena *arena, const char *text,
                            struct error *error)
{
    struct filter *filter = arena_alloc(arena, 1, sizeof *filter);
    struct parser parser = {.arena = arena,
                            .text = text,
                            .at = text,
                            .filter = filter,
                            .error = error};

    filter->root = parse_or(&parser);
    if (filter->root) {
        skip_blanks(&parser);
        if (*parser.at)
            filter->root = fail(&parser, "'&&' or '||' is missing");
    }
    if (filter->root)
        return filter;
    filter_destroy(filter);
    return NULL;
}

void filter_destroy(struct filter *filter)
{
    if (!filter)
        return;
    for (struct node *node = filter->first; node; node = node->next)
        if (node->expression) {
            regfree(node->expression);
            free(node->expression);
            node->expression = NULL;
        }
}

size_t filter_n_columns(const struct filter *filter)
{
    return filter->n;
}

const char *filter_column(const struct filter *filter, size_t i)
{
    const struct node *node = filter->first;

    while (i-- > 0)
        node = node->next;
    return node->column;
}

enum field_kind filter_kind(const char *name)
{
    enum field field = field_find(name);

    return field == FIELD_NONE ? KIND_TEXT : fields[field].kind;
}

static bool holds(enum comparison comparison, int order)
{
    switch (comparison) {
    case EQUAL:
        return order == 0;
    case NOT_EQUAL:
        return order != 0;
    case LESS:
        return order < 0;
    case LESS_EQUAL:
        return order <= 0;
    case GREATER:
        return order > 0;
    case GREATER_EQUAL:
        return order >= 0;
    case MATCHES:
        break;
    }
    BUG("comparison %d compares nothing", (int)comparison);
}

static bool missing_holds(const struct node *node)
{
    return node->comparison == NOT_EQUAL ? node->value[0] != '\0'
           : node->comparison == EQUAL   ? node->value[0] == '\0'
                                         : false;
}

static bool text_holds(const struct node *node, const char *text)
{
    double number;

    if (node->comparison == MATCHES)
        return regexec(node->expression, text, 0, NULL, 0) == 0;
    if (node->has_number && number_parse(text, strlen(text), &number))
        return holds(node->comparison,
                     (number > node->number) - (number < node->number));
    return holds(node->comparison, strcmp(text, node->value));
}

static void compare_texts(const struct node *node, const struct column *column,
                          size_t first, size_t n, uint8_t *keep)
{
    uint8_t *truth = memory_alloc(column->dictionary.n, 1);

    truth[TEXT_MISSING] = missing_holds(node);
    for (size_t i = 1; i < column->dictionary.n; i++)
        truth[i] = text_holds(node, column->dictionary.texts[i]);
    for (size_t i = 0; i < n; i++)
        keep[i] = truth[column_code(column, first + i)];
    free(truth);
}

static bool compare_numbers(const struct node *node,
                            const struct column *column, size_t first, size_t n,
                            uint8_t *keep, struct error *error)
{
    bool missing = missing_holds(node);

    if ((!node->has_number && node->value[0]) || node->comparison == MATCHES)
        return error_set(error, NULL,
                         "'%s' holds numbers: it cannot be compared with '%s'",
                         node->column, node->value);
    for (size_t i = 0; i < n; i++) {
        double x = column->number[first + i];

        keep[i] = isnan(x) || node->value[0] == '\0'
                      ? (isnan(x) ? missing : node->comparison == NOT_EQUAL)
                      : holds(node->comparison,
                              (x > node->number) - (x < node->number));
    }
    return true;
}

static bool compare_times(const struct node *node, const struct column *column,
                          size_t first, size_t n, uint8_t *keep,
                          struct error *error)
{
    bool missing = missing_holds(node);
    size_t length = strlen(node->value);
    enum date_zone zone;
    int64_t value = 0;

    if (node->comparison == MATCHES ||
        (length && !date_parse(node->value, length, 0, &value, &zone) &&
         !number_parse_scaled(node->value, length, 9, &value)))
        return error_set(error, NULL,
                         "'%s' holds times: it cannot be compared with '%s'",
                         node->column, node->value);
    for (size_t i = 0; i < n; i++) {
        int64_t t = column->time[first + i];

        keep[i] =
            t == TIME_MISSING || length == 0
                ? (t == TIME_MISSING ? missing : node->comparison == NOT_EQUAL)
                : holds(node->comparison, (t > value) - (t < value));
    }
    return true;
}

static bool compare(const struct node *node, const struct table *table,
                    size_t first, size_t n, uint8_t *keep, struct error *error)
{
    enum field_kind kind = filter_kind(node->column);
    const struct column *column = table_column(table, node->column, kind);

    if (!column) {
        memset(keep, missing_holds(node), n);
        return true;
    }
    switch (kind) {
    case KIND_NUMBER:
        return compare_numbers(node, column, first, n, keep, error);
    case KIND_TIME:
        return compare_times(node, column, first, n, keep, error);
    case KIND_TEXT:
        compare_texts(node, column, first, n, keep);
        return true;
    }
    BUG("a column of kind %d", (int)kind);
}

static bool apply(const struct node *node, const struct table *table,
                  size_t first, size_t n, uint8_t *keep, struct error *error)
{
    uint8_t *other;
    bool ok;

    if (node->kind == NODE_COMPARE)
        return compare(node, table, first, n, keep, error);
    if (!apply(node->left, table, first, n, keep, error))
        return false;
    if (node->kind == NODE_NOT) {
        for (size_t i = 0; i < n; i++)
            keep[i] = !keep[i];
        return true;
    }
    other = memory_alloc(n, 1);
    ok = apply(node->right, table, first, n, other, error);
    for (size_t i = 0; ok && i < n; i++)
        keep[i] =
            node->kind == NODE_AND ? keep[i] & other[i] : keep[i] | other[i];
    free(other);
    return ok;
}

bool filter_apply(const struct filter *filter, const struct table *table,
                  size_t first, size_t n, uint8_t *keep, struct error *error)
{
    return apply(filter->root, table, first, n, keep, error);
}
