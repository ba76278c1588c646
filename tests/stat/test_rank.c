#include "stat/rank.h"

#include <math.h>
#include <stdlib.h>

#include "base/random.h"
#include "base/sort.h"
#include "tests/check.h"

static void equal_values_share_the_mean_rank(void **state)
{
    /* Counted by hand. */
    static const double x[] = {3, 1, 3, -0.0, 3, 0.0, 7};
    static const double expected[] = {5, 3, 5, 1.5, 5, 1.5, 7};
    double ranks[COUNT(x)];

    (void)state;
    check_close(rank_midranks(x, COUNT(x), ranks), 24 + 6, 0, 0);
    for (size_t i = 0; i < COUNT(x); i++)
        check_close(ranks[i], expected[i], 0, 0);
}

static void different_values_have_no_tie_term(void **state)
{
    static const double x[] = {0.5, 0.25, 4};
    double ranks[COUNT(x)];

    (void)state;
    check_close(rank_midranks(x, COUNT(x), ranks), 0, 0, 0);
    check_close(rank_midranks(x, 0, ranks), 0, 0, 0);
    check_close(rank_tie_term(x, 0), 0, 0, 0);
}

static void sorted_values_have_the_same_tie_term(void **state)
{
    static const double sorted[] = {1, 1, 2, 3, 3, 3, 3, 9};
    double ranks[COUNT(sorted)];

    (void)state;
    check_close(rank_tie_term(sorted, COUNT(sorted)), 6 + 60, 0, 0);
    check_close(rank_midranks(sorted, COUNT(sorted), ranks), 6 + 60, 0, 0);
}

/* By the definition: values below, and half of the other equal ones. */
static void ranks_agree_with_counting(void **state)
{
    struct random_stream *random = random_create(7, "test");
    double x[150], ranks[COUNT(x)];

    (void)state;
    for (size_t round = 0; round < 50; round++) {
        for (size_t i = 0; i < COUNT(x); i++)
            x[i] = (double)random_below(random, 1 + 3 * round) - 20;
        rank_midranks(x, COUNT(x), ranks);
        for (size_t i = 0; i < COUNT(x); i++) {
            double rank = 0.5;

            for (size_t k = 0; k < COUNT(x); k++)
                rank += x[k] < x[i] ? 1 : x[k] == x[i] ? 0.5 : 0;
            check_close(ranks[i], rank, 0, 0);
        }
    }
    random_destroy(random);
}

/* A code is the number of different values below; which are far apart, close
 * together, of both signs, and both zeros. */
static void codes_count_different_smaller_values(void **state)
{
    static const double chosen[] = {-1e300, -2, -1,        -1e-300, -0.0, 0.0,
                                    5e-324, 1,  1 + 1e-15, 1e300,   3};
    struct random_stream *random = random_create(26, "rank");
    double x[600], sorted[COUNT(x)], distinct[COUNT(x)];

    (void)state;
    for (size_t round = 0; round < 20; round++) {
        struct rank_codes codes;
        size_t n_distinct = 0;

        for (size_t i = 0; i < COUNT(x); i++)
            x[i] = sorted[i] = i < COUNT(chosen) ? chosen[i]
                               : round % 2 ? exp(30 * random_gaussian(random))
                                           : (double)random_below(random, 300);
        sort_doubles(sorted, COUNT(x));
        for (size_t i = 0; i < COUNT(x); i++)
            if (i == 0 || sorted[i] != sorted[i - 1])
                distinct[n_distinct++] = sorted[i];
        rank_codes_init(&codes, x, COUNT(x), sorted, COUNT(x));
        assert_int_equal(codes.n_codes, n_distinct);
        for (size_t i = 0; i < COUNT(x); i++)
            assert_true(distinct[codes.code[i]] == x[i]);
        rank_midranks(x, COUNT(x), distinct);
        for (size_t i = 0; i < COUNT(x); i++)
            check_close(codes.midrank[codes.code[i]], 2 * distinct[i], 0, 0);
        rank_codes_release(&codes);
    }
    random_destroy(random);
}

static void both_zeros_have_one_code(void **state)
{
    const double x[] = {-0.0, 0.0, 1};
    double zero[] = {0.0, 1}, other[] = {-0.0, 1};
    struct rank_codes codes;

    (void)state;
    for (int i = 0; i < 2; i++) {
        rank_codes_init(&codes, x, 3, i ? zero : other, 2);
        assert_int_equal(codes.code[0], 0);
        assert_int_equal(codes.code[1], 0);
        assert_int_equal(codes.code[2], 1);
        rank_codes_release(&codes);
    }
}

/* The second and the last value are not counted; 0.2 is nobody's. */
static void counted_values_are_coded_by_their_places(void **state)
{
    const double x[] = {0.3, 0.2, 0.1, 0.5, 0.3, (double)NAN, 7};
    const uint32_t expected[] = {1, UINT32_MAX, 0, 2, 1};
    struct decimals counts;
    struct rank_codes codes;

    (void)state;
    assert_true(decimals_init(&counts, 10, 0.1, 0.5, 4));
    for (size_t i = 0; i < COUNT(expected); i++)
        if (expected[i] != UINT32_MAX)
            decimals_count(&counts, x[i]);
    rank_codes_of_counts(&codes, x, COUNT(x), &counts);
    assert_int_equal(codes.n_codes, 3);
    for (size_t k = 0; k < codes.n_codes; k++) /* 1, 2.5 and 4 */
        assert_int_equal(codes.midrank[k], 2 + 3 * k);
    for (size_t i = 0; i < COUNT(expected); i++)
        if (expected[i] != UINT32_MAX)
            assert_int_equal(codes.code[i], expected[i]);
    for (size_t i = 0; i < COUNT(x); i++)
        assert_true(codes.code[i] < codes.n_codes);
    rank_codes_release(&codes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_values_share_the_mean_rank),
        cmocka_unit_test(different_values_have_no_tie_term),
        cmocka_unit_test(sorted_values_have_the_same_tie_term),
        cmocka_unit_test(ranks_agree_with_counting),
        cmocka_unit_test(codes_count_different_smaller_values),
        cmocka_unit_test(both_zeros_have_one_code),
        cmocka_unit_test(counted_values_are_coded_by_their_places),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
