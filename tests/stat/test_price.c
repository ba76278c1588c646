#include "stat/price.h"

#include <stdlib.h>

#include "base/random.h"
#include "tests/check.h"

/* The price table of the article that the example data follow, in dollars per
 * million tokens, and its blended prices at 60 % input: .6 * input + .4 *
 * output, by hand. */
static const struct {
    double input, output, blended, even, three_to_one;
} article[] = {
    {0.27, 1.10, 0.602, 0.685, 0.4775}, /* DeepSeek V4 Flash */
    {0.55, 2.20, 1.21, 1.375, 0.9625},  /* DeepSeek V4 Pro */
    {0.30, 1.20, 0.66, 0.75, 0.525},    /* Qwen3-32B */
    {0.20, 0.80, 0.44, 0.50, 0.35},     /* GLM-4 Plus */
    {2.50, 10.0, 5.50, 6.25, 4.375},    /* GPT-4o */
};

enum { FLASH, PRO, QWEN, GLM, GPT };

static void blended_prices_are_those_of_the_article(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(article); i++) {
        double input = article[i].input, output = article[i].output;

        check_close(price_blended(input, output, 0.6), article[i].blended,
                    1e-15, 0);
        check_close(price_blended(input, output, 0.5), article[i].even, 1e-15,
                    0);
        check_close(price_blended(input, output, 0.75), article[i].three_to_one,
                    1e-15, 0);
        check_close(price_blended(input, output, 1), input, 0, 0);
        check_close(price_blended(input, output, 0), output, 0, 0);
    }
}

static double reduction(int model, int other)
{
    return 100 *
           price_reduction(article[model].blended, article[other].blended);
}

static void reductions_are_those_of_the_article(void **state)
{
    (void)state;
    check_close(reduction(FLASH, GPT), 89.05, 0, 0.005);
    check_close(reduction(PRO, GPT), 78, 1e-12, 0);
    check_close(reduction(QWEN, GPT), 88, 1e-12, 0);
    check_close(reduction(GLM, GPT), 92, 1e-12, 0);
    check_close(reduction(FLASH, PRO), 50.25, 0, 0.005);
    check_close(reduction(FLASH, QWEN), 8.8, 0, 0.05);
    check_close(reduction(FLASH, GLM), -36.8, 0, 0.05);
    check_close(reduction(GLM, FLASH), 26.91, 0, 0.005);
    check_nan(price_reduction(1, 0));
}

/* GPT-4o's prices have the ratio of Pro's, Qwen's and GLM's, so that these
 * reductions are the same at every mix; Flash's lies within 88.98..89.20. */
static void no_mix_saves_more_than_the_prices_allow(void **state)
{
    (void)state;
    for (int i = 0; i <= 100; i++) {
        double share = i / 100.0;
        double gpt = price_blended(2.5, 10, share);

        check_close(price_reduction(price_blended(0.2, 0.8, share), gpt), 0.92,
                    1e-12, 0);
        check_close(price_reduction(price_blended(0.27, 1.1, share), gpt),
                    0.8909, 0, 0.0011);
    }
}

static void models_that_change_places_do_so_at_the_break_even_mix(void **state)
{
    double share = price_break_even(0.1, 3, 0.5, 1); /* .4 s = 2 (1 - s) */

    (void)state;
    check_close(share, 5.0 / 6, 1e-15, 0);
    check_close(price_blended(0.1, 3, share), price_blended(0.5, 1, share),
                1e-15, 0);
    check_close(price_break_even(0.5, 1, 0.1, 3), share, 1e-15, 0);
    check_close(price_break_even(1, 2, 1, 3), 1, 0, 0); /* at input alone */
    check_close(price_break_even(1, 2, 3, 2), 0, 0, 0);
}

static void models_that_never_change_places_have_no_break_even_mix(void **state)
{
    (void)state;
    check_nan(price_break_even(1, 2, 1, 2));
    check_nan(price_break_even(1, 2, 2, 3));
    for (size_t i = 0; i < COUNT(article); i++)
        for (size_t j = 0; j < COUNT(article); j++)
            check_nan(price_break_even(article[i].input, article[i].output,
                                       article[j].input, article[j].output));
}

