#include "log/problems.h"

#include <string.h>

#include "tests/check.h"

static void kinds_are_counted_apart_and_the_first_are_kept(void **state)
{
    struct arena *arena = arena_create();
    struct problems problems = {0};

    (void)state;
    for (size_t i = 0; i < 25; i++)
        problems_add(&problems, arena, "not-a-number", "latency", false, i,
                     "abc", 3);
    problems_add(&problems, arena, "not-a-number", "cost", false, 99, "x", 1);
    problems_add(&problems, arena, "ragged-row", NULL, true, 7, "y", 1);
    assert_int_equal(problems.n, 3);
    assert_int_equal(problems.items[0].count, 25);
    assert_int_equal(problems.items[0].n_first, PROBLEM_PLACES);
    assert_int_equal(problems.items[0].first[9].offset, 9);
    assert_string_equal(problems.items[1].field, "cost");
    assert_true(problems.items[2].rejects_row);
    problems_release(&problems);
    arena_destroy(arena);
}

static void later_parts_come_after_earlier_ones(void **state)
{
    struct arena *arena = arena_create();
    struct problems first = {0}, second = {0};

    (void)state;
    for (size_t i = 0; i < 6; i++) {
        problems_add(&first, arena, "bad-json", NULL, true, i, "a", 1);
        problems_add(&second, arena, "bad-json", NULL, true, 100 + i, "b", 1);
    }
    problems_merge(&first, arena, &second);
    assert_int_equal(first.n, 1);
    assert_int_equal(first.items[0].count, 12);
    assert_int_equal(first.items[0].n_first, 10);
    assert_int_equal(first.items[0].first[5].offset, 5);
    assert_int_equal(first.items[0].first[6].offset, 100);
    problems_release(&first);
    problems_release(&second);
    arena_destroy(arena);
}

static void what_is_shown_is_short_and_printable(void **state)
{
    char text[500];
    struct arena *arena = arena_create();
    struct problems problems = {0};

    (void)state;
    memset(text, 'a', sizeof text);
    text[2] = '\x1b';
    problems_add(&problems, arena, "bad-json", NULL, true, 0, text,
                 sizeof text);
    assert_true(strlen(problems.items[0].first[0].text) < 60);
    assert_null(strchr(problems.items[0].first[0].text, '\x1b'));
    problems_release(&problems);
    arena_destroy(arena);
}

static void zeros_are_told_but_are_no_errors(void **state)
{
    (void)state;
    assert_true(problem_is_error("not-a-number"));
    assert_true(problem_is_error("ragged-row"));
    assert_false(problem_is_error("zero-is-missing"));
    assert_false(problem_is_error("duplicate-key"));
}

static void messages_quote_what_stands_there(void **state)
{
    struct arena *arena = arena_create();

    (void)state;
    assert_string_equal(problem_text(arena, "not-a-number", "abc"),
                        "'abc' is not a number");
    assert_string_equal(
        problem_text(arena, "ragged-row", "3 cells under 4 names"),
        "3 cells under 4 names");
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_are_counted_apart_and_the_first_are_kept),
        cmocka_unit_test(later_parts_come_after_earlier_ones),
        cmocka_unit_test(what_is_shown_is_short_and_printable),
        cmocka_unit_test(zeros_are_told_but_are_no_errors),
        cmocka_unit_test(messages_quote_what_stands_there),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
