#include "log/format.h"

#include <string.h>

#include "tests/check.h"

static const char *const two[] = {"a", "b"};
static const char *const three[] = {"a", "b", "c"};
static const char *const other[] = {"z"};
static struct format items[] = {
    {.name = "small", .keys = {(const char **)two, 2}},
    {.name = "large",
     .keys = {(const char **)three, 3},
     .without = {(const char **)other, 1}},
    {.name = "list", .keys = {(const char **)two, 1}, .records = "[]"},
    {.name = "line", .line = "^[0-9]+;"},
};
static const struct formats known = {items, COUNT(items)};

static const char *detect(const char *text)
{
    struct source source = {.name = "x", .data = text, .size = strlen(text)};
    const struct format *format = formats_detect(&known, &source);

    return format ? format->name : "none";
}

static void the_longest_signature_wins(void **state)
{
    (void)state;
    assert_string_equal(detect("b,a\n1,2\n"), "small");
    assert_string_equal(detect("b,a,c\n1,2,3\n"), "large");
    assert_string_equal(detect("{\"a\": 1, \"c\": 2, \"b\": 3}\n"), "large");
}

static void a_key_that_must_not_be_there_speaks_against_it(void **state)
{
    (void)state;
    assert_string_equal(detect("a,b,c,z\n1,2,3,4\n"), "small");
}

static void a_first_line_may_tell(void **state)
{
    (void)state;
    assert_string_equal(detect("17;x\n"), "line");
}

static void paths_are_of_json(void **state)
{
    (void)state;
    assert_string_equal(detect("a;d\n1;2\n"), "none");
    assert_string_equal(detect("{\"a\": [1]}"), "list");
}

static void nothing_is_no_format(void **state)
{
    (void)state;
    assert_string_equal(detect(""), "none");
    assert_string_equal(detect("{\"x\": 1}"), "none");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_longest_signature_wins),
        cmocka_unit_test(a_key_that_must_not_be_there_speaks_against_it),
        cmocka_unit_test(a_first_line_may_tell),
        cmocka_unit_test(paths_are_of_json),
        cmocka_unit_test(nothing_is_no_format),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
