#include "log/format.h"

#include <string.h>
#include <unistd.h>

#include "tests/log/reading.h"

/* Reads a format given as a text. */
static bool read_format(struct format *format, const char *text,
                        struct arena *arena, struct error *error)
{
    char path[64];
    bool ok;

    write_file(path, "my.ini", text, strlen(text));
    ok = format_read(format, path, arena, error);
    unlink(path);
    return ok;
}

static void all_that_a_format_says_is_read(void **state)
{
    struct arena *arena = arena_create();
    struct format format;
    struct error error = {0};

    (void)state;
    assert_true(
        read_format(&format,
                    "; a comment\n[format]\ntitle = Mine\nclock = monotonic\n"
                    "[signature]\nkeys = a b, c\nwithout = d\n"
                    "[layout]\narrays = .\nrows = a b\nselect = k ~ ^x$\n"
                    "delimiter = tab\ncolumns = a,\n b\n"
                    "[fields]\nlatency = x : ms\nlatency = y + sum(z) - q : s\n"
                    "itl = none\n"
                    "[outcome]\nfailed = x == 0\nfailures = not-written\n",
                    arena, &error));
    assert_string_equal(format.title, "Mine");
    assert_int_equal(format.clock, CLOCK_MONOTONIC);
    assert_int_equal(format.keys.n, 2);
    assert_string_equal(format.keys.items[0], "a b");
    assert_string_equal(format.arrays, "");
    assert_string_equal(format.select.pattern, "^x$");
    assert_int_equal(format.delimiter, '\t');
    assert_int_equal(format.columns.n, 2);
    assert_int_equal(format.n_fields, 3);
    assert_string_equal(format.fields[0].unit->word, "ms");
    assert_int_equal(format.fields[1].n_terms, 3);
    assert_string_equal(format.fields[1].terms[1].column, "z");
    assert_int_equal(format.fields[1].terms[1].function, LIST_SUM);
    assert_int_equal(format.fields[1].terms[2].sign, -1);
    assert_int_equal(format.fields[2].n_terms, 0);
    assert_string_equal(format.rules[0].condition, "x == 0");
    assert_true(format.failures_unknown);
    arena_destroy(arena);
}

static void a_mistake_is_told_with_its_line(void **state)
{
    static const struct {
        const char *text, *words;
    } mistakes[] = {
        {"[format]\nname = x\n", ":2: [format] has no such line"},
        {"[fields]\nlatncy = x\n", ":2: there is no such field"},
        {"[fields]\n\nlatency = x : tokens\n", ":3: no unit of this field"},
        {"[layout]\nrecords = a{\n", "no path of records"},
        {"[layout]\nselect = a\n", "select is"},
        {"[signature]\nline = (\n", "no POSIX extended expression"},
        {"[outcome]\nfine = a == 1\n", "no such outcome"},
        {"[outcome]\nok = a ==\n", ":2:"},
        {"[colour]\nred = 1\n", "no such section"},
        {"[format]\nnonsense\n", "no line of a format"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(mistakes); i++) {
        struct arena *arena = arena_create();
        struct format format;
        struct error error = {0};

        assert_false(read_format(&format, mistakes[i].text, arena, &error));
        if (!strstr(error.text, mistakes[i].words))
            print_error("%s\n", error.text);
        assert_non_null(strstr(error.text, mistakes[i].words));
        arena_destroy(arena);
    }
}

static void all_formats_that_come_with_the_program_are_sound(void **state)
{
    struct arena *arena = arena_create();
    struct formats formats;
    struct error error = {0};

    (void)state;
    assert_true(formats_read(&formats, arena, &error));
    assert_true(formats.n > 40);
    for (size_t i = 0; i < formats.n; i++) {
        const struct format *format = &formats.items[i];

        assert_ptr_equal(formats_find(&formats, format->name), format);
        assert_true(format->keys.n > 0 || format->line);
        assert_ptr_not_equal(format->title, format->name);
    }
    assert_null(formats_find(&formats, "nothing"));
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_that_a_format_says_is_read),
        cmocka_unit_test(a_mistake_is_told_with_its_line),
        cmocka_unit_test(all_formats_that_come_with_the_program_are_sound),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
