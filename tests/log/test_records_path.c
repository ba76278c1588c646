#include "tests/log/records.h"

static void records_keep_their_place(void **state)
{
    static const struct format format = {.records = "r.{ok,bad}[]"};
    struct found found;

    (void)state;
    find_records(&found,
                 "{\"r\": {\"ok\": [{\"a\": 1}], \"bad\": [{\"a\": 2}]}}",
                 records_at_path, &format);
    check_records(&found, "{\"a\": 1}\n{\"a\": 2}\n");
    assert_int_equal(found.records.items[0].offset, 14);
    assert_string_equal(found.records.items[1].list, "bad");
    release_found(&found);
}

static void only_what_is_selected_is_a_record(void **state)
{
    static const struct format format = {
        .records = "[]", .select = {.column = "t.k", .pattern = "^GEN"}};
    struct found found;

    (void)state;
    find_records(&found,
                 "[{\"t\": {\"k\": \"GEN\"}}, {\"t\": {\"k\": \"SPAN\"}}, {}]",
                 records_at_path, &format);
    check_records(&found, "{\"t\": {\"k\": \"GEN\"}}\n");
    release_found(&found);
}

/* b and c are the same call, written twice; a holds both calls. */
static void of_nested_spans_the_innermost_is_taken(void **state)
{
    static const struct format format = {
        .records = "[]",
        .id = "id",
        .parent = "up",
        .select = {.column = "k", .pattern = "^G$"}};
    struct found found;

    (void)state;
    find_records(&found,
                 "[{\"id\":\"c\",\"up\":\"b\",\"k\":\"G\"},"
                 "{\"id\":\"a\",\"up\":null,\"k\":\"G\"},"
                 "{\"id\":\"b\",\"up\":\"s\",\"k\":\"G\"},"
                 "{\"id\":\"s\",\"up\":\"a\",\"k\":\"S\"},"
                 "{\"id\":\"d\",\"up\":\"a\",\"k\":\"G\"}]",
                 records_at_path, &format);
    check_records(&found, "{\"id\":\"c\",\"up\":\"b\",\"k\":\"G\"}\n"
                          "{\"id\":\"d\",\"up\":\"a\",\"k\":\"G\"}\n");
    release_found(&found);
}

static void spans_in_a_circle_end(void **state)
{
    static const struct format format = {
        .records = "[]", .id = "id", .parent = "up"};
    struct found found;

    (void)state;
    find_records(&found,
                 "[{\"id\":\"a\",\"up\":\"b\"},{\"id\":\"b\",\"up\":\"a\"},"
                 "{\"id\":\"e\",\"up\":\"e\"}]",
                 records_at_path, &format);
    check_records(&found, "{\"id\":\"e\",\"up\":\"e\"}\n");
    release_found(&found);
}

static void attributes_become_members(void **state)
{
    static const struct format format = {.records = "", .attributes = "at"};
    struct found found;

    (void)state;
    find_records(&found,
                 "{\"n\":1,\"at\":[{\"key\":\"x.y\",\"value\":{\"intValue\":"
                 "\"15\"}},{\"key\":\"z\"},5]}",
                 records_at_path, &format);
    check_records(&found,
                  "{\"n\":1,\"at\":[{\"key\":\"x.y\",\"value\":{\"intValue\":"
                  "\"15\"}},{\"key\":\"z\"},5],\"at.x.y\":\"15\"}\n");
    release_found(&found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_keep_their_place),
        cmocka_unit_test(only_what_is_selected_is_a_record),
        cmocka_unit_test(of_nested_spans_the_innermost_is_taken),
        cmocka_unit_test(spans_in_a_circle_end),
        cmocka_unit_test(attributes_become_members),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
