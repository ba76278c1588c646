#include "stat/boschloo.h"

#include "base/random.h"
#include "tests/check.h"

/* SciPy 1.10.1: boschloo_exact(table, alternative, n=1024). */
static void boschloo_agrees_with_scipy(void **state)
{
    static const struct {
        struct count a, b;
        double less, greater, both;
    } cases[] = {
        {{7, 15},
         {12, 15},
         0.0341091546615974,
         0.977121534757319,
         0.0682183093231949},
        {{74, 117},
         {31, 63},
         0.966503222900561,
         0.0355640643015456,
         0.0711281286030913},
        {{9, 10},
         {3, 10},
         0.997094154357911,
         0.00397777557373048,
         0.00795555114746095},
        {{5, 10},
         {5, 10},
         0.472463607788086,
         0.472463607788086,
         0.944927215576173},
        {{2, 32},
         {9, 50},
         0.0825098663070081,
         0.954759323104716,
         0.165019732614016},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct count a = cases[i].a, b = cases[i].b;

        check_close(boschloo_test(a, b, SIDE_LESS).p, cases[i].less, 1e-8, 0);
        check_close(boschloo_test(a, b, SIDE_GREATER).p, cases[i].greater, 1e-8,
                    0);
        check_close(boschloo_test(a, b, SIDE_BOTH).p, cases[i].both, 1e-8, 0);
    }
}

static void boschloo_is_never_above_fisher(void **state)
{
    struct random_stream *random = random_create(19, "test");

    (void)state;
    for (unsigned round = 0; round < 60; round++) {
        struct count a = {0, 1 + random_below(random, 25)};
        struct count b = {0, 1 + random_below(random, 25)};
        struct contingency_test test;

        a.successes = random_below(random, a.trials + 1);
        b.successes = random_below(random, b.trials + 1);
        test = boschloo_test(a, b, SIDE_LESS);
        check_close(test.statistic, contingency_fisher(a, b, SIDE_LESS).p,
                    1e-12, 0);
        assert_true(test.p <= test.statistic * (1 + 1e-9));
    }
    random_destroy(random);
}

/* It is exact: under any common share it rejects in at most the stated share
 * of cases. Summed over all tables, not simulated. */
static void boschloo_keeps_its_level(void **state)
{
    enum { N_A = 9, N_B = 12 };
    static const double shares[] = {0.05, 0.3, 0.5, 0.8};
    double rejected[COUNT(shares)] = {0};

    (void)state;
    for (unsigned i = 0; i <= N_A; i++)
        for (unsigned j = 0; j <= N_B; j++) {
            struct count a = {i, N_A}, b = {j, N_B};

            if (boschloo_test(a, b, SIDE_BOTH).p > 0.05)
                continue;
            for (size_t s = 0; s < COUNT(shares); s++)
                rejected[s] +=
                    exp(lgamma(N_A + 1) - lgamma(i + 1) - lgamma(N_A - i + 1) +
                        lgamma(N_B + 1) - lgamma(j + 1) - lgamma(N_B - j + 1) +
                        (i + j) * log(shares[s]) +
                        (N_A + N_B - i - j) * log(1 - shares[s]));
        }
    for (size_t s = 0; s < COUNT(shares); s++)
        assert_true(rejected[s] > 0 && rejected[s] <= 0.05 + 1e-9);
}

static void boschloo_needs_trials_but_not_too_many(void **state)
{
    const struct count none = {0, 0}, some = {3, 9}, many = {1, 1001};

    (void)state;
    check_nan(boschloo_test(none, some, SIDE_BOTH).p);
    check_nan(boschloo_test(some, many, SIDE_BOTH).p);
    check_close(
        boschloo_test((struct count){0, 9}, (struct count){0, 7}, SIDE_BOTH).p,
        1, 0, 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boschloo_agrees_with_scipy),
        cmocka_unit_test(boschloo_is_never_above_fisher),
        cmocka_unit_test(boschloo_keeps_its_level),
        cmocka_unit_test(boschloo_needs_trials_but_not_too_many),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
