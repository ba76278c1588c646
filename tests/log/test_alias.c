#include "log/alias.h"

#include "tests/check.h"

static struct alias_match match(const char *path, enum field field)
{
    struct arena *arena = arena_create();
    struct aliases *aliases = aliases_create(arena);
    struct alias_match matches[N_FIELDS];

    aliases_match(aliases, path, matches);
    arena_destroy(arena);
    return matches[field];
}

static void names_fit_whatever_their_style(void **state)
{
    static const char *const latencies[] = {
        "latency",     "latency_ms",         "latencyMs", "Latency (s)",
        "e2e_latency", "end-to-end latency", "wall_ms",   "duration_s",
        "elapsed_sec", "total_time",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(latencies); i++)
        assert_true(match(latencies[i], FIELD_LATENCY).fits);
    assert_true(match("Request tokens", FIELD_INPUT_TOKENS).fits);
    assert_true(match("GeneratedTokens", FIELD_OUTPUT_TOKENS).fits);
    assert_true(match("tokens_out", FIELD_OUTPUT_TOKENS).fits);
    assert_false(match("colour", FIELD_LATENCY).fits);
}

static void a_unit_of_something_else_is_no_unit(void **state)
{
    (void)state;
    assert_false(match("input_tokens_ms", FIELD_INPUT_TOKENS).fits);
    assert_false(match("cost_ms", FIELD_COST).fits);
    assert_string_equal(match("cost_usd", FIELD_COST).unit->name, "USD");
    assert_string_equal(match("latency_ms", FIELD_LATENCY).unit->name, "ms");
    assert_null(match("latency", FIELD_LATENCY).unit);
}

static void a_rate_is_no_number_of_tokens(void **state)
{
    (void)state;
    assert_true(match("tokens_per_sec", FIELD_OUTPUT_RATE).fits);
    assert_true(
        match("request_output_throughput_token_per_s", FIELD_OUTPUT_RATE).fits);
    assert_true(match("output_toks", FIELD_OUTPUT_TOKENS).fits);
    assert_false(match("output_toks", FIELD_OUTPUT_RATE).fits);
}

static void the_end_of_a_path_fits_less_well_than_all_of_it(void **state)
{
    (void)state;
    assert_int_equal(match("latency_ms", FIELD_LATENCY).n_above, 0);
    assert_int_equal(match("metrics.latency.wall_ms", FIELD_LATENCY).n_above,
                     2);
    assert_int_equal(match("usage.prompt_tokens", FIELD_INPUT_TOKENS).n_above,
                     0);
    assert_int_equal(
        match("response.body.usage.prompt_tokens", FIELD_INPUT_TOKENS).n_above,
        2);
    assert_true(match("gen_ai.usage.input_tokens", FIELD_INPUT_TOKENS).fits);
}

static void names_behind_the_mark_are_weak(void **state)
{
    (void)state;
    assert_true(match("timestamp", FIELD_START).is_weak);
    assert_false(match("start_time", FIELD_START).is_weak);
    assert_true(match("input", FIELD_INPUT_TOKENS).is_weak);
}

static void better_names_come_first(void **state)
{
    (void)state;
    assert_true(match("error_message", FIELD_ERROR).rank <
                match("error_type", FIELD_ERROR).rank);
    assert_true(match("latency", FIELD_LATENCY).rank <
                match("duration", FIELD_LATENCY).rank);
}

static void every_key_is_a_name_of_its_field(void **state)
{
    (void)state;
    for (int field = 0; field < N_FIELDS; field++)
        if (!fields[field].is_inner)
            assert_true(match(fields[field].key, (enum field)field).fits);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_fit_whatever_their_style),
        cmocka_unit_test(a_unit_of_something_else_is_no_unit),
        cmocka_unit_test(a_rate_is_no_number_of_tokens),
        cmocka_unit_test(the_end_of_a_path_fits_less_well_than_all_of_it),
        cmocka_unit_test(names_behind_the_mark_are_weak),
        cmocka_unit_test(better_names_come_first),
        cmocka_unit_test(every_key_is_a_name_of_its_field),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
