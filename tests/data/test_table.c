#include "data/table.h"

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "tests/check.h"

static void codes_are_given_in_order_of_appearance(void **state)
{
    struct arena *arena = arena_create();
    struct dictionary dictionary;

    (void)state;
    dictionary_init(&dictionary, arena);
    assert_int_equal(dictionary_add(&dictionary, "gpt", 3), 1);
    assert_int_equal(dictionary_add(&dictionary, "llama", 5), 2);
    assert_int_equal(dictionary_add(&dictionary, "gpt-4", 3), 1);
    assert_int_equal(dictionary_add(&dictionary, "gpt-4", 5), 3);
    assert_int_equal(dictionary_add(&dictionary, "", 0), TEXT_MISSING);
    assert_int_equal(dictionary.n, 4);
    assert_string_equal(dictionary.texts[TEXT_MISSING], "");
    assert_string_equal(dictionary.texts[3], "gpt-4");
    assert_int_equal(dictionary_find(&dictionary, "llama"), 2);
    assert_int_equal(dictionary_find(&dictionary, "llam"), TEXT_MISSING);
    assert_int_equal(dictionary_find(&dictionary, ""), TEXT_MISSING);
    dictionary_release(&dictionary);
    arena_destroy(arena);
}

static void many_texts_keep_their_codes(void **state)
{
    struct arena *arena = arena_create();
    struct dictionary dictionary;
    char text[32];

    (void)state;
    dictionary_init(&dictionary, arena);
    for (int round = 0; round < 2; round++)
        for (uint32_t i = 1; i <= 20000; i++) {
            int n = snprintf(text, sizeof text, "request-%u", i * 7919);

            assert_int_equal(dictionary_add(&dictionary, text, (size_t)n), i);
        }
    assert_int_equal(dictionary.n, 20001);
    dictionary_release(&dictionary);
    arena_destroy(arena);
}

static void a_nul_within_a_text_becomes_visible(void **state)
{
    struct arena *arena = arena_create();
    struct dictionary dictionary;
    uint32_t code;

    (void)state;
    dictionary_init(&dictionary, arena);
    code = dictionary_add(&dictionary, "a\0b", 3);
    assert_string_equal(dictionary.texts[code], "a\xef\xbf\xbd"
                                                "b");
    assert_int_equal(dictionary_add(&dictionary, "a\0b", 3), code);
    assert_int_equal(dictionary_add(&dictionary,
                                    "a\xef\xbf\xbd"
                                    "b",
                                    5),
                     code);
    assert_int_not_equal(dictionary_add(&dictionary, "a", 1), code);
    dictionary_release(&dictionary);
    arena_destroy(arena);
}

static void new_cells_are_missing_everywhere(void **state)
{
    struct table *table = table_create();
    struct column *latency, *start, *model;

    (void)state;
    latency = table_add_field(table, FIELD_LATENCY);
    table_grow(table, 3, NULL, 0);
    start = table_add_field(table, FIELD_START);
    model = table_add_field(table, FIELD_MODEL);
    table_grow(table, 1000, NULL, 0);
    table_grow(table, 10, NULL, 0); /* no way back */
    assert_int_equal(table->n_rows, 1000);
    for (size_t row = 0; row < 1000; row++) {
        check_nan(latency->number[row]);
        assert_true(start->time[row] == TIME_MISSING);
        assert_int_equal(column_code(model, row), TEXT_MISSING);
        assert_string_equal(column_text(model, row), "");
    }
    table_destroy(table);
    table_destroy(NULL);
}

static void cells_survive_growth(void **state)
{
    struct table *table = table_create();
    struct column *latency = table_add_field(table, FIELD_LATENCY);
    struct column *model = table_add_field(table, FIELD_MODEL);
    char text[16];

    (void)state;
    for (size_t row = 0; row < 5000; row++) {
        int n = snprintf(text, sizeof text, "m%zu", row % 7);

        table_grow(table, row + 1, NULL, 0);
        latency->number[row] = (double)row;
        codes_set(&model->codes, row,
                  dictionary_add(&model->dictionary, text, (size_t)n));
    }
    for (size_t row = 0; row < 5000; row++) {
        snprintf(text, sizeof text, "m%zu", row % 7);
        check_close(latency->number[row], (double)row, 0, 0);
        assert_string_equal(column_text(model, row), text);
    }
    table_destroy(table);
}

static uint32_t model(struct table *table, const char *text)
{
    return dictionary_add(&table_add_field(table, FIELD_MODEL)->dictionary,
                          text, strlen(text));
}

