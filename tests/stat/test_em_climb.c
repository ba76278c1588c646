#include "stat/em_climb.h"

#include "tests/check.h"

static const double x[] = {1, 1.2, 1.3, 1.9, 2.2, 2.3, 4, 4.4, 4.5, 7};

static struct em begin(size_t k)
{
    struct points points = {x, NULL, COUNT(x)};
    struct em em = {.floor = 0.02, .k = k};

    em_init(&em, &points);
    return em;
}

/* One component: the mean and the maximum likelihood sd, by hand. */
static void one_component_is_found_from_anywhere(void **state)
{
    struct em em = begin(1);
    struct em_parameters at = {.mean = {9}, .log_sd = {1}};

    (void)state;
    em_climb(&em, &at, 100);
    check_close(at.mean[0], 2.98, 1e-11, 0);
    check_close(exp(at.log_sd[0]), sqrt(3.3676), 1e-11, 0);
    check_close(exp(at.log_weight[0]), 1, 1e-11, 0);
    em_release(&em);
}

/* At the top another step of EM (which knows nothing of derivatives) stays
 * where it is. */
static void the_top_is_a_fixed_point_of_em(void **state)
{
    struct em em = begin(2);
    struct em_parameters at = {.log_weight = {log(0.6), log(0.4)},
                               .mean = {1.6, 4.5},
                               .log_sd = {log(0.5), log(1)}};
    struct em_parameters to;
    double before = em_step(&em, &at, &to), top = em_climb(&em, &at, 100);

    (void)state;
    assert_true(top > before);
    check_close(em_step(&em, &at, &to), top, 1e-14, 0);
    for (size_t c = 0; c < em.k; c++) {
        check_close(to.mean[c], at.mean[c], 1e-9, 0);
        check_close(to.log_sd[c], at.log_sd[c], 1e-9, 1e-9);
        check_close(to.log_weight[c], at.log_weight[c], 1e-9, 0);
    }
    em_release(&em);
}

/* It goes where many more steps of EM would go. */
static void it_ends_where_em_ends(void **state)
{
    struct em em = begin(2);
    struct em_parameters at = {.log_weight = {log(0.5), log(0.5)},
                               .mean = {1.6, 4.5},
                               .log_sd = {log(0.5), log(1)}};
    struct em_parameters slow = at, to;
    double log_likelihood = 0;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        log_likelihood = em_step(&em, &slow, &to);
        slow = to;
    }
    check_close(em_climb(&em, &at, 100), log_likelihood, 1e-13, 0);
    check_close(at.mean[0], slow.mean[0], 1e-9, 0);
    check_close(at.mean[1], slow.mean[1], 1e-9, 0);
    em_release(&em);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_component_is_found_from_anywhere),
        cmocka_unit_test(the_top_is_a_fixed_point_of_em),
        cmocka_unit_test(it_ends_where_em_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
