#ifndef LOG_JSON_BATCH_H
#define LOG_JSON_BATCH_H

#include "log/batch.h"
#include "log/json_plain.h"
#include "log/json_reader.h"

/* Reads a JSON object into the open record of a batch; one that is bad or no
 * object is rejected with the reason. True if it was read: the record is still
 * open, for what stands around the object. */
bool json_batch_read(struct json_parser *parser, const struct json_paths *paths,
                     const char *text, size_t n, size_t offset,
                     struct batch *batch);

/* The object that was cut last, which stands at `offset`, becomes a row. */
void json_batch_put(struct json_plain *plain, size_t offset,
                    struct batch *batch);

#endif
