#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include <stddef.h>

enum { DIGEST_TEXT_SIZE = 48 };

/* "xxh3-128:" and 32 hexadecimal digits, as xxhsum -H128 prints them. It tells
 * files apart; it is no protection against somebody who forges one. */
void digest_bytes(char text[DIGEST_TEXT_SIZE], const void *bytes, size_t n);

/* The same of bytes that come one after the other. */
struct digest;
struct digest *digest_create(void);
void digest_destroy(struct digest *digest); /* NULL is fine */
void digest_add(struct digest *digest, const void *bytes, size_t n);
void digest_finish(const struct digest *digest, char text[DIGEST_TEXT_SIZE]);

#endif
