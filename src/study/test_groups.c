#include "stat/anderson.h"
#include "stat/friedman.h"
#include "stat/ksample.h"
#include "stat/runs.h"
#include "study/test.h"

/* Two groups or more. */

static void run_anova(const struct test_data *data, struct test_answer *answer)
{
    struct anova anova = ksample_anova(data->groups, data->n_groups);

    test_tell_runs(data, answer);
    answer->result = anova.test;
    answer->result.estimate_name = "eta-squared";
    answer->result.estimate = estimate_of(anova.eta2);
    test_detail(data, answer, "omega_squared", anova.omega2);
    test_detail(data, answer, "epsilon_squared", anova.epsilon2);
    test_detail(data, answer, "squares_between", anova.squares_between);
    test_detail(data, answer, "squares_within", anova.squares_within);
}

const struct test_kind test_anova = {
    .name = "anova",
    .summary = "are all means equal? variances are",
    .assumes = "independent values, nearly normal within the groups, of one "
               "variance",
    .needs = "two groups, one of them of two values or more that differ",
    .reference = "Fisher, Statistical Methods for Research Workers (1925)",
    .takes = TAKES_GROUPS,
    .run = run_anova,
};

static void run_welch_anova(const struct test_data *data,
                            struct test_answer *answer)
{
    test_tell_runs(data, answer);
    answer->result = ksample_welch(data->groups, data->n_groups);
}

const struct test_kind test_welch_anova = {
    .name = "welch-anova",
    .summary = "are all means equal? variances may differ",
    .assumes = "independent values, nearly normal within the groups",
    .needs = "two groups, each of two values or more that differ",
    .reference = "Welch, Biometrika 38 (1951)",
    .takes = TAKES_GROUPS,
    .run = run_welch_anova,
};

static void run_kruskal(const struct test_data *data,
                        struct test_answer *answer)
{
    test_tell_runs(data, answer);
    answer->result = ksample_kruskal(data->groups, data->n_groups);
}

const struct test_kind test_kruskal_wallis = {
    .name = "kruskal-wallis",
    .summary = "does one of the groups tend to be larger?",
    .assumes = "independent values; the groups have one distribution if there "
               "is no difference; about five values in each or more",
    .needs = "two groups whose values are not all equal",
    .reference = "Kruskal and Wallis, J. Am. Stat. Assoc. 47 (1952)",
    .takes = TAKES_GROUPS,
    .run = run_kruskal,
};

static void run_anderson(const struct test_data *data,
                         struct test_answer *answer)
{
    struct anderson midrank =
        anderson_of(data->groups, data->n_groups, ANDERSON_MIDRANK);
    struct anderson right =
        anderson_of(data->groups, data->n_groups, ANDERSON_RIGHT_CONTINUOUS);

    test_tell_runs(data, answer);
    answer->result = midrank.test;
    test_parameter_text(data, answer, "version", "midrank");
    test_detail(data, answer, "standardised", midrank.standardised);
    test_detail(data, answer, "right_continuous", right.test.statistic);
    test_detail(data, answer, "right_continuous_standardised",
                right.standardised);
    test_detail(data, answer, "right_continuous_p", right.test.p);
}

const struct test_kind test_anderson_darling_k = {
    .name = "anderson-darling-k",
    .summary = "do all groups have one distribution? tails count",
    .assumes = "independent values",
    .needs = "two groups, and four values or more that are not all equal",
    .reference = "Scholz and Stephens, J. Am. Stat. Assoc. 82 (1987)",
    .takes = TAKES_GROUPS,
    .run = run_anderson,
};

static void run_levene(const struct test_data *data, struct test_answer *answer)
{
    test_tell_runs(data, answer);
    answer->result = ksample_levene(data->groups, data->n_groups);
}

static const char needs_spread[] =
    "two groups whose distances from their centre differ within a group";

const struct test_kind test_levene = {
    .name = "levene",
    .summary = "are all variances equal? distances from the mean",
    .assumes = "independent values of nearly symmetric distributions",
    .needs = needs_spread,
    .reference = "Levene, in Contributions to Probability and Statistics "
                 "(1960)",
    .takes = TAKES_GROUPS,
    .run = run_levene,
};

static void run_brown_forsythe(const struct test_data *data,
                               struct test_answer *answer)
{
    test_tell_runs(data, answer);
    answer->result = ksample_brown_forsythe(data->groups, data->n_groups);
}

const struct test_kind test_brown_forsythe = {
    .name = "brown-forsythe",
    .summary = "are all variances equal? distances from the median",
    .assumes = "independent values",
    .needs = needs_spread,
    .reference = "Brown and Forsythe, J. Am. Stat. Assoc. 69 (1974)",
    .takes = TAKES_GROUPS,
    .run = run_brown_forsythe,
};

static void run_friedman(const struct test_data *data,
                         struct test_answer *answer)
{
    struct friedman friedman =
        friedman_of(data->blocks, data->n_blocks, data->n_groups);

    answer->result = friedman.test;
    answer->result.estimate_name = "kendall-w";
    answer->result.estimate = estimate_of(friedman.concordance);
    test_parameter_text(data, answer, "block", data->options->block);
    test_detail(data, answer, "iman_davenport_f", friedman.f_test.statistic);
    test_detail(data, answer, "iman_davenport_df1", friedman.f_test.df);
    test_detail(data, answer, "iman_davenport_df2", friedman.f_test.df2);
    test_detail(data, answer, "iman_davenport_p", friedman.f_test.p);
}

const struct test_kind test_friedman = {
    .name = "friedman",
    .summary = "does one group rank higher within blocks?",
    .assumes = "blocks are independent; each has one value of every group",
    .needs = "two complete blocks or more, and groups whose values differ "
             "within them",
    .reference = "Friedman, J. Am. Stat. Assoc. 32 (1937); Iman and "
                 "Davenport, Commun. Stat. A 9 (1980)",
    .takes = TAKES_BLOCKS,
    .unit = UNIT_CORRELATION,
    .run = run_friedman,
};

static void run_icc(const struct test_data *data, struct test_answer *answer)
{
    struct runs_model model =
        runs_model(data->groups, data->n_groups, data->options->level);

    answer->result = model.test;
    answer->result.estimate_name = "icc";
    answer->result.estimate = model.icc;
    test_detail(data, answer, "n0", model.n0);
    test_detail(data, answer, "design_effect", model.design_effect);
    test_detail(data, answer, "n_effective", model.n_effective);
    test_detail(data, answer, "variance_between", model.variance_between);
    test_detail(data, answer, "variance_within", model.variance_within);
    test_detail(data, answer, "between_run_sd", model.between_sd);
    test_detail(data, answer, "within_run_sd", model.within_sd);
    test_detail(data, answer, "run_means_sd", model.values_sd);
}

const struct test_kind test_icc = {
    .name = "icc",
    .summary = "share of the variance that lies between runs",
    .assumes = "runs are a random sample; run means and requests within runs "
               "are nearly normal; the interval is for runs of one length",
    .needs = "two runs or more, one of them of two values",
    .reference = "Shrout and Fleiss, Psychol. Bull. 86 (1979)",
    .takes = TAKES_RUNS,
    .unit = UNIT_CORRELATION,
    .run = run_icc,
};
