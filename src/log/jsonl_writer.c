#include "base/text.h"
#include "log/writers.h"

static void put_text(const char *utf8, struct text *buffer, FILE *out)
{
    text_clear(buffer);
    text_add_json(buffer, utf8);
    fwrite(buffer->data, 1, buffer->length, out);
}

static void write_jsonl(const struct table *table,
                        const struct column *const *columns, size_t n_columns,
                        const uint8_t *keep, FILE *out)
{
    char text[WRITER_CELL_SIZE];
    const char *cell;
    struct text buffer;

    text_init(&buffer);
    for (size_t row = 0; row < table->n_rows; row++) {
        if (!keep[row])
            continue;
        for (size_t c = 0; c < n_columns; c++) {
            fputc(c ? ',' : '{', out);
            put_text(columns[c]->name, &buffer, out);
            fputc(':', out);
            if (!writer_cell(columns[c], row, text, &cell))
                fputs("null", out);
            else if (columns[c]->kind == KIND_NUMBER)
                fputs(cell, out);
            else
                put_text(cell, &buffer, out);
        }
        fputs("}\n", out);
    }
    text_release(&buffer);
}

const struct writer writer_jsonl = {
    .name = "jsonl",
    .extension = "jsonl",
    .write = write_jsonl,
};
