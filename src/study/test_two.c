#include <math.h>
#include <string.h>

#include "stat/effect.h"
#include "stat/kolmogorov.h"
#include "stat/permutation.h"
#include "stat/ranktest.h"
#include "stat/tail.h"
#include "stat/ttest.h"
#include "study/test.h"

/* Two independent groups, or two groups of runs. */

static const char independent[] =
    "the values are independent of each other within and between the groups; "
    "requests of one run seldom are: see --run";

/* The arguments that all two-sample functions begin with. */
#define SAMPLES(data)                                                          \
    (data)->groups[0].x, (data)->groups[0].n, (data)->groups[1].x,             \
        (data)->groups[1].n

static void run_welch(const struct test_data *data, struct test_answer *answer)
{
    test_tell_runs(data, answer);
    answer->result = ttest_welch(SAMPLES(data), data->options->level);
}

const struct test_kind test_welch_t = {
    .name = "welch-t",
    .summary = "difference of two means, variances may differ",
    .assumes = "independent values; means of the groups are nearly normal, as "
               "they are for large groups; variances may differ",
    .needs = "two groups of at least two values that are not all equal",
    .reference = "Welch, Biometrika 34 (1947); Satterthwaite, Biometrics "
                 "Bulletin 2 (1946)",
    .takes = TAKES_TWO,
    .in_metric_unit = true,
    .run = run_welch,
};

static void run_student(const struct test_data *data,
                        struct test_answer *answer)
{
    test_tell_runs(data, answer);
    answer->result = ttest_student(SAMPLES(data), data->options->level);
}

const struct test_kind test_student_t = {
    .name = "student-t",
    .summary = "difference of two means, variances are equal",
    .assumes = "independent values; means of the groups are nearly normal; "
               "both groups have one variance",
    .needs = "three values or more that are not all equal within the groups",
    .reference = "Student, Biometrika 6 (1908)",
    .takes = TAKES_TWO,
    .in_metric_unit = true,
    .run = run_student,
};

static enum rank_method rank_method(const struct test_data *data)
{
    static const enum rank_method methods[] = {
        [TEST_AUTO] = RANK_AUTO,
        [TEST_EXACT] = RANK_EXACT,
        [TEST_ASYMPTOTIC] = RANK_ASYMPTOTIC,
        [TEST_PERMUTATION] = RANK_EXACT,
    };

    return methods[data->options->method];
}

static enum effect_method effect_method(const struct test_data *data)
{
    static const enum effect_method methods[] = {
        [TEST_AUTO] = EFFECT_AUTO,
        [TEST_EXACT] = EFFECT_EXACT,
        [TEST_ASYMPTOTIC] = EFFECT_NORMAL,
        [TEST_PERMUTATION] = EFFECT_EXACT,
    };

    return methods[data->options->method];
}

static struct estimate hodges_lehmann(const struct test_data *data)
{
    return effect_hodges_lehmann(SAMPLES(data), data->options->level,
                                 effect_method(data));
}

static void run_mann_whitney(const struct test_data *data,
                             struct test_answer *answer)
{
    test_tell_runs(data, answer);
    answer->result = ranktest_mann_whitney(SAMPLES(data), rank_method(data));
    answer->result.estimate_name = "hodges-lehmann";
    answer->result.estimate = hodges_lehmann(data);
}

const struct test_kind test_mann_whitney = {
    .name = "mann-whitney",
    .summary = "does one group tend to be larger? (U of the first)",
    .assumes = "independent values; the groups have one distribution if there "
               "is no difference; the estimate is a shift if they differ by "
               "nothing else",
    .needs = "two groups with values that are not all equal",
    .reference = "Mann and Whitney, Ann. Math. Stat. 18 (1947)",
    .takes = TAKES_TWO,
    .flags = TEST_METHOD,
    .in_metric_unit = true,
    .run = run_mann_whitney,
};

static void run_brunner_munzel(const struct test_data *data,
                               struct test_answer *answer)
{
    test_tell_runs(data, answer);
    answer->result =
        ranktest_brunner_munzel(SAMPLES(data), data->options->level);
}

const struct test_kind test_brunner_munzel = {
    .name = "brunner-munzel",
    .summary = "is P(first < second) one half? (positive: second is larger)",
    .assumes = "independent values; spreads and shapes may differ; about ten "
               "values in each group or more",
    .needs = "two groups of at least two values that overlap",
    .reference = "Brunner and Munzel, Biometrical J. 42 (2000)",
    .takes = TAKES_TWO,
    .unit = UNIT_SHARE,
    .run = run_brunner_munzel,
};

static void run_kolmogorov(const struct test_data *data,
                           struct test_answer *answer)
{
    static const enum kolmogorov_method methods[] = {
        [TEST_AUTO] = KOLMOGOROV_AUTO,
        [TEST_EXACT] = KOLMOGOROV_EXACT,
        [TEST_ASYMPTOTIC] = KOLMOGOROV_ASYMPTOTIC,
        [TEST_PERMUTATION] = KOLMOGOROV_EXACT,
    };

