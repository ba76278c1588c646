#include "stat/modality.h"

#include <stdlib.h>
#include <string.h>

#include "base/sort.h"
#include "tests/check.h"
#include "tests/reference.h"

static struct modality examine_with(const double *x, size_t n, size_t n_starts)
{
    struct random_stream *random = random_create(1, "test modality");
    struct modality_options options = modality_defaults();
    struct modality modality;

    options.n_starts = n_starts;
    options.n_intervals = n_starts > 0 ? 200 : 0;
    modality_examine(&(struct sample){.x = x, .n = n}, &options, random,
                     &modality);
    /* The pointers point into the copy that was filled. */
    modality.main = NULL;
    modality.other = NULL;
    random_destroy(random);
    return modality;
}

static struct modality examine(const double *x, size_t n)
{
    return examine_with(x, n, 20);
}

static struct modality examine_set(const char *name)
{
    size_t n;
    double *x = dataset_numbers(dataset_read(name), "x", NULL, NULL, &n);
    struct modality modality;

    sort_doubles(x, n);
    modality = examine(x, n);
    free(x);
    return modality;
}

/* The kit's sets by how they were made; u_ties is a lognormal rounded to 0.01,
 * whose dip as recorded has p = 0. Galaxies and faithful are known to have
 * several modes, statfaculty is disputed: not two modes for certain. */
static void verdicts_are_as_the_sets_were_made(void **state)
{
    static const struct {
        const char *set;
        enum verdict verdict;
    } rows[] = {
        {"u_normal", VERDICT_UNIMODAL},
        {"u_lognormal_big", VERDICT_UNIMODAL},
        {"u_ties", VERDICT_UNIMODAL},
        {"u_gamma_skew", VERDICT_UNIMODAL},
        {"u_bimodal_well", VERDICT_MULTIMODAL},
        {"u_bimodal_88_12", VERDICT_MULTIMODAL},
        {"u_trimodal", VERDICT_MULTIMODAL},
        {"u_faithful", VERDICT_MULTIMODAL},
    };

    (void)state;
    for (size_t k = 0; k < COUNT(rows); k++) {
        struct modality got = examine_set(rows[k].set);

        if (got.scales[0].verdict != rows[k].verdict)
            fail_msg("%s is called %s", rows[k].set,
                     verdict_name(got.scales[0].verdict));
    }
    assert_true(examine_set("u_statfaculty").scales[0].verdict !=
                VERDICT_MULTIMODAL);
}

/* 0.78 at 1.05, 0.12 at 2.45, 0.10 at 4.0: manifest.tsv of the kit. */
static void three_modes_are_described(void **state)
{
    struct modality got = examine_set("u_trimodal");
    const struct modality_scale *scale = &got.scales[0];
    static const double place[] = {1.05, 2.45, 4.0}, share[] = {.78, .12, .10};
    static const double log_sd[] = {.09 / 1.05, .15 / 2.45, .22 / 4};

    (void)state;
    assert_int_equal(scale->n_modes, 3);
    for (size_t k = 0; k < 3; k++) {
        const struct mode *mode = &scale->modes[k];

        check_close(mode->location.value, place[k], 0.03, 0);
        assert_true(mode->location.low <= mode->location.value &&
                    mode->location.value <= mode->location.high);
        check_close(mode->share.value, share[k], 0, 0.02);
        assert_true(mode->share.low < share[k] && share[k] < mode->share.high);
        check_close(mode->log_sd, log_sd[k], 0.12, 0);
        assert_true(mode->from < place[k] && place[k] < mode->to);
        assert_int_equal(modality_mode_of(scale, place[k]), k);
    }
    check_close(scale->modes[0].to, scale->modes[1].from, 0, 0);
    check_close(scale->modes[0].share.value + scale->modes[1].share.value +
                    scale->modes[2].share.value,
                1, 1e-9, 0);
    assert_true(scale->n_components >= 3 && scale->antimode_depth < 0.2);
}

static void rounding_is_undone_before_judging(void **state)
{
    struct modality got = examine_set("u_ties");

    (void)state;
    check_close(got.resolution, 0.01, 1e-9, 0);
    reference_check(reference_find("u_ties", "", "dip", ""), got.dip_recorded);
    assert_true(got.dip_recorded_p < 0.001);
    assert_true(got.scales[0].dip_p > 0.2 && got.scales[1].dip_p > 0.2);
}

/* A minor mode of 15 % three times slower, which the dip does not see. */
static void a_slow_minority_is_found(void **state)
{
    struct random_stream *random = random_create(5, "test modality");
    double x[1000];
    int found = 0;

    (void)state;
    for (int round = 0; round < 20; round++) {
        for (size_t i = 0; i < COUNT(x); i++)
            x[i] = exp(0.25 * random_gaussian(random)) *
                   (random_uniform(random) < 0.15 ? 3 : 1);
        sort_doubles(x, COUNT(x));
        found += examine_with(x, COUNT(x), 0).scales[0].verdict ==
                 VERDICT_MULTIMODAL;
    }
    assert_true(found >= 19);
    random_destroy(random);
}

