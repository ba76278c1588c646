#include "log/shape.h"

#include "tests/log/reading.h"

#define LIST                                                                   \
    "{\"model\": \"m\", \"latency_ms\": 9, \"calls\": [\n"                     \
    "{\"latency_ms\": 100, \"output_tokens\": 1},\n"                           \
    "{\"latency_ms\": \"x\", \"output_tokens\": 2},\n"                         \
    "7,\n"                                                                     \
    "{\"latency_ms\": 300, \"output_tokens\": 3, \"model\": \"own\"}]}"

static void what_stands_around_becomes_a_column(void **state)
{
    struct reading reading;

    (void)state;
    read_text(&reading, "x", LIST, NULL);
    assert_int_equal(reading.intake.inputs[0].n_rows, 3);
    check_close(number_of(&reading, FIELD_LATENCY, 0), 0.1, 1e-15, 0);
    assert_string_equal(text_of(&reading, FIELD_MODEL, 2), "own");
    intake_release(&reading.intake);
}

static void places_are_those_of_the_document(void **state)
{
    struct reading reading;

    (void)state;
    read_text(&reading, "x", LIST, NULL);
    assert_int_equal(problem_of(&reading, "not-a-number")->first[0].line, 3);
    assert_int_equal(problem_of(&reading, "not-an-object")->first[0].line, 4);
    intake_release(&reading.intake);
}

/* Every document that is cut short is read or refused. */
static void no_cut_is_too_much(void **state)
{
    for (size_t n = 0; n < strlen(LIST); n++) {
        struct reading reading;

        (void)state;
        read_bytes(&reading, "x", LIST, n, NULL);
        assert_true(reading.ok || reading.error.text[0]);
        intake_release(&reading.intake);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_stands_around_becomes_a_column),
        cmocka_unit_test(places_are_those_of_the_document),
        cmocka_unit_test(no_cut_is_too_much),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
