#include "log/input.h"

#include <string.h>

#include "tests/check.h"
#include "tests/log/reading.h"

/* Reads a file of tests/fixtures. */
static void read_fixture(struct reading *reading, const char *name)
{
    static const struct intake_options none;
    char path[512];
    const char *paths[] = {path};

    memset(reading, 0, sizeof *reading);
    snprintf(path, sizeof path, SOURCE_DIR "/tests/fixtures/%s", name);
    reading->ok =
        intake_read(&reading->intake, &none, paths, 1, &reading->error);
    if (!reading->ok)
        print_error("%s\n", reading->error.text);
    assert_true(reading->ok);
}

static void the_articles_logger_is_read_as_it_is(void **state)
{
    struct reading reading;

    (void)state;
    read_fixture(&reading, "article-batch.jsonl");
    assert_int_equal(reading.intake.table->n_rows, 3);
    check_close(number_of(&reading, FIELD_LATENCY, 0), 0.8123, 0, 0);
    check_close(number_of(&reading, FIELD_OUTPUT_TOKENS, 0), 260, 0, 0);
    check_close(number_of(&reading, FIELD_OUTPUT_RATE, 2), 200, 1e-15, 0);
    assert_string_equal(mapping_of(&reading, "latency")->unit, "s");
    assert_string_equal(mapping_of(&reading, "latency")->decided_by,
                        "magnitude");
    assert_string_equal(text_of(&reading, FIELD_RUN, 0), "article-batch");
    assert_string_equal(text_of(&reading, FIELD_OUTCOME, 0), "unknown");
    assert_string_equal(text_of(&reading, FIELD_WORKLOAD, 0), "unknown");
    intake_release(&reading.intake);
}

static void the_articles_streaming_logger_is_read_as_it_is(void **state)
{
    struct reading reading;

    (void)state;
    read_fixture(&reading, "article-stream.jsonl");
    check_close(number_of(&reading, FIELD_TTFT, 0), 0.18, 0, 0);
    check_close(number_of(&reading, FIELD_LATENCY, 0), 1.18, 0, 0);
    check_close(number_of(&reading, FIELD_OUTPUT_TOKENS, 0), 101, 0, 0);
    /* (1.18 - 0.18) / (101 - 1) */
    check_close(number_of(&reading, FIELD_TPOT, 0), 0.01, 1e-12, 0);
    check_nan(number_of(&reading, FIELD_TTFT, 2));
    check_nan(number_of(&reading, FIELD_OUTPUT_RATE, 2));
    intake_release(&reading.intake);
}

static void a_dirty_export_is_read_to_the_last_cell(void **state)
{
    struct reading reading;

    (void)state;
    read_fixture(&reading, "gateway.csv");
    assert_int_equal(reading.intake.table->n_rows, 4);
    check_close(number_of(&reading, FIELD_LATENCY, 0), 1.2505, 1e-15, 0);
    check_close(number_of(&reading, FIELD_TTFT, 0), 0.18025, 1e-15, 0);
    check_close(number_of(&reading, FIELD_COST, 0), 0.0012, 0, 0);
    check_nan(number_of(&reading, FIELD_TTFT, 1));
    check_nan(number_of(&reading, FIELD_LATENCY, 3));
    assert_int_equal(problem_of(&reading, "zero-is-missing")->count, 1);
    assert_null(problem_of(&reading, "not-a-number"));
    assert_string_equal(text_of(&reading, FIELD_MODEL, 2), "big; \"new\"");
    assert_string_equal(text_of(&reading, FIELD_ERROR, 2),
                        "no answer\nwithin 30 s");
    assert_string_equal(text_of(&reading, FIELD_OUTCOME, 1), "ok");
    assert_string_equal(text_of(&reading, FIELD_OUTCOME, 2), "failed");
    assert_string_equal(text_of(&reading, FIELD_WORKLOAD, 0), "short");
    assert_string_equal(text_of(&reading, FIELD_WORKLOAD, 1), "medium");
    assert_string_equal(text_of(&reading, FIELD_WORKLOAD, 2), "long_context");
    /* 2026-03-03 08:00:00 UTC: date -d ... +%s */
    assert_true(time_of(&reading, FIELD_START, 0) ==
                INT64_C(1772524800) * 1000000000);
    assert_true(time_of(&reading, FIELD_END, 0) ==
                INT64_C(1772524801) * 1000000000 + 250500000);
    assert_string_equal(reading.intake.notes[0].code, "naive-times");
    intake_release(&reading.intake);
}

