#include "data/sample.h"

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "tests/check.h"

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

typedef struct sample_set *maker(const double *values,
                                 const struct codes *groups, size_t n_rows,
                                 size_t n_groups);

/* Expected: what qsort makes of them. */
static void check_merging(const struct writing *writing, maker *make)
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
    x[ROWS - 2] = (double)NAN;
    codes_set(&groups, ROWS - 2, 2);
    codes_set(&groups, ROWS - 3, 0);
    expected[ROWS - 2] = expected[ROWS - 3] = (double)INFINITY;
    qsort(expected, ROWS, sizeof *x, compare_doubles);
    set = make(x, &groups, ROWS, GROUPS);
    whole = sample_set_merge(set);
    assert_int_equal(whole->samples[0].n, ROWS - 2);
    assert_int_equal(whole->samples[0].n_missing, 1);
    assert_memory_equal(whole->samples[0].x, expected, (ROWS - 2) * sizeof *x);
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
    for (size_t i = 0; i < COUNT(writings); i++) {
        check_merging(&writings[i], sample_set_create);
        check_merging(&writings[i], sample_set_count);
    }
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(merging_groups_gives_the_whole_in_order),
        cmocka_unit_test(a_sample_knows_its_power_of_ten),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
