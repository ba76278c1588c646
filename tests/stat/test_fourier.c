#include "stat/fourier.h"

#include <math.h>
#include <stdlib.h>

#include "base/random.h"
#include "tests/check.h"

static double *draw(size_t n)
{
    struct random_stream *random = random_create(3, "test");
    double *x = calloc(n, sizeof *x);

    for (size_t j = 0; j < n; j++)
        x[j] = random_gaussian(random);
    random_destroy(random);
    return x;
}

/* Summed as the definition has it. */
static void the_spectrum_is_that_of_the_definition(void **state)
{
    (void)state;
    for (size_t n = 4; n <= 256; n *= 2) {
        struct fourier *fourier = fourier_create(n);
        struct spectrum spectrum = spectrum_create(n);
        double *x = draw(n);

        fourier_forward(fourier, x, &spectrum);
        for (size_t k = 0; k <= n / 2; k++) {
            double re = 0, im = 0;

            for (size_t j = 0; j < n; j++) {
                double angle = 2 * M_PI * (double)(j * k % n) / (double)n;

                re += x[j] * cos(angle);
                im -= x[j] * sin(angle);
            }
            check_close(spectrum.re[k], re, 0, 1e-13 * sqrt((double)n));
            check_close(spectrum.im[k], im, 0, 1e-13 * sqrt((double)n));
        }
        free(x);
        spectrum_release(&spectrum);
        fourier_destroy(fourier);
    }
}

static void there_and_back_is_the_same(void **state)
{
    (void)state;
    for (size_t n = 4; n <= 1 << 16; n *= 2) {
        struct fourier *fourier = fourier_create(n);
        struct spectrum spectrum = spectrum_create(n);
        double *x = draw(n), *y = calloc(n, sizeof *y);

        fourier_forward(fourier, x, &spectrum);
        fourier_backward(fourier, &spectrum, y);
        for (size_t j = 0; j < n; j++)
            check_close(y[j], x[j], 0, 1e-14);
        free(x);
        free(y);
        spectrum_release(&spectrum);
        fourier_destroy(fourier);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_spectrum_is_that_of_the_definition),
        cmocka_unit_test(there_and_back_is_the_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
