#include "stat/harrell_davis.h"

#include <stdlib.h>

#include "tests/check.h"
#include "tests/reference.h"

static void values_agree_with_the_reference_kit(void **state)
{
    const struct reference *row = NULL;
    unsigned n_rows = 0;
    double p;

    (void)state;
    while ((row = reference_next(row, NULL, "hd_quantile"))) {
        struct sample s = reference_sample(row);

        assert_int_equal(sscanf(row->parameters, "p=%lf", &p), 1);
        reference_check(row, harrell_davis(&s, p).value);
        n_rows++;
    }
    assert_true(n_rows >= 200);
}

/* R 4.2.2, Hmisc 4.8-0: hdquantile(x, p); SciPy 1.10.1, scipy.stats.mstats:
 * hdquantiles_sd(x, p), mjci(x, p). (The standard errors of Hmisc are up to one
 * per cent larger: 3.749572 at the median. The next test settles it.) */
static void errors_agree_with_r_and_scipy(void **state)
{
    static const double x[] = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29};
    struct sample s = {.x = x, .n = COUNT(x)};

    (void)state;
    check_close(harrell_davis(&s, .5).value, 12.0327328688, 1e-11, 0);
    check_close(harrell_davis(&s, .9).value, 26.0282062398, 1e-11, 0);
    check_close(harrell_davis(&s, .95).value, 27.8643517202, 1e-11, 0);
    check_close(harrell_davis(&s, .5).se, 3.705180, 0, 5e-7);
    check_close(harrell_davis(&s, .9).se, 4.597162, 0, 5e-7);
    check_close(harrell_davis(&s, .95).se, 5.061386, 0, 5e-7);
    check_close(maritz_jarrett(&s, .5), 4.613190, 0, 5e-7);
    check_close(maritz_jarrett(&s, .9), 4.375761, 0, 5e-7);
    check_nan(maritz_jarrett(&s, .95));
}

/* The definition: every value left out in turn. */
static void the_error_is_that_of_the_jackknife(void **state)
{
    double x[60], left[60], values[60], mean = 0, squares = 0;
    struct sample s = {.x = x, .n = COUNT(x)};
    struct sample less = {.x = left, .n = COUNT(x) - 1};

    (void)state;
    for (size_t i = 0; i < COUNT(x); i++)
        x[i] = exp((double)i / 20);
    for (size_t i = 0; i < COUNT(x); i++) {
        for (size_t k = 0, j = 0; k < COUNT(x); k++)
            if (k != i)
                left[j++] = x[k];
        values[i] = harrell_davis(&less, .75).value;
        mean += values[i] / COUNT(x);
    }
    for (size_t i = 0; i < COUNT(x); i++)
        squares += (values[i] - mean) * (values[i] - mean);
    check_close(harrell_davis(&s, .75).se,
                sqrt(squares * (COUNT(x) - 1) / COUNT(x)), 1e-10, 0);
}

/* Of the ranks 1 .. n the weights' mean is known: with I the beta law of
 * (n + 1) p and (n + 1)(1 - p), within half a cell of n p + 1/2. The standard
 * error of such a sample is close to that of a uniform quantile. */
static void millions_of_values_need_no_time(void **state)
{
    enum { N = 4000000 };
    double *x = calloc(N, sizeof *x);
    struct sample s = {.x = x, .n = N};

    (void)state;
    for (size_t i = 0; i < N; i++)
        x[i] = (double)(i + 1);
    for (double p = .1; p < 1; p += .2) {
        struct weighted_quantile q = harrell_davis(&s, p);

        check_close(q.value, N * p + .5, 0, .01);
        check_close(q.se, sqrt(N * p * (1 - p)), 1e-3, 0);
        check_close(maritz_jarrett(&s, p), q.se, 1e-3, 0);
    }
    free(x);
}

static void few_values_give_what_they_can(void **state)
{
    static const double x[] = {3, 8};
    struct sample none = {0}, one = {.x = x, .n = 1}, two = {.x = x, .n = 2};

    (void)state;
    check_nan(harrell_davis(&none, .5).value);
    check_close(harrell_davis(&one, .99).value, 3, 0, 0);
    check_nan(harrell_davis(&one, .99).se);
    check_close(harrell_davis(&two, .5).value, 5.5, 1e-14, 0);
    check_close(harrell_davis(&two, .5).se, 2.5, 1e-14, 0); /* by hand */
    check_nan(maritz_jarrett(&none, .5));
    check_nan(maritz_jarrett(&two, .5));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_agree_with_the_reference_kit),
        cmocka_unit_test(errors_agree_with_r_and_scipy),
        cmocka_unit_test(the_error_is_that_of_the_jackknife),
        cmocka_unit_test(millions_of_values_need_no_time),
        cmocka_unit_test(few_values_give_what_they_can),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
