#include "base/memory.h"
#include "stat/boschloo.h"
#include "stat/contingency.h"
#include "stat/multiple.h"
#include "stat/proportion.h"
#include "study/test.h"

/* Counts of successes in trials, and p-values of a family. */

static const char assumes_trials[] =
    "independent trials with one rate; errors that come in bursts are not";

static void run_wilson(const struct test_data *data, struct test_answer *answer)
{
    answer->result = test_of_estimate(
        "wilson", proportion_wilson(data->counts[0], data->options->level));
}

const struct test_kind test_wilson = {
    .name = "wilson",
    .summary = "a share with its score interval",
    .assumes = assumes_trials,
    .needs = "one trial or more",
    .reference = "Wilson, J. Am. Stat. Assoc. 22 (1927)",
    .takes = TAKES_EACH_COUNT,
    .unit = UNIT_SHARE,
    .run = run_wilson,
};

static void run_clopper_pearson(const struct test_data *data,
                                struct test_answer *answer)
{
    answer->result = test_of_estimate(
        "clopper-pearson",
        proportion_clopper_pearson(data->counts[0], data->options->level));
}

const struct test_kind test_clopper_pearson = {
    .name = "clopper-pearson",
    .summary = "a share with its exact, conservative interval",
    .assumes = assumes_trials,
    .needs = "one trial or more",
    .reference = "Clopper and Pearson, Biometrika 26 (1934)",
    .takes = TAKES_EACH_COUNT,
    .unit = UNIT_SHARE,
    .run = run_clopper_pearson,
};

static void run_newcombe(const struct test_data *data,
                         struct test_answer *answer)
{
    answer->result = test_of_estimate(
        "newcombe", proportion_difference(data->counts[0], data->counts[1],
                                          data->options->level));
}

const struct test_kind test_newcombe = {
    .name = "newcombe",
    .summary = "difference of two shares, interval by Newcombe's method 10",
    .assumes = assumes_trials,
    .needs = "one trial or more on both sides",
    .reference = "Newcombe, Stat. Med. 17 (1998)",
    .takes = TAKES_TWO_COUNTS,
    .unit = UNIT_SHARE,
    .run = run_newcombe,
};

/* Tests of two shares tell their difference, too. */
static void tell_difference(const struct test_data *data,
                            struct test_answer *answer)
{
    answer->result.estimate_name = "difference";
    answer->result.estimate = proportion_difference(
        data->counts[0], data->counts[1], data->options->level);
}

static void tell_test(const struct contingency_test *test, const char *method,
                      struct test_answer *answer)
{
    answer->result.statistic = test->statistic;
    answer->result.df = test->df;
    answer->result.p = test->p;
    answer->result.p_method = method;
}

/* Less: the first share is below the second. */
static void tell_sides(const struct test_data *data, struct test_answer *answer,
                       struct contingency_test (*test)(struct count,
                                                       struct count, enum side))
{
    struct count a = data->counts[0], b = data->counts[1];

    test_detail(data, answer, "p_less", test(a, b, SIDE_LESS).p);
    test_detail(data, answer, "p_greater", test(a, b, SIDE_GREATER).p);
}

static void run_fisher(const struct test_data *data, struct test_answer *answer)
{
    struct contingency_test test =
        contingency_fisher(data->counts[0], data->counts[1], SIDE_BOTH);

    tell_test(&test, "exact", answer);
    tell_difference(data, answer);
    tell_sides(data, answer, contingency_fisher);
}

const struct test_kind test_fisher = {
    .name = "fisher",
    .summary = "do two shares differ? exact, given both margins (odds ratio)",
    .assumes = assumes_trials,
    .needs = "trials on both sides",
    .reference = "Fisher, J. R. Stat. Soc. 98 (1935)",
    .takes = TAKES_TWO_COUNTS,
    .unit = UNIT_SHARE,
    .run = run_fisher,
};

static void run_boschloo(const struct test_data *data,
                         struct test_answer *answer)
{
    struct contingency_test test =
        boschloo_test(data->counts[0], data->counts[1], SIDE_BOTH);

    tell_test(&test, "exact", answer);
    tell_difference(data, answer);
    tell_sides(data, answer, boschloo_test);
}

const struct test_kind test_boschloo = {
    .name = "boschloo",
    .summary = "do two shares differ? exact, more powerful than Fisher's",
    .assumes = assumes_trials,
    .needs = "1 to 1,000 trials on both sides",
    .reference = "Boschloo, Statistica Neerlandica 24 (1970)",
    .takes = TAKES_TWO_COUNTS,
    .unit = UNIT_SHARE,
    .run = run_boschloo,
};

static void run_chi_square(const struct test_data *data,
                           struct test_answer *answer)
{
    struct contingency_test test =
        contingency_chi_square(data->counts, data->n_groups, false);

    tell_test(&test, "asymptotic", answer);
    if (data->n_groups == 2) {
        struct contingency_test yates =
            contingency_chi_square(data->counts, 2, true);

        tell_difference(data, answer);
        test_detail(data, answer, "yates", yates.statistic);
        test_detail(data, answer, "yates_p", yates.p);
    }
    test_detail(data, answer, "over_dispersion",
                contingency_over_dispersion(data->counts, data->n_groups));
}

const struct test_kind test_chi_square = {
    .name = "chi-square",
    .summary = "is there one share in all groups? Pearson's, uncorrected",
    .assumes = "independent trials; five expected successes and failures in "
               "each group or more",
    .needs = "trials in each group, and both outcomes somewhere",
    .reference = "Pearson, Philos. Mag. 50 (1900)",
    .takes = TAKES_COUNTS,
    .unit = UNIT_SHARE,
    .run = run_chi_square,
};

static void adjust(const struct test_data *data, struct test_answer *answer,
                   void (*method)(const double *, size_t, double *))
{
    size_t n = data->options->n_p;
    double *adjusted = arena_alloc(data->arena, n, sizeof *adjusted);

    method(data->options->p, n, adjusted);
    answer->adjusted = adjusted;
}

static void run_holm(const struct test_data *data, struct test_answer *answer)
{
    adjust(data, answer, multiple_holm);
}

const struct test_kind test_holm = {
    .name = "holm",
    .summary = "p-values adjusted so that no test of the family errs",
    .assumes = "nothing of how the tests depend on each other",
    .needs = "p-values",
    .reference = "Holm, Scand. J. Stat. 6 (1979)",
    .takes = TAKES_P,
    .run = run_holm,
};

static void run_bh(const struct test_data *data, struct test_answer *answer)
{
    adjust(data, answer, multiple_bh);
}

const struct test_kind test_bh = {
    .name = "bh",
    .summary = "p-values adjusted for the share of false findings",
    .assumes = "tests are independent or positively dependent",
    .needs = "p-values",
    .reference = "Benjamini and Hochberg, J. R. Stat. Soc. B 57 (1995)",
    .takes = TAKES_P,
    .run = run_bh,
};

static void run_bonferroni(const struct test_data *data,
                           struct test_answer *answer)
{
    adjust(data, answer, multiple_bonferroni);
}

const struct test_kind test_bonferroni = {
    .name = "bonferroni",
    .summary = "p-values times their number",
    .assumes = "nothing of how the tests depend on each other",
    .needs = "p-values",
    .reference = "Dunn, J. Am. Stat. Assoc. 56 (1961)",
    .takes = TAKES_P,
    .run = run_bonferroni,
};
