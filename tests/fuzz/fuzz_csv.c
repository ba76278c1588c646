/* Cells of a CSV. The first byte chooses the delimiter. What the fast reader
 * cuts out must be what libcsv does, wherever the text is cut into parts. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "log/csv_reader.h"

enum { PADDING = 64, PART = 16 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void compare(struct csv_splitter *fast, struct csv_splitter *careful,
                    const struct csv_record *record)
{
    size_t n, m;
    const struct cell *cells = csv_split(fast, record, &n);
    const struct cell *others = csv_split_carefully(careful, record, &m);

    if (n != m)
        abort();
    for (size_t i = 0; i < n; i++)
        if (cells[i].n != others[i].n ||
            memcmp(cells[i].text, others[i].text, cells[i].n) != 0)
            abort();
}

/* All records; returns how many. */
static size_t read_all(struct csv_dialect dialect, const char *text, size_t n)
{
    struct csv_splitter *fast = csv_splitter_create(dialect);
    struct csv_splitter *careful = csv_splitter_create(dialect);
    const char *end = text + n, *behind = text;
    struct csv_scanner scanner;
    struct csv_record record;
    size_t n_records = 0;

    csv_scan(&scanner, dialect, text, end, end);
    while (csv_next(&scanner, &record)) {
        if (record.text < behind || record.text + record.n > end)
            abort();
        behind = record.text + record.n;
        compare(fast, careful, &record);
        n_records++;
    }
    csv_splitter_destroy(fast);
    csv_splitter_destroy(careful);
    return n_records;
}

/* The same in parts. */
static size_t count_in_parts(struct csv_dialect dialect, const char *text,
                             size_t n)
{
    const char *at = text, *end = text + n;
    struct csv_scanner scanner;
    struct csv_record record;
    size_t n_records = 0;

    while (at < end) {
        const char *stop = end;

        if (end - at > PART) {
            csv_scan(&scanner, dialect, at, end, end);
            stop = csv_skip(&scanner, at + PART);
        }
        csv_scan(&scanner, dialect, at, stop, end);
        while (csv_next(&scanner, &record))
            n_records++;
        at = stop;
    }
    return n_records;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct csv_dialect dialect;
    char *text;

    if (size == 0)
        return 0;
    dialect.delimiter = csv_delimiters[data[0] % CSV_DELIMITERS];
    text = calloc(size - 1 + PADDING, 1);
    if (!text)
        abort();
    memcpy(text, data + 1, size - 1);
    csv_sniff(text, size - 1);
    if (read_all(dialect, text, size - 1) !=
        count_in_parts(dialect, text, size - 1))
        abort();
    free(text);
    return 0;
}