    test_tell_runs(data, answer);
    answer->result =
        kolmogorov_two(SAMPLES(data), methods[data->options->method]);
}

const struct test_kind test_kolmogorov_smirnov = {
    .name = "kolmogorov-smirnov",
    .summary = "largest distance of two distribution functions",
    .assumes = "independent values; asymptotic p is too large where values are "
               "equal",
    .needs = "two groups with values",
    .reference = "Smirnov, Ann. Math. Stat. 19 (1948); Schroeer and Trenkler, "
                 "Comput. Stat. Data Anal. 20 (1995)",
    .takes = TAKES_TWO,
    .flags = TEST_METHOD,
    .run = run_kolmogorov,
};

static size_t resamples(const struct test_options *options)
{
    return options->resamples ? options->resamples : TEST_DEFAULT_RESAMPLES;
}

static void permute(const struct test_data *data, struct test_answer *answer)
{
    struct random_stream *random =
        random_create(data->options->seed, "permutation");
    double difference;

    test_tell_runs(data, answer);
    answer->result = permutation_two_samples(SAMPLES(data),
                                             resamples(data->options), random);
    random_destroy(random);
    difference = answer->result.statistic;
    answer->result.estimate_name = "mean-difference";
    answer->result.estimate = estimate_of(difference);
    if (strcmp(answer->result.p_method, "monte-carlo") == 0)
        test_parameter(data, answer, "resamples",
                       (double)resamples(data->options));
    test_detail(data, answer, "attainable_p",
                permutation_attainable(data->groups[0].n, data->groups[1].n));
}

const struct test_kind test_permutation = {
    .name = "permutation",
    .summary = "difference of two means against all ways to give out labels",
    .assumes = "values are exchangeable if there is no difference: also their "
               "spread is one",
    .needs = "two groups with values",
    .reference = "Pitman, J. R. Stat. Soc. Suppl. 4 (1937); Phipson and Smyth, "
                 "Stat. Appl. Genet. Mol. Biol. 9 (2010)",
    .takes = TAKES_TWO,
    .flags = TEST_RESAMPLES,
    .in_metric_unit = true,
    .run = permute,
};

/* The t of the two sides: the standard error is in the interval of the
 * difference. */
static void side_statistic(const struct test_data *data,
                           struct test_answer *answer,
                           const struct equivalence *equivalence)
{
    const struct estimate *e = &equivalence->estimate;
    double critical = tail_student_critical(e->level, answer->result.df);
    double error = (e->high - e->low) / 2 / critical;
    double margin = data->options->margin;

    answer->result.statistic = equivalence->p_lower > equivalence->p_upper
                                   ? (e->value + margin) / error
                                   : (e->value - margin) / error;
}

static void run_tost(const struct test_data *data, struct test_answer *answer)
{
    double margin = data->options->margin, alpha = 1 - data->options->level;
    const char *name = answer->result.name;
    struct equivalence e;

    test_tell_runs(data, answer);
    if (data->is_paired) {
        e = ttest_equivalence_paired(data->groups[0].x, data->groups[1].x,
                                     data->groups[0].n, margin, alpha);
        answer->result = ttest_paired(data->groups[0].x, data->groups[1].x,
                                      data->groups[0].n, data->options->level);
    } else {
        struct equivalence pooled =
            ttest_equivalence_student(SAMPLES(data), margin, alpha);

        e = ttest_equivalence_welch(SAMPLES(data), margin, alpha);
        test_detail(data, answer, "pooled_p_lower", pooled.p_lower);
        test_detail(data, answer, "pooled_p_upper", pooled.p_upper);
        test_detail(data, answer, "pooled_p", pooled.p);
        answer->result = ttest_welch(SAMPLES(data), data->options->level);
    }
    answer->result.name = name;
    answer->result.p = e.p;
    answer->result.estimate = e.estimate;
    side_statistic(data, answer, &e);
    test_parameter(data, answer, "margin", margin);
    test_detail(data, answer, "p_lower", e.p_lower);
    test_detail(data, answer, "p_upper", e.p_upper);
    value_set(answer->details, "equivalent",
              isnan(e.p) ? value_null(data->arena)
                         : value_bool(data->arena, e.equivalent));
}

const struct test_kind test_tost = {
    .name = "tost",
    .summary = "does the difference of means lie within the margin?",
    .assumes = "as welch-t, or paired-t with --block; the margin is in the "
               "unit of the values; the interval has level 1 - 2 alpha",
    .needs = "two groups of at least two values that are not all equal, and a "
             "positive margin",
    .reference = "Schuirmann, J. Pharmacokinet. Biopharm. 15 (1987)",
    .takes = TAKES_TWO,
    .flags = TEST_MARGIN | TEST_BLOCK,
    .required = TEST_MARGIN,
    .in_metric_unit = true,
    .run = run_tost,
};

