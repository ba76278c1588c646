#include "log/constants.h"

#include <string.h>

#include "tests/check.h"

static void a_constant_is_a_field_and_a_value(void **state)
{
    struct arena *arena = arena_create();
    struct error error = {0};
    struct constant constant;

    (void)state;
    assert_true(constant_parse(&constant, "model=a=b", "--set", arena, &error));
    assert_int_equal(constant.field, FIELD_MODEL);
    assert_string_equal(constant.text, "a=b");
    assert_true(
        constant_parse(&constant, "concurrency=8", "--set", arena, &error));
    check_close(constant.number, 8, 0, 0);
    assert_true(constant_parse(&constant, "start=2023-11-14T22:13:20Z", "--set",
                               arena, &error));
    assert_true(constant.time == 1700000000000000000);
    arena_destroy(arena);
}

static void bad_constants_are_refused(void **state)
{
    static const char *const cases[][2] = {
        {"model", "is not FIELD=VALUE"},
        {"modl=x", "did you mean 'model'"},
        {"colour=x", "there is no field 'colour'"},
        {"concurrency=many", "'many' is not a number"},
        {"start=soon", "'soon' is not a time"},
    };
    struct arena *arena = arena_create();

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error error = {0};
        struct constant constant;

        assert_false(
            constant_parse(&constant, cases[i][0], "--set", arena, &error));
        assert_non_null(strstr(error.text, cases[i][1]));
    }
    arena_destroy(arena);
}

static void a_file_has_a_stem(void **state)
{
    struct arena *arena = arena_create();

    (void)state;
    assert_string_equal(file_stem(arena, "runs/a.csv"), "a");
    assert_string_equal(file_stem(arena, "/x/y.1.jsonl.gz"), "y.1");
    assert_string_equal(file_stem(arena, "log"), "log");
    assert_string_equal(file_stem(arena, ".hidden"), ".hidden");
    assert_string_equal(file_stem(arena, "-"), "-");
    arena_destroy(arena);
}

static void a_pattern_takes_a_name_apart(void **state)
{
    struct arena *arena = arena_create();
    struct constant constants[N_FIELDS];
    struct error error = {0};
    size_t n;

    (void)state;
    assert_true(constants_of_name(constants, &n, "{model}_c{concurrency}",
                                  "runs/llama-70b_c16.json", arena, &error));
    assert_int_equal(n, 2);
    assert_int_equal(constants[0].field, FIELD_MODEL);
    assert_string_equal(constants[0].text, "llama-70b");
    check_close(constants[1].number, 16, 0, 0);
    arena_destroy(arena);
}

static void numbers_decide_where_a_name_is_cut(void **state)
{
    struct arena *arena = arena_create();
    struct constant constants[N_FIELDS];
    struct error error = {0};
    size_t n;

    (void)state;
    assert_true(constants_of_name(constants, &n, "{model}_{concurrency}",
                                  "llama_70b_16.json", arena, &error));
    assert_string_equal(constants[0].text, "llama_70b");
    check_close(constants[1].number, 16, 0, 0);
    assert_true(constants_of_name(constants, &n,
                                  "{concurrency}-{model}-{request_rate}",
                                  "4-a-5-6.csv.gz", arena, &error));
    check_close(constants[0].number, 4, 0, 0);
    assert_string_equal(constants[1].text, "a-5");
    check_close(constants[2].number, 6, 0, 0);
    arena_destroy(arena);
}

static void a_pattern_that_cannot_be_meant_is_refused(void **state)
{
    static const struct {
        const char *pattern, *words;
    } cases[] = {
        {"{model}_{model}", "names model twice"},
        {"{model}{region}", "nothing between two fields"},
        {"{model", "a '{' without its '}'"},
        {"model", "names no field"},
        {"{modell}", "did you mean 'model'"},
        {"{concurrency}", "the name 'a' does not fit"},
    };
    struct arena *arena = arena_create();

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct constant constants[N_FIELDS];
        struct error error = {0};
        size_t n;

        assert_false(constants_of_name(constants, &n, cases[i].pattern, "a.csv",
                                       arena, &error));
        assert_non_null(strstr(error.text, cases[i].words));
    }
    arena_destroy(arena);
}

static void a_name_that_does_not_fit_is_refused(void **state)
{
    static const char *const cases[][2] = {
        {"{model}_c{concurrency}", "llama.json"},
        {"{model}_c{concurrency}", "llama_cmany.json"},
        {"run-{run}", "x-1.csv"},
        {"{colour}", "red.csv"},
        {"a{run}b", "axbc.csv"},
    };
    struct arena *arena = arena_create();
    struct constant constants[N_FIELDS];
    size_t n;

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error error = {0};

        assert_false(constants_of_name(constants, &n, cases[i][0], cases[i][1],
                                       arena, &error));
        assert_true(error.is_set);
    }
    arena_destroy(arena);
}

static void a_constant_fills_the_rows_it_is_meant_for(void **state)
{
    struct constant constant = {.field = FIELD_MODEL, .text = "m"};
    struct table *table = table_create();

    (void)state;
    table_grow(table, 3, NULL, 0);
    constant_apply(&constant, table, 1, 2);
    assert_string_equal(column_text(table->field[FIELD_MODEL], 0), "");
    assert_string_equal(column_text(table->field[FIELD_MODEL], 1), "m");
    assert_string_equal(column_text(table->field[FIELD_MODEL], 2), "m");
    table_destroy(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_constant_is_a_field_and_a_value),
        cmocka_unit_test(bad_constants_are_refused),
        cmocka_unit_test(a_file_has_a_stem),
        cmocka_unit_test(a_pattern_takes_a_name_apart),
        cmocka_unit_test(numbers_decide_where_a_name_is_cut),
        cmocka_unit_test(a_pattern_that_cannot_be_meant_is_refused),
        cmocka_unit_test(a_name_that_does_not_fit_is_refused),
        cmocka_unit_test(a_constant_fills_the_rows_it_is_meant_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
