#include "base/codes.h"

#include "tests/check.h"

static void codes_widen_as_they_grow(void **state)
{
    static const uint32_t values[] = {0,     1,          255,   256, 7,
                                      65535, UINT32_MAX, 65536, 3};
    static const unsigned bytes[] = {1, 1, 1, 2, 2, 2, 4, 4, 4};
    struct codes codes = {0};

    (void)state;
    codes_resize(&codes, COUNT(values));
    for (size_t i = 0; i < COUNT(values); i++) {
        codes_set(&codes, i, values[i]);
        assert_int_equal(codes.bytes, bytes[i]);
        for (size_t k = 0; k <= i; k++)
            assert_int_equal(codes_at(&codes, k), values[k]);
    }
    codes_resize(&codes, 2 * COUNT(values));
    codes_clear(&codes, 2, 5);
    for (size_t i = 0; i < COUNT(values); i++)
        assert_int_equal(codes_at(&codes, i), i < 2 || i > 4 ? values[i] : 0);
    codes_release(&codes);
}

static void those_with_a_limit_are_as_wide_as_the_largest(void **state)
{
    static const struct {
        uint32_t most;
        unsigned bytes;
    } cases[] = {{0, 1}, {255, 1}, {256, 2}, {65536, 4}};
    struct arena *arena = arena_create();

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct codes codes = codes_in(arena, 3, cases[i].most);

        assert_int_equal(codes.bytes, cases[i].bytes);
        codes_set(&codes, 1, cases[i].most);
        assert_int_equal(codes_at(&codes, 0), 0);
        assert_int_equal(codes_at(&codes, 1), cases[i].most);
    }
    arena_destroy(arena);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct codes codes = codes_for(3, cases[i].most);

        assert_int_equal(codes.bytes, cases[i].bytes);
        codes_put(&codes, 2, cases[i].most);
        assert_int_equal(codes_at(&codes, 2), cases[i].most);
        codes_release(&codes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_widen_as_they_grow),
        cmocka_unit_test(those_with_a_limit_are_as_wide_as_the_largest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
