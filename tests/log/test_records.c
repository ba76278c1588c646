#include "tests/log/records.h"

static const struct format format = {.records = "b[].r[]"};

/* The values around record i, innermost first. */
static void check_around(const struct found *found, size_t i,
                         const char *expected)
{
    const struct records *records = &found->records;
    struct text text;

    text_init(&text);
    for (size_t at = records->items[i].around; at != NOTHING_AROUND;
         at = records->arounds[at].parent)
        for (size_t k = 0; k < records->arounds[at].n; k++) {
            const struct around_value *value = &records->arounds[at].values[k];

            text_format(&text, "%s=%.*s ", records->names[value->name],
                        (int)value->cell.n, value->cell.text);
        }
    assert_string_equal(text.data, expected);
    text_release(&text);
}

static void what_stands_around_is_called_after_its_place(void **state)
{
    struct found found;

    (void)state;
    find_records(&found,
                 "{\"b\": [{\"r\": [{}], \"q\": 2}, {\"q\": 3, \"r\": [{}]}], "
                 "\"m\": \"x\", \"c\": {\"d\": true, \"l\": [1]}}",
                 records_at_path, &format);
    assert_int_equal(found.records.n, 2);
    check_around(&found, 0, "^q=2 /m=x /c.d=true ");
    check_around(&found, 1, "^q=3 /m=x /c.d=true ");
    release_found(&found);
}

static void members_of_a_map_are_not_around_each_other(void **state)
{
    static const struct format map = {.records = "{}"};
    struct found found;

    (void)state;
    find_records(&found, "{\"a\": {\"x\": 1}, \"b\": {\"x\": 2}}",
                 records_at_path, &map);
    check_around(&found, 0, "");
    release_found(&found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_stands_around_is_called_after_its_place),
        cmocka_unit_test(members_of_a_map_are_not_around_each_other),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
