#include "stat/information.h"

#include "base/random.h"
#include "tests/check.h"

/* The example of scikit-learn's own tests (0.41022, 0.15042, 0.27821), to 15
 * digits from exact fractions: sums over comb(a, k) comb(n - a, b - k) /
 * comb(n, b) in Python. */
static const uint32_t first[] = {0, 0, 0, 0, 0, 0, 1, 1, 1,
                                 1, 1, 1, 2, 2, 2, 2, 2};
static const uint32_t second[] = {0, 0, 0, 0, 1, 0, 1, 1, 1,
                                  1, 2, 0, 2, 2, 2, 1, 1};

static void the_example_of_scikit_learn_comes_out(void **state)
{
    struct information got = information_between(first, 3, second, 3, 17);

    (void)state;
    check_close(got.mutual, 0.410218622740454, 1e-12, 0);
    check_close(got.expected, 0.150424802582171, 1e-10, 0);
    check_close(got.adjusted, 0.278209646572698, 1e-10, 0);
    assert_int_equal(got.n, 17);
}

static void larger_tables_agree_with_exact_fractions(void **state)
{
    static const size_t repeated[] = {550, 110, 0, 110, 440, 110, 0, 220, 330};
    static const size_t table[] = {850, 20, 3, 5, 140, 0, 7, 7, 990, 1, 0, 12};
    struct information got = information_of_table(repeated, 3, 3);

    (void)state;
    check_close(got.expected, 0.00107116034368693, 1e-8, 0);
    check_close(got.adjusted, 0.37773516443675, 1e-10, 0);
    got = information_of_table(table, 4, 3);
    check_close(got.mutual, 0.807348827623609, 1e-12, 0);
    check_close(got.expected, 0.00153396358140547, 1e-8, 0);
    check_close(got.adjusted, 0.872826355638768, 1e-10, 0);
}

static void agreement_is_one_and_independence_about_zero(void **state)
{
    struct random_stream *random = random_create(1, "test information");
    enum { N = 20000 };
    static uint32_t a[N], b[N], c[N];

    (void)state;
    for (size_t i = 0; i < N; i++) {
        a[i] = (uint32_t)random_below(random, 3);
        b[i] = 2 - a[i];
        c[i] = (uint32_t)random_below(random, 40);
    }
    check_close(information_between(a, 3, b, 3, N).adjusted, 1, 1e-12, 0);
    check_close(information_between(a, 3, c, 40, N).adjusted, 0, 0, 1e-3);
    check_close(information_between(c, 40, a, 3, N).adjusted,
                information_between(a, 3, c, 40, N).adjusted, 0, 1e-10);
    random_destroy(random);
}

static void rows_without_a_code_are_left_out(void **state)
{
    static const uint32_t a[] = {0, 1, 0, 1, UINT32_MAX, 0};
    static const uint32_t b[] = {0, 1, 0, 1, 0, UINT32_MAX};
    struct information got = information_between(a, 2, b, 2, 6);

    (void)state;
    assert_int_equal(got.n, 4);
    check_close(got.adjusted, 1, 1e-12, 0);
}

static void constant_codings_say_nothing(void **state)
{
    static const uint32_t same[] = {0, 0, 0, 0}, other[] = {0, 1, 0, 1};

    (void)state;
    check_close(information_between(same, 1, other, 2, 4).adjusted, 0, 0,
                1e-15);
    check_nan(information_between(same, 1, same, 1, 4).adjusted);
    check_nan(information_between(same, 1, same, 1, 0).adjusted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_of_scikit_learn_comes_out),
        cmocka_unit_test(larger_tables_agree_with_exact_fractions),
        cmocka_unit_test(agreement_is_one_and_independence_about_zero),
        cmocka_unit_test(rows_without_a_code_are_left_out),
        cmocka_unit_test(constant_codings_say_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
