#include "data/filter.h"

#include <string.h>

#include "tests/check.h"

enum { ROWS = 5 };

static struct table *make_table(void)
{
    static const char *const models[] = {"gpt-4o", "glm", "", "gpt-4o", "x y"};
    static const char *const statuses[] = {"200", "429", "503", "", "200"};
    static const double latency[] = {1, 2, NAN, 3, 0.5};
    struct table *table = table_create();
    struct column *model = table_add_field(table, FIELD_MODEL);
    struct column *status = table_add_field(table, FIELD_HTTP_STATUS);
    struct column *number = table_add_field(table, FIELD_LATENCY);
    struct column *start = table_add_field(table, FIELD_START);
    struct column *own = table_add_column(table, "Log Type", KIND_TEXT);

    table_grow(table, ROWS, NULL, 0);
    for (size_t i = 0; i < ROWS; i++) {
        codes_set(
            &model->codes, i,
            dictionary_add(&model->dictionary, models[i], strlen(models[i])));
        codes_set(&status->codes, i,
                  dictionary_add(&status->dictionary, statuses[i],
                                 strlen(statuses[i])));
        codes_set(&own->codes, i,
                  dictionary_add(&own->dictionary, i % 2 ? "10" : "9",
                                 i % 2 ? 2 : 1));
        number->number[i] = latency[i];
        start->time[i] = (int64_t)(1700000000 + i) * 1000000000;
    }
    return table;
}

/* Which rows pass, as "10110". */
static void check_rows(const char *text, const char *expected)
{
    struct table *table = make_table();
    struct error error = {0};
    struct filter *filter = filter_parse(table->arena, text, &error);
    uint8_t keep[ROWS];
    char got[ROWS + 1] = "";

    if (!filter || !filter_apply(filter, table, 0, ROWS, keep, &error))
        fail_msg("%s", error.text);
    for (size_t i = 0; i < ROWS; i++)
        got[i] = keep[i] ? '1' : '0';
    if (strcmp(got, expected) != 0)
        fail_msg("'%s' keeps %s, not %s", text, got, expected);
    filter_destroy(filter);
    table_destroy(table);
}

static void check_error(const char *text, const char *expected)
{
    struct table *table = make_table();
    struct error error = {0};
    struct filter *filter = filter_parse(table->arena, text, &error);
    uint8_t keep[ROWS];

    if (filter)
        assert_false(filter_apply(filter, table, 0, ROWS, keep, &error));
    assert_string_equal(error.text, expected);
    filter_destroy(filter);
    table_destroy(table);
}

static void numbers_compare_in_canonical_units(void **state)
{
    (void)state;
    check_rows("latency > 1", "01010");
    check_rows("latency>=1", "11010");
    check_rows("latency <= 1", "10001");
    check_rows("latency < 1", "00001");
    check_rows("latency = 2", "01000");
    check_rows("latency == 2.0", "01000");
}

static void a_missing_cell_equals_the_empty_text_alone(void **state)
{
    (void)state;
    check_rows("latency != 2", "10111");
    check_rows("latency = ''", "00100");
    check_rows("latency != ''", "11011");
    check_rows("model = \"\"", "00100");
    check_rows("model != glm", "10111");
    check_rows("model < zzz", "11011");
}

static void texts_compare_as_numbers_where_both_are(void **state)
{
    (void)state;
    check_rows("http_status >= 500", "00100");
    check_rows("'Log Type' > 9.5", "01010");
    check_rows("'Log Type' < 10", "10101");
}

static void expressions_match_texts(void **state)
{
    (void)state;
    check_rows("model ~ ^gpt", "10010");
    check_rows("model ~ 'x y|glm'", "01001");
    check_rows("!(model ~ ^g)", "00101");
    check_rows("(model ~ ^(gpt|glm)) && latency < 3", "11000");
}

static void and_binds_closer_than_or(void **state)
{
    (void)state;
    check_rows("model=glm || latency>2 && http_status=200", "01000");
    check_rows("(model=glm || latency>2) && !(http_status=429)", "00010");
    check_rows("! model ~ ^g && ! model = ''", "00001");
}

static void times_compare_as_dates_and_epoch_seconds(void **state)
{
    (void)state;
    check_rows("start >= 1700000003", "00011");
    check_rows("start < '2023-11-14T22:13:22Z'", "11000");
}

static void a_column_that_is_not_there_is_missing(void **state)
{
    (void)state;
    check_rows("region = eu", "00000");
    check_rows("region = ''", "11111");
}

static void errors_say_what_is_wrong(void **state)
{
    (void)state;
    check_error("", "filter '': a column is missing at 'the end'");
    check_error("latency", "filter 'latency': one of = != < <= > >= ~ is "
                           "missing at 'the end'");
    check_error("(latency > 1",
                "filter '(latency > 1': ')' is missing at 'the end'");
    check_error("latency > 1 model = x",
                "filter 'latency > 1 model = x': '&&' or '||' is missing at "
                "'model = x'");
    check_error("latency > fast",
                "'latency' holds numbers: it cannot be compared with 'fast'");
}

static void a_deep_nest_is_refused(void **state)
{
    char text[1001];
    struct arena *arena = arena_create();
    struct error error = {0};

    (void)state;
    memset(text, '(', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_null(filter_parse(arena, text, &error));
    assert_non_null(strstr(error.text, "too deep"));
    arena_destroy(arena);
}

static void the_columns_it_names_are_told(void **state)
{
    struct arena *arena = arena_create();
    struct error error = {0};
    struct filter *filter =
        filter_parse(arena, "a=1 && (b=2 || 'c d'~x)", &error);

    (void)state;
    assert_int_equal(filter_n_columns(filter), 3);
    assert_string_equal(filter_column(filter, 0), "a");
    assert_string_equal(filter_column(filter, 2), "c d");
    filter_destroy(filter);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_compare_in_canonical_units),
        cmocka_unit_test(a_missing_cell_equals_the_empty_text_alone),
        cmocka_unit_test(texts_compare_as_numbers_where_both_are),
        cmocka_unit_test(expressions_match_texts),
        cmocka_unit_test(and_binds_closer_than_or),
        cmocka_unit_test(times_compare_as_dates_and_epoch_seconds),
        cmocka_unit_test(a_column_that_is_not_there_is_missing),
        cmocka_unit_test(errors_say_what_is_wrong),
        cmocka_unit_test(a_deep_nest_is_refused),
        cmocka_unit_test(the_columns_it_names_are_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
