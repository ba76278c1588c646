#ifndef BASE_DIGEST_WIDE_H
#define BASE_DIGEST_WIDE_H

#include <stdbool.h>
#include <stddef.h>

/* XXH3_128bits_update of an XXH3_state_t, twice as fast, if the processor has
 * AVX2; false: it has not, and nothing was done. The state is the same as
 * without, so that either may go on. */
bool digest_add_wide(void *state, const void *bytes, size_t n);

#endif