static void run_hodges_lehmann(const struct test_data *data,
                               struct test_answer *answer)
{
    answer->result = test_of_estimate("hodges-lehmann", hodges_lehmann(data));
    test_tell_runs(data, answer);
}

const struct test_kind test_hodges_lehmann = {
    .name = "hodges-lehmann",
    .summary = "median of all differences between two groups",
    .assumes = independent,
    .needs = "two groups with values",
    .reference = "Hodges and Lehmann, Ann. Math. Stat. 34 (1963)",
    .takes = TAKES_TWO,
    .flags = TEST_METHOD,
    .in_metric_unit = true,
    .run = run_hodges_lehmann,
};

static void run_cliff(const struct test_data *data, struct test_answer *answer)
{
    answer->result = test_of_estimate(
        "cliff-delta", effect_cliff_delta(SAMPLES(data), data->options->level));
    test_tell_runs(data, answer);
    test_detail(data, answer, "probability",
                effect_probability(SAMPLES(data), data->options->level).value);
}

const struct test_kind test_cliff_delta = {
    .name = "cliff-delta",
    .summary = "P(first > second) - P(first < second)",
    .assumes = independent,
    .needs = "two groups with values",
    .reference = "Cliff, Ordinal Methods for Behavioral Data Analysis (1996)",
    .takes = TAKES_TWO,
    .unit = UNIT_CORRELATION,
    .run = run_cliff,
};

static void run_cohen(const struct test_data *data, struct test_answer *answer)
{
    answer->result = test_of_estimate(
        "cohen-d", effect_cohen_d(SAMPLES(data), data->options->level));
    test_tell_runs(data, answer);
}

const struct test_kind test_cohen_d = {
    .name = "cohen-d",
    .summary = "difference of two means in pooled standard deviations",
    .assumes = "independent, nearly normal values of one variance",
    .needs = "three values or more that are not all equal within the groups",
    .reference = "Cohen, Statistical Power Analysis (1988)",
    .takes = TAKES_TWO,
    .run = run_cohen,
};

static void run_hedges(const struct test_data *data, struct test_answer *answer)
{
    answer->result = test_of_estimate(
        "hedges-g", effect_hedges_g(SAMPLES(data), data->options->level));
    test_tell_runs(data, answer);
}

const struct test_kind test_hedges_g = {
    .name = "hedges-g",
    .summary = "Cohen's d without its bias in small samples",
    .assumes = "independent, nearly normal values of one variance",
    .needs = "three values or more that are not all equal within the groups",
    .reference = "Hedges, J. Educ. Stat. 6 (1981)",
    .takes = TAKES_TWO,
    .run = run_hedges,
};

static void run_cluster_t(const struct test_data *data,
                          struct test_answer *answer)
{
    const char *name = answer->result.name;
    struct test_result pooled =
        ttest_student(SAMPLES(data), data->options->level);

    answer->result = ttest_welch(SAMPLES(data), data->options->level);
    answer->result.name = name;
    test_parameter_text(data, answer, "statistic",
                        data->options->statistic ? data->options->statistic
                                                 : "mean");
    test_detail(data, answer, "pooled_t", pooled.statistic);
    test_detail(data, answer, "pooled_df", pooled.df);
    test_detail(data, answer, "pooled_p", pooled.p);
}

const struct test_kind test_cluster_t = {
    .name = "cluster-t",
    .summary = "Welch's t test on one value a run",
    .assumes = "runs are independent and their values nearly normal; requests "
               "of a run need not be independent",
    .needs = "two runs or more in each group that are not all equal",
    .reference = "Donner and Klar, Design and Analysis of Cluster "
                 "Randomization Trials (2000)",
    .takes = TAKES_ARMS,
    .in_metric_unit = true,
    .run = run_cluster_t,
};

static void run_cluster_permutation(const struct test_data *data,
                                    struct test_answer *answer)
{
    const char *name = answer->result.name;

    permute(data, answer);
    answer->result.name = name;
    if (!data->options->run)
        test_parameter_text(data, answer, "statistic",
                            data->options->statistic ? data->options->statistic
                                                     : "mean");
}

const struct test_kind test_cluster_permutation = {
    .name = "cluster-permutation",
    .summary = "difference of run values against all ways to give out runs",
    .assumes = "runs are exchangeable if there is no difference; requests of a "
               "run need not be independent",
    .needs = "runs in both groups",
    .reference = "Gail and others, Stat. Med. 15 (1996)",
    .takes = TAKES_ARMS,
    .flags = TEST_RESAMPLES,
    .in_metric_unit = true,
    .run = run_cluster_permutation,
};
