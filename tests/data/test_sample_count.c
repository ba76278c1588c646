#include "data/sample.h"

#include "tests/check.h"

static void counted_samples_are_listed_when_folded(void **state)
{
    static const double x[] = {0.25, 3, 0.25, 0.26, 3.04, 1e6, 0.01};
    static const double second[] = {3, 3.04},
                        all[] = {0.01, 0.25, 0.25, 0.26, 3, 3.04, 1e6};
    uint8_t groups[] = {1, 2, 1, 1, 2, 3, 4};
    const struct codes codes = {groups, COUNT(x), 1};
    struct sample_set *set = sample_set_count(x, &codes, COUNT(x), 4);
    struct sample_set *each = sample_set_fold(set, 4);
    struct sample_set *whole = sample_set_merge(set);

    (void)state;
    assert_non_null(set->decimals);
    assert_int_equal(each->samples[1].n, 2);
    assert_memory_equal(each->samples[1].x, second, sizeof second);
    /* From 0.01 to 1,000,000: too many places to add the counts up. */
    assert_memory_equal(whole->samples[0].x, all, sizeof all);
    sample_set_destroy(whole);
    sample_set_destroy(each);
    sample_set_destroy(set);
}

static void what_cannot_be_counted_is_listed(void **state)
{
    static const struct {
        double x[3];
        size_t n_kept;
    } cases[] = {
        {{1, M_PI, 4}, 3},    /* no decimal of few digits */
        {{0.001, 1, 1e8}, 3}, /* 10^11 thousandths */
        {{1, 5, 1e6}, 3},     /* few values far apart */
        {{-1, 1, NAN}, 2},
    };
    uint8_t groups[] = {1, 1, 1};
    const struct codes codes = {groups, 3, 1};

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct sample_set *set = sample_set_count(cases[i].x, &codes, 3, 1);

        assert_null(set->decimals);
        assert_int_equal(set->samples[0].n, cases[i].n_kept);
        assert_int_equal(set->samples[0].n_missing, 3 - cases[i].n_kept);
        for (size_t k = 0; k < cases[i].n_kept; k++)
            assert_true(set->samples[0].x[k] == cases[i].x[k]);
        sample_set_destroy(set);
    }
}

static void counts_of_all_groups_are_put_together(void **state)
{
    static const double x[] = {5, 3, 5, 3, 6};
    static const double all[] = {3, 3, 5, 5, 6};
    uint8_t groups[] = {1, 2, 1, 1, 2};
    const struct codes codes = {groups, COUNT(x), 1};
    struct sample_set *set = sample_set_decimals(x, &codes, COUNT(x), 2);
    struct decimals total;
    double listed[COUNT(all)];

    (void)state;
    assert_non_null(set);
    assert_true(sample_set_total(set, &total));
    decimals_write(&total, listed);
    assert_memory_equal(listed, all, sizeof all);
    decimals_release(&total);
    sample_set_destroy(set);
    assert_null(sample_set_decimals((const double[]){M_PI}, &codes, 1, 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_of_all_groups_are_put_together),
        cmocka_unit_test(counted_samples_are_listed_when_folded),
        cmocka_unit_test(what_cannot_be_counted_is_listed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