/* Two equal normal modes 2.6 sds apart have a valley of 0.82685 (SciPy:
 * f(1.3) / max f, f(x) = norm.pdf(x) + norm.pdf(x - 2.6)): above the bound of
 * 0.8, but with 30,000 values it is certain. */
static void a_certain_valley_need_not_be_deep(void **state)
{
    enum { N = 30000 };
    struct random_stream *random = random_create(8, "test modality");
    double *x = malloc(N * sizeof *x);

    (void)state;
    for (int round = 0; round < 5; round++) {
        struct modality got;

        for (size_t i = 0; i < N; i++)
            x[i] = exp(0.25 * (random_gaussian(random) +
                               (random_uniform(random) < 0.5 ? 2.6 : 0)));
        sort_doubles(x, N);
        got = examine_with(x, N, 0);
        check_close(got.scales[0].antimode_depth, 0.82685, 0, 0.05);
        assert_int_equal(got.scales[0].verdict, VERDICT_MULTIMODAL);
        assert_int_equal(got.scales[0].n_modes, 2);
    }
    free(x);
    random_destroy(random);
}

static void one_mode_is_seldom_called_two(void **state)
{
    struct random_stream *random = random_create(6, "test modality");
    double x[500];
    int found = 0;

    (void)state;
    for (int round = 0; round < 40; round++) {
        for (size_t i = 0; i < COUNT(x); i++)
            x[i] = round % 2
                       ? floor(50 * exp(random_gaussian(random)) + 0.5) / 50
                       : 1 - log(random_uniform(random));
        sort_doubles(x, COUNT(x));
        found += examine_with(x, COUNT(x), 0).scales[0].verdict ==
                 VERDICT_MULTIMODAL;
    }
    assert_true(found <= 2);
    random_destroy(random);
}

static void too_little_is_inconclusive(void **state)
{
    static const double few[] = {1, 2, 3}, same[] = {3, 3};
    double constant[50];
    struct modality got;

    (void)state;
    for (size_t i = 0; i < COUNT(constant); i++)
        constant[i] = 3.25;
    got = examine(few, 3);
    assert_int_equal(got.scales[0].verdict, VERDICT_INCONCLUSIVE);
    assert_true(got.scales[0].reasons & REASON_FEW);
    check_nan(got.scales[0].silverman.p);
    assert_int_equal(got.scales[0].n_modes, 0);
    got = examine(constant, COUNT(constant));
    assert_int_equal(got.scales[0].verdict, VERDICT_INCONCLUSIVE);
    check_nan(got.scales[0].bimodality_coefficient);
    got = examine(same, 0);
    assert_int_equal(got.scales[1].verdict, VERDICT_INCONCLUSIVE);
    check_nan(got.dip_recorded);
}

/* Without positive values there are no logs, and without crashing. */
static void negative_values_are_left_to_the_linear_scale(void **state)
{
    struct random_stream *random = random_create(7, "test modality");
    struct modality_options options = modality_defaults();
    struct modality got;
    double x[400];

    (void)state;
    for (size_t i = 0; i < COUNT(x); i++)
        x[i] = random_gaussian(random) + (i % 2 ? 8 : -8);
    sort_doubles(x, COUNT(x));
    modality_examine(&(struct sample){.x = x, .n = COUNT(x)}, &options, random,
                     &got);
    assert_false(got.main->is_log);
    assert_int_equal(got.n_not_positive, 200);
    assert_int_equal(got.main->verdict, VERDICT_MULTIMODAL);
    assert_int_equal(got.main->n_modes, 2);
    check_close(got.main->modes[0].location.value, -8, 0.1, 0);
    check_nan(got.main->modes[0].log_sd);
    random_destroy(random);
}

static void the_same_seed_gives_the_same_answer(void **state)
{
    struct modality one = examine_set("u_galaxies");
    struct modality two = examine_set("u_galaxies");

    (void)state;
    for (int k = 0; k < 2; k++) {
        check_close(one.scales[k].silverman.p, two.scales[k].silverman.p, 0, 0);
        check_close(one.scales[k].dip, two.scales[k].dip, 0, 0);
        check_close(one.scales[k].modes[0].location.low,
                    two.scales[k].modes[0].location.low, 0, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(verdicts_are_as_the_sets_were_made),
        cmocka_unit_test(three_modes_are_described),
        cmocka_unit_test(rounding_is_undone_before_judging),
        cmocka_unit_test(a_slow_minority_is_found),
        cmocka_unit_test(a_certain_valley_need_not_be_deep),
        cmocka_unit_test(one_mode_is_seldom_called_two),
        cmocka_unit_test(too_little_is_inconclusive),
        cmocka_unit_test(negative_values_are_left_to_the_linear_scale),
        cmocka_unit_test(the_same_seed_gives_the_same_answer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
