/* Texts of a log in every place of a document, through every renderer. What
 * comes out is UTF-8 and holds no control character but the end of a line. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "render/renderer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The length of the UTF-8 sequence at s (RFC 3629), 0 if there is none. */
static size_t sequence(const unsigned char *s, size_t n)
{
    size_t length = s[0] < 0x80 ? 1 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;

    if (length > n || (s[0] >= 0x80 && s[0] < 0xc2) || s[0] > 0xf4)
        return 0;
    for (size_t i = 1; i < length; i++)
        if (s[i] < 0x80 || s[i] > 0xbf)
            return 0;
    if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) ||
        (s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f))
        return 0;
    return length;
}

static void check_bytes(const char *bytes, size_t n, const char *renderer)
{
    const unsigned char *s = (const unsigned char *)bytes;
    size_t length;

    for (size_t i = 0; i < n; i += length) {
        length = sequence(s + i, n - i);
        if (length == 0 || (s[i] < ' ' && s[i] != '\n') || s[i] == 0x7f) {
            fprintf(stderr, "%s: byte %02x at %zu\n", renderer, s[i], i);
            abort();
        }
    }
}

static void fill(struct doc *doc, const char *text)
{
    const struct column_head heads[] = {{.key = "group", .label = text},
                                        {.key = "n", .label = "n"}};
    const struct estimate estimate = {.value = (double)strlen(text) * 1e-3,
                                      .low = 0,
                                      .high = (double)NAN,
                                      .level = 0.95};
    struct section *section = doc_section(doc, "section", text);
    struct doc_table *table = doc_table(doc, section, "table", text, heads, 2);

    table->in_summary = true;
    table->caption = text;
    doc_row(doc, table);
    doc_cell_text(doc, table, text);
    doc_cell(table, estimate, NULL);
    doc_row(doc, table);
    doc_cell_text(doc, table, "second");
    doc_text(doc, section, "%s", text);
    doc_fact(doc, doc_facts(doc, section), "n", text, UNIT_SECONDS, estimate);
    doc_fact_text(doc, doc_facts(doc, section), "model", "Model", text);
    doc_note(doc, section, WEIGHT_CAUTION, "note", "%s", text);
    doc_method(doc, "method", text, text);
    doc->verdict = text;
}

static void render(const struct doc *doc, size_t width)
{
    struct render_options options = {.width = width};

    for (size_t i = 0; renderers[i]; i++) {
        char *bytes = NULL;
        size_t n = 0;
        FILE *out = open_memstream(&bytes, &n);

        if (!out)
            abort();
        renderers[i]->render(doc, out, &options);
        fclose(out);
        check_bytes(bytes, n, renderers[i]->name);
        free(bytes);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = calloc(size + 1, 1);
    struct doc *doc = doc_create("Fuzz");

    if (!text)
        abort();
    memcpy(text, data, size);
    fill(doc, text);
    doc_finish(doc);
    render(doc, 20 + size % 100);
    doc_destroy(doc);
    free(text);
    return 0;
}
