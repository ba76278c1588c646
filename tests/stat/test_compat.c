#include "stat/compat.h"

#include <string.h>

#include "base/sort.h"
#include "tests/check.h"

static struct sample make_sample(double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        x[i] = (double)(i * 7919 % 1009) / 7;
    sort_doubles(x, n);
    return (struct sample){.x = x, .n = n};
}

/* x = sorted(((i * 7919) % 1009) / 7 for i in range(n)), and then with NumPy
 * 1.24.2 and Python 3.11:
 *   vllm      numpy.percentile(x, percent)
 *   guidellm  u, w = numpy.unique(x, return_counts=True)
 *             u[numpy.searchsorted(numpy.cumsum(w / n), p, "left")]
 *   llmeter   statistics.quantiles(x, n=4|10|100)[...], statistics.median(x)
 *   loadgen   x[int(n * p)]
 *   k6        i = p * (n - 1), j = x[floor(i)], k = x[ceil(i)],
 *             j + (k - j) * (i - floor(i)) */
static const struct {
    const char *name;
    size_t n;
    double p, expected;
} cases[] = {
    {"vllm", 71, .25, 0x1.35b6db6db6db7p+5},
    {"vllm", 71, .5, 0x1.276db6db6db6ep+6},
    {"vllm", 71, .95, 0x1.1224924924924p+7},
    {"vllm", 71, .99, 0x1.1e57c57c57c58p+7},
    {"vllm", 71, .999, 0x1.1f101767dce44p+7},
    {"vllm", 100, .9, 0x1.041d41d41d41dp+7},
    {"vllm", 100, .99, 0x1.1e02ecfb9c869p+7},
    {"aiperf", 100, .95, 0x1.14a0ea0ea0ea1p+7},
    {"llmperf", 100, .999, 0x1.1f079b5afd5dfp+7},
    {"k6", 71, .25, 0x1.35b6db6db6db7p+5},
    {"k6", 71, .99, 0x1.1e57c57c57c58p+7},
    {"k6", 100, .95, 0x1.14a0ea0ea0ea1p+7},
    {"guidellm", 71, .25, 0x1.336db6db6db6ep+5},
    {"guidellm", 71, .95, 0x1.15b6db6db6db7p+7},
    {"guidellm", 71, .99, 0x1.1f24924924925p+7},
    {"guidellm", 100, .25, 0x1.16db6db6db6dbp+5},
    {"guidellm", 100, .5, 0x1.22db6db6db6dbp+6},
    {"guidellm", 100, .9, 0x1.04p+7},
    {"guidellm", 100, .95, 0x1.1492492492492p+7},
    {"guidellm", 100, .99, 0x1.1ep+7},
    {"loadgen", 71, .9, 0x1.04p+7},
    {"loadgen", 100, .5, 0x1.2524924924925p+6},
    {"loadgen", 100, .9, 0x1.0524924924925p+7},
    {"loadgen", 100, .95, 0x1.15b6db6db6db7p+7},
    {"loadgen", 100, .999, 0x1.1f24924924925p+7},
    {"llmeter", 71, .01, -1},
    {"llmeter", 71, .25, 0x1.336db6db6db6ep+5},
    {"llmeter", 71, .5, 0x1.276db6db6db6ep+6},
    {"llmeter", 71, .9, 0x1.04ea0ea0ea0eap+7},
    {"llmeter", 71, .95, 0x1.162be2be2be2cp+7},
    {"llmeter", 71, .99, 0x1.1f767dce434aap+7},
    {"llmeter", 100, .01, 0x1.eb851eb851eb8p-6},
    {"llmeter", 100, .5, 0x1.24p+6},
    {"llmeter", 100, .99, 0x1.1f21a54d880bcp+7},
};

static void every_bit_agrees_with_the_tool(void **state)
{
    double x[100];

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct sample s = make_sample(x, cases[i].n);
        const struct compat *tool = compat_find(cases[i].name);

        assert_non_null(tool);
        check_close(tool->quantile(&s, cases[i].p), cases[i].expected, 0, 0);
    }
}

static void nothing_has_no_percentile(void **state)
{
    struct sample none = {0};

    (void)state;
    for (size_t i = 0; compat_rules[i]; i++) {
        assert_non_null(compat_rules[i]->rule);
        check_nan(compat_rules[i]->quantile(&none, .5));
    }
}

/* A sample of one, and its ends, are inside the array for every rule. */
static void one_value_is_every_percentile(void **state)
{
    static const double one = 4.5;
    struct sample s = {.x = &one, .n = 1};

    (void)state;
    for (size_t i = 0; compat_rules[i]; i++) {
        check_close(compat_rules[i]->quantile(&s, .01), 4.5, 0, 0);
        check_close(compat_rules[i]->quantile(&s, .5), 4.5, 0, 0);
        check_close(compat_rules[i]->quantile(&s, .99), 4.5, 0, 0);
    }
}

static void what_a_tool_does_not_offer_is_nan(void **state)
{
    static const double x[] = {1, 2, 3};
    struct sample s = {.x = x, .n = 3};

    (void)state;
    check_nan(compat_find("llmeter")->quantile(&s, .999));
    check_nan(compat_find("loadgen")->quantile(&s, 1));
    check_close(compat_find("vllm")->quantile(&s, 1), 3, 0, 0);
    check_close(compat_find("k6")->quantile(&s, 1), 3, 0, 0);
    assert_null(compat_find("vegeta"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_bit_agrees_with_the_tool),
        cmocka_unit_test(nothing_has_no_percentile),
        cmocka_unit_test(one_value_is_every_percentile),
        cmocka_unit_test(what_a_tool_does_not_offer_is_nan),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
