#include "base/decimals.h"

#include "tests/check.h"

static void what_is_counted_is_written_in_order(void **state)
{
    static const double loose[] = {0.7, 0.5, 0.7, 0.6}, sorted[] = {0.5, 0.9};
    static const double expected[] = {0.5, 0.5, 0.6, 0.7, 0.7, 0.9};
    double x[COUNT(expected)];
    struct decimals decimals;

    (void)state;
    assert_true(decimals_init(&decimals, 10, 0.5, 0.9, COUNT(expected)));
    decimals_add(&decimals, loose, COUNT(loose));
    decimals_add_sorted(&decimals, sorted, COUNT(sorted));
    decimals_write(&decimals, x);
    assert_memory_equal(x, expected, sizeof x);
    decimals_release(&decimals);
}

static void counts_of_fewer_digits_are_added(void **state)
{
    static const double coarse[] = {2, 1, 2}, fine[] = {1.25};
    static const double expected[] = {1, 1.25, 2, 2};
    struct decimals some, all;
    double x[COUNT(expected)];

    (void)state;
    assert_true(decimals_init(&some, 1, 1, 2, COUNT(coarse)));
    assert_true(decimals_least(&some) == 1 && decimals_most(&some) == 2);
    decimals_add(&some, coarse, COUNT(coarse));
    assert_true(decimals_init(&all, 100, 0.5, 3, 100));
    decimals_add_sorted(&all, fine, COUNT(fine));
    decimals_merge(&all, &some);
    decimals_write(&all, x);
    assert_memory_equal(x, expected, sizeof x);
    decimals_release(&all);
    decimals_release(&some);
}

static void far_more_places_than_values_are_refused(void **state)
{
    struct decimals decimals;

    (void)state;
    assert_false(decimals_init(&decimals, 1e6, 0, 2000, 1000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_counted_is_written_in_order),
        cmocka_unit_test(counts_of_fewer_digits_are_added),
        cmocka_unit_test(far_more_places_than_values_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
