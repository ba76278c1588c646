/* Objects of a JSON log, read as a whole and by a path, and the records within
 * a document of any kind. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "log/json_plain.h"
#include "log/json_reader.h"
#include "log/json_scan.h"
#include "log/json_slice.h"
#include "log/lines.h"

enum { PADDING = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The text of every cell is there to be read. */
static void touch(const struct cell *cell)
{
    volatile char last = 0;

    for (size_t i = 0; i < cell->n; i++)
        last = cell->text[i];
    (void)last;
}

static void see(void *context, const char *path, size_t n,
                const struct cell *cell)
{
    (void)context;
    if (memchr(path, '\0', n) && n == 0)
        abort();
    touch(cell);
}

static void put(void *context, size_t path, const struct cell *cell)
{
    (void)context;
    if (path > 1)
        abort();
    touch(cell);
}

static void read_object(const char *text, size_t n)
{
    static const char *const wanted[] = {"a", "usage.input_tokens"};
    struct json_parser *parser = json_parser_create();
    struct json_paths *paths = json_paths_create(wanted, 2);

    json_walk(parser, text, n, 0, see, NULL);
    json_read(parser, paths, text, n, 0, put, NULL);
    json_paths_destroy(paths);
    json_parser_destroy(parser);
}

static void write_cell(void *context, size_t path, const struct cell *cell)
{
    struct text *out = context;

    text_format(out, "%zu %d %zu %zu ", path, (int)cell->kind, cell->offset,
                cell->n);
    text_add_n(out, cell->text, cell->n);
}

struct reader {
    struct json_parser *parser;
    struct json_paths *paths;
    struct json_plain *plain;
    struct text cut, expected;
};

/* What is plain is read as simdjson reads it. */
static void cut_line(struct reader *reader, const char *text, const char *end)
{
    const char *to = json_plain_cut(reader->plain, text, end, 7);

    if (!to)
        return;
    if (to <= text || to > end || memchr(text, '\n', (size_t)(to - text)))
        abort();
    text_clear(&reader->cut);
    text_clear(&reader->expected);
    json_plain_put(reader->plain, write_cell, &reader->cut);
    if (json_read(reader->parser, reader->paths, text, (size_t)(to - text), 7,
                  write_cell, &reader->expected) != JSON_FINE ||
        reader->cut.length != reader->expected.length ||
        memcmp(reader->cut.data, reader->expected.data, reader->cut.length))
        abort();
}

static void cut_lines(const char *text, size_t n)
{
    static const char *const wanted[] = {"a", "usage", "usage.input_tokens",
                                         "b.c.d", "e"};
    struct reader reader = {.parser = json_parser_create()};
    const char *at = text;
    struct line line;

    text_init(&reader.cut);
    text_init(&reader.expected);
    reader.paths = json_paths_create(wanted, sizeof wanted / sizeof *wanted);
    reader.plain = json_plain_create(reader.parser, reader.paths);
    while (lines_next(&at, text + n, &line))
        cut_line(&reader, line.text, text + n);
    json_plain_destroy(reader.plain);
    json_paths_destroy(reader.paths);
    json_parser_destroy(reader.parser);
    text_release(&reader.cut);
    text_release(&reader.expected);
}

/* A record lies within the text, behind the one before. */
struct bounds {
    const char *at, *end;
};

static void check_slice(void *context, const struct slice *slice)
{
    struct bounds *bounds = context;

    if (slice->text < bounds->at || slice->text > bounds->end ||
        slice->n > (size_t)(bounds->end - slice->text))
        abort();
    bounds->at = slice->text;
}

static void slice_records(const char *text, size_t n)
{
    static const char *const paths[] = {"", "[]", "{}", "a[]", "a[].b.{c,d}[]"};

    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct arena *arena = arena_create();
        struct bounds bounds = {text, text + n};
        struct slicer slicer = {.see = check_slice, .context = &bounds};
        struct slice_path path;
        struct error error = {0};

        if (!slice_path_parse(&path, paths[i], arena, &error))
            abort();
        slice_documents(&slicer, &path, text, text + n);
        slicer_release(&slicer);
        arena_destroy(arena);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = calloc(size + PADDING, 1);
    const char *behind;

    if (!text)
        abort();
    memcpy(text, data, size);
    if (size) {
        behind = json_skip_value(text, text + size);
        if (behind && (behind < text || behind > text + size))
            abort();
    }
    read_object(text, size);
    cut_lines(text, size);
    slice_records(text, size);
    free(text);
    return 0;
}
