#ifndef BASE_SOURCE_H
#define BASE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* The bytes of a log: of a file (mapped), of standard input (name "-"), or of
 * a decompressor (gzip, zstd, xz, bzip2, lz4, found by content, also on
 * standard input). When it is whole, all of the text is readable at `data`,
 * with SOURCE_PADDING readable bytes behind its end. */

enum { SOURCE_PADDING = 64 };

/* Where bytes stand: mapped, or coming through a flow. */
struct storage {
    int fd;    /* of the file; STDIN_FILENO: there is none to close */
    void *map; /* NULL: the file is not mapped */
    size_t map_size;
    struct flow *flow; /* NULL: it is */
};

struct source {
    const char *name; /* as the user named it; borrowed; "standard input" */
    const char *data;
    size_t size;             /* 0 until it is whole */
    size_t packed_size;      /* bytes of the file itself */
    const char *compression; /* "none", "gzip", "zstd", ... */
    /* "xxh3-128:..." of the file's own bytes. "" after a large file was mapped:
     * who reads it takes the digest on the way (digest.h), while the bytes are
     * at hand. */
    char digest[48];
    struct storage storage, packed; /* of `data`; of what it is unpacked from */
    struct supply *supply; /* what brings the rest; NULL: it is whole */
};

/* Errors: a directory, cannot be opened or read, a truncated or corrupt stream
 * (with the byte offset), more than max_expand times the packed size (0: 1000
 * times, but never less than 64 MB). An empty file is no error here: size 0. */
bool source_open(struct source *source, const char *path, double max_expand,
                 struct error *error);
void source_close(struct source *source);

/* The same, but what comes through a pipe or a decompressor may still be on its
 * way: then source_wait tells how many bytes of it can be read at `data`, once
 * there are at least `enough` or all; bytes behind these are being written. A
 * file that is read as it is, or is small, is there at once.
 * source_finish makes it whole, or closes it and tells why it cannot be. */
bool source_start(struct source *source, const char *path, double max_expand,
                  struct error *error);
size_t source_wait(const struct source *source, size_t enough, bool *is_all);
bool source_finish(struct source *source, struct error *error);

/* About how large it will be; 0: nobody knows. */
size_t source_expected(const struct source *source);

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
