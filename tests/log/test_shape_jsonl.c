#include "tests/log/reading.h"

static void a_line_is_a_request(void **state)
{
    struct reading reading;
    const struct table *table;

    (void)state;
    read_text(&reading, "lines.jsonl",
              "{\"latency_ms\": 500, \"usage\": {\"prompt_tokens\": 7}}\r\n"
              "\n"
              "{\"usage\": {\"prompt_tokens\": 9}, \"latency_ms\": 1500}",
              NULL);
    table = reading.intake.table;
    assert_string_equal(reading.intake.inputs[0].shape, "jsonl");
    assert_int_equal(table->n_rows, 2);
    assert_true(table->field[FIELD_LATENCY]->number[1] == 1.5);
    assert_true(table->field[FIELD_INPUT_TOKENS]->number[0] == 7);
    intake_release(&reading.intake);
}

static void a_broken_line_costs_itself_alone(void **state)
{
    struct reading reading;
    const struct input *input;

    (void)state;
    read_text(&reading, "broken.jsonl",
              "{\"latency_ms\": 500}\n{\"latency_ms\": \n[1, 2]\n"
              "{\"latency_ms\": NaN}\n{\"latency_ms\": 1500}\n",
              NULL);
    input = &reading.intake.inputs[0];
    assert_int_equal(input->records, 5);
    assert_int_equal(input->rejected, 2);
    assert_int_equal(reading.intake.table->n_rows, 3);
    assert_true(isnan(reading.intake.table->field[FIELD_LATENCY]->number[1]));
    assert_true(reading.intake.table->field[FIELD_LATENCY]->number[2] == 1.5);
    for (size_t i = 0; i < input->n_problems; i++)
        if (strcmp(input->problems[i].code, "bad-json") == 0)
            assert_int_equal(input->problems[i].first[0].line, 2);
    intake_release(&reading.intake);
}

/* A line that is not plain is read again: what was found of it before does not
 * count twice. */
static void cells_before_a_broken_line_count_once(void **state)
{
    struct reading reading;
    const struct input *input;
    size_t n_found = 0;

    (void)state;
    read_text(&reading, "counted.jsonl",
              "{\"latency_ms\": \"soon\", \"ttft_ms\": 5}\n"
              "{\"latency_ms\": 500, \"ttft_ms\": 7}\n"
              "{\"ttft_ms\": 9, \"latency_ms\": 1500,}\n"
              "{\"latency_ms\": 700}\n",
              NULL);
    input = &reading.intake.inputs[0];
    assert_int_equal(input->records, 4);
    assert_int_equal(input->rejected, 1);
    assert_int_equal(reading.intake.table->n_rows, 3);
    assert_true(isnan(reading.intake.table->field[FIELD_TTFT]->number[2]));
    for (size_t i = 0; i < input->n_problems; i++)
        if (strcmp(input->problems[i].code, "not-a-number") == 0) {
            n_found++;
            assert_int_equal(input->problems[i].count, 1);
        }
    assert_int_equal(n_found, 1);
    intake_release(&reading.intake);
}

static void what_stands_behind_an_object_spoils_its_line(void **state)
{
    static const double expected[] = {1, 2, 6, 8, 9, 10, 11};
    struct reading reading;
    const struct input *input;
    const double *latency;

    (void)state;
    read_text(
        &reading, "behind.jsonl",
        "{\"latency_s\": 1}\n {\"latency_s\": 2} \t\r\n"
        "{\"latency_s\": 3} 7\n{\"latency_s\": 4}{\"latency_s\": 4}\n"
        "{\"latency_s\": 5},\n{\"latency_s\": 6}\n\n}\n"
        "{\"latency_s\":\n7}\n{\"latency_s\": 8, \"text\": \"\\u00e9\"}"
        "\n \n{\"latency_s\": 9}\n{\"latency_s\": 10}\n{\"latency_s\": 11}",
        NULL);
    input = &reading.intake.inputs[0];
    latency = reading.intake.table->field[FIELD_LATENCY]->number;
    assert_int_equal(input->records, 13);
    assert_int_equal(input->rejected, 6);
    assert_int_equal(reading.intake.table->n_rows, COUNT(expected));
    for (size_t i = 0; i < COUNT(expected); i++)
        assert_true(latency[i] == expected[i]);
    intake_release(&reading.intake);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_a_request),
        cmocka_unit_test(a_broken_line_costs_itself_alone),
        cmocka_unit_test(cells_before_a_broken_line_count_once),
        cmocka_unit_test(what_stands_behind_an_object_spoils_its_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
