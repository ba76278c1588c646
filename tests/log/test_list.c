#include "log/list.h"

#include <string.h>

#include "tests/check.h"

static struct term_value take(enum list_function function, const char *text)
{
    struct cell cell = {.kind = *text == '[' ? CELL_NESTED : CELL_NUMBER,
                        .text = text,
                        .n = strlen(text)};
    struct term_value value = {0};

    list_term(function, &cell, &value);
    return value;
}

static void numbers_are_summed_averaged_and_counted(void **state)
{
    (void)state;
    check_close(take(LIST_SUM, "[1, 2.5,\n3]").number, 6.5, 0, 0);
    check_close(take(LIST_MEAN, "[1, 2, 6]").number, 3, 0, 0);
    check_close(take(LIST_COUNT, "[1, 2, 6]").number, 3, 0, 0);
}

static void nothing_sums_to_zero_and_has_no_mean(void **state)
{
    (void)state;
    assert_true(take(LIST_SUM, "[]").is_there);
    check_close(take(LIST_SUM, "[]").number, 0, 0, 0);
    check_close(take(LIST_COUNT, "[ ]").number, 0, 0, 0);
    assert_false(take(LIST_MEAN, "[]").is_there);
    assert_false(take(LIST_FIRST, "[]").is_there);
}

static void the_ends_keep_their_digits(void **state)
{
    (void)state;
    assert_string_equal(
        take(LIST_FIRST, "[1772524800000000001, 1772524800000000003]").text,
        "1772524800000000001");
    assert_string_equal(
        take(LIST_LAST, "[1772524800000000001, 1772524800000000003]").text,
        "1772524800000000003");
}

static void a_pair_is_seconds_and_nanoseconds(void **state)
{
    (void)state;
    assert_string_equal(take(LIST_PAIR, "[1772524800, 5000001]").text,
                        "1772524800.005000001");
    assert_false(take(LIST_PAIR, "[1772524800]").is_there);
    assert_false(take(LIST_PAIR, "[1, 1000000000]").is_there);
}

static void what_is_no_list_of_numbers_is_nothing(void **state)
{
    static const char *const texts[] = {"5",        "",      "[1, \"a\"]",
                                        "[1, [2]]", "[1, 2", "[1, null]"};

    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++)
        assert_false(take(LIST_SUM, texts[i]).is_there);
}

static void a_cell_by_itself_is_a_number(void **state)
{
    (void)state;
    check_close(take(LIST_NONE, "0.25").number, 0.25, 0, 0);
    assert_false(take(LIST_NONE, "abc").is_there);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_summed_averaged_and_counted),
        cmocka_unit_test(nothing_sums_to_zero_and_has_no_mean),
        cmocka_unit_test(the_ends_keep_their_digits),
        cmocka_unit_test(a_pair_is_seconds_and_nanoseconds),
        cmocka_unit_test(what_is_no_list_of_numbers_is_nothing),
        cmocka_unit_test(a_cell_by_itself_is_a_number),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
