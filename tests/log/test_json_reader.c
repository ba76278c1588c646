#include "log/json_reader.h"

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "base/text.h"
#include "log/lines.h"
#include "tests/check.h"

/* A text with the padding that the parser needs. */
static char *padded(const char *text)
{
    char *copy = calloc(strlen(text) + 64, 1);

    memcpy(copy, text, strlen(text));
    return copy;
}

static const char kinds[] = {
    [CELL_NULL] = '-', [CELL_TEXT] = 't',   [CELL_NUMBER] = 'n',
    [CELL_FLAG] = 'f', [CELL_NESTED] = 'o',
};

static void write_see(void *context, const char *path, size_t n,
                      const struct cell *cell)
{
    struct text *out = context;

    text_add_n(out, path, n);
    text_format(out, ":%c=", kinds[cell->kind]);
    text_add_n(out, cell->text, cell->n);
    text_add(out, " ");
}

static void write_put(void *context, size_t path, const struct cell *cell)
{
    struct text *out = context;

    text_format(out, "%zu:%c=", path, kinds[cell->kind]);
    text_add_n(out, cell->text, cell->n);
    text_format(out, "@%zu ", cell->offset);
}

static enum json_result walk(const char *json, struct text *out)
{
    struct json_parser *parser = json_parser_create();
    char *text = padded(json);
    enum json_result result;

    text_clear(out);
    result = json_walk(parser, text, strlen(json), 0, write_see, out);
    free(text);
    json_parser_destroy(parser);
    return result;
}

static enum json_result read(const char *json, const char *const *wanted,
                             size_t n, struct text *out)
{
    struct json_parser *parser = json_parser_create();
    struct json_paths *paths = json_paths_create(wanted, n);
    char *text = padded(json);
    enum json_result result;

    text_clear(out);
    result = json_read(parser, paths, text, strlen(json), 100, write_put, out);
    free(text);
    json_paths_destroy(paths);
    json_parser_destroy(parser);
    return result;
}

static void walking_names_every_value(void **state)
{
    struct text out;

    (void)state;
    text_init(&out);
    assert_int_equal(walk("{\"a\":1.50,\"b\":{\"c\":\"x\",\"d\":true},"
                          "\"e\":[1, 2],\"f\":null}",
                          &out),
                     JSON_FINE);
    assert_string_equal(
        out.data, "a:n=1.50 b:o= b.c:t=x b.d:f=true e:o=[1, 2] f:-=null ");
    text_release(&out);
}

static void only_wanted_values_are_read_each_with_its_place(void **state)
{
    static const char *const wanted[] = {"b.c", NULL, "a"};
    struct text out;

    (void)state;
    text_init(&out);
    assert_int_equal(
        read("{\"a\":1,\"b\":{\"c\":\"x\",\"d\":2},\"z\":9}", wanted, 3, &out),
        JSON_FINE);
    assert_string_equal(out.data, "2:n=1@105 0:t=x@116 ");
    text_release(&out);
}

static void a_key_may_hold_points(void **state)
{
    static const char *const wanted[] = {"gen_ai.usage.input_tokens"};
    static const char *const texts[] = {
        "{\"gen_ai.usage.input_tokens\":7}",
        "{\"gen_ai\":{\"usage\":{\"input_tokens\":7}}}",
        "{\"gen_ai.usage\":{\"input_tokens\":7}}",
        "{\"gen_ai\":{\"usage.input_tokens\":7}}",
    };
    struct text out;

    (void)state;
    text_init(&out);
    for (size_t i = 0; i < COUNT(texts); i++) {
        assert_int_equal(read(texts[i], wanted, 1, &out), JSON_FINE);
        assert_non_null(strstr(out.data, "0:n=7@"));
        walk(texts[i], &out);
        assert_non_null(strstr(out.data, "gen_ai.usage.input_tokens:n=7 "));
    }
    text_release(&out);
}

static void an_object_may_be_wanted_beside_its_members(void **state)
{
    static const char *const wanted[] = {"error", "error.code"};
    struct text out;

    (void)state;
    text_init(&out);
    read("{\"error\":{\"code\":429}}", wanted, 2, &out);
    assert_string_equal(out.data, "0:o=@109 1:n=429@117 ");
    read("{\"error\":null}", wanted, 2, &out);
    assert_string_equal(out.data, "0:-=null@109 ");
    read("{\"error\":{\"code\":429}}", wanted, 1, &out);
    assert_string_equal(out.data, "0:o={\"code\":429}@109 ");
    text_release(&out);
}

static void whole_numbers_keep_all_their_digits(void **state)
{
    static const char *const wanted[] = {"t"};
    struct text out;

    (void)state;
    text_init(&out);
    read("{\"t\":1763971200123456789}", wanted, 1, &out);
    assert_string_equal(out.data, "0:n=1763971200123456789@105 ");
    text_release(&out);
}

static void escapes_are_undone(void **state)
{
    static const char *const wanted[] = {"a\"b", "t"};
    struct text out;

    (void)state;
    text_init(&out);
    read("{\"t\":\"x\\ny\\u00e9\",\"a\\\"b\":1}", wanted, 2, &out);
    assert_string_equal(out.data, "1:t=x\ny\xc3\xa9@105 0:n=1@125 ");
    text_release(&out);
}

