#include "stat/tail.h"

#include "tests/check.h"

/* R 4.2.2: 2 * pt(-t, df) */
static void student_agrees_with_r(void **state)
{
    static const double rows[][3] = {
        {0.5, 1, 0.70483276469913358},     {2, 3.7, 0.12181720190523396},
        {20, 60, 3.1780577023397117e-28},  {8, 31, 4.940263701903391e-09},
        {5, 1e6, 5.7339978708907352e-07},  {1.5, 2e7, 0.13361441832267318},
        {40, 2.5, 0.00014195634290493385},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        double p = rows[i][2];

        check_close(tail_student(rows[i][0], rows[i][1]), p, 1e-11, 0);
        check_close(tail_student(-rows[i][0], rows[i][1]), p, 1e-11, 0);
        check_close(tail_student_above(rows[i][0], rows[i][1]), p / 2, 1e-11,
                    0);
        check_close(tail_student_above(-rows[i][0], rows[i][1]), 1 - p / 2,
                    1e-11, 0);
    }
}

/* R 4.2.2: qt(1 - (1 - level) / 2, df) */
static void critical_values_agree_with_r(void **state)
{
    (void)state;
    check_close(tail_student_critical(0.95, 2), 4.3026527297494619, 1e-11, 0);
    check_close(tail_student_critical(0.95, 4), 2.7764451051977934, 1e-11, 0);
    check_close(tail_student_critical(0.9, 1e6), 1.644855150722039, 1e-11, 0);
    check_close(tail_student_critical(0.99, 1.5), 17.820310514462797, 1e-11, 0);
    check_close(tail_normal_critical(0.95), 1.9599639845400536, 1e-13, 0);
    check_close(tail_f_point(0.025, 4, 595), 2.8073209540532442, 1e-10, 0);
}

/* R 4.2.2: pf(f, df1, df2, lower.tail = FALSE), pchisq likewise */
static void f_and_chi_square_agree_with_r(void **state)
{
    static const double rows[][4] = {
        {1, 1, 10, 0.34089313230206009},
        {50, 2, 1e6, 1.9335774327142635e-22},
        {200, 3, 1e7, 1.0169243274639361e-129},
        {.05, 8, 1800, 0.99994281960996889},
        {10, 4, 2, 0.092970521541950124},
        {2001, 8, 18000, 0},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        check_close(tail_f(rows[i][0], rows[i][1], rows[i][2]), rows[i][3],
                    1e-10, 1e-300);
    check_close(tail_chi_square(120, 7), 7.6612464633530198e-23, 1e-11, 0);
    check_close(tail_normal(-3.5), 0.00046525815807104987, 1e-12, 0);
    check_close(tail_normal_above(3.5), 0.00046525815807104987 / 2, 1e-12, 0);
}

static void what_has_no_tail_is_nan(void **state)
{
    (void)state;
    check_nan(tail_student((double)NAN, 3));
    check_nan(tail_student(1, 0));
    check_nan(tail_student_critical(1, 3));
    check_nan(tail_f(1, 0, 3));
    check_nan(tail_chi_square(1, 0));
    check_close(tail_student(INFINITY, 3), 0, 0, 0);
    check_close(tail_f(INFINITY, 1, 3), 0, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(student_agrees_with_r),
        cmocka_unit_test(critical_values_agree_with_r),
        cmocka_unit_test(f_and_chi_square_agree_with_r),
        cmocka_unit_test(what_has_no_tail_is_nan),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
