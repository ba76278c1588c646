#include "stat/resolution.h"

#include <stdlib.h>

#include "base/sort.h"
#include "tests/check.h"

enum { N = 2000 };

static void fill(double *x, double step, double scale,
                 struct random_stream *random)
{
    for (size_t i = 0; i < N; i++) {
        x[i] = exp(0.5 * random_gaussian(random));
        if (step > 0)
            x[i] = round(x[i] / step) * step * scale;
    }
    sort_doubles(x, N);
}

static void the_step_of_recording_is_found(void **state)
{
    static const double steps[] = {0.1, 0.01, 0.001, 1e-6, 0.025, 1.0 / 64};
    struct random_stream *random = random_create(1, "test resolution");
    double x[N];
    struct sample sample = {.x = x, .n = N};

    (void)state;
    for (size_t k = 0; k < COUNT(steps); k++) {
        fill(x, steps[k], 1, random);
        check_close(resolution_find(&sample), steps[k], 1e-6, 0);
    }
    fill(x, 1, 1e-3, random); /* whole milliseconds, scaled to seconds */
    check_close(resolution_find(&sample), 1e-3, 1e-9, 0);
    random_destroy(random);
}

static void unrounded_values_have_none(void **state)
{
    struct random_stream *random = random_create(2, "test resolution");
    double x[N], same[] = {3, 3, 3};

    (void)state;
    fill(x, 0, 1, random);
    check_close(resolution_find(&(struct sample){.x = x, .n = N}), 0, 0, 0);
    check_nan(resolution_find(&(struct sample){.x = same, .n = 3}));
    check_nan(resolution_find(&(struct sample){.x = NULL, .n = 0}));
    random_destroy(random);
}

static void moved_values_stay_in_their_cells_in_order(void **state)
{
    struct random_stream *random = random_create(3, "test resolution");
    double x[N], moved[N], sum = 0;
    struct sample sample = {.x = x, .n = N};

    (void)state;
    fill(x, 0.5, 1, random);
    resolution_undo(&sample, 0.5, random, moved);
    for (size_t i = 0; i < N; i++) {
        assert_true(moved[i] >= 0);
        assert_true(fabs(moved[i] - x[i]) <= 0.25);
        assert_true(i == 0 || moved[i] >= moved[i - 1]);
        sum += moved[i] - x[i];
    }
    assert_true(fabs(sum / N) < 0.02);
    random_destroy(random);
}

/* By hand: two values at 1, one at 2, steps of 1. The cell of 1 is [0.5, 1.5],
 * half of which is below 1. */
static void piles_are_spread_evenly(void **state)
{
    static const double x[] = {1, 1, 2}, zero[] = {0, 0, 1};
    struct sample sample = {.x = x, .n = 3}, low = {.x = zero, .n = 3};

    (void)state;
    check_close(resolution_count_below(&sample, 1, 0.5), 0, 0, 0);
    check_close(resolution_count_below(&sample, 1, 1), 1, 1e-12, 0);
    check_close(resolution_count_below(&sample, 1, 1.5), 2, 1e-12, 0);
    check_close(resolution_count_below(&sample, 1, 1.75), 2.25, 1e-12, 0);
    check_close(resolution_count_below(&sample, 1, 99), 3, 1e-12, 0);
    check_close(resolution_count_below(&sample, 0, 2), 2, 0, 0);
    /* What was rounded to 0 was between 0 and 0.5. */
    check_close(resolution_count_below(&low, 1, 0.25), 1, 1e-12, 0);
    check_close(resolution_count_below(&low, 1, 0), 0, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_step_of_recording_is_found),
        cmocka_unit_test(unrounded_values_have_none),
        cmocka_unit_test(moved_values_stay_in_their_cells_in_order),
        cmocka_unit_test(piles_are_spread_evenly),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
