/* Cells of a CSV. The first byte chooses the delimiter. What the fast reader
 * cuts out must be what libcsv does, wherever the text is cut into parts; and
 * what is cut at marks must be what the fast reader cuts out. */

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "log/csv_plain.h"

enum { PADDING = 64, PART = 16, MOST = 4 };

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

/* Whether the cell is `expected`, but for quotes that stand doubled. */
static bool is_same(struct csv_dialect dialect, const char *from,
                    const char *to, const struct cell *expected)
{
    struct cell cell;
    bool is_single = csv_plain_cell(&cell, dialect, from, to);
    size_t n = 0;

    for (size_t i = 0; i < cell.n; i++, n++) {
        if (n >= expected->n || cell.text[i] != expected->text[n])
            return false;
        i += !is_single && cell.text[i] == '"';
    }
    return n == expected->n;
}

static void compare_cuts(struct csv_splitter *splitter,
                         struct csv_dialect dialect,
                         const struct csv_record *record,
                         const struct csv_cuts *cuts)
{
    const char *from = record->text;
    size_t n;
    const struct cell *cells = csv_split(splitter, record, &n);

    if (record->is_open || n != cuts->n_cells ||
        record->has_quotes != cuts->has_quotes)
        abort();
    for (size_t i = 0; i < n && i < MOST; i++) {
        const char *stop = cuts->base + cuts->stops[i];

        if (!is_same(dialect, from, stop, &cells[i]))
            abort();
        from = stop + 1;
    }
}

/* One for each delimiter, kept: they are large. */
static struct csv_cutter *cutter_of(struct csv_dialect dialect)
{
    static struct csv_cutter *cutters[CSV_DELIMITERS];
    size_t i = 0;

    while (csv_delimiters[i] != dialect.delimiter)
        i++;
    if (!cutters[i])
        cutters[i] = csv_cutter_create(dialect, MOST);
    return cutters[i];
}

/* All records that are plain, wherever the reader is told to stop. */
static void cut_all(struct csv_dialect dialect, const char *text, size_t n,
                    const char *stop)
{
    struct csv_cutter *cutter = cutter_of(dialect);
    struct csv_splitter *splitter = csv_splitter_create(dialect);
    const char *end = text + n, *line_end;
    struct csv_scanner scanner;
    struct csv_record record;
    struct csv_cuts cuts;

    csv_cutter_begin(cutter, stop, end);
    for (const char *at = text; at < end;) {
        line_end = csv_cut_plain(cutter, at, &cuts);
        csv_scan(&scanner, dialect, at, at + 1, end);
        if (!csv_next(&scanner, &record))
            line_end = NULL; /* a blank line */
        if (line_end)
            compare_cuts(splitter, dialect, &record, &cuts);
        at = line_end ? line_end + 1 : scanner.at;
    }
    csv_splitter_destroy(splitter);
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
    cut_all(dialect, text, size - 1, text);
    cut_all(dialect, text, size - 1, text + (size - 1) / 2);
    free(text);
    return 0;
}
