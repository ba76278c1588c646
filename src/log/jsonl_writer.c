#include <string.h>

#include "base/text.h"
#include "log/writers.h"

/* A JSON string; bytes that are not UTF-8 become U+FFFD. */
static void put_text(const char *text, FILE *out)
{
    struct text clean;

    text_init(&clean);
    fputc('"', out);
    for (const char *at = text; *at;) {
        size_t n = strcspn(at, "\"\\\b\f\n\r\t");

        text_clear(&clean);
        text_add_printable(&clean, at, n);
        fwrite(clean.data, 1, clean.length, out);
        at += n;
        if (*at) {
            static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";

            fprintf(out, "\\%c", to[strchr(from, *at) - from]);
            at++;
        }
    }
    fputc('"', out);
    text_release(&clean);
}

static void write_jsonl(const struct table *table,
                        const struct column *const *columns, size_t n_columns,
                        const uint8_t *keep, FILE *out)
{
    char text[WRITER_CELL_SIZE];
    const char *cell;

    for (size_t row = 0; row < table->n_rows; row++) {
        if (!keep[row])
            continue;
        for (size_t c = 0; c < n_columns; c++) {
            fputc(c ? ',' : '{', out);
            put_text(columns[c]->name, out);
            fputc(':', out);
            if (!writer_cell(columns[c], row, text, &cell))
                fputs("null", out);
            else if (columns[c]->kind == KIND_NUMBER)
                fputs(cell, out);
            else
                put_text(cell, out);
        }
        fputs("}\n", out);
    }
}

const struct writer writer_jsonl = {
    .name = "jsonl",
    .extension = "jsonl",
    .write = write_jsonl,
};
