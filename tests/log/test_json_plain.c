#include "log/json_plain.h"

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "base/source.h"
#include "base/text.h"
#include "tests/check.h"

/* One way of wanting values, and what reads them. */
struct reader {
    struct json_parser *parser;
    struct json_paths *paths;
    struct json_plain *plain;
};

static const char *const wanted[][4] = {
    {"a", "b.c", "text"},
    {"b", "b.c", "b.d.e", "list"},
    {"list", "a.b.c", "b", "key"},
    {NULL},
};

static void reader_init(struct reader *reader, size_t set)
{
    reader->parser = json_parser_create();
    reader->paths = json_paths_create(wanted[set], COUNT(wanted[set]));
    reader->plain = json_plain_create(reader->parser, reader->paths);
}

static void reader_release(struct reader *reader)
{
    json_plain_destroy(reader->plain);
    json_paths_destroy(reader->paths);
    json_parser_destroy(reader->parser);
}

static void write_put(void *context, size_t path, const struct cell *cell)
{
    static const char kinds[] = {
        [CELL_NULL] = '-', [CELL_TEXT] = 't',   [CELL_NUMBER] = 'n',
        [CELL_FLAG] = 'f', [CELL_NESTED] = 'o',
    };
    struct text *out = context;

    text_format(out, "%zu:%c=", path, kinds[cell->kind]);
    text_add_n(out, cell->text, cell->n);
    text_format(out, "@%zu ", cell->offset);
}

/* Cuts the object that begins the text; if it is plain, simdjson finds the same
 * in it. The bytes from n on are read by nobody, though they are there. */
static bool check_text(struct reader *reader, const char *text, size_t n)
{
    const char *to = json_plain_cut(reader->plain, text, text + n, 100);
    struct text plain, expected;

    if (!to)
        return false;
    assert_in_range((uintptr_t)to, (uintptr_t)text + 2, (uintptr_t)text + n);
    assert_null(memchr(text, '\n', (size_t)(to - text)));
    text_init(&plain);
    text_init(&expected);
    json_plain_put(reader->plain, write_put, &plain);
    if (json_read(reader->parser, reader->paths, text, (size_t)(to - text), 100,
                  write_put, &expected) != JSON_FINE)
        fail_msg("not so plain: '%s'", text);
    assert_int_equal(plain.length, expected.length);
    assert_memory_equal(plain.data, expected.data, expected.length);
    text_release(&plain);
    text_release(&expected);
    return true;
}

/* In a block of its own size, so that the sanitizers see what is read. */
static bool check_copy(struct reader *reader, const char *text, size_t n)
{
    char *copy = calloc(n + SOURCE_PADDING, 1);
    bool is_plain;

    memcpy(copy, text, n);
    is_plain = check_text(reader, copy, n);
    free(copy);
    return is_plain;
}

static void add_blank(struct text *text, struct random_stream *random)
{
    static const char *const blanks[] = {" ", "\t", "  ", "\r"};

    if (random_uniform(random) < 0.03)
        text_add(text, blanks[random_below(random, COUNT(blanks))]);
}

static void add_text(struct text *text, struct random_stream *random)
{
    static const char *const pieces[] = {"a",
                                         "bc ",
                                         "\\\"",
                                         "\\\\",
                                         "\\n",
                                         "/",
                                         "\\u00e9",
                                         "\xc3\xa9",
                                         "{",
                                         "]",
                                         "\\ud83d",
                                         "long text without anything in it, ",
                                         "\xe4\xbd\xa0",
                                         ",",
                                         ":"};
    size_t n = random_below(random, 4) * random_below(random, 6);

    text_add(text, "\"");
    for (size_t i = 0; i < n; i++)
        text_add(text, pieces[random_below(random, COUNT(pieces))]);
    text_add(text, "\"");
}

static void add_object(struct text *text, struct random_stream *random,
                       int depth);

static void add_value(struct text *text, struct random_stream *random,
                      int depth)
{
    static const char *const bare[] = {
        "1",    "-2.5e-3", "0",     "1e+16", "12345678901234567890123",
        "true", "null",    "false", "NaN",   "-Infinity",
        "17.25"};
    double kind = random_uniform(random);

    if (kind < 0.4) {
        text_add(text, bare[random_below(random, COUNT(bare))]);
    } else if (kind < 0.7 || depth > 3) {
        add_text(text, random);
    } else if (kind < 0.9) {
        add_object(text, random, depth + 1);
    } else {
        size_t n = random_below(random, 4);

        text_add(text, "[");
        for (size_t i = 0; i < n; i++) {
            text_add(text, i ? "," : "");
            add_value(text, random, depth + 1);
        }
        text_add(text, "]");
    }
}

