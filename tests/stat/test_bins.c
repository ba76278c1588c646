#include "stat/bins.h"

#include "base/random.h"
#include "tests/check.h"

/* By hand: 0.25 lies a quarter of the way from 0 to 1. */
static void a_value_is_shared_by_nearness(void **state)
{
    struct bins bins;

    (void)state;
    bins_init(&bins, 0, 3, 4);
    bins_add(&bins, 0.25, 2);
    bins_add(&bins, 3, 1);
    bins_add(&bins, -5, 1);
    bins_add(&bins, 99, 1);
    check_close(bins.count[0], 2.5, 1e-15, 0);
    check_close(bins.count[1], 0.5, 1e-15, 0);
    check_close(bins.count[3], 2, 1e-15, 0);
    check_close(bins.total, 5, 1e-15, 0);
    bins_release(&bins);
}

static void binning_keeps_the_mean_and_nearly_the_spread(void **state)
{
    struct random_stream *random = random_create(1, "test bins");
    struct bins bins, coarse;
    double sum = 0, squares = 0;
    enum { N = 5000 };

    (void)state;
    bins_init(&bins, -8, 8, 321);
    bins_init(&coarse, -8, 8, 81);
    for (size_t i = 0; i < N; i++) {
        double x = random_gaussian(random);

        sum += x;
        squares += x * x;
        bins_add(&bins, x, 1);
    }
    bins_add_bins(&coarse, &bins);
    check_close(bins_mean(&bins), sum / N, 0, 1e-12);
    check_close(bins_mean(&coarse), sum / N, 0, 1e-12);
    /* The step is 0.05: variance grows by 0.05^2 / 6 = 0.0004. */
    check_close(pow(bins_sd(&bins), 2),
                (squares - sum * sum / N) / (N - 1) + 0.000417, 1e-4, 0);
    check_close(bins_quantile(&bins, 0.5), 0, 0, 0.06);
    check_close(bins_quantile(&bins, 0.975), 1.96, 0, 0.12);
    bins_release(&bins);
    bins_release(&coarse);
    random_destroy(random);
}

/* To the last bit, for equal values and for those beyond the ends too. */
static void a_sample_is_added_as_its_values_are(void **state)
{
    static const double x[] = {-2,  -1,  0.1, 0.1, 0.1, 0.1, 0.1,
                               1.7, 1.7, 2,   3,   3,   9,   9};
    const struct sample sample = {.x = x, .n = COUNT(x)};
    struct bins bins, each;

    (void)state;
    bins_init(&bins, -1, 4, 7);
    bins_init(&each, -1, 4, 7);
    bins_add_sample(&bins, &sample);
    for (size_t i = 0; i < COUNT(x); i++)
        bins_add(&each, x[i], 1);
    for (size_t j = 0; j < bins.n; j++)
        check_close(bins.count[j], each.count[j], 0, 0);
    check_close(bins.count[0], 2, 0, 0);
    check_close(bins.count[6], 2, 0, 0);
    check_close(bins.total, COUNT(x), 0, 0);
    bins_release(&bins);
    bins_release(&each);
}

static void without_counts_there_is_no_mean(void **state)
{
    struct bins bins;

    (void)state;
    bins_init(&bins, 0, 1, 2);
    check_nan(bins_mean(&bins));
    check_nan(bins_sd(&bins));
    check_nan(bins_quantile(&bins, 0.5));
    bins_release(&bins);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_is_shared_by_nearness),
        cmocka_unit_test(binning_keeps_the_mean_and_nearly_the_spread),
        cmocka_unit_test(a_sample_is_added_as_its_values_are),
        cmocka_unit_test(without_counts_there_is_no_mean),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
