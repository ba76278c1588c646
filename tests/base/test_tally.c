#include "base/tally.h"

#include "tests/check.h"

static void what_is_counted_is_written_in_order(void **state)
{
    static const double loose[] = {0.7, 0.5, 0.7, 0.6}, sorted[] = {0.5, 0.9};
    static const double expected[] = {0.5, 0.5, 0.6, 0.7, 0.7, 0.9};
    double x[COUNT(expected)];
    struct tally tally;

    (void)state;
    assert_true(tally_init(&tally, 10, 0.5, 0.9, COUNT(expected)));
    tally_add(&tally, loose, COUNT(loose));
    tally_add_sorted(&tally, sorted, COUNT(sorted));
    tally_write(&tally, x);
    assert_memory_equal(x, expected, sizeof x);
    tally_release(&tally);
}

static void far_more_places_than_values_are_refused(void **state)
{
    struct tally tally;

    (void)state;
    assert_false(tally_init(&tally, 1e6, 0, 2000, 1000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_counted_is_written_in_order),
        cmocka_unit_test(far_more_places_than_values_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
