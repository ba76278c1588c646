#include "data/sample.h"

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
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

enum { ROWS = 5000, GROUPS = 7 };

/* How a log may write its values, and what tells which group. */
struct writing {
    double steps, per; /* floor(steps * u) / per */
    double spoil;      /* added to the last one */
};

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Expected: what qsort makes of them. */
static void check_merging(const struct writing *writing)
{
    struct random_stream *random = random_create(3, "test");
    double *x = calloc(ROWS, sizeof *x), *expected = calloc(ROWS, sizeof *x);
    struct codes groups = {0};
    struct sample_set *set, *whole;

    codes_resize(&groups, ROWS);
    for (size_t i = 0; i < ROWS; i++) {
        codes_set(&groups, i, 1 + (uint32_t)random_below(random, GROUPS));
        x[i] = floor(writing->steps * random_uniform(random)) / writing->per;
        if (i % GROUPS == 0) /* one group has other digits than the others */
            codes_set(&groups, i, 1), x[i] = floor(x[i]);
    }
    x[ROWS - 1] += writing->spoil;
    memcpy(expected, x, ROWS * sizeof *x);
    qsort(expected, ROWS, sizeof *x, compare_doubles);
    set = sample_set_create(x, &groups, ROWS, GROUPS);
    whole = sample_set_merge(set);
    assert_int_equal(whole->samples[0].n, ROWS);
    assert_memory_equal(whole->samples[0].x, expected, ROWS * sizeof *x);
    sample_set_destroy(whole);
    sample_set_destroy(set);
    random_destroy(random);
    codes_release(&groups);
    free(expected);
    free(x);
}

static void merging_groups_gives_the_whole_in_order(void **state)
{
    static const struct writing writings[] = {
        {1000, 1, 0},       /* many of each */
        {100000, 10000, 0}, /* few of each */
        {2e9, 1e6, 0},      /* too many places to count */
        {1000, 10, -5000},  /* one is negative */
        {1000, 10, 1e-11},  /* one is no decimal of few digits */
        {1000, 1e6, 3e3},   /* one is too large for the digits */
        {1e15, 3.7e13, 0},  /* none is */
    };

    (void)state;
    for (size_t i = 0; i < COUNT(writings); i++)
        check_merging(&writings[i]);
}

static void a_sample_knows_its_power_of_ten(void **state)
{
    const double x[] = {0.25, 3, 0.5, M_PI, 1};
    uint16_t groups[] = {1, 2, 1, 3, 3};
    const struct codes codes = {groups, 5, 2};
    struct sample_set *set = sample_set_create(x, &codes, 5, 4);
    struct sample_set *two = sample_set_fold(
        &(struct sample_set){.samples = set->samples, .n = 2}, 1);

    (void)state;
    assert_true(set->samples[0].power == 100 && set->samples[1].power == 1);
    assert_true(set->samples[2].power == 0);
    assert_true(two->samples[0].power == 100 && two->samples[0].x[2] == 3);
    sample_set_destroy(two);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(missing_values_are_counted_not_kept),
        cmocka_unit_test(merging_groups_gives_the_whole_in_order),
        cmocka_unit_test(a_sample_knows_its_power_of_ten),
        cmocka_unit_test(no_rows_make_empty_samples),
        cmocka_unit_test(a_value_is_found_among_its_equals),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
