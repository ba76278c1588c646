/* The full report as GitHub Markdown. Any text may come from a log, and so
 * every text is escaped: nothing in it can begin a heading, a link, HTML, a
 * mention or a cell. */

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "render/renderer.h"
#include "render/table.h"

static bool is_word(int c)
{
    return isalnum(c) || c >= 0x80;
}

/* An underscore within a word means nothing to GitHub, and long_context reads
 * better without a backslash. */
static bool needs_escape(const char *text, size_t i)
{
    unsigned char c = (unsigned char)text[i], next = (unsigned char)text[i + 1];
    unsigned char last = i ? (unsigned char)text[i - 1] : ' ';

    if (strchr("\\`*[]<>|~$@", c))
        return true;
    if (c == '_')
        return !is_word(last) || !is_word(next);
    if (c == '&' || c == '#')
        return next == '#' || isalnum(next);
    if (c == ':') /* no link of a bare address */
        return next != ' ' && next != '\0' && !isdigit(next);
    if (c == '.') /* nor of www. */
        return i >= 3 && strncasecmp(text + i - 3, "www", 3) == 0;
    return false;
}

/* At the start of a line, "1. ", - + = # would be markup: where to escape. */
static size_t block_mark(const char *text)
{
    size_t digits = strspn(text, "0123456789");

    if (digits && strchr(".)", text[digits]) && strchr(" ", text[digits + 1]))
        return digits;
    return *text && strchr("-+=#", *text) ? 0 : SIZE_MAX;
}

static void add_bytes(struct text *out, const char *bytes, bool begins_line)
{
    struct text clean;
    size_t mark;

    text_init(&clean);
    for (const char *c = bytes; *c; c++) /* one line each */
        if (*c == '\n' || *c == '\r' || *c == '\t')
            text_add_char(&clean, ' ');
        else
            text_add_char(&clean, *c);
    mark = begins_line ? block_mark(clean.data) : SIZE_MAX;
    for (size_t i = 0; i < clean.length; i++) {
        size_t n = 1;

        while (((unsigned char)clean.data[i + n] & 0xc0) == 0x80)
            n++;
        if (i == mark || needs_escape(clean.data, i))
            text_add_char(out, '\\');
        text_add_printable(out, clean.data + i, n);
        i += n - 1;
    }
    text_release(&clean);
}

static void add_escaped(struct text *out, const char *bytes)
{
    add_bytes(out, bytes, false);
}

static void print(FILE *out, struct text *text)
{
    fwrite(text->data, 1, text->length, out);
    text_release(text);
}

static void add_head(struct text *text, const struct doc_table *table,
                     const struct unit_scale *scales, struct text *cell)
{
    for (size_t i = 0; i < table->n_columns; i++) {
        text_clear(cell);
        table_add_head(cell, table, i, &scales[i]);
        text_add(text, "| ");
        add_escaped(text, cell->data);
        text_add_char(text, ' ');
    }
    text_add(text, "|\n");
    for (size_t i = 0; i < table->n_columns; i++)
        text_add(text, table_is_numeric(table, i) ? "| ---: " : "| --- ");
    text_add(text, "|\n");
}

static void add_rows(struct text *text, const struct doc_table *table,
                     const struct unit_scale *scales, struct text *cell)
{
    for (size_t row = 0; row < table->n_rows; row++) {
        for (size_t i = 0; i < table->n_columns; i++) {
            text_clear(cell);
            table_add_cell(cell, table,
                           &table->cells[row * table->n_columns + i], i,
                           &scales[i], true);
            text_add(text, "| ");
            add_escaped(text, cell->data);
            text_add_char(text, ' ');
        }
        text_add(text, "|\n");
    }
}

static void add_table(struct text *text, const struct doc_table *table)
{
    struct unit_scale *scales = memory_alloc(table->n_columns, sizeof *scales);
    struct text cell;

    text_init(&cell);
    for (size_t i = 0; i < table->n_columns; i++)
        scales[i] = table_scale(table, i);
    add_head(text, table, scales, &cell);
    add_rows(text, table, scales, &cell);
    text_release(&cell);
    free(scales);
}

void table_markdown(const struct doc_table *table, FILE *out)
{
    struct text text;

    text_init(&text);
    add_table(&text, table);
    print(out, &text);
}

static void add_paragraph(struct text *text, const char *words)
{
    bool begins_line = !text->length || text->data[text->length - 1] == '\n';

    add_bytes(text, words, begins_line);
    text_add(text, "\n\n");
}

