#include "log/derive.h"

#include "tests/check.h"

/* A table with one row and what is given of it. */
struct given {
    double latency, ttft, input, output, rate;
    int64_t start, first_token, end;
};

static const struct given nothing = {
    .latency = (double)NAN,
    .ttft = (double)NAN,
    .input = (double)NAN,
    .output = (double)NAN,
    .rate = (double)NAN,
    .start = TIME_MISSING,
    .first_token = TIME_MISSING,
    .end = TIME_MISSING,
};

static void put_number(struct table *table, enum field field, double value)
{
    if (!isnan(value))
        table_add_field(table, field)->number[0] = value;
}

static void put_time(struct table *table, enum field field, int64_t value)
{
    if (value != TIME_MISSING)
        table_add_field(table, field)->time[0] = value;
}

static struct table *make_table(const struct given *given)
{
    struct table *table = table_create();

    table_grow(table, 1, NULL, 0);
    put_number(table, FIELD_LATENCY, given->latency);
    put_number(table, FIELD_TTFT, given->ttft);
    put_number(table, FIELD_INPUT_TOKENS, given->input);
    put_number(table, FIELD_OUTPUT_TOKENS, given->output);
    put_number(table, FIELD_OUTPUT_RATE, given->rate);
    put_time(table, FIELD_START, given->start);
    put_time(table, FIELD_FIRST_TOKEN, given->first_token);
    put_time(table, FIELD_END, given->end);
    return table;
}

static const bool all[N_FIELDS] = {
    [FIELD_LATENCY] = true,     [FIELD_TTFT] = true,
    [FIELD_END] = true,         [FIELD_TPOT] = true,
    [FIELD_OUTPUT_RATE] = true, [FIELD_TOTAL_TOKENS] = true,
};

static double derived(const struct given *given, enum field field)
{
    struct derivation derivations[MOST_DERIVATIONS];
    struct table *table = make_table(given);
    double value;

    derive_fields(table, 0, 1, all, true, true, derivations);
    value = table->field[field] ? table->field[field]->number[0] : (double)NAN;
    table_destroy(table);
    return value;
}

static void latency_is_the_end_minus_the_start(void **state)
{
    struct given given = nothing;

    (void)state;
    given.start = 1700000000123456789;
    given.end = given.start + 1500000000;
    check_close(derived(&given, FIELD_LATENCY), 1.5, 1e-15, 0);
    given.latency = 2;
    check_close(derived(&given, FIELD_LATENCY), 2, 0, 0);
    given = nothing;
    given.start = 5;
    given.end = 5;
    check_nan(derived(&given, FIELD_LATENCY));
    given.end = 4;
    check_nan(derived(&given, FIELD_LATENCY));
}

static void ttft_is_the_first_token_minus_the_start(void **state)
{
    struct given given = nothing;

    (void)state;
    given.start = 0;
    given.first_token = 250000000;
    check_close(derived(&given, FIELD_TTFT), 0.25, 1e-15, 0);
}

static void tpot_is_the_rest_over_the_other_tokens(void **state)
{
    struct given given = nothing;

    (void)state;
    given.latency = 2.5;
    given.ttft = 0.5;
    given.output = 101;
    check_close(derived(&given, FIELD_TPOT), 0.02, 1e-15, 0);
    given.output = 1;
    check_nan(derived(&given, FIELD_TPOT));
    given.output = 101;
    given.ttft = 3;
    check_nan(derived(&given, FIELD_TPOT));
}

static void the_rate_is_derived_where_it_can_be(void **state)
{
    struct given given = nothing;

    (void)state;
    given.rate = 17;
    check_close(derived(&given, FIELD_OUTPUT_RATE), 17, 0, 0);
    given.latency = 2;
    given.output = 100;
    check_close(derived(&given, FIELD_OUTPUT_RATE), 50, 1e-15, 0);
    given.output = 0;
    check_close(derived(&given, FIELD_OUTPUT_RATE), 17, 0, 0);
}

static void total_tokens_are_the_sum(void **state)
{
    struct given given = nothing;

    (void)state;
    given.input = 12;
    check_nan(derived(&given, FIELD_TOTAL_TOKENS));
    given.output = 30;
    check_close(derived(&given, FIELD_TOTAL_TOKENS), 42, 0, 0);
}

static void the_end_is_the_start_and_the_latency(void **state)
{
    struct derivation derivations[MOST_DERIVATIONS];
    struct given given = nothing;
    struct table *table;

    (void)state;
    given.start = 1700000000123456789;
    given.latency = 1.5;
    table = make_table(&given);
    assert_int_equal(derive_fields(table, 0, 1, all, true, true, derivations),
                     1);
    assert_int_equal(derivations[0].field, FIELD_END);
    assert_int_equal(derivations[0].n, 1);
    assert_true(table->field[FIELD_END]->time[0] == 1700000001623456789);
    table_destroy(table);
}

static void clocks_that_disagree_give_no_difference(void **state)
{
    struct derivation derivations[MOST_DERIVATIONS];
    struct given given = nothing;
    struct table *table;

    (void)state;
    given.start = 1;
    given.first_token = 1000;
    given.end = 2000;
    table = make_table(&given);
    assert_int_equal(derive_fields(table, 0, 1, all, false, false, derivations),
                     0);
    assert_null(table->field[FIELD_LATENCY]);
    assert_null(table->field[FIELD_TTFT]);
    table_destroy(table);
}

static void no_tokens_at_all_are_not_known(void **state)
{
    struct given given = nothing;
    struct table *table;

    (void)state;
    given.input = given.output = 0;
    table = make_table(&given);
    assert_int_equal(derive_no_tokens(table, 0, 1), 1);
    check_nan(table->field[FIELD_INPUT_TOKENS]->number[0]);
    check_nan(table->field[FIELD_OUTPUT_TOKENS]->number[0]);
    table_destroy(table);
    given.input = 5;
    table = make_table(&given);
    assert_int_equal(derive_no_tokens(table, 0, 1), 0);
    check_close(table->field[FIELD_OUTPUT_TOKENS]->number[0], 0, 0, 0);
    table_destroy(table);
}

static void what_is_not_needed_is_not_derived(void **state)
{
    static const bool needed[N_FIELDS] = {[FIELD_TPOT] = true};
    struct derivation derivations[MOST_DERIVATIONS];
    struct given given = nothing;
    struct table *table;

    (void)state;
    given.latency = 3;
    given.ttft = 1;
    given.output = 5;
    given.start = 0;
    table = make_table(&given);
    assert_int_equal(
        derive_fields(table, 0, 1, needed, true, true, derivations), 1);
    check_close(table->field[FIELD_TPOT]->number[0], 0.5, 0, 0);
    assert_null(table->field[FIELD_OUTPUT_RATE]);
    assert_null(table->field[FIELD_END]);
    table_destroy(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(latency_is_the_end_minus_the_start),
        cmocka_unit_test(ttft_is_the_first_token_minus_the_start),
        cmocka_unit_test(tpot_is_the_rest_over_the_other_tokens),
        cmocka_unit_test(the_rate_is_derived_where_it_can_be),
        cmocka_unit_test(total_tokens_are_the_sum),
        cmocka_unit_test(the_end_is_the_start_and_the_latency),
        cmocka_unit_test(clocks_that_disagree_give_no_difference),
        cmocka_unit_test(no_tokens_at_all_are_not_known),
        cmocka_unit_test(what_is_not_needed_is_not_derived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
