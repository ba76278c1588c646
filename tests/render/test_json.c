#include "tests/check.h"

#include "tests/render/rendered.h"

static const struct render_options options;

static void check_member(struct doc *doc, struct value *value,
                         const char *expected)
{
    char whole[300];

    value_set(doc->data, "x", value);
    snprintf(whole, sizeof whole, "{\"x\": %s}\n", expected);
    check_rendered(&renderer_json, doc, &options, whole);
    doc_destroy(doc);
}

static void an_empty_document_is_an_empty_object(void **state)
{
    struct doc *doc = doc_create("Nothing");

    (void)state;
    check_rendered(&renderer_json, doc, &options, "{}\n");
    doc_destroy(doc);
}

static void numbers_have_the_fewest_digits_that_read_back(void **state)
{
    static const struct {
        double number;
        const char *text;
    } rows[] = {
        /* Python: repr(0.1), repr(1/3), ...; exponents have no + and no 0 */
        {0.1, "0.1"},        {1.0 / 3, "0.3333333333333333"},
        {4.8e-06, "4.8e-6"}, {10000, "10000"},
        {5e-324, "5e-324"},  {1.7976931348623157e308, "1.7976931348623157e308"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct doc *doc = doc_create("Numbers");

        check_member(doc, value_number(doc->arena, rows[i].number),
                     rows[i].text);
    }
}

static void what_could_not_be_computed_is_null(void **state)
{
    static const double numbers[] = {(double)NAN, (double)INFINITY,
                                     (double)-INFINITY};

    (void)state;
    for (size_t i = 0; i < COUNT(numbers); i++) {
        struct doc *doc = doc_create("Missing");

        check_member(doc, value_number(doc->arena, numbers[i]), "null");
    }
}

static void integers_keep_all_their_bits(void **state)
{
    struct doc *doc = doc_create("Time");

    (void)state;
    check_member(doc, value_integer(doc->arena, 1763971200123456789),
                 "1763971200123456789");
}

static void texts_are_escaped_and_valid_utf8(void **state)
{
    static const char *const rows[][2] = {
        {"say \"hi\" \\ there", "\"say \\\"hi\\\" \\\\ there\""},
        {"a\nb\tc\x01", "\"a\\nb\\tc\\u0001\""},
        {"a\x7f", "\"a\\u007f\""},
        {"\xe4\xb8\xad\xf0\x9f\x98\x80", "\"\xe4\xb8\xad\xf0\x9f\x98\x80\""},
        {"bad \xff\xfe byte", "\"bad \xef\xbf\xbd\xef\xbf\xbd byte\""},
        {"cut \xe4\xb8", "\"cut \xef\xbf\xbd\xef\xbf\xbd\""},
        {"surrogate \xed\xa0\x80",
         "\"surrogate \xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
        {"", "\"\""},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct doc *doc = doc_create("Texts");

        check_member(doc, value_text(doc->arena, rows[i][0]), rows[i][1]);
    }
}

static void what_does_not_fit_on_a_line_is_indented(void **state)
{
    struct doc *doc = doc_create("Shape");
    struct value *groups = value_array(doc->arena);
    struct value *group = value_object(doc->arena);

    (void)state;
    value_set(doc->data, "schema", value_text(doc->arena, "x/1"));
    value_set(doc->data, "groups", groups);
    value_append(groups, group);
    value_set(group, "by", value_object(doc->arena));
    value_set(group, "n", value_integer(doc->arena, 3));
    value_append(groups, value_bool(doc->arena, true));
    check_rendered(&renderer_json, doc, &options,
                   "{\n"
                   "  \"schema\": \"x/1\",\n"
                   "  \"groups\": [\n"
                   "    {\n"
                   "      \"by\": {},\n"
                   "      \"n\": 3\n"
                   "    },\n"
                   "    true\n"
                   "  ]\n"
                   "}\n");
    doc_destroy(doc);
}

static void a_long_row_of_numbers_is_a_column(void **state)
{
    struct doc *doc = doc_create("Long");
    struct value *array = value_array(doc->arena);
    char *got;
    size_t n_lines = 0;

    (void)state;
    value_set(doc->data, "x", array);
    for (int i = 0; i < 100; i++)
        value_append(array, value_number(doc->arena, i / 3.0));
    got = rendered(&renderer_json, doc, &options);
    for (const char *c = got; *c; c++)
        n_lines += *c == '\n';
    assert_int_equal(n_lines, 104);
    free(got);
    doc_destroy(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_document_is_an_empty_object),
        cmocka_unit_test(numbers_have_the_fewest_digits_that_read_back),
        cmocka_unit_test(what_could_not_be_computed_is_null),
        cmocka_unit_test(integers_keep_all_their_bits),
        cmocka_unit_test(texts_are_escaped_and_valid_utf8),
        cmocka_unit_test(what_does_not_fit_on_a_line_is_indented),
        cmocka_unit_test(a_long_row_of_numbers_is_a_column),
    };

    return cmocka_run_group_tests_name("render/json", tests, NULL, NULL);
}