static void add_object(struct text *text, struct random_stream *random,
                       int depth)
{
    static const char *const keys[] = {
        "a",
        "b",
        "c",
        "d",
        "e",
        "a.b",
        "text",
        "list",
        "b.c",
        "z",
        "\\u0061",
        "k\xc3\xa9y",
        "key",
        "a key that nobody has asked for, "
        "which is longer than what is kept of one"};
    size_t n = random_below(random, 6);

    text_add(text, "{");
    for (size_t i = 0; i < n; i++) {
        add_blank(text, random);
        text_add(text, i ? "," : "");
        add_blank(text, random);
        text_format(text, "\"%s\"", keys[random_below(random, COUNT(keys))]);
        add_blank(text, random);
        text_add(text, ":");
        add_blank(text, random);
        add_value(text, random, depth);
    }
    add_blank(text, random);
    text_add(text, "}");
}

/* A few bytes become others, as a rule such as mean something. */
static void damage(struct text *text, struct random_stream *random)
{
    static const char bytes[] = "\"\"\\\\{}[],::\n\t\r\x01\x0c\x1a\x7f\x80\xc3"
                                "\xe4\xff 1-+.eE/_^tfnN";
    size_t n = 1 + random_below(random, 3);

    for (size_t i = 0; i < n; i++)
        text->data[random_below(random, text->length)] =
            bytes[random_below(random, sizeof bytes - 1)];
}

static void plain_objects_are_read_as_simdjson_reads_them(void **state)
{
    enum { OBJECTS = 40000 };
    struct random_stream *random = random_create(11, "plain");
    size_t n_plain = 0, n_damaged_plain = 0;
    struct text text;

    (void)state;
    text_init(&text);
    for (size_t set = 0; set < COUNT(wanted); set++) {
        struct reader reader;

        reader_init(&reader, set);
        for (int i = 0; i < OBJECTS; i++) {
            text_clear(&text);
            add_object(&text, random, 0);
            n_plain += check_copy(&reader, text.data, text.length);
            damage(&text, random);
            n_damaged_plain += check_copy(&reader, text.data, text.length);
            check_copy(&reader, text.data, random_below(random, text.length));
        }
        reader_release(&reader);
    }
    assert_int_equal(n_plain, OBJECTS * COUNT(wanted));
    assert_in_range(n_damaged_plain, n_plain / 10, n_plain * 9 / 10);
    text_release(&text);
    random_destroy(random);
}

/* The bytes behind the end go on as if it were not there. */
static void nothing_behind_the_end_is_read(void **state)
{
    struct random_stream *random = random_create(12, "plain");
    struct reader reader;
    struct text text;

    (void)state;
    text_init(&text);
    reader_init(&reader, 1);
    for (int i = 0; i < 20000; i++) {
        size_t n;

        text_clear(&text);
        add_object(&text, random, 0);
        n = text.length;
        for (int k = 0; k < SOURCE_PADDING; k++)
            text_add(&text, "}");
        assert_true(check_text(&reader, text.data, n));
        n = random_below(random, n);
        if (check_text(&reader, text.data, n))
            fail_msg("%zu bytes of '%s'", n, text.data);
    }
    reader_release(&reader);
    text_release(&text);
    random_destroy(random);
}

static bool is_plain(struct reader *reader, const char *text)
{
    return check_copy(reader, text, strlen(text));
}

static void objects_as_programs_write_them_are_plain(void **state)
{
    static const char *const texts[] = {
        "{}",
        "{\"a\":1}",
        "{\"a\": 1.5, \"b\": {\"c\": \"x\", \"d\": null}, \"text\": \"y\"}",
        "{ \"a\" : NaN , \"b\" : { } }",
        "{\"a\":\"a \\\"b\\\" \\u00e9 \\\\\",\"z\":\"\\\\\\\"\\\\\"}",
        "{\"a\":[1, {\"b\": [\"]\", \"\\\"]\"]}, \"x\"] ,\"b\":true}",
        "{\"b\":{\"c\":{\"d\":[]}},\"b\":3}",
        "{\"\xc3\xa9\":\"\xe4\xbd\xa0\",\"\\u0061\":\"half \\ud83d\"}",
    };

    (void)state;
    for (size_t set = 0; set < COUNT(wanted); set++) {
        struct reader reader;

        reader_init(&reader, set);
        for (size_t i = 0; i < 3 * COUNT(texts); i++)
            if (!is_plain(&reader, texts[i % COUNT(texts)]))
                fail_msg("odd: '%s'", texts[i % COUNT(texts)]);
        reader_release(&reader);
    }
}

