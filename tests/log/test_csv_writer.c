#include "tests/log/written.h"

static void csv_quotes_what_it_must(void **state)
{
    static const uint8_t all[] = {1, 1, 1};

    (void)state;
    check_written(&writer_csv, all,
                  "latency,start,model\n"
                  "0.1,2026-03-03T08:00:00.123456789Z,\"a,b\"\n"
                  "1e-7,,\"say \"\"hi\"\"\n\"\n"
                  ",,\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_quotes_what_it_must),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
