#include "tests/log/records.h"

static void check_guess(const char *text, const char *records, const char *rows)
{
    struct arena *arena = arena_create();
    struct source source = {.name = "x", .data = text, .size = strlen(text)};
    const struct format *format;
    struct text why;

    text_init(&why);
    format = records_guess(&source, arena, &why);
    if (!records && !rows) {
        assert_null(format);
    } else {
        assert_non_null(format);
        if (rows)
            assert_string_equal(format->rows, rows);
        else
            assert_string_equal(format->records, records);
        assert_true(why.length > 0);
    }
    text_release(&why);
    arena_destroy(arena);
}

#define REQUEST "{\"latency_ms\": 5, \"output_tokens\": 7}"

static void the_largest_list_of_requests_is_meant(void **state)
{
    (void)state;
    check_guess("[" REQUEST "]", "[]", NULL);
    check_guess("{\"a\": [" REQUEST "], \"b\": {\"c\": [" REQUEST "," REQUEST
                "]}, \"d\": [{}, {}, {}]}",
                "b.c[]", NULL);
    check_guess("{\"7\": " REQUEST ", \"9\": " REQUEST "}", "{}", NULL);
}

static void documents_may_be_requests(void **state)
{
    (void)state;
    check_guess("{\n\"latency_ms\": 5, \"output_tokens\": 7}{\n\"latency_ms\": "
                "5, \"output_tokens\": 7}",
                "", NULL);
}

static void arrays_side_by_side_are_meant(void **state)
{
    (void)state;
    check_guess("{\"latency_ms\": [5, 6], \"output_tokens\": [7, 8]}", NULL,
                "output_tokens");
    check_guess("{\"latency_ms\": [5, 6], \"output_tokens\": [7]}", NULL, NULL);
}

static void lines_of_requests_are_left_to_the_lines(void **state)
{
    (void)state;
    check_guess(REQUEST "\n" REQUEST "\n", NULL, NULL);
    check_guess("{\"s\": 1, \"calls\": [" REQUEST
                "]}\n{\"s\": 2, \"calls\": [" REQUEST "]}\n",
                "calls[]", NULL);
}

static void what_looks_like_no_request_is_none(void **state)
{
    (void)state;
    check_guess("{\"a\": [{\"latency_ms\": 1}, {\"latency_ms\": 2}]}", NULL,
                NULL);
    check_guess("{\"name\": \"x\", \"list\": [1, 2, 3]}", NULL, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_largest_list_of_requests_is_meant),
        cmocka_unit_test(documents_may_be_requests),
        cmocka_unit_test(arrays_side_by_side_are_meant),
        cmocka_unit_test(lines_of_requests_are_left_to_the_lines),
        cmocka_unit_test(what_looks_like_no_request_is_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