/* The article's classes, requests of 100 and mean output tokens (throughput
 * times mean latency): 40 of 258.4, 30 of 364.8, 20 of 473.85, 10 of 541.8.
 * Expected: shares of output tokens by hand, as 40 * 258.4 / 36175 = 28.57 %.
 */
static struct saving saving_in_article(double k, double part)
{
    static const struct {
        int n;
        double tokens;
    } classes[] = {{40, 258.4}, {30, 364.8}, {20, 473.85}, {10, 541.8}};
    struct saving saving;
    double x[100], total = 0;
    size_t n = 0;

    for (size_t c = 0; c < COUNT(classes); c++)
        for (int i = 0; i < classes[c].n; i++) {
            x[n++] = part * classes[c].tokens;
            total += classes[c].tokens;
        }
    saving = saving_of(x, n, k);
    saving.least *= 100 / total;
    saving.representative *= 100 / total;
    saving.greatest *= 100 / total;
    return saving;
}

static void savings_of_caches_are_those_of_the_article(void **state)
{
    struct saving cache = saving_in_article(40, 1);
    struct saving exact = saving_in_article(22, 1);
    struct saving route = saving_in_article(30, 0.5);

    (void)state;
    check_close(cache.least, 28.6, 0, 0.05);
    check_close(cache.representative, 40, 1e-12, 0);
    check_close(cache.greatest, 51.3, 0, 0.05);
    check_close(exact.least, 15.7, 0, 0.05);
    check_close(exact.greatest, 30.7, 0, 0.05);
    check_close(route.least, 10.7, 0, 0.05);
    check_close(route.representative, 15, 1e-12, 0);
    check_close(route.greatest, 20.6, 0, 0.05);
}

static void savings_together_multiply(void **state)
{
    const struct saving both[] = {{0.38, 0.38, 0.38, 0, 0.38},
                                  {0.15, 0.15, 0.15, 0, 0.15}};
    struct saving together = saving_combine(both, 2);

    (void)state;
    check_close(together.representative, 0.473, 1e-12, 0); /* 1 - .62 * .85 */
    check_close(together.least, 0.38, 1e-12, 0);
    check_close(together.greatest, 0.53, 1e-12, 0);
}

/* The best and the worst of all choices of k, tried one by one. */
struct limits {
    double least, greatest, lost, gained;
};

static struct limits try_all(const double *x, size_t n, int k)
{
    struct limits limits = {INFINITY, -INFINITY, 0, 0};

    for (unsigned set = 0; set < 1U << n; set++) {
        int size = __builtin_popcount(set);
        double sum = 0;

        if (size > k)
            continue;
        for (size_t i = 0; i < n; i++)
            sum += set >> i & 1 ? x[i] : 0;
        limits.lost = fmin(limits.lost, sum);
        limits.gained = fmax(limits.gained, sum);
        if (size < k)
            continue;
        limits.least = fmin(limits.least, sum);
        limits.greatest = fmax(limits.greatest, sum);
    }
    return limits;
}

static void limits_are_those_of_all_choices(void **state)
{
    struct random_stream *stream = random_create(1, "prices");

    (void)state;
    for (int round = 0; round < 300; round++) {
        size_t n = 1 + random_below(stream, 9);
        int k = (int)random_below(stream, n + 1);
        struct limits limits;
        struct saving saving;
        double x[9], sum = 0;

        for (size_t i = 0; i < n; i++) {
            x[i] = random_uniform(stream) - (round % 2 ? 0.3 : 0);
            sum += x[i];
        }
        limits = try_all(x, n, k);
        saving = saving_of(x, n, k);
        check_close(saving.least, limits.least, 1e-12, 1e-14);
        check_close(saving.greatest, limits.greatest, 1e-12, 1e-14);
        check_close(saving.lost, limits.lost, 1e-12, 1e-14);
        check_close(saving.gained, limits.gained, 1e-12, 1e-14);
        check_close(saving.representative, k * sum / (double)n, 1e-12, 1e-14);
    }
    random_destroy(stream);
}

