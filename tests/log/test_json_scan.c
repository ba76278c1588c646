#include "log/json_scan.h"

#include <string.h>

#include "tests/check.h"

static size_t length_of(const char *text)
{
    const char *end = text + strlen(text);
    const char *to = json_skip_value(text, end);

    return to ? (size_t)(to - text) : 0;
}

static void values_end_where_they_end(void **state)
{
    (void)state;
    assert_int_equal(length_of("12.5,"), 4);
    assert_int_equal(length_of("NaN]"), 3);
    assert_int_equal(length_of("\"a\\\"b\" "), 6);
    assert_int_equal(length_of("\"a\\\\\" \""), 5);
    assert_int_equal(length_of("{\"a\": \"}\", \"b\": [1, {}]} x"), 24);
    assert_int_equal(length_of("[1, [2, 3], ]"), 13);
}

static void no_value_ends_behind_the_text(void **state)
{
    (void)state;
    assert_int_equal(length_of(""), 0);
    assert_int_equal(length_of("\"open"), 0);
    assert_int_equal(length_of("\"open\\\""), 0);
    assert_int_equal(length_of("[1, {\"a\": 2}"), 0);
    assert_int_equal(length_of(","), 0);
}

static void a_bare_value_is_a_number_a_flag_or_nothing(void **state)
{
    static const struct {
        const char *text;
        bool is_known;
        enum cell_kind kind;
    } cases[] = {
        {"17", true, CELL_NUMBER},      {"-2.5e-3", true, CELL_NUMBER},
        {"1x", true, CELL_NUMBER},      {"true", true, CELL_FLAG},
        {"false", true, CELL_FLAG},     {"null", true, CELL_NULL},
        {"NaN", true, CELL_NULL},       {"-Infinity", true, CELL_NULL},
        {"undefined", true, CELL_NULL}, {"tru", false, CELL_NULL},
        {"nulls", false, CELL_NULL},    {"", false, CELL_NULL},
        {"+1", false, CELL_NULL},       {"True", false, CELL_NULL},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        enum cell_kind kind;

        assert_int_equal(
            json_bare_kind(cases[i].text, strlen(cases[i].text), &kind),
            cases[i].is_known);
        if (cases[i].is_known)
            assert_int_equal(kind, cases[i].kind);
    }
}

/* The keys or elements that a cursor meets, and whether it came to the end. */
static bool go_through(const char *text, char keys[64])
{
    struct json_cursor cursor;
    struct json_member member;

    keys[0] = '\0';
    json_enter(&cursor, text, text + strlen(text));
    while (json_next(&cursor, &member)) {
        strncat(keys, cursor.is_object ? member.key : member.value,
                cursor.is_object ? member.n_key : 1);
        strcat(keys, ";");
    }
    return cursor.at == text + strlen(text);
}

static void members_come_in_order(void **state)
{
    char keys[64];

    (void)state;
    assert_true(go_through("{ \"a\" : 1, \"b\":[2,3] , \"c\":{}}", keys));
    assert_string_equal(keys, "a;b;c;");
    assert_true(go_through("[1, 2,3]", keys));
    assert_string_equal(keys, "1;2;3;");
    assert_true(go_through("{}", keys));
    assert_string_equal(keys, "");
}

static void a_comma_before_the_end_is_let_pass(void **state)
{
    char keys[64];

    (void)state;
    assert_true(go_through("[1,\n]", keys));
    assert_string_equal(keys, "1;");
}

static void what_is_broken_is_seen(void **state)
{
    static const char *const broken[] = {"{\"a\"", "{\"a\": 1", "{\"a\" 1}",
                                         "{a: 1}", "[1 2]",     "[1, ",
                                         "[",      "{\"a\": 1]"};
    char keys[64];

    (void)state;
    for (size_t i = 0; i < COUNT(broken); i++)
        assert_false(go_through(broken[i], keys));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_end_where_they_end),
        cmocka_unit_test(no_value_ends_behind_the_text),
        cmocka_unit_test(a_bare_value_is_a_number_a_flag_or_nothing),
        cmocka_unit_test(members_come_in_order),
        cmocka_unit_test(a_comma_before_the_end_is_let_pass),
        cmocka_unit_test(what_is_broken_is_seen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
