#include "base/digest_wide.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/random.h"
#include "tests/check.h"

/* By gcc, and where the processor has them. */
static bool has_wide_registers(void)
{
#if defined __x86_64__ && !defined __clang__
    return __builtin_cpu_supports("avx2");
#else
    return false;
#endif
}

/* Parts of any length, by turns in wide registers and in any. */
static void wide_registers_make_no_difference(void **state)
{
    struct random_stream *random = random_create(1, "digest");
    static unsigned char bytes[20000];

    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)random_below(random, 256);
    for (int i = 0; i < 300; i++) {
        size_t n = random_below(random, sizeof bytes), part = 1 + n / 7, at;
        XXH3_state_t wide, plain;
        XXH128_hash_t a, b;

        XXH3_128bits_reset(&wide);
        XXH3_128bits_reset(&plain);
        for (at = 0; at < n; at += part) {
            if (n - at < part)
                part = n - at;
            XXH3_128bits_update(&plain, bytes + at, part);
            if ((i % 2 && at / part % 2) || !has_wide_registers())
                XXH3_128bits_update(&wide, bytes + at, part);
            else
                assert_true(digest_add_wide(&wide, bytes + at, part));
        }
        a = XXH3_128bits_digest(&wide);
        b = XXH3_128bits_digest(&plain);
        assert_true(XXH128_isEqual(a, b));
    }
    random_destroy(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wide_registers_make_no_difference),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
