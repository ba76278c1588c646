#include "base/digest_wide.h"

/* xxhash takes the widest registers that its file is compiled for; clang has
 * no pragma for that. */
#if defined __x86_64__ && !defined __clang__
#pragma GCC target("avx2")
#define XXH_INLINE_ALL
#include <xxhash.h>

bool digest_add_wide(void *state, const void *bytes, size_t n)
{
    if (!__builtin_cpu_supports("avx2"))
        return false;
    XXH3_128bits_update(state, bytes, n);
    return true;
}
#else
bool digest_add_wide(void *state, const void *bytes, size_t n)
{
    (void)state;
    (void)bytes;
    (void)n;
    return false;
}
#endif
