#include "log/need.h"

#include "tests/check.h"

static struct workload *default_workload(struct arena *arena)
{
    struct error error = {0};
    struct workload *workload =
        workload_parse(arena, workload_default_rules, &error);

    assert_non_null(workload);
    return workload;
}

/* What is needed for one field, as a number of fields. */
static size_t inputs_of(enum field field, bool has_workload,
                        bool needed[N_FIELDS])
{
    struct arena *arena = arena_create();
    struct workload *workload = default_workload(arena);
    size_t n = 0;

    for (int i = 0; i < N_FIELDS; i++)
        needed[i] = i == (int)field;
    need_inputs(needed, workload, has_workload);
    for (int i = 0; i < N_FIELDS; i++)
        n += needed[i];
    workload_destroy(workload);
    arena_destroy(arena);
    return n;
}

static void a_field_rests_on_what_it_is_derived_from(void **state)
{
    bool needed[N_FIELDS];

    (void)state;
    assert_int_equal(inputs_of(FIELD_MODEL, true, needed), 1);
    assert_int_equal(inputs_of(FIELD_LATENCY, true, needed), 3);
    assert_true(needed[FIELD_START] && needed[FIELD_END]);
    assert_int_equal(inputs_of(FIELD_TPOT, true, needed), 8);
    assert_true(needed[FIELD_FIRST_TOKEN] && needed[FIELD_INPUT_TOKENS]);
    assert_int_equal(inputs_of(FIELD_OUTCOME, true, needed), 8);
    assert_true(needed[FIELD_ERROR] && needed[FIELD_STATUS]);
}

static void a_workload_rests_on_its_rules_if_the_log_has_none(void **state)
{
    bool needed[N_FIELDS];

    (void)state;
    assert_int_equal(inputs_of(FIELD_WORKLOAD, true, needed), 1);
    assert_int_equal(inputs_of(FIELD_WORKLOAD, false, needed), 3);
    assert_true(needed[FIELD_INPUT_TOKENS] && needed[FIELD_OUTPUT_TOKENS]);
}

static void a_reduced_schema_has_the_needed_slots_and_own_columns(void **state)
{
    static const bool needed[N_FIELDS] = {[FIELD_MODEL] = true};
    struct slot slots[] = {
        {.column = 0, .field = FIELD_LATENCY, .next = NO_SLOT},
        {.column = 1, .field = FIELD_MODEL, .next = NO_SLOT},
        {.column = 0, .field = FIELD_NONE, .next = 0},
    };
    size_t first[] = {2, 1, NO_SLOT};
    struct schema schema = {
        .slots = slots, .n_slots = 3, .first = first, .n_columns = 3};
    struct arena *arena = arena_create();
    struct schema reduced;

    (void)state;
    need_only(&reduced, &schema, needed, arena);
    assert_int_equal(reduced.n_slots, 2);
    assert_int_equal(reduced.slots[reduced.first[0]].field, FIELD_NONE);
    assert_int_equal(reduced.slots[reduced.first[0]].next, NO_SLOT);
    assert_int_equal(reduced.slots[reduced.first[1]].field, FIELD_MODEL);
    assert_int_equal(reduced.first[2], NO_SLOT);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_field_rests_on_what_it_is_derived_from),
        cmocka_unit_test(a_workload_rests_on_its_rules_if_the_log_has_none),
        cmocka_unit_test(a_reduced_schema_has_the_needed_slots_and_own_columns),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
