#include "stat/shapiro.h"

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "tests/check.h"
#include "tests/reference.h"

static void check_row(const struct reference *row)
{
    const struct dataset *set = dataset_read(row->dataset);
    const char *column = row->dataset[0] == 'u' ? "x" : "value";
    const char *by = row->group[0] == '\0'    ? NULL
                     : row->dataset[0] == 'a' ? "variant"
                                              : "group";
    size_t n;
    double *x = dataset_numbers(set, column, by, row->group, &n);
    struct test_result got = shapiro_of(x, n);

    reference_check(row, row->statistic[8] == 'w' ? got.statistic : got.p);
    free(x);
}

static void samples_agree_with_r(void **state)
{
    const struct reference *row = NULL;
    size_t n = 0;

    (void)state;
    while ((row = reference_next(row, NULL, NULL)) != NULL)
        if (strncmp(row->statistic, "shapiro_", 8) == 0 &&
            strcmp(row->class, "info") != 0) {
            check_row(row);
            n++;
        }
    assert_true(n >= 60);
}

static void too_few_or_many_values_have_no_answer(void **state)
{
    double *x = calloc(5001, sizeof *x);

    (void)state;
    for (size_t i = 0; i < 5001; i++)
        x[i] = (double)(i * i % 5003);
    check_nan(shapiro_of(x, 2).p);
    check_nan(shapiro_of(x, 5001).statistic);
    assert_true(shapiro_of(x, 5000).p < 1e-10);
    check_nan(shapiro_of(x, 0).p);
    free(x);
}

static void p_is_uniform_for_normal_values(void **state)
{
    struct random_stream *random = random_create(13, "shapiro");
    size_t small = 0, large = 0;

    (void)state;
    for (size_t round = 0; round < 4000; round++) {
        double x[60];

        for (size_t i = 0; i < 60; i++)
            x[i] = random_gaussian(random);
        small += shapiro_of(x, 9).p < 0.05;
        large += shapiro_of(x, 60).p < 0.05;
    }
    check_close((double)small / 4000, 0.05, 0, 0.012);
    check_close((double)large / 4000, 0.05, 0, 0.012);
    random_destroy(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(samples_agree_with_r),
        cmocka_unit_test(too_few_or_many_values_have_no_answer),
        cmocka_unit_test(p_is_uniform_for_normal_values),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
