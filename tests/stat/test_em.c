#include "stat/em.h"

#include "tests/check.h"

/* By hand, one step from two far-apart halves: every value belongs to the
 * nearer component, so that means and variances are those of the halves. */
static void a_step_gives_the_moments_of_the_shares(void **state)
{
    static const double x[] = {0, 2, 100, 103};
    struct points points = {x, NULL, 4};
    struct em em = {.floor = 1e-3, .k = 2};
    struct em_parameters from = {
        .log_weight = {log(0.5), log(0.5)}, .mean = {0, 100}, .log_sd = {0, 0}};
    struct em_parameters to;
    double log_likelihood;

    (void)state;
    em_init(&em, &points);
    log_likelihood = em_step(&em, &from, &to);
    em_release(&em);
    check_close(to.mean[0], 1, 1e-12, 0);
    check_close(to.mean[1], 101.5, 1e-12, 0);
    check_close(exp(to.log_sd[0]), 1, 1e-12, 0);
    check_close(exp(to.log_sd[1]), 1.5, 1e-12, 0);
    check_close(exp(to.log_weight[0]), 0.5, 1e-12, 0);
    /* 4 log(0.5 / sqrt(2 pi)) - (0 + 4 + 0 + 9) / 2 */
    check_close(log_likelihood, 4 * log(0.5 / sqrt(2 * M_PI)) - 6.5, 1e-12, 0);
}

/* Beyond 39 sds every kernel is 0 in doubles. */
static void a_value_far_from_all_components_is_shared(void **state)
{
    static const double x[] = {0, 1, 2, 1000};
    struct points points = {x, NULL, 4};
    struct em em = {.floor = 1e-3, .k = 2};
    struct em_parameters from = {
        .log_weight = {log(0.5), log(0.5)}, .mean = {0, 2}, .log_sd = {0, 0}};
    struct em_parameters to;

    (void)state;
    em_init(&em, &points);
    assert_true(isfinite(em_step(&em, &from, &to)));
    em_release(&em);
    assert_true(to.mean[1] > 300 && to.mean[0] < 1);
}

/* A jump may leave a component with a weight of exp(-2000), which no double
 * holds. By hand: the first value has the log density -0.5 log(2 pi), the
 * second, at the mean of that component, 2000 less. */
static void a_component_of_hardly_any_weight_is_shared(void **state)
{
    static const double x[] = {0, 1000};
    struct points points = {x, NULL, 2};
    struct em em = {.floor = 1e-3, .k = 2};
    struct em_parameters from = {
        .log_weight = {0, -2000}, .mean = {0, 1000}, .log_sd = {0, 0}};
    struct em_parameters to;

    (void)state;
    em_init(&em, &points);
    check_close(em_step(&em, &from, &to), -2000 - log(2 * M_PI), 1e-12, 0);
    check_close(to.mean[1], 1000, 1e-12, 0);
    check_close(exp(to.log_weight[1]), 0.5, 1e-12, 0);
    em_release(&em);
}

static void likelihood_never_falls(void **state)
{
    static const double x[] = {1, 1.2, 1.3, 1.9, 2.2, 2.3, 4, 4.4, 4.5, 7};
    struct points points = {x, NULL, COUNT(x)};
    struct em em = {.floor = 0.02, .k = 2};
    struct em_parameters at = {
        .log_weight = {log(0.3), log(0.7)}, .mean = {1, 2}, .log_sd = {0, 0}};
    struct em_parameters short_run = at, long_run = at, to;
    double before = -INFINITY;

    (void)state;
    em_init(&em, &points);
    for (int i = 0; i < 30; i++) {
        double now = em_step(&em, &at, &to);

        assert_true(now >= before - 1e-12);
        before = now;
        at = to;
    }
    assert_true(em_run(&em, &short_run, 5) <=
                em_run(&em, &long_run, 500) + 1e-9);
    assert_true(em_run(&em, &long_run, 1) >= before - 1e-9);
    em_release(&em);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_step_gives_the_moments_of_the_shares),
        cmocka_unit_test(a_value_far_from_all_components_is_shared),
        cmocka_unit_test(a_component_of_hardly_any_weight_is_shared),
        cmocka_unit_test(likelihood_never_falls),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
