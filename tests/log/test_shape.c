#include "log/shape.h"

#include <string.h>

#include "tests/check.h"
#include "tests/log/reading.h"

static void every_shape_is_whole(void **state)
{
    (void)state;
    for (size_t i = 0; shapes[i]; i++) {
        assert_non_null(shapes[i]->name);
        assert_non_null(shapes[i]->fits);
        assert_non_null(shapes[i]->open);
        assert_non_null(shapes[i]->probe);
        assert_non_null(shapes[i]->begin);
        assert_non_null(shapes[i]->cut);
        assert_non_null(shapes[i]->worker_create);
        assert_non_null(shapes[i]->worker_destroy);
        assert_non_null(shapes[i]->load);
    }
}

static void ragged_rows_are_rejected_with_their_line(void **state)
{
    const struct input_problem *problem;
    struct reading reading;

    (void)state;
    read_text(&reading, "ragged.csv",
              "latency_s,model\n1,a\n2,b,3\n\"4\n\",c\n5\n6,d\n", NULL);
    assert_int_equal(reading.intake.inputs[0].records, 5);
    assert_int_equal(reading.intake.inputs[0].accepted, 3);
    assert_int_equal(reading.intake.inputs[0].rejected, 2);
    problem = problem_of(&reading, "ragged-row");
    assert_int_equal(problem->count, 2);
    assert_int_equal(problem->first[0].line, 3);
    assert_string_equal(problem->first[0].text, "3 cells under 2 names");
    assert_int_equal(problem->first[1].line, 6);
    intake_release(&reading.intake);
}

static void columns_of_the_same_name_are_told_apart(void **state)
{
    struct intake_options options = {.keeps_all = true};
    struct reading reading;

    (void)state;
    read_text(&reading, "twice.csv", "latency_s,a,a,\n1,2,3,4\n", &options);
    assert_non_null(table_column(reading.intake.table, "a", KIND_NUMBER));
    assert_non_null(table_column(reading.intake.table, "a#2", KIND_NUMBER));
    assert_non_null(
        table_column(reading.intake.table, "column 4", KIND_NUMBER));
    intake_release(&reading.intake);
}

static void a_semicolon_file_may_have_decimal_commas(void **state)
{
    struct reading reading;

    (void)state;
    read_text(&reading, "comma.csv",
              "\xef\xbb\xbflatency_ms;cost\n1.234,5;0,25\n800,0;0,5\n", NULL);
    check_close(number_of(&reading, FIELD_LATENCY, 0), 1.2345, 1e-15, 0);
    check_close(number_of(&reading, FIELD_COST, 1), 0.5, 0, 0);
    intake_release(&reading.intake);
}

static void lines_that_are_no_objects_are_rejected(void **state)
{
    struct reading reading;

    (void)state;
    read_text(&reading, "lines.jsonl",
              "{\"latency_s\":1}\n42\n{\"latency_s\":2\n{\"latency_s\":3}\n",
              NULL);
    assert_int_equal(reading.intake.inputs[0].records, 4);
    assert_int_equal(reading.intake.inputs[0].accepted, 2);
    assert_int_equal(problem_of(&reading, "not-an-object")->first[0].line, 2);
    assert_int_equal(problem_of(&reading, "bad-json")->first[0].line, 3);
    intake_release(&reading.intake);
}

static void bad_cells_have_a_line_and_a_column(void **state)
{
    const struct input_problem *problem;
    struct reading reading;

    (void)state;
    read_text(&reading, "cells.csv", "model,latency_s\na,1\nb,x\nc,2\n", NULL);
    problem = problem_of(&reading, "not-a-number");
    assert_int_equal(problem->first[0].line, 3);
    assert_int_equal(problem->first[0].column, 3);
    assert_string_equal(problem->first[0].text, "x");
    intake_release(&reading.intake);
    read_text(&reading, "cells.jsonl",
              "{\"latency_s\":1}\n{\"latency_s\":\"x\"}\n{\"latency_s\":2}\n",
              NULL);
    problem = problem_of(&reading, "not-a-number");
    assert_int_equal(problem->first[0].line, 2);
    assert_int_equal(problem->first[0].column, 14);
    intake_release(&reading.intake);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_shape_is_whole),
        cmocka_unit_test(ragged_rows_are_rejected_with_their_line),
        cmocka_unit_test(columns_of_the_same_name_are_told_apart),
        cmocka_unit_test(a_semicolon_file_may_have_decimal_commas),
        cmocka_unit_test(lines_that_are_no_objects_are_rejected),
        cmocka_unit_test(bad_cells_have_a_line_and_a_column),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