static void a_zone_may_be_given(void **state)
{
    struct intake_options options = {.zone = "+02:00"};
    struct reading reading;

    (void)state;
    read_text(&reading, "zone.csv",
              "timestamp,latency_s\n2026-03-03T08:00:00,1\n", &options);
    assert_true(time_of(&reading, FIELD_START, 0) ==
                INT64_C(1772517600) * 1000000000);
    assert_int_equal(reading.intake.n_notes, 0);
    intake_release(&reading.intake);
    options.zone = "Mars";
    check_refused("zone.csv", "latency_s\n1\n", 12, &options, "is no zone");
}

static void strict_ends_at_the_first_bad_cell_or_row(void **state)
{
    struct intake_options options = {.is_strict = true};

    (void)state;
    check_refused("strict.csv", "latency_s,cost\n1,2\n3\nx,4\n5,6\n", 29,
                  &options, ".csv:3: 1 cells under 2 names");
    check_refused("strict.csv", "latency_s,cost\n1,2\nx,4\n3\n5,6\n", 29,
                  &options, ".csv:3:1: latency: 'x' is not a number");
    check_refused("strict.jsonl", "{\"latency_s\":1}\n{\"latency_s\"\n", 29,
                  &options, ".jsonl:2: no valid JSON");
}

static void zeros_do_not_end_a_strict_reading(void **state)
{
    struct intake_options options = {.is_strict = true};
    struct reading reading;

    (void)state;
    read_text(&reading, "strict.csv", "latency_s\n1\n0\n", &options);
    assert_int_equal(reading.intake.table->n_rows, 2);
    intake_release(&reading.intake);
}

static void a_header_alone_is_no_log(void **state)
{
    (void)state;
    check_refused("header.csv", "latency_s,cost\n", 15, NULL,
                  "there is a header, but no request under it");
    check_refused("numbers.csv", "1,2,3\n4,5,6\n", 12, NULL,
                  "a table without a header");
    check_refused("empty.csv", "", 0, NULL, "empty");
    check_refused("broken.csv", "latency_s,cost\n1\n2\n", 19, NULL,
                  ".csv:2: 1 cells under 2 names");
}

static void summaries_are_no_logs(void **state)
{
    static const char text[] =
        "model,ttft_p50_ms,ttft_p99_ms,e2e_p99_ms,output_tokens\nm,1,2,3,4\n";

    (void)state;
    check_refused("summary.csv", text, strlen(text), NULL,
                  "each row is a run of many requests");
}

static void a_set_field_fills_every_row(void **state)
{
    static const char *const sets[] = {"model=m", "workload=mine", "run=r"};
    struct intake_options options = {.sets = sets, .n_sets = 3};
    struct reading reading;

    (void)state;
    read_text(&reading, "set.csv", "latency_s,model\n1,a\n2,b\n", &options);
    assert_string_equal(text_of(&reading, FIELD_MODEL, 1), "m");
    assert_string_equal(text_of(&reading, FIELD_WORKLOAD, 0), "mine");
    assert_string_equal(text_of(&reading, FIELD_RUN, 0), "r");
    assert_string_equal(mapping_of(&reading, "model")->decided_by, "--set");
    intake_release(&reading.intake);
}

static void moments_of_two_clocks_are_not_subtracted(void **state)
{
    struct reading reading;

    (void)state;
    read_text(&reading, "clocks.jsonl",
              "{\"arrival_time\":1787267980.08,\"last_token_ts\":27554.2,"
              "\"output_tokens\":5}\n",
              NULL);
    assert_null(reading.intake.table->field[FIELD_LATENCY]);
    assert_string_equal(reading.intake.notes[0].code, "two-clocks");
    intake_release(&reading.intake);
}

static void moments_without_an_epoch_are_marked(void **state)
{
    struct reading reading;

    (void)state;
    read_text(&reading, "mono.csv", "start_time,end_time\n0.5,2\n1,4\n", NULL);
    assert_true(reading.intake.inputs[0].is_monotonic);
    check_close(number_of(&reading, FIELD_LATENCY, 1), 3, 1e-15, 0);
    intake_release(&reading.intake);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_articles_logger_is_read_as_it_is),
        cmocka_unit_test(the_articles_streaming_logger_is_read_as_it_is),
        cmocka_unit_test(a_dirty_export_is_read_to_the_last_cell),
        cmocka_unit_test(a_zone_may_be_given),
        cmocka_unit_test(strict_ends_at_the_first_bad_cell_or_row),
        cmocka_unit_test(zeros_do_not_end_a_strict_reading),
        cmocka_unit_test(a_header_alone_is_no_log),
        cmocka_unit_test(summaries_are_no_logs),
        cmocka_unit_test(a_set_field_fills_every_row),
        cmocka_unit_test(moments_of_two_clocks_are_not_subtracted),
        cmocka_unit_test(moments_without_an_epoch_are_marked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
