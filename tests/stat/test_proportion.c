#include "stat/proportion.h"

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "tests/check.h"
#include "tests/reference.h"

static struct count read_count(const char *dataset, const char *group)
{
    const struct dataset *set = dataset_read(dataset);
    size_t n;
    double *k = dataset_numbers(set, "success", "variant", group, &n);
    double *trials = dataset_numbers(set, "n", "variant", group, &n);
    struct count count = {(uint64_t)k[0], (uint64_t)trials[0]};

    free(k);
    free(trials);
    return count;
}

static bool statistic_of(const struct reference *row, double *value)
{
    struct count count = read_count(row->dataset, row->group);
    struct estimate wilson = proportion_wilson(count, 0.95);
    struct estimate exact = proportion_clopper_pearson(count, 0.95);
    const struct {
        const char *name;
        double value;
    } known[] = {
        {"prop", proportion_of(count)},     {"wilson_lo", wilson.low},
        {"wilson_hi", wilson.high},         {"clopper_pearson_lo", exact.low},
        {"clopper_pearson_hi", exact.high},
    };

    for (size_t i = 0; i < COUNT(known); i++)
        if (strcmp(known[i].name, row->statistic) == 0) {
            *value = known[i].value;
            return true;
        }
    return false;
}

static void intervals_agree_with_the_reference_kit(void **state)
{
    const struct reference *row = NULL;
    unsigned n_rows = 0;
    double value;

    (void)state;
    while ((row = reference_next(row, NULL, NULL)))
        if (strncmp(row->dataset, "p_", 2) == 0 && row->group[0] &&
            statistic_of(row, &value)) {
            reference_check(row, value);
            n_rows++;
        }
    assert_true(n_rows >= 75);
}

static void differences_agree_with_the_reference_kit(void **state)
{
    const struct reference *row = NULL;
    unsigned n_rows = 0;

    (void)state;
    while ((row = reference_next(row, NULL, NULL))) {
        bool is_low = strcmp(row->statistic, "newcombe_lo") == 0;
        bool is_high = strcmp(row->statistic, "newcombe_hi") == 0;
        struct estimate difference;

        if (!is_low && !is_high && strcmp(row->statistic, "prop_diff") != 0)
            continue;
        difference = proportion_difference(read_count(row->dataset, "A"),
                                           read_count(row->dataset, "B"), 0.95);
        reference_check(row, is_low    ? difference.low
                             : is_high ? difference.high
                                       : difference.value);
        n_rows++;
    }
    assert_int_equal(n_rows, 15);
}

/* Newcombe, Statistics in Medicine 17 (1998), tables I and II. */
static void published_intervals_come_out(void **state)
{
    static const struct {
        struct count count;
        double low, high;
    } wilson[] = {
        {{81, 263}, .2552885, .3662097},
        {{15, 148}, .0623864, .1604872},
        {{0, 20}, 0, .1611252},
    };
    struct estimate d = proportion_difference((struct count){21, 10000},
                                              (struct count){13, 10000}, 0.95);

    (void)state;
    for (size_t i = 0; i < COUNT(wilson); i++) {
        struct estimate e = proportion_wilson(wilson[i].count, 0.95);

        check_close(e.low, wilson[i].low, 0, 2e-7);
        check_close(e.high, wilson[i].high, 0, 2e-7);
    }
    check_close(d.low, -.000374, 0, 5e-7);
    check_close(d.high, .002033, 0, 5e-7);
}

/* R 4.2.2: binom.test(k, 1e7)$conf.int, prop.test(1, 1e7, correct = FALSE). */
static void millions_of_trials_keep_their_digits(void **state)
{
    const uint64_t n = 10000000;
    struct estimate e =
        proportion_clopper_pearson((struct count){5000, n}, 0.95);

    (void)state;
    check_close(e.low, 0.00048623924128544114, 1e-10, 0);
    check_close(e.high, 0.0005140512819271488, 1e-10, 0);
    e = proportion_clopper_pearson((struct count){1, n}, 0.95);
    check_close(e.low, 2.5317807952240312e-09, 1e-10, 0);
    check_close(e.high, 5.5716421173607271e-07, 1e-10, 0);
    e = proportion_clopper_pearson((struct count){4999000, n}, 0.95);
    check_close(e.low, 0.49959005255651834, 1e-10, 0);
    check_close(e.high, 0.50020994750138026, 1e-10, 0);
    e = proportion_wilson((struct count){1, n}, 0.95);
    check_close(e.low, 1.7652455711617401e-08, 1e-9, 0);
    check_close(e.high, 5.6649320196064601e-07, 1e-9, 0);
}

static void no_trials_give_no_share(void **state)
{
    struct count none = {0, 0}, some = {1, 2};
    struct estimate e = proportion_wilson(none, 0.95);

    (void)state;
    check_nan(e.value);
    assert_false(estimate_has_interval(&e));
    check_nan(proportion_clopper_pearson(none, 0.95).low);
    check_nan(proportion_difference(none, some, 0.95).value);
    check_nan(proportion_difference(some, none, 0.95).low);
}

/* Swapping success and failure mirrors an interval. */
static void intervals_are_symmetric(void **state)
{
    (void)state;
    for (uint64_t n = 1; n <= 40; n++)
        for (uint64_t k = 0; k <= n; k++) {
            struct count a = {k, n}, b = {n - k, n};
            struct estimate w = proportion_wilson(a, 0.9);
            struct estimate v = proportion_wilson(b, 0.9);
            struct estimate c = proportion_clopper_pearson(a, 0.9);
            struct estimate d = proportion_clopper_pearson(b, 0.9);

            check_close(w.low, 1 - v.high, 0, 1e-14);
            check_close(c.low, 1 - d.high, 0, 1e-13);
            assert_true(w.low <= w.value && w.value <= w.high);
            assert_true(c.low <= c.value && c.value <= c.high);
        }
}

static void intervals_cover_what_they_promise(void **state)
{
    enum { ROUNDS = 2000, N = 100 };
    struct random_stream *random = random_create(17, "test");
    unsigned wilson = 0, exact = 0, difference = 0;

    (void)state;
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct count a = {0, N}, b = {0, N};
        struct estimate e;

        for (unsigned i = 0; i < N; i++) {
            a.successes += random_uniform(random) < 0.3;
            b.successes += random_uniform(random) < 0.15;
        }
        e = proportion_wilson(a, 0.95);
        wilson += e.low <= 0.3 && 0.3 <= e.high;
        e = proportion_clopper_pearson(a, 0.95);
        exact += e.low <= 0.3 && 0.3 <= e.high;
        e = proportion_difference(a, b, 0.95);
        difference += e.low <= 0.15 && 0.15 <= e.high;
    }
    assert_true(wilson >= 0.935 * ROUNDS);
    assert_true(exact >= 0.945 * ROUNDS);
    assert_true(difference >= 0.935 * ROUNDS);
    random_destroy(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_agree_with_the_reference_kit),
        cmocka_unit_test(differences_agree_with_the_reference_kit),
        cmocka_unit_test(published_intervals_come_out),
        cmocka_unit_test(millions_of_trials_keep_their_digits),
        cmocka_unit_test(no_trials_give_no_share),
        cmocka_unit_test(intervals_are_symmetric),
        cmocka_unit_test(intervals_cover_what_they_promise),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
