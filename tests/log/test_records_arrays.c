#include "tests/log/records.h"

static const struct format format = {.arrays = "", .rows = "a"};

static void element_i_of_each_array_is_record_i(void **state)
{
    struct found found;

    (void)state;
    find_records(&found, "{\"a\": [1, 2], \"b\": [[3], []], \"c\": \"x\"}",
                 records_of_arrays, &format);
    check_records(&found, "{\"a\":1,\"b\":[3]}\n{\"a\":2,\"b\":[]}\n");
    assert_int_equal(found.records.items[1].index, 1);
    release_found(&found);
}

static void arrays_of_another_length_are_none_of_theirs(void **state)
{
    struct found found;

    (void)state;
    find_records(&found, "{\"b\": [1], \"a\": [1, 2], \"c\": []}",
                 records_of_arrays, &format);
    check_records(&found, "{\"a\":1}\n{\"a\":2}\n");
    release_found(&found);
}

static void each_document_has_its_own(void **state)
{
    struct found found;

    (void)state;
    find_records(&found, "{\"a\": [1]}\n{\"a\": []}\n{\"a\": [3]}",
                 records_of_arrays, &format);
    check_records(&found, "{\"a\":1}\n{\"a\":3}\n");
    assert_int_equal(found.records.items[1].document, 3);
    release_found(&found);
}

static void a_long_text_is_cut(void **state)
{
    char text[700], *at = text;
    struct found found;

    (void)state;
    at += sprintf(at, "{\"a\": [\"");
    memset(at, 'x', 250);
    at += 250;
    for (int i = 0; i < 60; i++)
        at += sprintf(at, "\\n");
    sprintf(at, "\"]}");
    find_records(&found, text, records_of_arrays, &format);
    assert_int_equal(found.records.n, 1);
    assert_true(found.records.items[0].n < 270);
    assert_memory_equal(
        found.records.items[0].text + found.records.items[0].n - 3, "x\"}", 3);
    release_found(&found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(element_i_of_each_array_is_record_i),
        cmocka_unit_test(arrays_of_another_length_are_none_of_theirs),
        cmocka_unit_test(each_document_has_its_own),
        cmocka_unit_test(a_long_text_is_cut),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
