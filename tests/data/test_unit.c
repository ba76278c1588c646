#include "data/unit.h"

#include <string.h>

#include "tests/check.h"

/* They stand in results.json, whose readers rely on them. */
static void codes_are_those_of_the_contract(void **state)
{
    static const struct {
        enum unit unit;
        const char *code;
    } cases[] = {
        {UNIT_NONE, ""},
        {UNIT_SECONDS, "s"},
        {UNIT_DOLLARS, "USD"},
        {UNIT_TOKENS, "tokens"},
        {UNIT_TOKENS_PER_SECOND, "tokens/s"},
        {UNIT_REQUESTS_PER_SECOND, "requests/s"},
        {UNIT_COUNT, "count"},
        {UNIT_SHARE, "share"},
        {UNIT_RATIO, "ratio"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(unit_code(cases[i].unit), cases[i].code);
}

static void no_two_units_share_a_code(void **state)
{
    (void)state;
    for (int i = UNIT_NONE; i <= UNIT_TIME; i++)
        for (int j = UNIT_NONE; j < i; j++)
            assert_string_not_equal(unit_code((enum unit)i),
                                    unit_code((enum unit)j));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_those_of_the_contract),
        cmocka_unit_test(no_two_units_share_a_code),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
