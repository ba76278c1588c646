#include "data/sample.h"

#include "tests/check.h"

static void missing_values_are_counted_not_kept(void **state)
{
    const double x[] = {3, NAN, 1, INFINITY, 2, 9};
    uint8_t groups[] = {1, 1, 1, 2, 1, 0};
    const struct codes codes = {groups, 6, 1};
    struct sample_set *set = sample_set_create(x, &codes, 6, 2);

    (void)state;
    assert_int_equal(set->n, 2);
    assert_int_equal(set->samples[0].n, 3);
    assert_int_equal(set->samples[0].n_missing, 1);
    assert_int_equal(set->samples[1].n, 0);
    assert_int_equal(set->samples[1].n_missing, 1);
    assert_true(set->samples[0].x[0] == 1 && set->samples[0].x[1] == 2 &&
                set->samples[0].x[2] == 3);
    sample_set_destroy(set);
}

static void no_rows_make_empty_samples(void **state)
{
    struct sample_set *set = sample_set_create(NULL, NULL, 0, 3);
    struct sample_set *whole = sample_set_merge(set);

    (void)state;
    assert_int_equal(set->samples[2].n, 0);
    assert_int_equal(whole->samples[0].n, 0);
    sample_set_destroy(whole);
    sample_set_destroy(set);
}

static void a_value_is_found_among_its_equals(void **state)
{
    static const double x[] = {-1, 2, 2, 2, 5};
    static const struct {
        double x;
        size_t first, past;
    } cases[] = {
        {-2, 0, 0},
        {-1, 0, 1},
        {1.5, 1, 1},
        {2, 1, 4},
        {5, 4, 5},
        {6, 5, 5},
        {(double)INFINITY, 5, 5},
        {-(double)INFINITY, 0, 0},
    };
    const struct sample sample = {.x = x, .n = COUNT(x)};
    const double unbounded[] = {1, (double)INFINITY};
    const struct sample censored = {.x = unbounded, .n = 2};

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(sample_first(&sample, cases[i].x), cases[i].first);
        assert_int_equal(sample_past(&sample, cases[i].x), cases[i].past);
    }
    assert_int_equal(sample_first(&censored, (double)INFINITY), 1);
    assert_int_equal(sample_past(&censored, (double)INFINITY), 2);
}

/* Runs of 1 to 40 equal values, of which every place is asked. */
static void equal_values_end_where_the_next_begins(void **state)
{
    double x[40 * 41 / 2];
    struct sample sample = {.x = x};

    (void)state;
    for (size_t run = 1; run <= 40; run++)
        for (size_t k = 0; k < run; k++)
            x[sample.n++] = (double)run;
    for (size_t i = 0; i < sample.n; i++) {
        size_t run = (size_t)x[i];

        assert_int_equal(sample_equals_end(&sample, i), run * (run + 1) / 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(missing_values_are_counted_not_kept),
        cmocka_unit_test(no_rows_make_empty_samples),
        cmocka_unit_test(equal_values_end_where_the_next_begins),
        cmocka_unit_test(a_value_is_found_among_its_equals),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
