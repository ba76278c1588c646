#include "log/rules.h"

#include <string.h>

#include "tests/check.h"

static struct format_rule items[] = {{"ok", "code == -100"},
                                     {"failed", "code != '' && code != 0"}};
static const struct format format = {.rules = items, .n_rules = 2};

static void the_columns_of_the_rules_are_needed(void **state)
{
    struct arena *arena = arena_create();
    struct schema_options options = {.n_needed = 0};
    struct error error = {0};

    (void)state;
    assert_true(rules_want(&format, &options, arena, &error));
    assert_int_equal(options.n_needed, 3);
    assert_string_equal(options.needed[0].name, "code");
    assert_true(rules_want(NULL, &options, arena, &error));
    assert_int_equal(options.n_needed, 0);
    arena_destroy(arena);
}

static void the_first_rule_that_holds_tells_the_outcome(void **state)
{
    static const char *const codes[] = {"", "-100", "429", "0"};
    static const char *const outcomes[] = {"unknown", "ok", "failed",
                                           "unknown"};
    struct table *table = table_create();
    struct column *code, *outcome;
    struct error error = {0};

    (void)state;
    table_grow(table, COUNT(codes), NULL, 0);
    code = table_add_column(table, "code", KIND_TEXT);
    outcome = table_add_field(table, FIELD_OUTCOME);
    for (size_t i = 0; i < COUNT(codes); i++) {
        codes_set(
            &code->codes, i,
            dictionary_add(&code->dictionary, codes[i], strlen(codes[i])));
        codes_set(&outcome->codes, i,
                  dictionary_add(&outcome->dictionary, "unknown", 7));
    }
    assert_true(rules_apply(&format, table, 0, COUNT(codes), &error));
    for (size_t i = 0; i < COUNT(codes); i++)
        assert_string_equal(column_text(outcome, i), outcomes[i]);
    table_destroy(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_columns_of_the_rules_are_needed),
        cmocka_unit_test(the_first_rule_that_holds_tells_the_outcome),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
