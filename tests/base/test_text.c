#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "tests/check.h"

static void texts_grow_and_always_end(void **state)
{
    struct text text;

    (void)state;
    text_init(&text);
    assert_string_equal(text.data, "");
    for (int i = 0; i < 1000; i++) {
        text_add(&text, "ab");
        text_add_char(&text, 'c');
        text_add_n(&text, "dx", 1);
        text_format(&text, "%d%s", i % 10, "");
        assert_int_equal(text.length, 5 * (i + 1));
        assert_int_equal(strlen(text.data), text.length);
    }
    assert_memory_equal(text.data, "abcd0abcd1abcd2", 15);
    text_format(&text, "%s", "");
    text_format(&text, "%2000s", "x");
    assert_int_equal(text.length, 7000);
    text_clear(&text);
    assert_int_equal(text.length, 0);
    assert_string_equal(text.data, "");
    text_add_n(&text, "a\0b", 3);
    assert_int_equal(text.length, 3);
    assert_memory_equal(text.data, "a\0b", 4);
    text_release(&text);
    assert_null(text.data);
}

/* Unicode 15: East Asian Width W and F take two columns, Mn none. */
static void width_is_what_a_terminal_takes(void **state)
{
    static const struct {
        const char *utf8;
        size_t width;
    } cases[] = {
        {"", 0},
        {"latency", 7},
        {"\xc3\xa9\xc2\xb5", 2},         /* e acute, micro */
        {"e\xcc\x81", 1},                /* e, combining acute */
        {"\xe6\xa8\xa1\xe5\x9e\x8b", 4}, /* two Chinese characters */
        {"\xf0\x9f\x98\x80", 2},         /* a face */
        {"\xef\xbc\xa1", 2},             /* fullwidth A */
        {"\xe2\x80\xa6\xc2\xb1", 2},     /* ellipsis, plus-minus */
        {"a\xe2\x80\x8b"
         "b",
         2},                     /* zero width space */
        {"\xff\xc3", 2},         /* no UTF-8: two U+FFFD */
        {"\xed\xa0\x80", 3},     /* a surrogate: none */
        {"\xc0\xaf", 2},         /* overlong: none */
        {"\xf4\x90\x80\x80", 4}, /* beyond U+10FFFF: none */
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        if (text_width(cases[i].utf8) != cases[i].width)
            fail_msg("case %zu: %zu columns", i, text_width(cases[i].utf8));
}

static void check_shortened(const char *utf8, size_t width,
                            const char *expected)
{
    struct text text;

    text_init(&text);
    text_add_shortened(&text, utf8, width);
    assert_string_equal(text.data, expected);
    text_release(&text);
}

static void what_is_too_long_is_shortened_in_the_middle(void **state)
{
    (void)state;
    check_shortened("latency", 7, "latency");
    check_shortened("latency", 6, "la\xe2\x80\xa6ncy");
    check_shortened("latency", 3, "l\xe2\x80\xa6y");
    check_shortened("latency", 2, "la");
    check_shortened("latency", 0, "");
    check_shortened("", 5, "");
    check_shortened("\xe6\xa8\xa1\xe5\x9e\x8b\xe6\xa8\xa1\xe5\x9e\x8b", 5,
                    "\xe6\xa8\xa1\xe2\x80\xa6\xe5\x9e\x8b");
}

static void add_random_text(struct random_stream *random, struct text *text)
{
    static const char *const pieces[] = {"a",
                                         "Z",
                                         " ",
                                         "\xc3\xa9",
                                         "\xcc\x81",
                                         "\xe6\xa8\xa1",
                                         "\xf0\x9f\x98\x80",
                                         "\xe2\x80\xa6",
                                         "\xff",
                                         "\xe6\xa8",
                                         "\033",
                                         "\t"};

    for (size_t n = random_below(random, 30); n > 0; n--)
        text_add(text, pieces[random_below(random, COUNT(pieces))]);
}

static void a_shortened_text_is_never_too_wide(void **state)
{
    struct random_stream *random = random_create(1, "widths");
    struct text whole, cut;

    (void)state;
    text_init(&whole);
    text_init(&cut);
    for (int i = 0; i < 20000; i++) {
        size_t width = random_below(random, 40);

        text_clear(&whole);
        text_clear(&cut);
        add_random_text(random, &whole);
        text_add_shortened(&cut, whole.data, width);
        assert_true(text_width(cut.data) <= width);
        if (text_width(whole.data) <= width)
            assert_string_equal(cut.data, whole.data);
        else if (width >= 3)
            assert_true(text_width(cut.data) + 2 >= width);
    }
    text_release(&whole);
    text_release(&cut);
    random_destroy(random);
}

static void check_printable(const char *bytes, size_t n, const char *expected)
{
    struct text text;

    text_init(&text);
    text_add_printable(&text, bytes, n);
    assert_string_equal(text.data, expected);
    text_release(&text);
}

#define REPLACEMENT "\xef\xbf\xbd"

static void what_cannot_be_shown_is_replaced(void **state)
{
    (void)state;
    check_printable("caf\xc3\xa9", 5, "caf\xc3\xa9");
    check_printable("a\033[31m\0b", 8, "a" REPLACEMENT "[31m" REPLACEMENT "b");
    check_printable("\r\n\x7f", 3, REPLACEMENT REPLACEMENT REPLACEMENT);
    check_printable("\xc2\x9b"
                    "1",
                    3, REPLACEMENT "1"); /* a C1 control */
    check_printable("\xff"
                    "a\xc3",
                    3, REPLACEMENT "a" REPLACEMENT);
    check_printable("\xc3\xa9", 1, REPLACEMENT); /* cut by n */
    check_printable("a\xe2\x80\xae"
                    "b",
                    5, "a" REPLACEMENT "b");
    check_printable("\xe2\x81\xa6", 3, REPLACEMENT);
    check_printable("", 0, "");
}

static void what_is_printable_stays_so(void **state)
{
    struct random_stream *random = random_create(2, "printable");
    struct text once, twice;

    (void)state;
    text_init(&once);
    text_init(&twice);
    for (int i = 0; i < 20000; i++) {
        size_t n = random_below(random, 20);
        char *bytes = malloc(n + 1); /* of this size: overruns show */

        for (size_t k = 0; k < n; k++)
            bytes[k] = (char)random_below(random, 256);
        text_clear(&once);
        text_clear(&twice);
        text_add_printable(&once, bytes, n);
        text_add_printable(&twice, once.data, once.length);
        assert_string_equal(once.data, twice.data);
        assert_int_equal(strlen(once.data), once.length);
        for (size_t k = 0; k < once.length; k++)
            assert_true((unsigned char)once.data[k] >= ' ');
        free(bytes);
    }
    text_release(&once);
    text_release(&twice);
    random_destroy(random);
}

/* By hand: one insertion, deletion, replacement or swap of neighbours each. */
static void distance_counts_edits(void **state)
{
    static const struct {
        const char *a, *b;
        size_t distance;
    } cases[] = {
        {"", "", 0},
        {"latency", "latency", 0},
        {"latency", "latencies", 3},
        {"latency", "latncy", 1},
        {"latency", "laetncy", 1},
        {"ttft", "tpot", 2},
        {"", "cost", 4},
        {"ca", "abc", 3}, /* optimal string alignment; unrestricted: 2 */
        {"kitten", "sitting", 3},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(text_distance(cases[i].a, cases[i].b),
                         cases[i].distance);
        assert_int_equal(text_distance(cases[i].b, cases[i].a),
                         cases[i].distance);
    }
}

static void words_beyond_64_letters_are_far_apart(void **state)
{
    char a[80], b[80];

    (void)state;
    memset(a, 'a', sizeof a);
    memset(b, 'a', sizeof b);
    a[63] = b[62] = '\0';
    assert_int_equal(text_distance(a, b), 1);
    a[63] = 'a';
    a[70] = '\0';
    assert_int_equal(text_distance(a, b), 70);
}

static void json_loses_nothing(void **state)
{
    struct text text;

    (void)state;
    text_init(&text);
    text_add_json(&text, "a\"b\\c\n\001\x7f\xe2\x80\xaegpj \xc3\xa9\xff");
    assert_string_equal(text.data,
                        "\"a\\\"b\\\\c\\n\\u0001\\u007f\\u202egpj \xc3\xa9"
                        "\xef\xbf\xbd\"");
    text_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_grow_and_always_end),
        cmocka_unit_test(width_is_what_a_terminal_takes),
        cmocka_unit_test(what_is_too_long_is_shortened_in_the_middle),
        cmocka_unit_test(a_shortened_text_is_never_too_wide),
        cmocka_unit_test(what_cannot_be_shown_is_replaced),
        cmocka_unit_test(what_is_printable_stays_so),
        cmocka_unit_test(distance_counts_edits),
        cmocka_unit_test(words_beyond_64_letters_are_far_apart),
        cmocka_unit_test(json_loses_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
