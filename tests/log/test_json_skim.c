#include "log/json_skim.h"

#include <string.h>

#include "base/random.h"
#include "log/json_scan.h"
#include "tests/check.h"

enum { LONGEST = 200, PADDING = 64 };

/* The definitions, a byte at a time. */

static const char *find_closing_quote(const char *at, const char *end)
{
    for (; at < end && (unsigned char)*at >= ' '; at++) {
        if (*at == '"')
            return at;
        if (*at == '\\' && (unsigned char)at[1] >= ' ')
            at++;
    }
    return NULL;
}

static bool has_high(const char *from, const char *to)
{
    for (; from < to; from++)
        if ((unsigned char)*from >= 0x80)
            return true;
    return false;
}

static const char *find_bare_end(const char *at, const char *end)
{
    const char *from = at;

    for (; at < end; at++)
        if ((*at < '-' && *at != '+') || strchr(":[\\]^_{|}~\x7f", *at))
            break;
    return at > from && at < end ? at : NULL;
}

static void make_text(struct random_stream *random, const char *letters,
                      char text[LONGEST + PADDING])
{
    size_t n = strlen(letters), rare = 1 + random_below(random, 60);

    for (size_t i = 0; i < LONGEST + PADDING; i++)
        text[i] =
            random_below(random, rare) ? 'a' : letters[random_below(random, n)];
}

static void a_text_ends_at_the_first_quote_that_is_not_escaped(void **state)
{
    struct random_stream *random = random_create(3, "skim");
    char text[LONGEST + PADDING];
    size_t n_closed = 0;

    (void)state;
    for (int i = 0; i < 100000; i++) {
        struct json_marks marks = {false, false};
        const char *end = text + random_below(random, LONGEST), *expected, *to;

        make_text(random, i % 2 ? "\"\\\\\\\\\xc3" : "\"\"\\\\\n{", text);
        expected = find_closing_quote(text, end);
        to = json_skim_text(text, end, &marks);
        assert_ptr_equal(to, expected);
        if (!to)
            continue;
        n_closed++;
        assert_int_equal(marks.has_escapes,
                         memchr(text, '\\', (size_t)(to - text)) != NULL);
        assert_int_equal(marks.has_high, has_high(text, to));
    }
    assert_in_range(n_closed, 30000, 90000);
    random_destroy(random);
}

static void a_bare_value_ends_where_something_else_begins(void **state)
{
    struct random_stream *random = random_create(4, "skim");
    char text[LONGEST + PADDING];
    size_t n_ended = 0;

    (void)state;
    for (int i = 0; i < 50000; i++) {
        const char *end = text + random_below(random, LONGEST), *to;

        make_text(random, i % 2 ? "+-.eE0123456789" : ",:}]{[ \t\n\"\\_\x80z",
                  text);
        to = json_skim_bare(text, end);
        assert_ptr_equal(to, find_bare_end(text, end));
        n_ended += to != NULL;
    }
    assert_in_range(n_ended, 10000, 45000);
    random_destroy(random);
}

/* It agrees with the bracket scanner, where nothing is odd. */
static void a_nested_value_ends_at_its_last_bracket(void **state)
{
    struct random_stream *random = random_create(5, "skim");
    char text[LONGEST + PADDING];
    size_t n_closed = 0;

    (void)state;
    for (int i = 0; i < 100000; i++) {
        struct json_marks marks = {false, false};
        const char *end = text + random_below(random, LONGEST), *to;

        make_text(random, i % 2 ? "[]]{}}\"" : "[]}]\"\"", text);
        text[0] = i % 3 ? '[' : '{';
        to = json_skim_nested(text, end, &marks);
        assert_ptr_equal(to, end > text ? json_skip_value(text, end) : NULL);
        n_closed += to != NULL;
        assert_false(marks.has_high || marks.has_escapes);
    }
    assert_in_range(n_closed, 30000, 90000);
    random_destroy(random);
}

static void what_is_odd_in_a_nested_value_is_refused(void **state)
{
    static const struct {
        const char *text;
        bool is_fine, has_high;
    } cases[] = {
        {"[1, \"\xc3\xa9\"]", true, true},
        {"[\"\\\\\", \"\\\"]\"]", true, false},
        {"[1, \xc3\xa9]", false, false},
        {"[1,\t2]", true, false},
        {"[\"\t\"]", false, false},
        {"[\\\"]", false, false},
        {"[\"]", false, false},
        {"[[1]", false, false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct json_marks marks = {false, false};
        char text[PADDING + 32] = {0};
        const char *end = text + strlen(cases[i].text);

        memcpy(text, cases[i].text, strlen(cases[i].text));
        assert_ptr_equal(json_skim_nested(text, end, &marks),
                         cases[i].is_fine ? end : NULL);
        assert_int_equal(marks.has_high, cases[i].has_high);
    }
}

static void texts_are_the_same_up_to_their_length(void **state)
{
    (void)state;
    for (size_t n = 0; n < LONGEST - PADDING; n++) {
        char a[LONGEST + PADDING] = {0}, b[LONGEST + PADDING] = {0};

        b[n] = 'x';
        assert_true(json_skim_same(a, b, n));
        assert_false(json_skim_same(a, b, n + 1));
        assert_false(json_skim_same(a, b, n + 40));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_ends_at_the_first_quote_that_is_not_escaped),
        cmocka_unit_test(a_bare_value_ends_where_something_else_begins),
        cmocka_unit_test(a_nested_value_ends_at_its_last_bracket),
        cmocka_unit_test(what_is_odd_in_a_nested_value_is_refused),
        cmocka_unit_test(texts_are_the_same_up_to_their_length),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
