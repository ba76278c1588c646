#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include <stddef.h>

enum { DIGEST_TEXT_SIZE = 48 };

/* "xxh3-128:" and 32 hexadecimal digits, as xxhsum -H128 prints them. It tells
 * files apart; it is no protection against somebody who forges one. */
void digest_bytes(char text[DIGEST_TEXT_SIZE], const void *bytes, size_t n);

#endif
