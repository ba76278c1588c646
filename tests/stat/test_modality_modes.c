#include "stat/modality_modes.h"

#include "tests/check.h"

/* Three humps at 2, 5 and 8, the last with a share of 1 %. */
static void fill(struct bins *bins)
{
    bins_init(bins, 0, 10, 401);
    for (size_t j = 0; j < bins->n; j++) {
        double x = bins_point(bins, j);

        bins->count[j] = 2000 * (0.69 * exp(-2 * pow(x - 2, 2)) +
                                 0.30 * exp(-2 * pow(x - 5, 2)) +
                                 0.01 * exp(-2 * pow(x - 8, 2)));
        bins->total += bins->count[j];
    }
}

static struct modes_context context_of(const struct bins *bins)
{
    return (struct modes_context){
        .bins = bins, .bandwidth = 0.2, .level = 0.95};
}

static void modes_of_less_than_two_per_cent_are_joined(void **state)
{
    struct valleys valleys;
    struct modes_context context;
    struct bins bins;

    (void)state;
    fill(&bins);
    context = context_of(&bins);
    modes_find(&context, 0, 10, &valleys);
    assert_int_equal(valleys.n_modes, 2);
    check_close(valleys.modes[0].x, 2, 0, 0.01);
    check_close(valleys.modes[1].x, 5, 0, 0.01);
    check_close(valleys.share[0], 0.69, 0, 0.005);
    check_close(valleys.share[1], 0.31, 0, 0.005);
    /* With the kernel, sds are sqrt(0.25 + 0.04); the valley by hand. */
    check_close(valleys.deepest,
                (0.69 * exp(-0.5 * pow(1.626, 2) / 0.29) +
                 0.30 * exp(-0.5 * pow(1.374, 2) / 0.29)) /
                    0.30,
                0.02, 0);
    bins_release(&bins);
}

static void keeping_fewer_joins_across_the_shallowest_valley(void **state)
{
    struct valleys valleys = {
        .modes = {{1, 1.0, 2, 0.2}, {3, 0.5, 4, 0.3}, {5, 0.6, NAN, NAN}},
        .share = {0.5, 0.2, 0.3},
        .n_modes = 3};

    (void)state;
    modes_keep(&valleys, 2);
    assert_int_equal(valleys.n_modes, 2);
    check_close(valleys.modes[1].x, 5, 0, 0);
    check_close(valleys.modes[0].valley_x, 2, 0, 0);
    check_close(valleys.share[1], 0.5, 1e-12, 0);
    modes_keep(&valleys, 1);
    check_close(valleys.modes[0].x, 1, 0, 0);
    check_close(valleys.share[0], 1, 1e-12, 0);
}

/* 30 of 100 below the antimode at 2.5: Wilson's 95 % interval is [0.2189,
 * 0.3958] (SciPy 1.10: binomtest(30, 100).proportion_ci(method="wilson")). */
static void shares_have_wilson_intervals(void **state)
{
    struct random_stream *random = random_create(1, "test modes");
    double x[100];
    struct sample sample = {.x = x, .n = 100};
    struct valleys valleys = {.modes = {{1, 1, 2.5, 0.1}, {4, 1, NAN, NAN}},
                              .n_modes = 2};
    struct mode modes[MAX_MODES];
    struct modes_context context;
    struct bins bins;

    (void)state;
    for (int i = 0; i < 100; i++)
        x[i] = i < 30 ? 1 + 0.001 * i : 4 + 0.001 * i;
    bins_init(&bins, 0, 5, 501);
    bins_add_sample(&bins, &sample);
    context = context_of(&bins);
    context.sample = &sample;
    context.random = random;
    context.n_intervals = 100;
    modes_describe(&context, &valleys, modes);
    check_close(modes[0].share.value, 0.30, 1e-12, 0);
    check_close(modes[0].share.low, 0.2189, 0, 1e-4);
    check_close(modes[0].share.high, 0.3958, 0, 1e-4);
    check_close(modes[0].to, 2.5, 0, 0);
    check_close(modes[1].to, x[99], 0, 0);
    assert_true(modes[0].location.low > 0.99 && modes[0].location.high < 1.04);
    bins_release(&bins);
    random_destroy(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(modes_of_less_than_two_per_cent_are_joined),
        cmocka_unit_test(keeping_fewer_joins_across_the_shallowest_valley),
        cmocka_unit_test(shares_have_wilson_intervals),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