static void odd_objects_are_left_to_simdjson(void **state)
{
    static const char *const texts[] = {
        "",
        "1",
        "[1]",
        "x{}",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{,\"a\":1}",
        "{\"a\" 1}",
        "{\"a\"::1}",
        "{\"a\":,\"b\":1}",
        "{\"a\":1 2}",
        "{\"a\":1\"x\"}",
        "{\"a\":\"x\"1}",
        "{\"a\":\"x\"\"y\"}",
        "{\"a\":tru}",
        "{\"a\":1\\}",
        "{\"a\":\"x\ty\"}",
        "{\"a\":\"x\\\ny\"}",
        "{\"a\":\"x\ny\"}",
        "{\"a\":\n1}",
        "{\"a\":\"\xff\"}",
        "{\"a\":\"\xc3\"}",
        "{\"\xed\xa0\x80\":1}",
        "{\"z\":[\"\xff\"]}",
        "{\"z\":[\"x\n\"]}",
        "{\"z\":[1,2}",
        "{\"z\":[1,\n2]}",
        "{\"z\":[\\\"]\\\"]}",
        "{\"z\":\"open}",
        "{\"z\":\"\\\"}",
        "{\"z\":\"\\\\\\\"}",
        "{\"a\":\xc3\xa9}",
        "{\"\\ud83d\":1}",
    };

    (void)state;
    for (size_t set = 0; set < COUNT(wanted) - 1; set++) {
        struct reader reader;

        reader_init(&reader, set);
        assert_true(is_plain(&reader, "{\"a\":1,\"z\":[2]}"));
        for (size_t i = 0; i < COUNT(texts); i++)
            if (is_plain(&reader, texts[i]) && strcmp(texts[i], "{\"a\":tru}"))
                fail_msg("plain: '%s'", texts[i]);
        reader_release(&reader);
    }
}

/* A log with keys that never come again fills what is kept of them again and
 * again. */
static void keys_without_end_are_read_too(void **state)
{
    struct random_stream *random = random_create(13, "plain");
    struct reader reader;
    struct text text;

    (void)state;
    text_init(&text);
    reader_init(&reader, 0);
    for (int i = 0; i < 5000; i++) {
        text_clear(&text);
        text_format(&text,
                    "{\"a\":%d,\"key %zu\":%d,\"b\":{\"c\":\"x\","
                    "\"%zu\":[%d]},\"text\":\"y\"}",
                    i, random_below(random, 100000), i,
                    random_below(random, 2000), i);
        assert_true(is_plain(&reader, text.data));
    }
    reader_release(&reader);
    text_release(&text);
    random_destroy(random);
}

static void depth_and_number_of_values_have_bounds(void **state)
{
    enum { MANY = 3000 };
    struct reader reader;
    struct text text;

    (void)state;
    text_init(&text);
    reader_init(&reader, 0);
    text_add(&text, "{\"z\":");
    for (size_t i = 0; i < MANY; i++)
        text_add(&text, "[");
    for (size_t i = 0; i < MANY; i++)
        text_add(&text, "]");
    text_add(&text, "}");
    assert_true(is_plain(&reader, text.data));
    text_clear(&text);
    text_add(&text, "{\"a\":0");
    for (size_t i = 0; i < MANY; i++)
        text_add(&text, ",\"a\":1");
    text_add(&text, "}");
    assert_false(is_plain(&reader, text.data));
    reader_release(&reader);
    text_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_objects_are_read_as_simdjson_reads_them),
        cmocka_unit_test(nothing_behind_the_end_is_read),
        cmocka_unit_test(objects_as_programs_write_them_are_plain),
        cmocka_unit_test(odd_objects_are_left_to_simdjson),
        cmocka_unit_test(keys_without_end_are_read_too),
        cmocka_unit_test(depth_and_number_of_values_have_bounds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