static void block_table(const struct doc_table *table, struct text *text)
{
    if (table->title) {
        text_add(text, "### ");
        add_paragraph(text, table->title);
    }
    add_table(text, table);
    text_add_char(text, '\n');
    if (table->caption)
        add_paragraph(text, table->caption);
}

static void block_facts(const struct facts *facts, struct text *text)
{
    struct text number;

    text_init(&number);
    for (size_t i = 0; i < facts->n; i++) {
        const struct fact *fact = &facts->facts[i];

        text_add(text, "- ");
        add_escaped(text, fact->label);
        text_add(text, ": ");
        text_clear(&number);
        if (!fact->text)
            unit_add_estimate(&number, fact->unit, &fact->estimate);
        add_escaped(text, fact->text ? fact->text : number.data);
        text_add_char(text, '\n');
    }
    text_add_char(text, '\n');
    text_release(&number);
}

static void add_sentence(struct text *text, const char *words)
{
    if (!words || !*words)
        return;
    if (text->data[text->length - 1] != '\n')
        text_add_char(text, ' ');
    add_bytes(text, words, text->data[text->length - 1] == '\n');
    if (!strchr(".!?", words[strlen(words) - 1]))
        text_add_char(text, '.');
}

/* The figure, or in words what it would show; the caption below it. */
static void block_chart(const struct chart *chart, struct text *text,
                        const char *figures)
{
    const char *title = chart->title ? chart->title : chart->name;

    if (figures) {
        text_add(text, "![");
        add_escaped(text, title);
        text_format(text, "](%s/%s.svg)\n\n", figures, chart->name);
    }
    if (chart->subtitle) {
        add_bytes(text, title, true);
        text_add(text, ": ");
        add_bytes(text, chart->subtitle, false);
        text_add_char(text, '.');
    } else {
        add_sentence(text, title);
    }
    add_sentence(text, chart->caption);
    add_sentence(text, chart->corner);
    text_add(text, "\n\n");
}

static void block_note(const struct note *note, struct text *text, bool is_last)
{
    static const char *const words[] = {
        [WEIGHT_REMARK] = "Remark",
        [WEIGHT_CAUTION] = "Caution",
        [WEIGHT_FAILURE] = "Failure",
    };

    text_format(text, "- **%s** (%s): ", words[note->weight], note->code);
    add_escaped(text, note->text);
    text_add(text, is_last ? "\n\n" : "\n");
}

static void add_block(const struct block *block, struct text *text,
                      const struct render_options *options)
{
    switch (block->kind) {
    case BLOCK_TEXT:
        add_paragraph(text, block->text);
        break;
    case BLOCK_FACTS:
        block_facts(&block->facts, text);
        break;
    case BLOCK_TABLE:
        block_table(block->table, text);
        break;
    case BLOCK_CHART:
        block_chart(block->chart, text, options->figures);
        break;
    case BLOCK_NOTE:
        block_note(&block->note, text,
                   !block->next || block->next->kind != BLOCK_NOTE);
        break;
    }
}

static void add_methods(const struct doc *doc, struct text *text)
{
    const struct value *reference;

    if (!doc->methods->first)
        return;
    text_add(text, "## Methods\n\n");
    for (const struct value *m = doc->methods->first; m; m = m->next) {
        text_format(text, "- **%s**: ", value_get(m, "code")->text);
        add_escaped(text, value_get(m, "text")->text);
        reference = value_get(m, "reference");
        if (reference->kind == VALUE_TEXT) {
            text_add(text, " (");
            add_escaped(text, reference->text);
            text_add_char(text, ')');
        }
        text_add_char(text, '\n');
    }
    text_add_char(text, '\n');
}

static void render_markdown(const struct doc *doc, FILE *out,
                            const struct render_options *options)
{
    struct text text;

    text_init(&text);
    text_add(&text, "# ");
    add_paragraph(&text, doc->title);
    if (doc->verdict) {
        text_add(&text, "**Verdict:** ");
        add_paragraph(&text, doc->verdict);
    }
    for (const struct section *s = doc->first; s; s = s->next) {
        if (!s->first)
            continue;
        text_add(&text, "## ");
        add_paragraph(&text, s->title);
        for (const struct block *b = s->first; b; b = b->next)
            add_block(b, &text, options);
    }
    add_methods(doc, &text);
    while (text.length && text.data[text.length - 1] == '\n')
        text.data[--text.length] = '\0';
    text_add_char(&text, '\n');
    print(out, &text);
}

const struct renderer renderer_markdown = {
    .name = "markdown",
    .extension = "md",
    .render = render_markdown,
};
