#include "log/reading.h"

#include <string.h>

#include "tests/check.h"

/* A text that stands in memory, read by these options. */
struct subject {
    char data[256 + SOURCE_PADDING];
    struct intake_options options;
    struct setting setting;
    struct input input;
    struct intake intake;
    struct reading reading;
    struct error error;
};

static void begin(struct subject *subject, const char *text)
{
    memset(subject, 0, sizeof *subject);
    assert_true(strlen(text) <= 256);
    memcpy(subject->data, text, strlen(text));
    subject->setting.options = &subject->options;
    subject->intake.arena = arena_create();
    reading_init(&subject->reading, &subject->input, &subject->intake,
                 &subject->setting);
    subject->reading.source = (struct source){
        .name = "a", .data = subject->data, .size = strlen(text)};
}

static bool understands(struct subject *subject)
{
    return reading_understand(&subject->reading, "runs/m1.csv",
                              &subject->error);
}

static void drop(struct subject *subject)
{
    reading_release(&subject->reading);
    arena_destroy(subject->intake.arena);
}

static void a_log_is_understood_without_reading_all_of_it(void **state)
{
    struct subject subject;

    (void)state;
    begin(&subject, "latency_ms,workload,status\n1500,chat,200\n");
    assert_true(understands(&subject));
    assert_string_equal(subject.input.shape, "csv");
    assert_string_equal(subject.input.format, "generic");
    check_close(schema_field(&subject.reading.schema, FIELD_LATENCY)->scale,
                1e-3, 1e-15, 0);
    assert_true(reading_has(&subject.reading, FIELD_WORKLOAD));
    assert_false(reading_has(&subject.reading, FIELD_COST));
    assert_int_equal(subject.reading.loaded.n_records, 0);
    drop(&subject);
}

static void names_of_files_give_constants(void **state)
{
    struct subject subject;

    (void)state;
    begin(&subject, "latency_ms,workload\n1500,chat\n");
    subject.options.name_pattern = "{model}";
    assert_true(understands(&subject));
    assert_true(reading_has_constant(&subject.reading, FIELD_MODEL));
    assert_true(reading_has(&subject.reading, FIELD_MODEL));
    assert_false(reading_has_constant(&subject.reading, FIELD_LATENCY));
    assert_string_equal(subject.reading.constants[0].text, "m1");
    drop(&subject);
}

/* Of two columns one is wanted, and what it is derived from. */
static void what_nobody_asked_for_is_not_read(void **state)
{
    bool needed[N_FIELDS] = {0};
    struct subject subject;
    struct schema schema;

    (void)state;
    begin(&subject, "start_s,end_s,cost_usd,workload\n1,2,3,chat\n");
    subject.setting.needed = needed;
    needed[FIELD_LATENCY] = true;
    assert_true(understands(&subject));
    reading_choose(&subject.reading, &schema);
    assert_non_null(schema_field(&schema, FIELD_START));
    assert_non_null(schema_field(&schema, FIELD_END));
    assert_null(schema_field(&schema, FIELD_COST));
    assert_null(schema_field(&schema, FIELD_WORKLOAD));
    assert_true(subject.reading.asked[FIELD_LATENCY]);
    assert_false(subject.reading.asked[FIELD_START]);
    assert_true(subject.reading.needed[FIELD_START]);
    drop(&subject);
}

static void what_is_no_log_is_refused(void **state)
{
    struct subject subject;

    (void)state;
    begin(&subject, "color,shape\nred,round\n");
    assert_false(understands(&subject));
    assert_true(subject.error.is_set);
    assert_non_null(strstr(subject.error.text, "a: "));
    drop(&subject);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_log_is_understood_without_reading_all_of_it),
        cmocka_unit_test(names_of_files_give_constants),
        cmocka_unit_test(what_nobody_asked_for_is_not_read),
        cmocka_unit_test(what_is_no_log_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
