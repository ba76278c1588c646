#include "log/csv_reader.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

/* Most records have no quote: those are cut in place. One with a quote goes
 * through libcsv, whose reading of dirty quotes both follow: a quote opens a
 * cell only at its begin, and closes it only before a delimiter, a line end or
 * blanks and one of these. */

const char csv_delimiters[CSV_DELIMITERS] = {',', ';', '\t', '|'};

/* A quote that is not closed within this many bytes is none. */
enum { LONGEST_CELL = 1 << 24 };

void csv_scan(struct csv_scanner *scanner, struct csv_dialect dialect,
              const char *at, const char *stop, const char *end)
{
    memset(scanner, 0, sizeof *scanner);
    scanner->dialect = dialect;
    scanner->at = scanner->quote = scanner->newline = at;
    scanner->stop = stop;
    scanner->end = end;
    scanner->barren = scanner->until = at;
}

static bool is_blank(char c, char delimiter)
{
    return (c == ' ' || c == '\t') && c != delimiter;
}

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

/* The first such byte at or behind `at`, or end. */
static const char *find_byte(const char *at, const char *end, char byte)
{
    const char *found = at < end ? memchr(at, byte, (size_t)(end - at)) : NULL;

    return found ? found : end;
}

/* Keeps the next newline known, and the next quote if it is before it: whoever
 * looks further ahead looks at the whole log once a chunk. */
static void look_ahead(struct csv_scanner *scanner)
{
    if (scanner->newline <= scanner->at)
        scanner->newline = find_byte(scanner->at, scanner->end, '\n');
    if (scanner->quote <= scanner->at)
        scanner->quote = find_byte(scanner->at, scanner->newline, '"');
}

static const char *skip_blanks(const struct csv_scanner *scanner,
                               const char *at)
{
    while (at < scanner->end && is_blank(*at, scanner->dialect.delimiter))
        at++;
    return at;
}

static bool ends_cell(const struct csv_scanner *scanner, const char *at)
{
    return at == scanner->end || *at == scanner->dialect.delimiter ||
           is_line_end(*at);
}

/* Behind the quoted cell that begins at `at`, or NULL if it is not closed. An
 * even number of quotes in a row stands for half as many; an odd number may
 * close the cell. So what closes a cell depends on no state but "within
 * quotes", and a stretch where nothing does is searched once only. */
static const char *skip_quoted(struct csv_scanner *scanner, const char *at)
{
    const char *limit = scanner->end, *from = at + 1, *run, *after;

    if (limit - at > LONGEST_CELL)
        limit = at + LONGEST_CELL;
    for (at = from;; at = after) {
        run = find_byte(at, limit, '"');
        if (run == limit)
            break;
        for (after = run; after < scanner->end && *after == '"'; after++)
            ;
        if ((after - run) % 2) {
            const char *behind = skip_blanks(scanner, after);

            if (ends_cell(scanner, behind))
                return behind;
        }
        if (after >= scanner->barren && after < scanner->until)
            after = scanner->until;
        if (after >= limit)
            break;
    }
    scanner->barren = from;
    if (scanner->until < limit)
        scanner->until = limit;
    return NULL;
}

/* The line end of the record at `at`; NULL if a quote is never closed. */
static const char *find_end(struct csv_scanner *scanner, const char *at)
{
    for (;; at++) {
        at = skip_blanks(scanner, at);
        if (at < scanner->end && *at == '"') {
            at = skip_quoted(scanner, at);
            if (!at)
                return NULL;
        }
        while (!ends_cell(scanner, at))
            at++;
        if (at == scanner->end || is_line_end(*at))
            return at;
    }
}

/* The end of a record without quotes. A lone CR ends one, as it does for
 * libcsv. */
static const char *find_plain_end(const struct csv_scanner *scanner)
{
    const char *last = scanner->newline, *lone;

    while (last > scanner->at && last[-1] == '\r')
        last--;
    lone = find_byte(scanner->at, last, '\r');
    return lone < last ? lone : scanner->newline;
}

/* Takes the record that begins at `at`, be it blank. */
static void take_record(struct csv_scanner *scanner, struct csv_record *record)
{
    const char *end, *last;

    look_ahead(scanner);
    record->text = scanner->at;
    record->is_open = false;
    end = find_plain_end(scanner);
    record->has_quotes = scanner->quote < end;
    if (record->has_quotes) {
        const char *careful_end = find_end(scanner, scanner->at);

        record->is_open = !careful_end;
        if (careful_end)
            end = careful_end;
    }
    scanner->at = end < scanner->end ? end + 1 : end;
    for (last = end; last > record->text && last[-1] == '\r'; last--)
        ;
    record->n = (size_t)(last - record->text);
}

static bool is_blank_record(const struct csv_record *record, char delimiter)
{
    for (size_t i = 0; i < record->n; i++)
        if (!is_blank(record->text[i], delimiter))
            return false;
    return true;
}

bool csv_next(struct csv_scanner *scanner, struct csv_record *record)
{
    while (scanner->at < scanner->stop) {
        take_record(scanner, record);
        if (!is_blank_record(record, scanner->dialect.delimiter))
            return true;
    }
    return false;
}

