#include "log/scale.h"

#include <string.h>

#include "tests/check.h"
#include "tests/log/reading.h"

/* The unit that a log's column turns out to have, and what decided it. */
static void check_unit(const char *log, const char *field, const char *unit,
                       const char *decided_by)
{
    const struct input_mapping *mapping;
    struct reading reading;

    read_text(&reading, "scale.csv", log, NULL);
    mapping = mapping_of(&reading, field);
    assert_non_null(mapping);
    assert_string_equal(mapping->unit, unit);
    assert_string_equal(mapping->decided_by, decided_by);
    intake_release(&reading.intake);
}

static void a_suffix_decides(void **state)
{
    (void)state;
    check_unit("latency_ms\n2\n", "latency", "ms", "suffix");
    check_unit("latency_s\n2000\n", "latency", "s", "suffix");
    check_unit("Latency (us)\n2000\n", "latency", "us", "suffix");
}

static void alone_and_short_a_latency_is_in_seconds(void **state)
{
    (void)state;
    check_unit("latency\n1.25\n2.5\n", "latency", "s", "default");
}

static void nobody_waits_for_an_hour(void **state)
{
    (void)state;
    check_unit("latency\n1250\n2500\n", "latency", "ms", "magnitude");
    check_unit("latency\n1250000\n2500000\n", "latency", "us", "magnitude");
    check_unit("latency\n1250000000\n2500000000\n", "latency", "ns",
               "magnitude");
}

static void tokens_per_second_tell_the_unit(void **state)
{
    (void)state;
    /* 100 tokens in 200 seconds, or in 200 milliseconds? */
    check_unit("latency,tokens_out\n200,100\n220,110\n", "latency", "s",
               "magnitude");
    check_unit("latency,tokens_out\n200,10\n220,11\n", "latency", "ms",
               "magnitude");
    check_unit("latency,tokens_out,tokens_per_sec\n200,100,500\n"
               "220,110,500\n",
               "latency", "ms", "magnitude");
    check_unit("latency,tokens_out,tokens_per_sec\n0.2,100,500\n"
               "0.22,110,500\n",
               "latency", "s", "magnitude");
}

static void the_end_minus_the_start_tells_the_unit(void **state)
{
    (void)state;
    check_unit("start_time,end_time,latency\n1700000000,1700000002,2000\n"
               "1700000010,1700000013,3000\n",
               "latency", "ms", "magnitude");
    check_unit("start_time,end_time,latency\n1700000000000,1700000002000,2\n"
               "1700000010000,1700000013000,3\n",
               "latency", "s", "magnitude");
}

static void the_first_token_comes_before_the_last(void **state)
{
    (void)state;
    check_unit("latency_ms,ttft\n2000,0.4\n3000,0.5\n", "ttft", "s",
               "magnitude");
    check_unit("latency_ms,ttft\n2000,400\n3000,500\n", "ttft", "ms",
               "magnitude");
    check_unit("latency_s,ttft\n2,400\n3,500\n", "ttft", "ms", "magnitude");
    check_unit("latency,ttft_ms\n2.0,400\n3.0,500\n", "latency", "s",
               "magnitude");
    check_unit("latency,ttft_ms\n2000,400\n3000,500\n", "latency", "ms",
               "magnitude");
}

static void one_hand_writes_one_unit(void **state)
{
    (void)state;
    check_unit("latency,ttft,tpot\n2000,40,15\n3000,50,15\n", "tpot", "ms",
               "magnitude");
    check_unit("latency,ttft\n1.0,0.2\n1.1,0.25\n", "ttft", "s", "default");
}

static void epochs_tell_their_unit(void **state)
{
    (void)state;
    check_unit("timestamp,latency_s\n1700000000,1\n", "start", "s",
               "magnitude");
    check_unit("timestamp,latency_s\n1700000000123,1\n", "start", "ms",
               "magnitude");
    check_unit("timestamp,latency_s\n1700000000123456,1\n", "start", "us",
               "magnitude");
    check_unit("timestamp,latency_s\n1700000000123456789,1\n", "start", "ns",
               "magnitude");
    check_unit("timestamp,latency_s\n2026-03-03T08:12:07Z,1\n", "start", "date",
               "content");
}

static void moments_of_a_run_go_with_the_latency(void **state)
{
    (void)state;
    check_unit("start_time,end_time,latency_s\n"
               "604829891,16708505576,16.1\n704829891,17708505576,17.0\n",
               "start", "ns", "magnitude");
    check_unit("start_time,latency_s\n0.5,1\n0.75,1\n", "start", "s",
               "default");
}

static void an_epoch_needs_all_its_values(void **state)
{
    struct probe_column column = {.n_number = 2, .min = 1.7e9, .max = 1.8e9};

    (void)state;
    assert_true(scale_is_epoch(&column));
    column.min = 5;
    assert_false(scale_is_epoch(&column));
    column.n_number = 0;
    assert_false(scale_is_epoch(&column));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_suffix_decides),
        cmocka_unit_test(alone_and_short_a_latency_is_in_seconds),
        cmocka_unit_test(nobody_waits_for_an_hour),
        cmocka_unit_test(tokens_per_second_tell_the_unit),
        cmocka_unit_test(the_end_minus_the_start_tells_the_unit),
        cmocka_unit_test(the_first_token_comes_before_the_last),
        cmocka_unit_test(one_hand_writes_one_unit),
        cmocka_unit_test(epochs_tell_their_unit),
        cmocka_unit_test(moments_of_a_run_go_with_the_latency),
        cmocka_unit_test(an_epoch_needs_all_its_values),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
