#include <unistd.h>

#include "tests/log/reading.h"

/* Reads a text by a format given as a text. */
static void read_by(struct reading *reading, const char *format,
                    const char *text)
{
    struct intake_options options = {.threads = 1};
    char path[64];

    write_file(path, "my.ini", format, strlen(format));
    options.format = path;
    read_text(reading, "log", text, &options);
    unlink(path);
}

static void a_format_wins_over_names(void **state)
{
    struct reading reading;

    (void)state;
    read_by(&reading, "[fields]\nlatency = wall : ms\nttft = none\n",
            "latency,wall,ttft\n9,500,0.1\n");
    check_close(number_of(&reading, FIELD_LATENCY, 0), 0.5, 1e-15, 0);
    assert_null(reading.intake.table->field[FIELD_TTFT]);
    assert_string_equal(mapping_of(&reading, "latency")->decided_by, "format");
    intake_release(&reading.intake);
}

static void the_first_line_whose_columns_hold_something_counts(void **state)
{
    struct reading reading;

    (void)state;
    read_by(&reading,
            "[fields]\nlatency = absent : s\nlatency = empty : s\n"
            "latency = a + b - c : ms\n",
            "empty,a,b,c,output_tokens\n,100,50,25,7\n,1,,2,7\n");
    check_close(number_of(&reading, FIELD_LATENCY, 0), 0.125, 1e-15, 0);
    check_nan(number_of(&reading, FIELD_LATENCY, 1));
    intake_release(&reading.intake);
}

static void computed_moments_are_exact_and_of_one_clock(void **state)
{
    struct reading reading;

    (void)state;
    read_by(&reading,
            "[fields]\nstart = at : ns\nfirst_token = first(times) : ns\n"
            "end = last(times) : ns\n",
            "{\"at\": 1772524800000000001, \"times\": [1772524800000000003, "
            "1772524800500000001]}\n");
    assert_true(time_of(&reading, FIELD_END, 0) == 1772524800500000001);
    check_close(number_of(&reading, FIELD_TTFT, 0), 2e-9, 1e-12, 0);
    check_close(number_of(&reading, FIELD_LATENCY, 0), 0.5, 1e-12, 0);
    assert_false(reading.intake.inputs[0].is_monotonic);
    intake_release(&reading.intake);
}

static void a_clock_may_be_told(void **state)
{
    struct reading reading;

    (void)state;
    read_by(&reading,
            "[format]\nclock = monotonic\n[fields]\nstart = at : s\n"
            "latency = took : s\n",
            "at,took\n1772524800,1\n");
    assert_true(reading.intake.inputs[0].is_monotonic);
    intake_release(&reading.intake);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_format_wins_over_names),
        cmocka_unit_test(the_first_line_whose_columns_hold_something_counts),
        cmocka_unit_test(computed_moments_are_exact_and_of_one_clock),
        cmocka_unit_test(a_clock_may_be_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
