#ifndef BASE_UNPACK_H
#define BASE_UNPACK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* Compressed bytes to bytes. One layer at a time: what comes out may be
 * compressed again. */

enum { UNPACK_PADDING = 64 };

/* The compression that these bytes begin with: "gzip", "zstd", "xz", "bzip2"
 * or "lz4"; NULL if it is none of them. */
const char *unpack_detect(const char *bytes, size_t n);

/* Unpacks all of them, several streams one behind the other included, into an
 * allocated block (free it) with UNPACK_PADDING zeros behind its end. At most
 * `limit` bytes come out (0: no limit). Fails if the stream is truncated or
 * corrupt (checksums are checked where the format has them), if something else
 * is behind it (zeros may be, but for zstd and lz4), or at the limit. Messages
 * tell the offset in the packed bytes: exactly for gzip, else that of the
 * block. */
bool unpack(const char *bytes, size_t n, size_t limit, char **unpacked,
            size_t *size, const struct place *place, struct error *error);

#endif
