#include "tests/check.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "study/gate.h"

/* Gates as people write them. */

static struct arena *arena;
static struct error error;

static struct gate parsed(const char *text)
{
    struct gate gate;

    error = (struct error){0};
    if (!gate_parse(&gate, arena, text, &error))
        fail_msg("%s", error.text);
    return gate;
}

static const char *refused(const char *text)
{
    struct gate gate;

    error = (struct error){0};
    assert_false(gate_parse(&gate, arena, text, &error));
    return error.text;
}

static void a_level_is_in_the_unit_it_was_written_in(void **state)
{
    static const struct {
        const char *text;
        double limit;
        enum unit unit;
    } cases[] = {
        {"p99(latency) > 3s", 3, UNIT_SECONDS},
        {"p99(latency) > 300ms", 0.3, UNIT_SECONDS},
        {"p99(latency)>300 us", 300e-6, UNIT_SECONDS},
        {"p99(latency) > 2 min", 120, UNIT_SECONDS},
        {"p99(latency) > 1.5e-3", 1.5e-3, UNIT_NONE},
        {"error_rate > 1%", 0.01, UNIT_SHARE},
        {"mean(cost) > $0.01", 0.01, UNIT_DOLLARS},
        {"mean(cost) > 0.01 USD", 0.01, UNIT_DOLLARS},
        {"per_1000(cost) >= 2$", 2, UNIT_DOLLARS},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct gate gate = parsed(cases[i].text);

        assert_int_equal(gate.kind, GATE_LEVEL);
        check_close(gate.limit, cases[i].limit, 1e-15, 0);
        assert_int_equal(gate.unit, cases[i].unit);
        assert_true(gate.fails_above);
    }
}

static void a_sign_makes_it_a_change(void **state)
{
    struct gate gate = parsed("p95(latency) > +5%");

    (void)state;
    assert_int_equal(gate.kind, GATE_RATIO);
    check_close(gate.limit, 0.05, 1e-15, 0);
    gate = parsed("p95(latency) > +200ms");
    assert_int_equal(gate.kind, GATE_DIFFERENCE);
    check_close(gate.limit, 0.2, 1e-15, 0);
    gate = parsed("rate(output_rate) < -5%");
    assert_int_equal(gate.kind, GATE_RATIO);
    assert_false(gate.fails_above);
    check_close(gate.limit, -0.05, 1e-15, 0);
}

static void names_of_statistics_and_metrics_are_read(void **state)
{
    struct gate gate = parsed("  p99.9( my column )  >=  3 \n");

    (void)state;
    assert_string_equal(gate.metric, "my column");
    assert_string_equal(gate.text, "p99.9( my column )  >=  3");
    assert_int_equal(gate.statistic.kind, STATISTIC_QUANTILE);
    check_close(gate.statistic.p, 0.999, 1e-15, 0);
    assert_true(gate.or_equal);
    gate = parsed("median(latency) > 1");
    check_close(gate.statistic.p, 0.5, 1e-15, 0);
    gate = parsed("error_rate > 0");
    assert_int_equal(gate.statistic.kind, STATISTIC_RATE);
    gate = parsed("mean(latency) > 1");
    assert_int_equal(gate.statistic.kind, STATISTIC_MEAN);
}

static void what_is_no_gate_is_refused(void **state)
{
    (void)state;
    assert_non_null(strstr(refused("latency > 3s"), "STATISTIC(METRIC)"));
    assert_non_null(strstr(refused("p101(latency) > 3"), "statistic is"));
    assert_non_null(strstr(refused("p95() > 3"), "parentheses"));
    assert_non_null(strstr(refused("p95(latency > 3"), "parentheses"));
    assert_non_null(strstr(refused("p95(latency) = 3"), "no > or <"));
    assert_non_null(strstr(refused("p95(latency) > three"), "number"));
    assert_non_null(strstr(refused("p95(latency) > 3 weeks"), "unit"));
    assert_non_null(strstr(refused("p95(latency) > $3s"), "two units"));
    assert_non_null(strstr(refused("p95(error_rate) > 1%"), "alone"));
    assert_non_null(strstr(refused("per_1000(latency) > 1"), "of cost"));
    assert_non_null(strstr(refused("rate(latency) > 1"), "output_rate"));
    refused("");
    refused("p95(latency) >");
}

static void a_unit_must_fit_the_metric(void **state)
{
    struct gate gate = parsed("p95(latency) > $3");

    (void)state;
    error = (struct error){0};
    assert_false(gate_fit(&gate, UNIT_SECONDS, &error));
    gate = parsed("p95(latency) > 5%");
    error = (struct error){0};
    assert_false(gate_fit(&gate, UNIT_SECONDS, &error));
    assert_non_null(strstr(error.text, "sign"));
    gate = parsed("error_rate > +1%");
    error = (struct error){0};
    assert_true(gate_fit(&gate, UNIT_SHARE, &error));
    assert_int_equal(gate.kind, GATE_DIFFERENCE);
    gate = parsed("p95(latency) < -100%");
    assert_false(gate_fit(&gate, UNIT_SECONDS, &error));
}

static enum gate_outcome decided(const char *text, double low, double high)
{
    struct gate gate = parsed(text);
    struct estimate estimate = {
        .value = (low + high) / 2, .low = low, .high = high, .level = 0.95};

    return gate_decide(&gate, &estimate);
}

static void the_whole_interval_decides(void **state)
{
    (void)state;
    assert_int_equal(decided("p95(latency) > 3s", 3.1, 4), GATE_FAILS);
    assert_int_equal(decided("p95(latency) > 3s", 2, 2.9), GATE_PASSES);
    assert_int_equal(decided("p95(latency) > 3s", 2, 4), GATE_CANNOT_TELL);
    assert_int_equal(decided("rate(output_rate) < -5%", -0.2, -0.1),
                     GATE_FAILS);
    assert_int_equal(decided("rate(output_rate) < -5%", -0.04, 0.1),
                     GATE_PASSES);
    assert_int_equal(decided("rate(output_rate) < -5%", -0.1, 0),
                     GATE_CANNOT_TELL);
    assert_int_equal(decided("p99(latency) > 3s", 2, (double)INFINITY),
                     GATE_CANNOT_TELL);
    assert_int_equal(decided("p99(latency) > 3s", 4, (double)INFINITY),
                     GATE_FAILS);
}

static void the_limit_itself_passes_unless_it_is_included(void **state)
{
    (void)state;
    assert_int_equal(decided("error_rate > 0", 0, 0), GATE_PASSES);
    assert_int_equal(decided("error_rate >= 0", 0, 0), GATE_FAILS);
}

static void without_an_interval_one_cannot_tell(void **state)
{
    struct gate gate = parsed("p95(latency) > 3s");
    struct estimate estimate = estimate_of(100);

    (void)state;
    assert_int_equal(gate_decide(&gate, &estimate), GATE_CANNOT_TELL);
}

static int begin(void **state)
{
    (void)state;
    arena = arena_create();
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_level_is_in_the_unit_it_was_written_in),
        cmocka_unit_test(a_sign_makes_it_a_change),
        cmocka_unit_test(names_of_statistics_and_metrics_are_read),
        cmocka_unit_test(what_is_no_gate_is_refused),
        cmocka_unit_test(a_unit_must_fit_the_metric),
        cmocka_unit_test(the_whole_interval_decides),
        cmocka_unit_test(the_limit_itself_passes_unless_it_is_included),
        cmocka_unit_test(without_an_interval_one_cannot_tell),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
