#ifndef BASE_UNPACK_H
#define BASE_UNPACK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/flow.h"

/* Compressed bytes to bytes. One layer at a time: what comes out may be
 * compressed again. */

/* The compression that these bytes begin with: "gzip", "zstd", "xz", "bzip2"
 * or "lz4"; NULL if it is none of them. */
const char *unpack_detect(const char *bytes, size_t n);

/* Unpacks all of them, several streams one behind the other included, into a
 * flow, which it does not end. At most about `limit` bytes come out (0: no
 * limit). Fails if the stream is truncated or corrupt (checksums are checked
 * where the format has them), if something else is behind it (zeros may be, but
 * for zstd and lz4), or at the limit. Messages tell the offset in the packed
 * bytes: exactly for gzip, else that of the block. */
bool unpack(const char *bytes, size_t n, size_t limit, struct flow *unpacked,
            const struct place *place, struct error *error);

#endif
