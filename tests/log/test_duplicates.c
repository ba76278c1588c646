#include "log/duplicates.h"

#include <string.h>

#include "tests/check.h"
#include "tests/log/reading.h"

static void a_request_that_was_read_before_goes(void **state)
{
    struct intake_options options = {.drops_duplicates = true};
    struct reading reading;
    const struct input *input;

    (void)state;
    read_text(&reading, "twice.csv",
              "request_id,latency_s\na,1\nb,2\na,3\n,4\n,5\nb,6\nc,7\n",
              &options);
    input = &reading.intake.inputs[0];
    assert_int_equal(reading.intake.table->n_rows, 5);
    check_close(number_of(&reading, FIELD_LATENCY, 1), 2, 0, 0);
    check_close(number_of(&reading, FIELD_LATENCY, 2), 4, 0, 0);
    check_close(number_of(&reading, FIELD_LATENCY, 4), 7, 0, 0);
    assert_int_equal(input->records, 7);
    assert_int_equal(input->accepted, 5);
    assert_int_equal(input->rejected, 2);
    assert_int_equal(input->n_rows, 5);
    assert_int_equal(problem_of(&reading, "duplicate-request")->count, 2);
    intake_release(&reading.intake);
}

static void equal_rows_without_an_id_stay(void **state)
{
    struct intake_options options = {.drops_duplicates = true};
    struct reading reading;

    (void)state;
    read_text(&reading, "twice.csv", "model,latency_s\na,1\na,1\n", &options);
    assert_int_equal(reading.intake.table->n_rows, 2);
    intake_release(&reading.intake);
}

static void they_go_across_files_too(void **state)
{
    struct intake_options options = {.drops_duplicates = true};
    struct error error = {0};
    struct intake intake;
    char paths[2][64];
    const char *names[] = {paths[0], paths[1]};
    static const char first[] = "request_id,latency_s\na,1\nb,2\n";
    static const char second[] = "request_id,latency_s\nb,2\nc,3\n";

    (void)state;
    write_file(paths[0], "one.csv", first, strlen(first));
    write_file(paths[1], "two.csv", second, strlen(second));
    assert_true(intake_read(&intake, &options, names, 2, &error));
    assert_int_equal(intake.table->n_rows, 3);
    assert_int_equal(intake.inputs[1].first_row, 2);
    assert_int_equal(intake.inputs[1].n_rows, 1);
    intake_release(&intake);
    unlink(paths[0]);
    unlink(paths[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_that_was_read_before_goes),
        cmocka_unit_test(equal_rows_without_an_id_stay),
        cmocka_unit_test(they_go_across_files_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
