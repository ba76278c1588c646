#include "log/lines.h"

#include <string.h>

#include "tests/check.h"

static void lines_come_without_blanks_and_blank_ones_not_at_all(void **state)
{
    static const char text[] = "\n  one \r\n\r\n\ttwo\n \nthree";
    static const char *const expected[] = {"one", "two", "three"};
    const char *at = text, *stop = text + strlen(text);
    struct line line;
    size_t n = 0;

    (void)state;
    while (lines_next(&at, stop, &line)) {
        assert_int_equal(line.n, strlen(expected[n]));
        assert_memory_equal(line.text, expected[n], line.n);
        n++;
    }
    assert_int_equal(n, 3);
}

static void a_byte_order_mark_is_no_text(void **state)
{
    struct source marked = {.data = "\xef\xbb\xbf{}", .size = 5};
    struct source plain = {.data = "{}", .size = 2};

    (void)state;
    assert_int_equal(lines_begin(&marked), 3);
    assert_int_equal(lines_begin(&plain), 0);
}

static void cuts_are_made_between_lines(void **state)
{
    struct source source = {.data = "ab\ncd\nef", .size = 8};

    (void)state;
    assert_int_equal(lines_cut(&source, 1), 3);
    assert_int_equal(lines_cut(&source, 3), 3);
    assert_int_equal(lines_cut(&source, 4), 6);
    assert_int_equal(lines_cut(&source, 7), 8);
    assert_int_equal(lines_cut(&source, 100), 8);
}

static void places_are_those_of_the_source(void **state)
{
    struct source source = {.name = "x", .data = "ab\ncd\n\nef", .size = 9};
    static const size_t offsets[] = {0, 1, 4, 6, 7, 8, 3, 9, 0};
    struct line_counter counter = {.source = &source};

    (void)state;
    for (size_t i = 0; i < COUNT(offsets); i++) {
        struct place ours = lines_place(&counter, offsets[i]);
        struct place theirs = source_place(&source, offsets[i]);

        assert_int_equal(ours.line, theirs.line);
        assert_int_equal(ours.column, theirs.column);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_come_without_blanks_and_blank_ones_not_at_all),
        cmocka_unit_test(a_byte_order_mark_is_no_text),
        cmocka_unit_test(cuts_are_made_between_lines),
        cmocka_unit_test(places_are_those_of_the_source),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
