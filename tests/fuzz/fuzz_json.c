/* Objects of a JSON log, read as a whole and by a path, and the records within
 * a document of any kind. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

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

static void put_line(void *context, size_t path, const struct cell *cell)
{
    size_t *n = context;

    put(NULL, path, cell);
    ++*n;
}

static void open_line(void *context, size_t offset)
{
    size_t *n = context;

    *n += offset;
}

static void close_line(void *context)
{
    size_t *n = context;

    ++*n;
}

/* Lines read together are the lines read one by one. */
static void read_lines(const char *text, size_t n)
{
    static const char *const wanted[] = {"a", "usage.input_tokens"};
    static const struct json_sink sink = {open_line, put_line, close_line};
    struct json_parser *parser = json_parser_create();
    struct json_paths *paths = json_paths_create(wanted, 2);
    size_t together = 0, singly = 0;
    const char *at = text;
    struct line line;

    if (json_read_lines(parser, paths, text, n, 0, &sink, &together)) {
        while (lines_next(&at, text + n, &line)) {
            size_t offset = (size_t)(line.text - text);

            open_line(&singly, offset);
            if (json_read(parser, paths, line.text, line.n, offset, put_line,
                          &singly) != JSON_FINE)
                abort();
            close_line(&singly);
        }
        if (singly != together)
            abort();
    }
    json_paths_destroy(paths);
    json_parser_destroy(parser);
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
    read_lines(text, size);
    slice_records(text, size);
    free(text);
    return 0;
}
