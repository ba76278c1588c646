#include "stat/rank.h"

#include "base/random.h"
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_values_share_the_mean_rank),
        cmocka_unit_test(different_values_have_no_tie_term),
        cmocka_unit_test(sorted_values_have_the_same_tie_term),
        cmocka_unit_test(ranks_agree_with_counting),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
