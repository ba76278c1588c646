#include "log/schema.h"

#include <string.h>

#include "tests/check.h"
#include "tests/log/reading.h"

static const char *source_of(const struct reading *reading, const char *field)
{
    const struct input_mapping *mapping = mapping_of(reading, field);

    return mapping ? mapping->source : "";
}

static void one_column_feeds_one_field(void **state)
{
    struct reading reading;

    (void)state;
    read_text(&reading, "schema.jsonl",
              "{\"custom_id\":\"a\",\"id\":\"b\",\"latency_s\":1}\n", NULL);
    assert_string_equal(source_of(&reading, "item"), "custom_id");
    assert_string_equal(source_of(&reading, "request_id"), "id");
    intake_release(&reading.intake);
}

static void the_better_name_wins(void **state)
{
    struct reading reading;

    (void)state;
    read_text(&reading, "schema.csv",
              "duration_s,latency_s,prompt_tokens,input\n9,1,5,6\n", NULL);
    assert_string_equal(source_of(&reading, "latency"), "latency_s");
    assert_string_equal(source_of(&reading, "input_tokens"), "prompt_tokens");
    assert_int_equal(reading.intake.inputs[0].n_unused, 2);
    assert_string_equal(reading.intake.inputs[0].unused[0], "duration_s");
    intake_release(&reading.intake);
}

static void a_column_of_texts_is_no_number(void **state)
{
    struct reading reading;

    (void)state;
    read_text(&reading, "schema.csv",
              "latency_s,input,output\n1,hello there,hi\n2,what,that\n", NULL);
    assert_string_equal(source_of(&reading, "input_tokens"), "");
    assert_string_equal(source_of(&reading, "output_tokens"), "");
    intake_release(&reading.intake);
}

static void a_column_with_values_goes_before_an_empty_one(void **state)
{
    struct reading reading;

    (void)state;
    read_text(&reading, "schema.jsonl",
              "{\"latency_s\":1,\"input_tokens\":null,"
              "\"usage\":{\"input_tokens\":12}}\n",
              NULL);
    assert_string_equal(source_of(&reading, "input_tokens"),
                        "usage.input_tokens");
    intake_release(&reading.intake);
}

static void the_end_of_a_path_is_a_name(void **state)
{
    struct reading reading;

    (void)state;
    read_text(&reading, "schema.jsonl",
              "{\"metrics\":{\"latency\":{\"wall_ms\":1500}}}\n", NULL);
    assert_string_equal(source_of(&reading, "latency"),
                        "metrics.latency.wall_ms");
    check_close(number_of(&reading, FIELD_LATENCY, 0), 1.5, 1e-15, 0);
    intake_release(&reading.intake);
}

static void two_paths_that_fit_alike_are_both_left_alone(void **state)
{
    struct reading reading;

    (void)state;
    read_text(&reading, "schema.jsonl",
              "{\"a\":{\"latency_s\":1},\"b\":{\"latency_s\":2},"
              "\"cost\":0.5}\n",
              NULL);
    assert_string_equal(source_of(&reading, "latency"), "");
    intake_release(&reading.intake);
}

static void a_value_beside_its_unit_has_it(void **state)
{
    struct reading reading;

    (void)state;
    read_text(&reading, "schema.jsonl",
              "{\"m\":{\"ttft\":{\"value\":250,\"unit\":\"ms\"}}}\n", NULL);
    assert_string_equal(source_of(&reading, "ttft"), "m.ttft.value");
    assert_string_equal(mapping_of(&reading, "ttft")->decided_by, "content");
    check_close(number_of(&reading, FIELD_TTFT, 0), 0.25, 1e-15, 0);
    intake_release(&reading.intake);
}

static void a_map_overrules_all(void **state)
{
    static const char *const maps[] = {"latency=other:ms", "cost=colour"};
    struct intake_options options = {.maps = maps, .n_maps = 2};
    struct reading reading;

    (void)state;
    read_text(&reading, "schema.csv",
              "latency_s,other,colour,cost\n1,2000,0.5,9\n", &options);
    assert_string_equal(source_of(&reading, "latency"), "other");
    assert_string_equal(mapping_of(&reading, "latency")->decided_by, "--map");
    check_close(number_of(&reading, FIELD_LATENCY, 0), 2, 1e-15, 0);
    check_close(number_of(&reading, FIELD_COST, 0), 0.5, 0, 0);
    intake_release(&reading.intake);
}

