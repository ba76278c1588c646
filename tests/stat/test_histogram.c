#include "stat/histogram.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/random.h"
#include "base/sort.h"
#include "base/threads.h"
#include "tests/check.h"
#include "tests/reference.h"

static struct sample read_sample(const char *name)
{
    size_t n;
    double *x = dataset_numbers(dataset_read(name), "x", NULL, NULL, &n);

    sort_doubles(x, n);
    return (struct sample){.x = x, .n = n};
}

/* NumPy 1.24.2: len(numpy.histogram_bin_edges(x, rule)) - 1. */
static void published_rules_agree_with_numpy(void **state)
{
    static const struct {
        const char *name;
        size_t freedman, scott, sturges, doane;
    } cases[] = {
        {"u_faithful", 5, 6, 10, 12},
        {"u_gamma_skew", 48, 26, 12, 17},
        {"u_lognormal_big", HISTOGRAM_BINS, 155, 17, 25}, /* 254 */
        {"u_bimodal_well", 7, 8, 11, 12},
        {"u_normal", 25, 19, 11, 12},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct sample s = read_sample(cases[i].name);

        assert_int_equal(histogram_bin_count(&s, HISTOGRAM_FREEDMAN_DIACONIS),
                         cases[i].freedman);
        assert_int_equal(histogram_bin_count(&s, HISTOGRAM_SCOTT),
                         cases[i].scott);
        assert_int_equal(histogram_bin_count(&s, HISTOGRAM_STURGES),
                         cases[i].sturges);
        assert_int_equal(histogram_bin_count(&s, HISTOGRAM_DOANE),
                         cases[i].doane);
        free((void *)s.x);
    }
}

/* Counts that rise, fall and rise again by a fifth of the highest. */
static bool shows_a_valley(const struct histogram *h)
{
    size_t top = 0, low, second = 0;

    for (size_t i = 0; i < h->n_bins; i++)
        top = h->counts[i] > h->counts[top] ? i : top;
    low = h->counts[top];
    for (size_t i = top; i-- > 0;) {
        low = h->counts[i] < low ? h->counts[i] : low;
        second = h->counts[i] - low > second ? h->counts[i] - low : second;
    }
    return 5 * second > h->counts[top];
}

/* Two humps as wide as their distance is long: the interquartile range makes
 * five bins of 272 eruptions, where the eye needs more. */
static void two_humps_are_seen(void **state)
{
    struct arena *arena = arena_create();
    struct sample s = read_sample("u_faithful");
    struct histogram h = histogram_of(arena, &s, false, HISTOGRAM_AUTO);

    (void)state;
    assert_true(h.n_bins >= 10 && h.n_bins <= 25);
    assert_true(shows_a_valley(&h));
    h = histogram_of(arena, &s, true, HISTOGRAM_AUTO);
    assert_true(h.n_bins >= 10 && h.n_bins <= 25);
    free((void *)s.x);
    arena_destroy(arena);
}

/* For one hump the shortest half is the middle half. */
static void one_hump_has_the_bins_of_freedman_and_diaconis(void **state)
{
    struct sample s = read_sample("u_normal");
    size_t published = histogram_bin_count(&s, HISTOGRAM_FREEDMAN_DIACONIS);
    size_t ours = histogram_bin_count(&s, HISTOGRAM_AUTO);

    (void)state;
    assert_true(ours >= published && ours <= published + 4);
    free((void *)s.x);
}

static size_t count_between(const struct sample *s, double low, double high,
                            bool closed)
{
    size_t count = 0;

    for (size_t i = 0; i < s->n; i++)
        count +=
            s->x[i] >= low && (s->x[i] < high || (closed && s->x[i] == high));
    return count;
}

