#include "log/cell.h"

#include <string.h>

#include "tests/check.h"

static struct cell text(const char *text)
{
    return (struct cell){CELL_TEXT, text, strlen(text), 0};
}

static double read(const char *words, bool has_comma, double *unit)
{
    struct number_form form = {has_comma};
    struct cell cell = text(words);
    double number;

    return cell_number(&cell, &form, &number, unit) ? number : (double)NAN;
}

static void words_for_nothing_are_missing(void **state)
{
    static const char *const nothing[] = {"",     "  ",  "NaN",  "NA",
                                          "n/a",  "N/A", "None", "null",
                                          " nan", "-",   "NULL"};
    static const char *const something[] = {"0", "nano", "none of these", "x",
                                            "-1"};

    (void)state;
    for (size_t i = 0; i < COUNT(nothing); i++) {
        struct cell cell = text(nothing[i]);

        assert_true(cell_is_missing(&cell));
    }
    for (size_t i = 0; i < COUNT(something); i++) {
        struct cell cell = text(something[i]);

        assert_false(cell_is_missing(&cell));
    }
}

static void json_null_is_missing_and_false_is_not(void **state)
{
    struct cell null = {CELL_NULL, "null", 4, 0};
    struct cell no = {CELL_FLAG, "false", 5, 0};

    (void)state;
    assert_true(cell_is_missing(&null));
    assert_false(cell_is_missing(&no));
}

static void plain_numbers_are_read(void **state)
{
    double unit;

    (void)state;
    check_close(read("1.5", false, &unit), 1.5, 0, 0);
    check_close(read(" -3e-2 ", false, &unit), -0.03, 0, 0);
    check_nan(read("abc", false, &unit));
    check_nan(read("1.5 apples", false, &unit));
    check_nan(read("", false, &unit));
    check_nan(read("Infinity", false, &unit));
}

static void thousands_may_be_marked(void **state)
{
    double unit;

    (void)state;
    check_close(read("1,234,567", false, &unit), 1234567, 0, 0);
    check_close(read("12,345.5", false, &unit), 12345.5, 0, 0);
    check_nan(read("1,23", false, &unit));
    check_nan(read("0,5", false, &unit));
    check_nan(read("1234,567", false, &unit));
}

static void a_decimal_comma_is_read_where_the_log_has_them(void **state)
{
    double unit;

    (void)state;
    check_close(read("1,5", true, &unit), 1.5, 0, 0);
    check_close(read("1.234,5", true, &unit), 1234.5, 0, 0);
    check_close(read("1.234.567", true, &unit), 1234567, 0, 0);
    check_close(read("0.25", true, &unit), 0.25, 0, 0);
    check_close(read("42", true, &unit), 42, 0, 0);
    check_nan(read("1,5,2", true, &unit));
}

static void a_unit_behind_the_number_is_told(void **state)
{
    double unit;

    (void)state;
    check_close(read("219.11s", false, &unit), 219.11, 0, 0);
    check_close(unit, 1, 0, 0);
    check_close(read("35 ms", false, &unit), 35, 0, 0);
    check_close(unit, 1e-3, 0, 0);
    check_close(read("12\xc2\xb5s", false, &unit), 12, 0, 0);
    check_close(unit, 1e-6, 0, 0);
    check_nan(read("s", false, &unit));
    check_close(read("$0.02", false, &unit), 0.02, 0, 0);
    check_close(unit, 0, 0, 0);
}

static void flags_count_as_one_and_nought(void **state)
{
    struct cell yes = {CELL_FLAG, "true", 4, 0},
                no = {CELL_FLAG, "false", 5, 0};
    struct number_form form = {false};
    double number, unit;

    (void)state;
    assert_true(cell_number(&yes, &form, &number, &unit));
    check_close(number, 1, 0, 0);
    assert_true(cell_number(&no, &form, &number, &unit));
    check_close(number, 0, 0, 0);
}

static void flags_have_many_words(void **state)
{
    (void)state;
    assert_int_equal(cell_flag("True", 4), 1);
    assert_int_equal(cell_flag("YES", 3), 1);
    assert_int_equal(cell_flag("1", 1), 1);
    assert_int_equal(cell_flag("false", 5), 0);
    assert_int_equal(cell_flag("0", 1), 0);
    assert_int_equal(cell_flag("maybe", 5), -1);
    assert_int_equal(cell_flag("", 0), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_for_nothing_are_missing),
        cmocka_unit_test(json_null_is_missing_and_false_is_not),
        cmocka_unit_test(plain_numbers_are_read),
        cmocka_unit_test(thousands_may_be_marked),
        cmocka_unit_test(a_decimal_comma_is_read_where_the_log_has_them),
        cmocka_unit_test(a_unit_behind_the_number_is_told),
        cmocka_unit_test(flags_count_as_one_and_nought),
        cmocka_unit_test(flags_have_many_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