static void half_a_surrogate_pair_stays_as_written(void **state)
{
    static const char *const wanted[] = {"t", "n"};
    struct text out;

    (void)state;
    text_init(&out);
    assert_int_equal(read("{\"t\":\"a\\ud83d\",\"n\":1}", wanted, 2, &out),
                     JSON_FINE);
    assert_string_equal(out.data, "0:t=a\\ud83d@105 1:n=1@119 ");
    text_release(&out);
}

static void bare_words_for_nothing_are_nulls(void **state)
{
    static const char *const wanted[] = {"a", "b", "c", "d"};
    struct text out;

    (void)state;
    text_init(&out);
    assert_int_equal(
        read("{\"a\":NaN,\"b\": Infinity ,\"c\":-Infinity,\"d\":1}", wanted, 4,
             &out),
        JSON_FINE);
    assert_string_equal(out.data, "0:-=NaN@105 1:-=Infinity@114 "
                                  "2:-=-Infinity@128 3:n=1@142 ");
    text_release(&out);
}

static void a_key_that_stands_twice_is_put_twice(void **state)
{
    static const char *const wanted[] = {"a"};
    struct text out;

    (void)state;
    text_init(&out);
    read("{\"a\":1,\"a\":2}", wanted, 1, &out);
    assert_string_equal(out.data, "0:n=1@105 0:n=2@111 ");
    text_release(&out);
}

static void broken_texts_are_told_apart(void **state)
{
    static const char *const wanted[] = {"a"};
    static const struct {
        const char *text;
        enum json_result result;
    } cases[] = {
        {"{\"a\":1}", JSON_FINE},
        {"{}", JSON_FINE},
        {"{\"a\":1", JSON_BAD},
        {"{\"a\":\"x", JSON_BAD},
        {"{\"a\":tru}", JSON_BAD},
        {"{\"a\" 1}", JSON_BAD},
        {"{\"a\":1,}", JSON_BAD},
        {"{a:1}", JSON_BAD},
        {"{\"a\":}", JSON_BAD},
        {"{\"a\":1}}", JSON_BAD},
        {"12", JSON_NOT_OBJECT},
        {"\"text\"", JSON_NOT_OBJECT},
        {"[1]", JSON_NOT_OBJECT},
        {"null", JSON_NOT_OBJECT},
        {"{\"a\":1} {\"a\":2}", JSON_MORE},
        {"{\"a\":[1,{\"b\":2}]}", JSON_FINE},
    };
    struct text out;

    (void)state;
    text_init(&out);
    for (size_t i = 0; i < COUNT(cases); i++) {
        enum json_result result = read(cases[i].text, wanted, 1, &out);

        if (cases[i].result == JSON_BAD) {
            assert_int_not_equal(result, JSON_FINE);
            continue;
        }
        assert_int_equal(result, cases[i].result);
    }
    text_release(&out);
}

static void the_order_of_keys_may_change_from_line_to_line(void **state)
{
    static const char *const wanted[] = {"a", "b"};
    static const char *const lines[] = {"{\"a\":1,\"x\":0,\"b\":2}",
                                        "{\"b\":2,\"a\":1}",
                                        "{\"x\":0,\"b\":2,\"a\":1,\"y\":3}"};
    struct json_parser *parser = json_parser_create();
    struct json_paths *paths = json_paths_create(wanted, 2);
    struct text out;

    (void)state;
    text_init(&out);
    for (size_t i = 0; i < 3 * COUNT(lines); i++) {
        char *text = padded(lines[i % 3]);

        text_clear(&out);
        json_read(parser, paths, text, strlen(text), 0, write_put, &out);
        assert_non_null(strstr(out.data, "0:n=1@"));
        assert_non_null(strstr(out.data, "1:n=2@"));
        free(text);
    }
    json_paths_destroy(paths);
    json_parser_destroy(parser);
    text_release(&out);
}

static void depth_is_no_danger(void **state)
{
    enum { DEPTH = 5000 };
    struct text json, out;

    (void)state;
    text_init(&json);
    text_init(&out);
    for (size_t i = 0; i < DEPTH; i++)
        text_add(&json, "{\"a\":");
    text_add(&json, "1");
    for (size_t i = 0; i < DEPTH; i++)
        text_add(&json, "}");
    walk(json.data, &out);
    assert_true(out.length < 1000000);
    text_release(&json);
    text_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(walking_names_every_value),
        cmocka_unit_test(only_wanted_values_are_read_each_with_its_place),
        cmocka_unit_test(a_key_may_hold_points),
        cmocka_unit_test(an_object_may_be_wanted_beside_its_members),
        cmocka_unit_test(whole_numbers_keep_all_their_digits),
        cmocka_unit_test(escapes_are_undone),
        cmocka_unit_test(half_a_surrogate_pair_stays_as_written),
        cmocka_unit_test(bare_words_for_nothing_are_nulls),
        cmocka_unit_test(a_key_that_stands_twice_is_put_twice),
        cmocka_unit_test(broken_texts_are_told_apart),
        cmocka_unit_test(the_order_of_keys_may_change_from_line_to_line),
        cmocka_unit_test(depth_is_no_danger),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
