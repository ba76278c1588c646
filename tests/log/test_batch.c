#include "log/batch.h"

#include <string.h>

#include "tests/check.h"

/* A schema of three columns: a latency in ms, a start in seconds, a model. */
static struct slot slots[3];
static size_t first[3] = {0, 1, 2};

static struct schema make_schema(void)
{
    slots[0] = (struct slot){.column = 0,
                             .name = "latency",
                             .field = FIELD_LATENCY,
                             .kind = KIND_NUMBER,
                             .scale = 1e-3,
                             .zero_is_missing = true,
                             .is_positive = true,
                             .next = NO_SLOT};
    slots[1] = (struct slot){.column = 1,
                             .name = "start",
                             .field = FIELD_START,
                             .kind = KIND_TIME,
                             .power = 9,
                             .is_epoch = true,
                             .next = NO_SLOT};
    slots[2] = (struct slot){.column = 2,
                             .name = "model",
                             .field = FIELD_MODEL,
                             .kind = KIND_TEXT,
                             .next = NO_SLOT};
    return (struct schema){
        .slots = slots, .n_slots = 3, .first = first, .n_columns = 3};
}

static void put(struct batch *batch, size_t column, const char *text)
{
    struct cell cell = {CELL_TEXT, text, strlen(text), 10 + column};

    batch_put(batch, column, &cell);
}

static void put_row(struct batch *batch, const char *latency, const char *start,
                    const char *model)
{
    batch_open(batch, 0);
    put(batch, 0, latency);
    put(batch, 1, start);
    put(batch, 2, model);
    batch_close(batch);
}

static void cells_become_canonical_values(void **state)
{
    struct schema schema = make_schema();
    struct table *table = table_create();
    struct batch batch;

    (void)state;
    batch_init(&batch, &schema);
    put_row(&batch, "1500", "1700000000.123456789", "a");
    put_row(&batch, "2.5s", "2023-11-14T22:13:20Z", "");
    batch_append(&batch, table);
    assert_int_equal(table->n_rows, 2);
    check_close(table->field[FIELD_LATENCY]->number[0], 1.5, 1e-15, 0);
    check_close(table->field[FIELD_LATENCY]->number[1], 2.5, 1e-15, 0);
    assert_true(table->field[FIELD_START]->time[0] == 1700000000123456789);
    assert_true(table->field[FIELD_START]->time[1] == 1700000000000000000);
    assert_string_equal(column_text(table->field[FIELD_MODEL], 0), "a");
    assert_int_equal(column_code(table->field[FIELD_MODEL], 1), TEXT_MISSING);
    batch_release(&batch);
    table_destroy(table);
}

static void bad_cells_are_missing_and_counted(void **state)
{
    static const struct {
        const char *latency, *start, *code;
    } cases[] = {
        {"abc", "1700000000", "not-a-number"},
        {"-5", "1700000000", "negative"},
        {"Infinity", "1700000000", "infinite"},
        {"-inf", "1700000000", "infinite"},
        {"0", "1700000000", "zero-is-missing"},
        {"1", "yesterday", "not-a-time"},
        {"1", "0", "zero-is-missing"},
    };
    struct schema schema = make_schema();

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct batch batch;

        batch_init(&batch, &schema);
        put_row(&batch, cases[i].latency, cases[i].start, "m");
        assert_int_equal(batch.n_rows, 1);
        assert_int_equal(batch.problems.n, 1);
        assert_string_equal(batch.problems.items[0].code, cases[i].code);
        assert_false(batch.problems.items[0].rejects_row);
        assert_true(isnan(batch.columns[0].number[0]) ||
                    batch.columns[1].time[0] == TIME_MISSING);
        batch_release(&batch);
    }
}

static void words_for_nothing_are_no_problem(void **state)
{
    struct schema schema = make_schema();
    struct batch batch;

    (void)state;
    batch_init(&batch, &schema);
    put_row(&batch, "N/A", "None", "x");
    assert_int_equal(batch.problems.n, 0);
    check_nan(batch.columns[0].number[0]);
    assert_true(batch.columns[1].time[0] == TIME_MISSING);
    batch_release(&batch);
}

static void nothing_of_a_rejected_record_is_kept(void **state)
{
    struct schema schema = make_schema();
    struct batch batch;

    (void)state;
    batch_init(&batch, &schema);
    batch_open(&batch, 0);
    put(&batch, 0, "1500");
    batch_reject(&batch, "bad-json", "{", 1);
    batch_open(&batch, 20);
    put(&batch, 2, "m");
    batch_close(&batch);
    assert_int_equal(batch.n_records, 2);
    assert_int_equal(batch.n_rows, 1);
    check_nan(batch.columns[0].number[0]);
    batch_release(&batch);
}

static void the_last_of_two_values_counts(void **state)
{
    struct schema schema = make_schema();
    struct batch batch;

    (void)state;
    batch_init(&batch, &schema);
    batch_open(&batch, 0);
    put(&batch, 0, "1000");
    put(&batch, 0, "2000");
    batch_close(&batch);
    check_close(batch.columns[0].number[0], 2, 1e-15, 0);
    assert_string_equal(batch.problems.items[0].code, "duplicate-key");
    put_row(&batch, "1000", "1700000000", "m");
    assert_int_equal(batch.problems.items[0].count, 1);
    batch_release(&batch);
}

static void texts_keep_the_order_of_their_appearance(void **state)
{
    struct schema schema = make_schema();
    struct table *table = table_create();
    static const char *const models[] = {"b", "a", "c"};

    (void)state;
    for (size_t i = 0; i < COUNT(models); i++) {
        struct batch batch;

        batch_init(&batch, &schema);
        put_row(&batch, "1", "1700000000", models[i]);
        put_row(&batch, "1", "1700000000", "b");
        batch_append(&batch, table);
        batch_release(&batch);
    }
    assert_int_equal(table->n_rows, 6);
    assert_string_equal(table->field[FIELD_MODEL]->dictionary.texts[1], "b");
    assert_string_equal(table->field[FIELD_MODEL]->dictionary.texts[2], "a");
    assert_string_equal(table->field[FIELD_MODEL]->dictionary.texts[3], "c");
    assert_string_equal(column_text(table->field[FIELD_MODEL], 4), "c");
    table_destroy(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_become_canonical_values),
        cmocka_unit_test(bad_cells_are_missing_and_counted),
        cmocka_unit_test(words_for_nothing_are_no_problem),
        cmocka_unit_test(nothing_of_a_rejected_record_is_kept),
        cmocka_unit_test(the_last_of_two_values_counts),
        cmocka_unit_test(texts_keep_the_order_of_their_appearance),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