/* Of a broken k the limits lie on the line between those of its neighbours. */
static void a_broken_share_takes_a_part_of_a_request(void **state)
{
    const double x[] = {5, 1, 3};
    struct saving saving = saving_of(x, 3, 1.25);

    (void)state;
    check_close(saving.least, 1 + 0.25 * 3, 1e-15, 0);
    check_close(saving.greatest, 5 + 0.25 * 3, 1e-15, 0);
    check_close(saving_of(x, 3, 3).least, 9, 0, 0);
    check_close(saving_of(x, 3, 0).greatest, 0, 0, 0);
    check_close(saving_of(x, 0, 0).representative, 0, 0, 0);
}

/* What is saved if cache takes a set of requests whole, and route another at
 * this factor of the price, which may be above 1. */
static double saved_by(const double *cost, size_t n, unsigned cache,
                       unsigned route, const double *factor)
{
    double saved = 0;

    for (size_t i = 0; i < n; i++) {
        double left =
            (cache >> i & 1 ? 0.1 : 1) * (route >> i & 1 ? factor[i] : 1);

        saved += cost[i] * (1 - left);
    }
    return saved;
}

static void limits_of_two_measures_hold_for_every_choice(void **state)
{
    struct random_stream *stream = random_create(1, "prices");

    (void)state;
    for (int round = 0; round < 60; round++) {
        enum { N = 6 };
        double cost[N], factor[N], cached[N], routed[N], total = 0;
        int k[2] = {(int)random_below(stream, N + 1),
                    (int)random_below(stream, N + 1)};
        struct saving each[2], both;

        for (size_t i = 0; i < N; i++) {
            cost[i] = random_uniform(stream);
            factor[i] = random_uniform(stream) * (round % 2 ? 1.5 : 1);
            cached[i] = 0.9 * cost[i];
            routed[i] = cost[i] * (1 - factor[i]);
            total += cost[i];
        }
        for (size_t i = 0; i < N; i++) {
            cost[i] /= total;
            cached[i] /= total;
            routed[i] /= total;
        }
        each[0] = saving_of(cached, N, k[0]);
        each[1] = saving_of(routed, N, k[1]);
        both = saving_combine(each, 2);
        for (unsigned a = 0; a < 1U << N; a++)
            for (unsigned b = 0; b < 1U << N; b++) {
                double saved;

                if (__builtin_popcount(a) != k[0] ||
                    __builtin_popcount(b) != k[1])
                    continue;
                saved = saved_by(cost, N, a, b, factor);
                assert_true(saved >= both.least - 1e-12);
                assert_true(saved <= both.greatest + 1e-12);
            }
    }
    random_destroy(stream);
}

/* 1 + q + q^2 attempts, 1 - q^3 of them succeed. */
static void retries_are_a_geometric_sum(void **state)
{
    struct retries retries = retries_expected(0.5, 3);

    (void)state;
    check_close(retries.attempts, 1.75, 0, 0);
    check_close(retries.successes, 0.875, 0, 0);
    check_close(retries_expected(0, 5).attempts, 1, 0, 0);
    check_close(retries_expected(1, 4).attempts, 4, 0, 0);
    check_close(retries_expected(1, 4).successes, 0, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blended_prices_are_those_of_the_article),
        cmocka_unit_test(reductions_are_those_of_the_article),
        cmocka_unit_test(no_mix_saves_more_than_the_prices_allow),
        cmocka_unit_test(models_that_change_places_do_so_at_the_break_even_mix),
        cmocka_unit_test(
            models_that_never_change_places_have_no_break_even_mix),
        cmocka_unit_test(savings_of_caches_are_those_of_the_article),
        cmocka_unit_test(savings_together_multiply),
        cmocka_unit_test(limits_are_those_of_all_choices),
        cmocka_unit_test(a_broken_share_takes_a_part_of_a_request),
        cmocka_unit_test(limits_of_two_measures_hold_for_every_choice),
        cmocka_unit_test(retries_are_a_geometric_sum),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
