#include "log/workload.h"

#include <string.h>

#include "tests/check.h"

static const char *class_of(const char *rules, double input, double output,
                            char name[64])
{
    struct table *table = table_create();
    struct error error = {0};
    struct workload *workload = workload_parse(table->arena, rules, &error);

    assert_non_null(workload);
    table_grow(table, 1, NULL, 0);
    table_add_field(table, FIELD_INPUT_TOKENS)->number[0] = input;
    table_add_field(table, FIELD_OUTPUT_TOKENS)->number[0] = output;
    assert_true(workload_derive(workload, table, 0, 1, &error));
    snprintf(name, 64, "%s", column_text(table->field[FIELD_WORKLOAD], 0));
    workload_destroy(workload);
    table_destroy(table);
    return name;
}

/* The classes of the article: under 200, 500 to 1,500, 4,000 to 8,000 tokens
 * in, 4,000 or more out. */
static void the_classes_of_the_article_are_the_default(void **state)
{
    static const struct {
        double input, output;
        const char *name;
    } cases[] = {
        {0, 10, "short"},
        {199, 10, "short"},
        {200, 10, "between_200_500"},
        {499, 10, "between_200_500"},
        {500, 10, "medium"},
        {1500, 10, "medium"},
        {1501, 10, "between_1500_4000"},
        {3999, 3999, "between_1500_4000"},
        {4000, 10, "long_context"},
        {8000, 10, "long_context"},
        {8001, 10, "over_8000"},
        {10, 4000, "heavy_generation"},
        {5000, 5000, "heavy_generation"},
    };
    char name[64];

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(class_of(workload_default_rules, cases[i].input,
                                     cases[i].output, name),
                            cases[i].name);
}

static void without_tokens_the_class_is_not_known(void **state)
{
    char name[64];

    (void)state;
    assert_string_equal(
        class_of(workload_default_rules, (double)NAN, (double)NAN, name),
        "unknown");
    assert_string_equal(class_of(workload_default_rules, (double)NAN, 10, name),
                        "unknown");
    assert_string_equal(class_of(workload_default_rules, 10, (double)NAN, name),
                        "short");
    assert_string_equal(
        class_of(workload_default_rules, (double)NAN, 4000, name),
        "heavy_generation");
}

static void the_first_rule_that_holds_wins(void **state)
{
    static const char rules[] = "a: input_tokens > 5; b: input_tokens > 1 && "
                                "output_tokens < 3;";
    char name[64];

    (void)state;
    assert_string_equal(class_of(rules, 6, 1, name), "a");
    assert_string_equal(class_of(rules, 3, 1, name), "b");
    assert_string_equal(class_of(rules, 3, 9, name), "unknown");
}

static void bad_rules_are_refused(void **state)
{
    static const char *const rules[] = {"", " ; ", "short", ": latency > 1",
                                        "a: latency >"};
    struct arena *arena = arena_create();

    (void)state;
    for (size_t i = 0; i < COUNT(rules); i++) {
        struct error error = {0};

        assert_null(workload_parse(arena, rules[i], &error));
        assert_true(error.is_set);
    }
    arena_destroy(arena);
}

/* A log without tokens: a column of NAN, or none, tells nothing. */
static void rules_apply_if_a_column_of_theirs_has_a_value(void **state)
{
    struct table *table = table_create();
    struct error error = {0};
    struct workload *workload = workload_parse(
        table->arena, "a: input_tokens > 5; b: own = 'x'", &error);
    struct column *own, *input;

    (void)state;
    assert_non_null(workload);
    table_grow(table, 3, NULL, 0);
    table_add_field(table, FIELD_LATENCY)->number[0] = 1;
    assert_false(workload_applies(workload, table, 0, 3));
    input = table_add_field(table, FIELD_INPUT_TOKENS);
    own = table_add_column(table, "own", KIND_TEXT);
    assert_false(workload_applies(workload, table, 0, 3));
    codes_set(&own->codes, 0, dictionary_add(&own->dictionary, "x", 1));
    assert_true(workload_applies(workload, table, 0, 3));
    assert_false(workload_applies(workload, table, 1, 2));
    input->number[2] = 0;
    assert_true(workload_applies(workload, table, 1, 2));
    assert_false(workload_applies(workload, table, 1, 1));
    workload_destroy(workload);
    table_destroy(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_classes_of_the_article_are_the_default),
        cmocka_unit_test(without_tokens_the_class_is_not_known),
        cmocka_unit_test(the_first_rule_that_holds_wins),
        cmocka_unit_test(bad_rules_are_refused),
        cmocka_unit_test(rules_apply_if_a_column_of_theirs_has_a_value),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