static void appended_rows_follow_with_their_texts(void **state)
{
    struct table *table = table_create(), *other = table_create();

    (void)state;
    table_add_field(table, FIELD_MODEL);
    table_add_field(table, FIELD_LATENCY);
    table_grow(table, 2, NULL, 0);
    codes_set(&table->field[FIELD_MODEL]->codes, 0, model(table, "b"));
    table->field[FIELD_LATENCY]->number[1] = 7;
    table_add_field(other, FIELD_START);
    table_add_field(other, FIELD_MODEL);
    table_grow(other, 3, NULL, 0);
    other->field[FIELD_START]->time[2] = 99;
    codes_set(&other->field[FIELD_MODEL]->codes, 0, model(other, "a"));
    codes_set(&other->field[FIELD_MODEL]->codes, 2, model(other, "b"));
    table_append(table, other);
    table_destroy(other);
    assert_int_equal(table->n_rows, 5);
    assert_string_equal(column_text(table->field[FIELD_MODEL], 0), "b");
    assert_string_equal(column_text(table->field[FIELD_MODEL], 1), "");
    assert_string_equal(column_text(table->field[FIELD_MODEL], 2), "a");
    assert_string_equal(column_text(table->field[FIELD_MODEL], 3), "");
    assert_int_equal(column_code(table->field[FIELD_MODEL], 4),
                     column_code(table->field[FIELD_MODEL], 0));
    assert_true(table->field[FIELD_LATENCY]->number[1] == 7);
    check_nan(table->field[FIELD_LATENCY]->number[4]);
    assert_true(table->field[FIELD_START]->time[1] == TIME_MISSING);
    assert_int_equal(table->field[FIELD_START]->time[4], 99);
    table_destroy(table);
}

static void a_field_is_added_once(void **state)
{
    struct table *table = table_create();
    struct column *latency = table_add_field(table, FIELD_LATENCY);

    (void)state;
    assert_ptr_equal(table_add_field(table, FIELD_LATENCY), latency);
    assert_ptr_equal(table->field[FIELD_LATENCY], latency);
    assert_int_equal(table->n_columns, 1);
    assert_string_equal(latency->name, "latency");
    assert_int_equal(latency->unit, UNIT_SECONDS);
    assert_int_equal(latency->kind, KIND_NUMBER);
    table_destroy(table);
}

static void columns_are_found_by_name_and_kind(void **state)
{
    struct table *table = table_create();
    struct column *latency = table_add_field(table, FIELD_LATENCY);
    struct column *number = table_add_column(table, "gpu", KIND_NUMBER);
    struct column *text = table_add_column(table, "gpu", KIND_TEXT);

    (void)state;
    assert_ptr_not_equal(number, text);
    assert_ptr_equal(table_add_column(table, "gpu", KIND_TEXT), text);
    assert_ptr_equal(table_column(table, "gpu", KIND_NUMBER), number);
    assert_ptr_equal(table_column(table, "gpu", KIND_TEXT), text);
    assert_ptr_equal(table_column(table, "latency", KIND_NUMBER), latency);
    assert_null(table_column(table, "latency", KIND_TEXT));
    assert_null(table_column(table, "gpus", KIND_TEXT));
    assert_int_equal(text->field, FIELD_NONE);
    assert_ptr_equal(table_column_named(table, "gpu"), number);
    assert_ptr_equal(table_column_named(table, "latency"), latency);
    assert_null(table_column_named(table, "gpus"));
    table_destroy(table);
}

static void a_field_that_is_dropped_is_not_there(void **state)
{
    struct table *table = table_create();
    struct column *latency = table_add_field(table, FIELD_LATENCY), *end;

    (void)state;
    table_add_field(table, FIELD_END);
    table_grow(table, 2, NULL, 0);
    table_drop_field(table, FIELD_END);
    table_drop_field(table, FIELD_TTFT);
    assert_null(table->field[FIELD_END]);
    assert_null(table_column_named(table, "end"));
    assert_int_equal(table->n_columns, 1);
    assert_ptr_equal(table->columns[0], latency);
    end = table_add_field(table, FIELD_END);
    assert_true(end->time[1] == TIME_MISSING);
    table_destroy(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_given_in_order_of_appearance),
        cmocka_unit_test(many_texts_keep_their_codes),
        cmocka_unit_test(a_nul_within_a_text_becomes_visible),
        cmocka_unit_test(new_cells_are_missing_everywhere),
        cmocka_unit_test(cells_survive_growth),
        cmocka_unit_test(appended_rows_follow_with_their_texts),
        cmocka_unit_test(a_field_is_added_once),
        cmocka_unit_test(columns_are_found_by_name_and_kind),
        cmocka_unit_test(a_field_that_is_dropped_is_not_there),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
