#include "log/json_batch.h"

#include <stdlib.h>
#include <string.h>

#include "tests/check.h"

static struct slot slot = {.name = "latency",
                           .field = FIELD_LATENCY,
                           .kind = KIND_NUMBER,
                           .scale = 1,
                           .next = NO_SLOT};
static size_t first;
static const struct schema schema = {
    .slots = &slot, .n_slots = 1, .first = &first, .n_columns = 1};

/* Opens a record and reads the JSON into it. */
static bool read_into(struct batch *batch, const char *json)
{
    static const char *const wanted[] = {"latency"};
    struct json_parser *parser = json_parser_create();
    struct json_paths *paths = json_paths_create(wanted, 1);
    char *text = calloc(strlen(json) + 64, 1); /* the parser reads behind it */
    bool was_read;

    memcpy(text, json, strlen(json));
    batch_open(batch, 7);
    was_read = json_batch_read(parser, paths, text, strlen(json), 7, batch);
    free(text);
    json_paths_destroy(paths);
    json_parser_destroy(parser);
    return was_read;
}

static void an_object_leaves_its_record_open(void **state)
{
    struct batch batch;

    (void)state;
    batch_init(&batch, &schema);
    assert_true(read_into(&batch, "{\"latency\": 2.5, \"other\": 1}"));
    batch_close(&batch);
    assert_int_equal(batch.n_rows, 1);
    assert_int_equal(batch.n_records, 1);
    assert_true(batch.columns[0].number[0] == 2.5);
    assert_int_equal(batch.problems.n, 0);
    batch_release(&batch);
}

static void an_object_that_was_cut_becomes_a_row(void **state)
{
    static const char *const wanted[] = {"latency"};
    static const char padded[128] = "{\"other\": [1], \"latency\": 2.5}";
    struct json_parser *parser = json_parser_create();
    struct json_paths *paths = json_paths_create(wanted, 1);
    struct json_plain *plain = json_plain_create(parser, paths);
    struct batch batch;

    (void)state;
    batch_init(&batch, &schema);
    assert_non_null(json_plain_cut(plain, padded, padded + strlen(padded), 7));
    json_batch_put(plain, 7, &batch);
    assert_int_equal(batch.n_rows, 1);
    assert_int_equal(batch.offset, 7);
    assert_true(batch.columns[0].number[0] == 2.5);
    batch_release(&batch);
    json_plain_destroy(plain);
    json_paths_destroy(paths);
    json_parser_destroy(parser);
}

static void anything_else_is_rejected_with_its_reason(void **state)
{
    static const struct {
        const char *json, *code;
    } cases[] = {
        {"[1, 2]", "not-an-object"},         {"17", "not-an-object"},
        {"{\"latency\": 2.5", "bad-json"},   {"{\"latency\": }", "bad-json"},
        {"{\"latency\": 1} {}", "bad-json"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct batch batch;

        batch_init(&batch, &schema);
        assert_false(read_into(&batch, cases[i].json));
        assert_int_equal(batch.n_rows, 0);
        assert_int_equal(batch.n_records, 1);
        assert_int_equal(batch.problems.n, 1);
        assert_string_equal(batch.problems.items[0].code, cases[i].code);
        batch_release(&batch);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_object_leaves_its_record_open),
        cmocka_unit_test(an_object_that_was_cut_becomes_a_row),
        cmocka_unit_test(anything_else_is_rejected_with_its_reason),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
