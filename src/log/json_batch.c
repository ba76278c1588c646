#include "log/json_batch.h"

static void put(void *context, size_t path, const struct cell *cell)
{
    batch_put(context, path, cell);
}

bool json_batch_read(struct json_parser *parser, const struct json_paths *paths,
                     const char *text, size_t n, size_t offset,
                     struct batch *batch)
{
    switch (json_read(parser, paths, text, n, offset, put, batch)) {
    case JSON_FINE:
        return true;
    case JSON_NOT_OBJECT:
        batch_reject(batch, "not-an-object", text, n);
        return false;
    default:
        batch_reject(batch, "bad-json", text, n);
        return false;
    }
}

static void open(void *context, size_t offset)
{
    batch_open(context, offset);
}

static void close(void *context)
{
    batch_close(context);
}

bool json_batch_read_lines(struct json_parser *parser,
                           const struct json_paths *paths, const char *text,
                           size_t n, size_t offset, struct batch *batch)
{
    static const struct json_sink sink = {open, put, close};

    if (json_read_lines(parser, paths, text, n, offset, &sink, batch))
        return true;
    batch_reset(batch);
    return false;
}
