#include "stat/noncentral.h"

#include <math.h>

#include "stat/tail.h"
#include "tests/check.h"

/* R 4.2.2: pt(t, df, shift, lower.tail = FALSE), which is good to 1e-12. */
static void the_noncentral_law_agrees_with_r(void **state)
{
    static const double rows[][4] = {
        {2, 4, 1.5, 0.381071074860447},
        {2.1, 38, 3.16, 0.85177517668204739},
        {-2.1, 38, 3.16, 0.999999836747403},
        {2.7, 4, 2.5, 0.49749928007232724},
        {12.7, 1, 3, 0.18619678199260215},
        {1.96, 1e5, 1, 0.16853116061874751},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const double *row = rows[i];
        struct noncentral law;

        noncentral_init(&law, row[1]);
        check_close(noncentral_above(&law, row[0], row[2]), row[3], 0, 2e-11);
        check_close(noncentral_below(&law, row[0], row[2]), 1 - row[3], 0,
                    2e-11);
        noncentral_release(&law);
    }
}

/* Without a shift it is Student's law, of which we have another formula. */
static void a_shift_of_zero_is_student(void **state)
{
    (void)state;
    for (double df = 1; df < 1e15; df *= 3.7) {
        struct noncentral law;

        noncentral_init(&law, df);
        for (double t = -6; t <= 6; t += 1.5)
            check_close(noncentral_above(&law, t, 0), tail_student_above(t, df),
                        0, 1e-12);
        noncentral_release(&law);
    }
}

/* What was asked before does not matter. */
static void a_law_may_be_asked_again(void **state)
{
    struct noncentral used, fresh;

    (void)state;
    noncentral_init(&used, 4);
    noncentral_above(&used, 40, 38.5);
    for (double shift = 0; shift < 8; shift += 0.5) {
        double p = noncentral_above(&used, 2.7, shift);

        noncentral_init(&fresh, 4);
        check_close(noncentral_above(&fresh, 2.7, shift), p, 0, 0);
        check_close(noncentral_below(&fresh, 2.7, shift), 1 - p, 0, 1e-12);
        noncentral_release(&fresh);
    }
    noncentral_release(&used);
}

static void without_degrees_of_freedom_there_is_no_law(void **state)
{
    struct noncentral law;

    (void)state;
    noncentral_init(&law, -1);
    check_nan(noncentral_above(&law, 1, 0));
    noncentral_release(&law);
    noncentral_init(&law, 3);
    check_nan(noncentral_below(&law, (double)NAN, 0));
    noncentral_release(&law);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_noncentral_law_agrees_with_r),
        cmocka_unit_test(a_shift_of_zero_is_student),
        cmocka_unit_test(a_law_may_be_asked_again),
        cmocka_unit_test(without_degrees_of_freedom_there_is_no_law),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
