#ifndef BASE_SUPPLY_H
#define BASE_SUPPLY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/digest.h"
#include "base/error.h"
#include "base/flow.h"

/* Who brings the bytes of a flow: a reader of a pipe, or a decompressor; by a
 * thread of its own, or at once. */
struct supply;

/* Reads this file to its end, from where it stands. `name` is for messages, and
 * is borrowed, like the flow. */
struct supply *supply_read(int fd, const char *name, struct flow *flow,
                           bool in_thread);

/* Unpacks these bytes (see base/unpack.h), which are borrowed too. */
struct supply *supply_unpack(const char *bytes, size_t n, size_t limit,
                             const char *name, struct flow *flow,
                             bool in_thread);

/* Waits for the end, which the flow then has, also after a failure. The digest
 * is of the bytes that were taken. Frees the supply. */
bool supply_finish(struct supply *supply, char digest[DIGEST_TEXT_SIZE],
                   struct error *error);

#endif