const char *csv_skip(struct csv_scanner *scanner, const char *to)
{
    struct csv_record record;

    while (scanner->at < to) {
        const char *quote = find_byte(scanner->at, to, '"'), *line;

        if (quote == to) {
            const char *end = find_byte(to, scanner->end, '\n');

            if (end < scanner->end)
                end++;
            quote = find_byte(to, end, '"');
            if (quote == end) {
                scanner->at = end;
                break;
            }
        }
        line = memrchr(scanner->at, '\n', (size_t)(quote - scanner->at));
        if (line)
            scanner->at = line + 1;
        take_record(scanner, &record);
    }
    return scanner->at;
}

struct csv_splitter {
    struct csv_dialect dialect;
    struct csv_parser parser;
    struct cell *cells;
    size_t n, capacity;
    struct text unquoted; /* the cells of a record with quotes */
    bool row_is_full;     /* the record is over; more is none of it */
};

struct csv_splitter *csv_splitter_create(struct csv_dialect dialect)
{
    struct csv_splitter *splitter = memory_alloc(1, sizeof *splitter);

    splitter->dialect = dialect;
    csv_init(&splitter->parser, 0);
    csv_set_delim(&splitter->parser, (unsigned char)dialect.delimiter);
    text_init(&splitter->unquoted);
    return splitter;
}

void csv_splitter_destroy(struct csv_splitter *splitter)
{
    if (!splitter)
        return;
    csv_free(&splitter->parser);
    text_release(&splitter->unquoted);
    free(splitter->cells);
    free(splitter);
}

static void add_cell(struct csv_splitter *splitter, const char *text, size_t n,
                     size_t offset)
{
    struct cell *cell;

    if (splitter->n == splitter->capacity) {
        splitter->capacity = splitter->capacity ? 2 * splitter->capacity : 32;
        splitter->cells = memory_resize(splitter->cells, splitter->capacity,
                                        sizeof *splitter->cells);
    }
    cell = &splitter->cells[splitter->n++];
    cell->kind = CELL_TEXT;
    cell->text = text;
    cell->n = n;
    cell->offset = offset;
}

static void take_field(void *field, size_t n, void *context)
{
    struct csv_splitter *splitter = context;

    if (splitter->row_is_full)
        return;
    add_cell(splitter, NULL, n, 0);
    if (n)
        text_add_n(&splitter->unquoted, field, n);
}

static void take_row(int end, void *context)
{
    struct csv_splitter *splitter = context;

    (void)end;
    splitter->row_is_full = true;
}

const struct cell *csv_split_carefully(struct csv_splitter *splitter,
                                       const struct csv_record *record,
                                       size_t *n_cells)
{
    const char *text;

    splitter->n = 0;
    splitter->row_is_full = false;
    text_clear(&splitter->unquoted);
    csv_parse(&splitter->parser, record->text, record->n, take_field, take_row,
              splitter);
    csv_fini(&splitter->parser, take_field, take_row, splitter);
    text = splitter->unquoted.data;
    for (size_t i = 0; i < splitter->n; i++) {
        splitter->cells[i].text = text;
        text += splitter->cells[i].n;
    }
    *n_cells = splitter->n;
    return splitter->cells;
}

static void add_trimmed(struct csv_splitter *splitter, const char *record,
                        const char *from, const char *to)
{
    char delimiter = splitter->dialect.delimiter;

    while (from < to && is_blank(*from, delimiter))
        from++;
    while (to > from && is_blank(to[-1], delimiter))
        to--;
    add_cell(splitter, from, (size_t)(to - from), (size_t)(from - record));
}

const struct cell *csv_split(struct csv_splitter *splitter,
                             const struct csv_record *record, size_t *n_cells)
{
    const char *at = record->text, *end = at + record->n, *stop;

    if (record->has_quotes)
        return csv_split_carefully(splitter, record, n_cells);
    splitter->n = 0;
    for (;;) {
        stop = memchr(at, splitter->dialect.delimiter, (size_t)(end - at));
        add_trimmed(splitter, record->text, at, stop ? stop : end);
        if (!stop)
            break;
        at = stop + 1;
    }
    *n_cells = splitter->n;
    return splitter->cells;
}

/* How evenly the delimiter cuts the first records: the share of records with
 * as many cells as the first one has; 0 if that is one cell. */
static double evenness(char delimiter, const char *text, size_t n,
                       size_t *n_cells)
{
    enum { RECORDS = 50 };
    struct csv_dialect dialect = {delimiter};
    struct csv_splitter *splitter = csv_splitter_create(dialect);
    size_t n_records = 0, n_equal = 0, cells;
    struct csv_scanner scanner;
    struct csv_record record;

    *n_cells = 0;
    csv_scan(&scanner, dialect, text, text + n, text + n);
    while (n_records < RECORDS && csv_next(&scanner, &record)) {
        if (n_records > 1 && scanner.at == scanner.end)
            break; /* perhaps cut off by the end of the head */
        csv_split(splitter, &record, &cells);
        if (n_records == 0)
            *n_cells = cells;
        n_equal += cells == *n_cells;
        n_records++;
    }
    csv_splitter_destroy(splitter);
    return *n_cells < 2 ? 0 : (double)n_equal / (double)n_records;
}

struct csv_dialect csv_sniff(const char *text, size_t n)
{
    struct csv_dialect best = {','};
    double best_share = 0, share;
    size_t best_cells = 0, cells;

    for (size_t i = 0; i < CSV_DELIMITERS; i++) {
        share = evenness(csv_delimiters[i], text, n, &cells);
        if (share > best_share + 0.1 ||
            (share > best_share - 0.1 && cells > best_cells && share > 0)) {
            best.delimiter = csv_delimiters[i];
            best_share = share;
            best_cells = cells;
        }
    }
    return best;
}
