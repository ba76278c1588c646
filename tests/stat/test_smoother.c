#include "stat/smoother.h"

#include "tests/check.h"

enum { N = 100 };

static void smoothing_is_convolution_with_the_normal_density(void **state)
{
    struct smoother *smoother = smoother_create(N, N);
    double count[N] = {0}, smooth[N], width = 2.5;

    (void)state;
    count[30] = 3;
    count[47] = 1;
    smoother_load(smoother, count);
    smoother_apply(smoother, width, smooth);
    for (int j = 0; j < N; j++)
        check_close(smooth[j],
                    (3 * exp(-0.5 * pow((j - 30) / width, 2)) +
                     exp(-0.5 * pow((j - 47) / width, 2))) /
                        (width * sqrt(2 * M_PI)),
                    1e-9, 1e-14);
    smoother_destroy(smoother);
}

static void autocorrelation_is_the_sum_of_products(void **state)
{
    struct smoother *smoother = smoother_create(N, N);
    double count[N], sums[N];

    (void)state;
    for (int j = 0; j < N; j++)
        count[j] = j * 37 % 11;
    smoother_load(smoother, count);
    smoother_autocorrelate(smoother, sums);
    for (int lag = 0; lag < N; lag++) {
        double sum = 0;

        for (int j = 0; j + lag < N; j++)
            sum += count[j] * count[j + lag];
        check_close(sums[lag], sum, 1e-12, 1e-9);
    }
    smoother_destroy(smoother);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(smoothing_is_convolution_with_the_normal_density),
        cmocka_unit_test(autocorrelation_is_the_sum_of_products),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