static void a_column_may_have_a_colon_in_its_name(void **state)
{
    static const char *const maps[] = {"latency=a:ms:s"};
    struct intake_options options = {.maps = maps, .n_maps = 1};
    struct reading reading;

    (void)state;
    read_text(&reading, "schema.csv", "a:ms\n2\n", &options);
    check_close(number_of(&reading, FIELD_LATENCY, 0), 2, 0, 0);
    intake_release(&reading.intake);
}

static void bad_maps_are_refused(void **state)
{
    static const struct {
        const char *map, *words;
    } cases[] = {
        {"latncy=a", "did you mean 'latency'"},
        {"latency", "is not FIELD=COLUMN"},
        {"latency=", "is not FIELD=COLUMN"},
        {"latency=a:parsec", "unknown unit 'parsec'; units are s, ms"},
        {"latency=a:USD", "USD is no unit of latency"},
        {"latency=z", "no log has a column 'z'"},
        {"status=a", "there is no field 'status'"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *maps[] = {cases[i].map};
        struct intake_options options = {.maps = maps, .n_maps = 1};

        check_refused("schema.csv", "a,cost\n2,1\n", 11, &options,
                      cases[i].words);
    }
}

static void wanted_columns_are_read_as_written(void **state)
{
    static const struct wanted wanted[] = {{"colour", KIND_TEXT, false},
                                           {"latency_ms", KIND_NUMBER, false},
                                           {"latency_ms", KIND_TEXT, false}};
    struct intake_options options = {.wanted = wanted, .n_wanted = 3};
    struct reading reading;
    struct table *table;

    (void)state;
    read_text(&reading, "schema.csv", "colour,latency_ms\nred,1500\n",
              &options);
    table = reading.intake.table;
    assert_string_equal(
        column_text(table_column(table, "colour", KIND_TEXT), 0), "red");
    check_close(table_column(table, "latency_ms", KIND_NUMBER)->number[0], 1500,
                0, 0);
    assert_string_equal(
        column_text(table_column(table, "latency_ms", KIND_TEXT), 0), "1500");
    check_close(number_of(&reading, FIELD_LATENCY, 0), 1.5, 1e-15, 0);
    intake_release(&reading.intake);
}

static void a_wanted_column_makes_any_csv_a_log(void **state)
{
    static const struct wanted wanted[] = {{"weight", KIND_NUMBER, false}};
    struct intake_options options = {.wanted = wanted, .n_wanted = 1};
    struct reading reading;

    (void)state;
    read_text(&reading, "schema.csv", "weight,colour\n1,red\n2,blue\n",
              &options);
    assert_int_equal(reading.intake.table->n_rows, 2);
    intake_release(&reading.intake);
    check_refused("schema.csv", "weight,colour\n1,red\n", 20, NULL,
                  "its columns are: weight, colour; name one with --map");
}

static void all_columns_may_be_kept(void **state)
{
    struct intake_options options = {.keeps_all = true};
    struct reading reading;
    struct table *table;

    (void)state;
    read_text(&reading, "schema.csv", "latency_s,weight,colour\n1,2,red\n",
              &options);
    table = reading.intake.table;
    assert_non_null(table_column(table, "weight", KIND_NUMBER));
    assert_non_null(table_column(table, "colour", KIND_TEXT));
    assert_null(table_column(table, "latency_s", KIND_NUMBER));
    intake_release(&reading.intake);
}

static void nothing_else_is_read(void **state)
{
    struct reading reading;

    (void)state;
    read_text(&reading, "schema.csv", "latency_s,weight,colour\n1,2,red\n",
              NULL);
    assert_null(table_column(reading.intake.table, "weight", KIND_NUMBER));
    intake_release(&reading.intake);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_column_feeds_one_field),
        cmocka_unit_test(the_better_name_wins),
        cmocka_unit_test(a_column_of_texts_is_no_number),
        cmocka_unit_test(a_column_with_values_goes_before_an_empty_one),
        cmocka_unit_test(the_end_of_a_path_is_a_name),
        cmocka_unit_test(two_paths_that_fit_alike_are_both_left_alone),
        cmocka_unit_test(a_value_beside_its_unit_has_it),
        cmocka_unit_test(a_map_overrules_all),
        cmocka_unit_test(a_column_may_have_a_colon_in_its_name),
        cmocka_unit_test(bad_maps_are_refused),
        cmocka_unit_test(wanted_columns_are_read_as_written),
        cmocka_unit_test(a_wanted_column_makes_any_csv_a_log),
        cmocka_unit_test(all_columns_may_be_kept),
        cmocka_unit_test(nothing_else_is_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
