#include "stat/sum.h"

#include "tests/check.h"

static void small_terms_survive_large_ones(void **state)
{
    static const double x[] = {1, 1e100, 1, -1e100};

    (void)state;
    check_close(sum_of(x, COUNT(x)), 2, 0, 0);
    check_close(sum_of(x, 0), 0, 0, 0);
}

/* A tenth in binary is 0.1000000000000000055511151231257827; ten million of
 * them are 1000000.0000000000555, nearest double 1000000. */
static void ten_million_tenths_are_a_million(void **state)
{
    struct sum sum = {0};

    (void)state;
    for (size_t i = 0; i < 10000000; i++)
        sum_add(&sum, 0.1);
    check_close(sum_value(&sum), 1000000, 0, 0);
}

static void merged_chunks_lose_nothing(void **state)
{
    struct sum all = {0};

    (void)state;
    for (size_t chunk = 0; chunk < 1000; chunk++) {
        struct sum part = {0};

        for (size_t i = 0; i < 1000; i++)
            sum_add(&part, i % 2 ? 0.1 : 1e15);
        sum_merge(&all, &part);
    }
    for (size_t i = 0; i < 500000; i++)
        sum_add(&all, -1e15);
    check_close(sum_value(&all), 50000, 0, 0);
}

static void products_are_summed_likewise(void **state)
{
    static const double x[] = {1e10, 3, -1e10}, y[] = {1e10, 0.5, 1e10};

    (void)state;
    check_close(sum_of_products(x, y, COUNT(x)), 1.5, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_terms_survive_large_ones),
        cmocka_unit_test(ten_million_tenths_are_a_million),
        cmocka_unit_test(merged_chunks_lose_nothing),
        cmocka_unit_test(products_are_summed_likewise),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