static void every_value_is_counted_once(void **state)
{
    struct random_stream *random = random_create(37, "test");
    struct arena *arena = arena_create();
    double x[700];

    (void)state;
    for (unsigned round = 0; round < 60; round++) {
        struct sample s = {.x = x, .n = 1 + random_below(random, COUNT(x))};
        bool is_log = round % 2;
        struct histogram h;

        for (size_t i = 0; i < s.n; i++)
            x[i] = floor(8 * exp(2 * random_gaussian(random))) / 8;
        sort_doubles(x, s.n);
        h = histogram_of(arena, &s, is_log, (enum histogram_rule)(round % 5));
        assert_int_equal(h.n_left_out,
                         is_log ? count_between(&s, -1, 0, true) : 0);
        for (size_t i = 0; i < h.n_bins; i++) {
            assert_true(h.edges[i] <= h.edges[i + 1]);
            assert_int_equal(h.counts[i],
                             count_between(&s, h.edges[i], h.edges[i + 1],
                                           i + 1 == h.n_bins));
        }
        if (h.n_bins > 0) {
            check_close(h.edges[0], x[h.n_left_out], 0, 0);
            check_close(h.edges[h.n_bins], x[s.n - 1], 0, 0);
        }
    }
    random_destroy(random);
    arena_destroy(arena);
}

/* By hand: the values are 1 to 1024, each as often. Half of them, n / 2 values
 * apart, lie closest at the top: ln(1024 / 512) = ln 2, and 10 ln 2 / (2 ln 2)
 * n^(1/3) bins are more than there may be. */
static void many_values_are_counted_alike_on_any_threads(void **state)
{
    enum { DIFFERENT = 1024, EACH = 200, N = DIFFERENT * EACH };
    double *x = memory_alloc(N, sizeof *x);
    const struct sample sample = {.x = x, .n = N};
    const struct sample part = {.x = x + EACH / 2, .n = N - EACH};
    struct arena *arena = arena_create();

    (void)state;
    for (size_t i = 0; i < N; i++)
        x[i] = (double)(1 + i / EACH);
    for (unsigned n_threads = 1; n_threads <= 3; n_threads++) {
        size_t counts[HISTOGRAM_BINS], sum = 0;
        struct histogram h;

        threads_set_default(n_threads);
        h = histogram_of(arena, &sample, true, HISTOGRAM_AUTO);
        assert_int_equal(h.n_bins, HISTOGRAM_BINS);
        check_close(h.edges[100], 32, 1e-12, 0);
        histogram_count(&h, &part, counts);
        for (size_t b = 0; b < h.n_bins; b++) {
            bool is_last = b + 1 == h.n_bins;

            sum += h.counts[b];
            assert_int_equal(h.counts[b],
                             EACH * ((size_t)ceil(h.edges[b + 1]) -
                                     (size_t)ceil(h.edges[b]) + is_last));
            assert_int_equal(counts[b] + (b == 0 || is_last ? EACH / 2 : 0),
                             h.counts[b]);
        }
        assert_int_equal(sum, N);
    }
    threads_set_default(0);
    arena_destroy(arena);
    free(x);
}

static void odd_samples_have_odd_histograms(void **state)
{
    static const double zeros[] = {-1, 0, 0}, same[] = {2, 2, 2},
                        ties[] = {1, 5, 5, 5, 5, 5, 5, 5, 9};
    struct arena *arena = arena_create();
    struct sample s = {0};
    struct histogram h = histogram_of(arena, &s, false, HISTOGRAM_AUTO);

    (void)state;
    assert_int_equal(h.n_bins, 0);
    s = (struct sample){.x = zeros, .n = 3};
    h = histogram_of(arena, &s, true, HISTOGRAM_AUTO);
    assert_int_equal(h.n_bins, 0);
    assert_int_equal(h.n_left_out, 3);
    s = (struct sample){.x = same, .n = 3};
    h = histogram_of(arena, &s, true, HISTOGRAM_AUTO);
    assert_int_equal(h.n_bins, 1);
    assert_int_equal(h.counts[0], 3);
    check_close(h.edges[1], 2, 0, 0);
    s = (struct sample){.x = ties, .n = COUNT(ties)}; /* widths of 0 */
    h = histogram_of(arena, &s, false, HISTOGRAM_AUTO);
    assert_int_equal(h.n_bins, 5);
    assert_int_equal(histogram_bin_count(&s, HISTOGRAM_FREEDMAN_DIACONIS), 1);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_rules_agree_with_numpy),
        cmocka_unit_test(two_humps_are_seen),
        cmocka_unit_test(one_hump_has_the_bins_of_freedman_and_diaconis),
        cmocka_unit_test(every_value_is_counted_once),
        cmocka_unit_test(many_values_are_counted_alike_on_any_threads),
        cmocka_unit_test(odd_samples_have_odd_histograms),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
