#include "log/name.h"

#include <string.h>

#include "tests/check.h"

static void check_name(const char *text, const char *stem, const char *unit)
{
    struct name name;

    name_make(&name, text, strlen(text));
    assert_string_equal(name.stem, stem);
    if (unit) {
        assert_non_null(name.unit);
        assert_string_equal(name.unit->name, unit);
    } else {
        assert_null(name.unit);
    }
}

static void a_unit_at_the_end_is_taken_off(void **state)
{
    (void)state;
    check_name("latency_ms", "latency", "ms");
    check_name("latencyMs", "latency", "ms");
    check_name("Latency (s)", "latency", "s");
    check_name("TTFT[ms]", "ttft", "ms");
    check_name("duration-ns", "duration", "ns");
    check_name("elapsed_sec", "elapsed", "s");
    check_name("exec_time_seconds", "exectime", "s");
    check_name("request_start_us", "requeststart", "us");
    check_name("Total Cost ($)", "totalcost", "USD");
    check_name("cost_usd", "cost", "USD");
    check_name("latencyms", "latency", "ms");
    check_name("msToFirstChunk", "tofirstchunk", "ms");
}

static void a_name_without_a_unit_is_its_own_stem(void **state)
{
    (void)state;
    check_name("latency", "latency", NULL);
    check_name("TimeStamp", "timestamp", NULL);
    check_name("ts", "ts", NULL);
    check_name("HTTPStatusCode", "httpstatuscode", NULL);
    check_name("", "", NULL);
}

static void long_names_are_cut(void **state)
{
    char text[1000];
    struct name name;

    (void)state;
    memset(text, 'a', sizeof text);
    name_make(&name, text, sizeof text);
    assert_int_equal(strlen(name.whole), NAME_SIZE - 1);
}

static void names_are_equal_but_for_case_and_separators(void **state)
{
    (void)state;
    assert_true(name_equal("Latency_MS", "latency ms"));
    assert_true(name_equal("timeToFirstToken", "time-to-first-token"));
    assert_false(name_equal("latency_ms", "latency_s"));
    assert_false(name_equal("--", "__"));
}

static void units_fit_what_they_measure(void **state)
{
    const struct unit_word *ms = unit_word_find("MS", 2);
    const struct unit_word *usd = unit_word_find("usd", 3);
    const struct unit_word *min = unit_word_find("min", 3);

    (void)state;
    assert_true(unit_word_fits(ms, FIELD_LATENCY));
    assert_true(unit_word_fits(ms, FIELD_START));
    assert_false(unit_word_fits(ms, FIELD_COST));
    assert_true(unit_word_fits(usd, FIELD_COST));
    assert_false(unit_word_fits(usd, FIELD_MODEL));
    assert_true(unit_word_fits(min, FIELD_LATENCY));
    assert_false(unit_word_fits(min, FIELD_START));
    assert_null(unit_word_find("furlongs", 8));
}

static void scale_and_power_of_a_unit_agree(void **state)
{
    static const char *const words[] = {"s", "ms", "us", "ns"};

    (void)state;
    for (size_t i = 0; i < COUNT(words); i++) {
        const struct unit_word *unit =
            unit_word_find(words[i], strlen(words[i]));

        check_close(unit->scale, pow(10, unit->power - 9), 1e-15, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_unit_at_the_end_is_taken_off),
        cmocka_unit_test(a_name_without_a_unit_is_its_own_stem),
        cmocka_unit_test(long_names_are_cut),
        cmocka_unit_test(names_are_equal_but_for_case_and_separators),
        cmocka_unit_test(units_fit_what_they_measure),
        cmocka_unit_test(scale_and_power_of_a_unit_agree),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
