/* The data of the document as JSON: two spaces of indentation; an array or
 * object of plain values that fits on a line stays on one. Numbers have the
 * fewest digits that read back the same. */

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "render/renderer.h"

enum { LINE_WIDTH = 100, INDENT = 2 };

static void add_indent(struct text *out, size_t depth)
{
    text_add_char(out, '\n');
    for (size_t i = 0; i < depth * INDENT; i++)
        text_add_char(out, ' ');
}

static void add_number(struct text *out, double number)
{
    char digits[NUMBER_TEXT_SIZE];

    if (!isfinite(number)) {
        text_add(out, "null");
        return;
    }
    number_format(digits, number);
    text_add(out, digits);
}

static bool is_container(const struct value *value)
{
    return value->kind == VALUE_ARRAY || value->kind == VALUE_OBJECT;
}

static void add_scalar(struct text *out, const struct value *value)
{
    switch (value->kind) {
    case VALUE_BOOL:
        text_add(out, value->truth ? "true" : "false");
        break;
    case VALUE_NUMBER:
        add_number(out, value->number);
        break;
    case VALUE_INTEGER:
        text_format(out, "%lld", (long long)value->integer);
        break;
    case VALUE_TEXT:
        text_add_json(out, value->text);
        break;
    default:
        text_add(out, "null");
    }
}

static void add_key(struct text *out, const struct value *value)
{
    if (!value->key)
        return;
    text_add_json(out, value->key);
    text_add(out, ": ");
}

/* Appends the members on one line; false, and nothing is appended, if they
 * are not all plain or do not fit behind `used` columns. */
static bool add_line(struct text *out, const struct value *parent, size_t used)
{
    size_t start = out->length;
    const struct value *v;

    for (v = parent->first; v && !is_container(v); v = v->next) {
        if (v != parent->first)
            text_add(out, ", ");
        add_key(out, v);
        add_scalar(out, v);
        if (out->length - start + used > LINE_WIDTH)
            break;
    }
    if (!v)
        return true;
    out->length = start;
    out->data[start] = '\0';
    return false;
}

/* Depth is bounded: studies build the tree, a log does not. */
static void add_value(struct text *out, const struct value *value, size_t depth)
{
    bool is_array = value->kind == VALUE_ARRAY;

    if (!is_container(value)) {
        add_scalar(out, value);
        return;
    }
    text_add_char(out, is_array ? '[' : '{');
    if (!add_line(out, value, depth * INDENT)) {
        for (const struct value *v = value->first; v; v = v->next) {
            add_indent(out, depth + 1);
            add_key(out, v);
            add_value(out, v, depth + 1);
            if (v->next)
                text_add_char(out, ',');
        }
        add_indent(out, depth);
    }
    text_add_char(out, is_array ? ']' : '}');
}

static void render_json(const struct doc *doc, FILE *out,
                        const struct render_options *options)
{
    struct text text;

    (void)options;
    text_init(&text);
    add_value(&text, doc->data, 0);
    text_add_char(&text, '\n');
    fwrite(text.data, 1, text.length, out);
    text_release(&text);
}

const struct renderer renderer_json = {
    .name = "json",
    .extension = "json",
    .render = render_json,
};
