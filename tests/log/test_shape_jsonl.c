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

/* A line that is not plain makes its chunk be read line by line, what was read
 * of it before does not count twice. */
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_a_request),
        cmocka_unit_test(a_broken_line_costs_itself_alone),
        cmocka_unit_test(cells_before_a_broken_line_count_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
