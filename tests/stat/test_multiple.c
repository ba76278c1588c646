#include "stat/multiple.h"

#include <stdlib.h>
#include <string.h>

#include "tests/check.h"
#include "tests/reference.h"

static const struct {
    const char *name;
    void (*adjust)(const double *, size_t, double *);
} methods[] = {
    {"bonferroni", multiple_bonferroni},
    {"holm", multiple_holm},
    {"BH", multiple_bh},
    {"BY", multiple_by},
};

static void all_methods_agree_with_r(void **state)
{
    static const char *const datasets[] = {"padj_a", "padj_ties"};

    (void)state;
    for (size_t i = 0; i < COUNT(datasets); i++)
        for (size_t k = 0; k < COUNT(methods); k++) {
            size_t n;
            double *p =
                dataset_numbers(dataset_read(datasets[i]), "p", NULL, NULL, &n);

            methods[k].adjust(p, n, p);
            for (size_t j = 0; j < n; j++) {
                char parameters[40];

                snprintf(parameters, sizeof parameters, "method=%s;i=%zu",
                         methods[k].name, j + 1);
                reference_check(
                    reference_find(datasets[i], "", "p_adjust", parameters),
                    p[j]);
            }
            free(p);
        }
}

/* A test without an answer is no member of the family. */
static void missing_values_do_not_count(void **state)
{
    const double with[] = {0.01, (double)NAN, 0.04, 0.03, (double)NAN};
    static const double without[] = {0.01, 0.04, 0.03};
    double a[5], b[3];

    (void)state;
    for (size_t k = 0; k < COUNT(methods); k++) {
        methods[k].adjust(with, 5, a);
        methods[k].adjust(without, 3, b);
        check_close(a[0], b[0], 0, 0);
        check_nan(a[1]);
        check_close(a[2], b[1], 0, 0);
        check_close(a[3], b[2], 0, 0);
        check_nan(a[4]);
        methods[k].adjust(NULL, 0, NULL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_methods_agree_with_r),
        cmocka_unit_test(missing_values_do_not_count),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
