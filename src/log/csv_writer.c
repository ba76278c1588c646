#include <csv.h>
#include <string.h>

#include "log/writers.h"

/* RFC 4180; a cell that holds a comma, a quote or the end of a line is quoted
 * by libcsv, which also doubles the quotes inside it. */
static void put(const char *text, FILE *out)
{
    size_t n = strlen(text);

    if (strpbrk(text, ",\"\r\n") ||
        (n && (text[0] == ' ' || text[n - 1] == ' ')))
        csv_fwrite(out, text, n);
    else
        fwrite(text, 1, n, out);
}

static void write_csv(const struct table *table,
                      const struct column *const *columns, size_t n_columns,
                      const uint8_t *keep, FILE *out)
{
    char text[WRITER_CELL_SIZE];
    const char *cell;

    for (size_t c = 0; c < n_columns; c++) {
        if (c)
            fputc(',', out);
        put(columns[c]->name, out);
    }
    fputc('\n', out);
    for (size_t row = 0; row < table->n_rows; row++) {
        if (!keep[row])
            continue;
        for (size_t c = 0; c < n_columns; c++) {
            if (c)
                fputc(',', out);
            if (writer_cell(columns[c], row, text, &cell))
                put(cell, out);
        }
        fputc('\n', out);
    }
}

const struct writer writer_csv = {
    .name = "csv",
    .extension = "csv",
    .write = write_csv,
};
