#ifndef BASE_SOURCE_H
#define BASE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* The bytes of a log: of a file (mapped), of standard input (name "-"), or of
 * a decompressor (gzip, zstd, xz, bzip2, lz4, found by content, also on
 * standard input). After source_open the whole text is readable at `data`,
 * with SOURCE_PADDING readable bytes behind its end.
 *
 * A compressed or piped log is unpacked into memory while it is opened; a
 * later reader may take it in pieces by source_next. */

enum { SOURCE_PADDING = 64 };

struct source {
    const char *name; /* as the user named it; borrowed; "standard input" */
    const char *data;
    size_t size;
    size_t packed_size;      /* bytes of the file itself */
    const char *compression; /* "none", "gzip", "zstd", ... */
    /* "xxh3-128:..." of the file's own bytes. "" after a large file was mapped:
     * who reads it takes the digest on the way (digest.h), while the bytes are
     * at hand. */
    char digest[48];
    void *map; /* NULL: `data` is allocated */
    size_t map_size;
    int fd; /* of the mapped file */
};

/* Errors: a directory, cannot be opened or read, a truncated or corrupt stream
 * (with the byte offset), more than max_expand times the packed size (0: 1000
 * times, but never less than 64 MB). An empty file is no error here: size 0. */
bool source_open(struct source *source, const char *path, double max_expand,
                 struct error *error);
void source_close(struct source *source);

/* Copies these bytes of a mapped file, SOURCE_PADDING zeros behind them, into a
 * buffer with room for both. Copying is several times as cheap as touching
 * mapped pages for the first time, above all in a virtual machine. False: it
 * is not mapped, or they are not all there. */
bool source_copy(const struct source *source, size_t from, size_t to,
                 char *buffer);

/* Line and column (in bytes, from 1) of an offset: counted when a message is
 * made, so that positions cost nothing until needed. */
struct place source_place(const struct source *source, size_t offset);

#endif
