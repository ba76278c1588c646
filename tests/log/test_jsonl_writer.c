#include "tests/log/written.h"

static void jsonl_escapes_and_says_null(void **state)
{
    static const uint8_t two[] = {0, 1, 1};

    (void)state;
    check_written(&writer_jsonl, two,
                  "{\"latency\":1e-7,\"start\":null,"
                  "\"model\":\"say \\\"hi\\\"\\n\"}\n"
                  "{\"latency\":null,\"start\":null,\"model\":null}\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jsonl_escapes_and_says_null),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
