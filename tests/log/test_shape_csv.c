#include "tests/log/reading.h"

static const struct column *column(const struct reading *reading,
                                   enum field field)
{
    const struct column *column = reading->intake.table->field[field];

    assert_non_null(column);
    return column;
}

static void cells_may_hold_the_end_of_a_line(void **state)
{
    struct reading reading;

    (void)state;
    read_text(&reading, "quoted.csv",
              "latency_s,model\r\n0.5,\"a\nb\"\r\n\r\n1.5,\"say \"\"hi\"\"\"",
              NULL);
    assert_string_equal(reading.intake.inputs[0].shape, "csv");
    assert_int_equal(reading.intake.table->n_rows, 2);
    assert_string_equal(column_text(column(&reading, FIELD_MODEL), 0), "a\nb");
    assert_string_equal(column_text(column(&reading, FIELD_MODEL), 1),
                        "say \"hi\"");
    assert_true(column(&reading, FIELD_LATENCY)->number[1] == 1.5);
    intake_release(&reading.intake);
}

static void the_delimiter_is_found_by_looking(void **state)
{
    static const char *const texts[] = {
        "latency_s;model\n0.5;a\n1.5;b\n",
        "latency_s\tmodel\n0.5\ta\n1.5\tb\n",
        "latency_s|model\n0.5|a\n1.5|b\n",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct reading reading;

        read_text(&reading, "delimited.csv", texts[i], NULL);
        assert_true(column(&reading, FIELD_LATENCY)->number[1] == 1.5);
        assert_string_equal(column_text(column(&reading, FIELD_MODEL), 1), "b");
        intake_release(&reading.intake);
    }
}

static void a_ragged_row_is_rejected_with_its_line(void **state)
{
    struct reading reading;
    const struct input *input;

    (void)state;
    read_text(&reading, "ragged.csv",
              "latency_s,model\n0.5,a\n1.5\n2.5,b,c\n3.5,d\n", NULL);
    input = &reading.intake.inputs[0];
    assert_int_equal(input->records, 4);
    assert_int_equal(input->rejected, 2);
    assert_int_equal(input->n_problems, 1);
    assert_string_equal(input->problems[0].code, "ragged-row");
    assert_int_equal(input->problems[0].first[0].line, 3);
    assert_int_equal(input->problems[0].first[1].line, 4);
    assert_true(column(&reading, FIELD_LATENCY)->number[1] == 3.5);
    intake_release(&reading.intake);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_may_hold_the_end_of_a_line),
        cmocka_unit_test(the_delimiter_is_found_by_looking),
        cmocka_unit_test(a_ragged_row_is_rejected_with_its_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
