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

/* Rows that are left of two files, [0] and [1]. */
static void read_two(const char *first, const char *second, size_t left[2])
{
    struct intake_options options = {.drops_duplicates = true};
    struct error error = {0};
    struct intake intake;
    char paths[2][64];
    const char *names[] = {paths[0], paths[1]};

    write_file(paths[0], "one.csv", first, strlen(first));
    write_file(paths[1], "two.csv", second, strlen(second));
    assert_true(intake_read(&intake, &options, names, 2, &error));
    for (size_t i = 0; i < 2; i++)
        left[i] = intake.inputs[i].n_rows;
    assert_int_equal(intake.table->n_rows, left[0] + left[1]);
    assert_int_equal(intake.inputs[1].first_row, left[0]);
    intake_release(&intake);
    unlink(paths[0]);
    unlink(paths[1]);
}

static void ids_that_begin_again_in_each_file_are_others(void **state)
{
    size_t left[2];

    (void)state;
    read_two("request_id,latency_s\n0,1\n1,2\n",
             "request_id,latency_s\n0,2\n1,3\n1,3\n", left);
    assert_int_equal(left[0], 2);
    assert_int_equal(left[1], 2);
    read_two("request_id,timestamp,latency_s\n0,2026-11-24T08:00:00Z,1\n",
             "request_id,timestamp,latency_s\n0,2026-11-24T09:00:00Z,1\n",
             left);
    assert_int_equal(left[1], 1);
}

static void the_same_id_at_the_same_time_goes(void **state)
{
    size_t left[2];

    (void)state;
    read_two("request_id,timestamp,latency_s\na,2026-11-24T08:00:00Z,1\n"
             "b,2026-11-24T08:00:00Z,1\n",
             "request_id,timestamp,latency_ms\nb,2026-11-24T08:00:00Z,1000\n"
             "a,2026-11-24T08:00:00Z,2000\n",
             left);
    assert_int_equal(left[0], 2);
    assert_int_equal(left[1], 1);
}

static void a_file_of_several_runs_may_begin_again(void **state)
{
    struct intake_options options = {.drops_duplicates = true};
    struct reading reading;

    (void)state;
    read_text(&reading, "runs.csv",
              "run,request_id,latency_s\nx,0,1\nx,1,2\ny,0,1\ny,1,2\nx,1,2\n",
              &options);
    assert_int_equal(reading.intake.table->n_rows, 4);
    intake_release(&reading.intake);
}

static void they_are_counted_before_they_go(void **state)
{
    struct reading reading;

    (void)state;
    read_text(&reading, "twice.csv",
              "request_id,latency_s\na,1\na,3\n,4\na,6\n", NULL);
    assert_int_equal(duplicates_count(&reading.intake)[0], 2);
    assert_int_equal(reading.intake.table->n_rows, 4);
    intake_release(&reading.intake);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_that_was_read_before_goes),
        cmocka_unit_test(equal_rows_without_an_id_stay),
        cmocka_unit_test(ids_that_begin_again_in_each_file_are_others),
        cmocka_unit_test(the_same_id_at_the_same_time_goes),
        cmocka_unit_test(a_file_of_several_runs_may_begin_again),
        cmocka_unit_test(they_are_counted_before_they_go),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
