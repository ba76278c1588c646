#include "log/writers.h"

#include "tests/check.h"

static void writers_are_found_by_name_and_path(void **state)
{
    (void)state;
    assert_ptr_equal(writer_find("jsonl"), &writer_jsonl);
    assert_ptr_equal(writer_of_path("a.b/x.csv"), &writer_csv);
    assert_null(writer_find("xlsx"));
    assert_null(writer_of_path("csv"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writers_are_found_by_name_and_path),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
