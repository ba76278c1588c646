#ifndef LOG_JSON_BATCH_H
#define LOG_JSON_BATCH_H

#include "log/batch.h"
#include "log/json_reader.h"

/* Reads a JSON object into the open record of a batch; one that is bad or no
 * object is rejected with the reason. True if it was read: the record is still
 * open, for what stands around the object. */
bool json_batch_read(struct json_parser *parser, const struct json_paths *paths,
                     const char *text, size_t n, size_t offset,
                     struct batch *batch);

/* Reads lines of one object each into an empty batch, a row a line. False: some
 * line is anything else or broken, and the batch is empty again. */
bool json_batch_read_lines(struct json_parser *parser,
                           const struct json_paths *paths, const char *text,
                           size_t n, size_t offset, struct batch *batch);

#endif
