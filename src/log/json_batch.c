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

void json_batch_put(struct json_plain *plain, size_t offset,
                    struct batch *batch)
{
    batch_open(batch, offset);
    json_plain_put(plain, put, batch);
    batch_close(batch);
}
