#include "tests/log/records.h"

static const char *const key[] = {"t"};
static const struct format json = {.pivot = "duration",
                                   .metric = "m",
                                   .value = "v",
                                   .columns = {(const char **)key, 1}};
static const struct format cells = {
    .pivot = "duration", .metric = "m", .value = "v"};

/* Two requests of one time; a metric that no request has. */
static void lines_of_a_request_become_one_record(void **state)
{
    struct found found;

    (void)state;
    find_records(&found,
                 "{\"m\":\"duration\",\"v\":5,\"t\":1}\n"
                 "{\"m\":\"waiting\",\"v\":4,\"t\":1}\n"
                 "{\"m\":\"duration\",\"v\":7,\"t\":1}\n"
                 "{\"m\":\"users\",\"v\":9,\"t\":2}\n"
                 "{\"m\":\"waiting\",\"v\":6,\"t\":1}\n",
                 records_by_pivot, &json);
    check_records(&found, "{\"t\":1,\"duration\":5,\"waiting\":4}\n"
                          "{\"t\":1,\"duration\":7,\"waiting\":6}\n");
    release_found(&found);
}

static void rows_of_a_csv_do_too(void **state)
{
    struct found found;

    (void)state;
    find_records(&found,
                 "m,t,v,tag\nwaiting,1,4,\"a \"\"b\"\"\"\n"
                 "duration,1,5,\"a \"\"b\"\"\"\nusers,2,9,\n",
                 records_by_pivot, &cells);
    check_records(&found, "{\"t\":\"1\",\"tag\":\"a \\\"b\\\"\","
                          "\"waiting\":\"4\",\"duration\":\"5\"}\n");
    release_found(&found);
}

static void a_broken_line_is_a_broken_record(void **state)
{
    struct found found;

    (void)state;
    find_records(&found, "{\"m\":\"duration\",\"v\":5,\"t\":1}\n{\"m\":\n",
                 records_by_pivot, &json);
    assert_int_equal(found.records.n, 2);
    assert_int_equal(found.records.items[1].n, 0);
    release_found(&found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_of_a_request_become_one_record),
        cmocka_unit_test(rows_of_a_csv_do_too),
        cmocka_unit_test(a_broken_line_is_a_broken_record),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
