#include "study/test.h"

#include <math.h>
#include <string.h>

#include "base/flags.h"

/* All tests, and which flags go with them. A new test is a descriptor in the
 * file of its family and its line here. */

extern const struct test_kind test_welch_t, test_student_t, test_mann_whitney,
    test_brunner_munzel, test_kolmogorov_smirnov, test_permutation, test_tost,
    test_hodges_lehmann, test_cliff_delta, test_cohen_d, test_hedges_g,
    test_paired_t, test_signed_rank, test_sign, test_sign_flip, test_anova,
    test_welch_anova, test_kruskal_wallis, test_anderson_darling_k, test_levene,
    test_brown_forsythe, test_friedman, test_pearson, test_spearman,
    test_kendall, test_partial, test_shapiro_wilk, test_dip, test_mann_kendall,
    test_ljung_box, test_pettitt, test_wald_wolfowitz, test_wilson,
    test_clopper_pearson, test_newcombe, test_fisher, test_boschloo,
    test_chi_square, test_icc, test_cluster_t, test_cluster_permutation,
    test_holm, test_bh, test_bonferroni;

const struct test_kind *const test_kinds[] = {
    &test_welch_t,
    &test_student_t,
    &test_mann_whitney,
    &test_brunner_munzel,
    &test_kolmogorov_smirnov,
    &test_permutation,
    &test_tost,
    &test_hodges_lehmann,
    &test_cliff_delta,
    &test_cohen_d,
    &test_hedges_g,
    &test_paired_t,
    &test_signed_rank,
    &test_sign,
    &test_sign_flip,
    &test_anova,
    &test_welch_anova,
    &test_kruskal_wallis,
    &test_anderson_darling_k,
    &test_levene,
    &test_brown_forsythe,
    &test_friedman,
    &test_pearson,
    &test_spearman,
    &test_kendall,
    &test_partial,
    &test_shapiro_wilk,
    &test_dip,
    &test_mann_kendall,
    &test_ljung_box,
    &test_pettitt,
    &test_wald_wolfowitz,
    &test_wilson,
    &test_clopper_pearson,
    &test_newcombe,
    &test_fisher,
    &test_boschloo,
    &test_chi_square,
    &test_icc,
    &test_cluster_t,
    &test_cluster_permutation,
    &test_holm,
    &test_bh,
    &test_bonferroni,
    NULL,
};

const char *const test_method_names[] = {"exact", "asymptotic", "permutation",
                                         NULL};
const char *const test_statistic_names[] = {"mean", "p50", "p95", NULL};

const char *const test_takes_words[] = {
    [TAKES_SAMPLE] = "one sample",
    [TAKES_SERIES] = "one series, in the order of time",
    [TAKES_COLUMNS] = "two columns (--x, --y)",
    [TAKES_TWO] = "two groups",
    [TAKES_PAIRS] = "pairs (--block, or --x and --y)",
    [TAKES_GROUPS] = "two groups or more",
    [TAKES_BLOCKS] = "groups within blocks (--block)",
    [TAKES_RUNS] = "runs (--run)",
    [TAKES_ARMS] = "two groups of runs (--by, --run)",
    [TAKES_EACH_COUNT] = "counts (--counts)",
    [TAKES_TWO_COUNTS] = "two counts (--counts)",
    [TAKES_COUNTS] = "two counts or more (--counts)",
    [TAKES_P] = "p-values (--p)",
};

const struct test_kind *test_find(const char *name, struct error *error)
{
    const char *names[sizeof test_kinds / sizeof *test_kinds], *nearest;
    size_t n = 0;

    for (; test_kinds[n]; n++) {
        if (strcmp(test_kinds[n]->name, name) == 0)
            return test_kinds[n];
        names[n] = test_kinds[n]->name;
    }
    names[n] = NULL;
    nearest = flags_nearest(name, names);
    if (nearest)
        error_set(error, NULL, "there is no test '%s'; did you mean '%s'?",
                  name, nearest);
    else
        error_set(error, NULL,
                  "there is no test '%s'; llmstats test --list names all, and "
                  "the name comes before the files",
                  name);
    return NULL;
}

unsigned test_flags(const struct test_kind *kind)
{
    static const unsigned column = TEST_METRIC | TEST_BY;
    static const unsigned runs = TEST_RUN | TEST_STATISTIC;
    static const unsigned flags[] = {
        [TAKES_SAMPLE] = column,
        [TAKES_SERIES] = column | TEST_ORDER,
        [TAKES_COLUMNS] = TEST_COLUMNS | TEST_BY,
        [TAKES_TWO] = column | runs | TEST_COLUMNS,
        [TAKES_PAIRS] = column | TEST_BLOCK | TEST_COLUMNS,
        [TAKES_GROUPS] = column | runs,
        [TAKES_BLOCKS] = column | TEST_BLOCK,
        [TAKES_RUNS] = column | TEST_RUN,
        [TAKES_ARMS] = column | runs,
        [TAKES_EACH_COUNT] = column | TEST_COUNTS,
        [TAKES_TWO_COUNTS] = column | TEST_COUNTS,
        [TAKES_COUNTS] = column | TEST_COUNTS,
        [TAKES_P] = TEST_P,
    };

    return flags[kind->takes] | kind->flags;
}

/* The flags that were given, and their names for messages. */
struct given {
    unsigned flag;
    const char *name;
    bool is_given;
};

enum { N_GIVEN = 14 };

static void list_given(struct given given[N_GIVEN],
                       const struct test_options *o)
{
    const struct given all[N_GIVEN] = {
        {TEST_METRIC, "metric", o->metric != NULL},
        {TEST_BY, "by", o->n_by > 0},
        {TEST_COLUMNS, "x", o->x != NULL},
        {TEST_COLUMNS, "y", o->y != NULL},
        {TEST_GIVEN, "given", o->n_given > 0},
        {TEST_RUN, "run", o->run != NULL},
        {TEST_BLOCK, "block", o->block != NULL},
        {TEST_ORDER, "order", o->order != NULL},
        {TEST_METHOD, "method", o->method != TEST_AUTO},
        {TEST_STATISTIC, "statistic", o->statistic != NULL},
        {TEST_MARGIN, "margin", !isnan(o->margin)},
        {TEST_LAG, "lag", o->lag > 0},
        {TEST_RESAMPLES, "resamples", o->resamples > 0},
        {TEST_COUNTS, "counts", o->n_counts > 0},
    };

    memcpy(given, all, sizeof all);
}

static bool check_each(const struct test_kind *kind,
                       const struct test_options *options, struct error *error)
{
    struct given given[N_GIVEN];

    list_given(given, options);
    if (options->n_p && kind->takes != TAKES_P)
        return error_set(error, NULL, "'%s' does not take --p", kind->name);
    for (size_t i = 0; i < N_GIVEN; i++) {
        if (given[i].is_given && !(test_flags(kind) & given[i].flag))
            return error_set(error, NULL,
                             "'%s' does not take --%s; it works "
                             "on %s",
                             kind->name, given[i].name,
                             test_takes_words[kind->takes]);
        if (!given[i].is_given && (kind->required & given[i].flag))
            return error_set(error, NULL, "'%s' needs --%s", kind->name,
                             given[i].name);
    }
    return true;
}

static bool check_counts(const struct test_kind *kind,
                         const struct test_options *options,
                         struct error *error)
{
    if (kind->takes == TAKES_TWO_COUNTS && options->n_counts != 2)
        return error_set(error, NULL,
                         "'%s' compares two counts, not %zu; "
                         "chi-square takes more",
                         kind->name, options->n_counts);
    if (kind->takes == TAKES_COUNTS && options->n_counts < 2)
        return error_set(error, NULL, "'%s' compares counts, and there is one",
                         kind->name);
    return true;
}

/* Tests of groups: --metric, or two columns instead of it. */
static bool check_columns(const struct test_kind *kind,
                          const struct test_options *o, struct error *error)
{
    bool can_have_columns = test_flags(kind) & TEST_COLUMNS;

    if (kind->takes == TAKES_COLUMNS || o->x || o->y) {
        if (!o->x || !o->y)
            return error_set(error, NULL, "'%s' needs two columns: --x and --y",
                             kind->name);
        if (o->metric || o->run || o->block)
            return error_set(error, NULL,
                             "--x and --y go without --metric, --run and "
                             "--block");
        if (o->n_by && kind->takes == TAKES_TWO)
            return error_set(error, NULL,
                             "--x and --y are the two groups: they go without "
                             "--by");
        return true;
    }
    if (!o->metric)
        return error_set(error, NULL, "name the numbers with --metric COLUMN%s",
                         can_have_columns ? ", or two columns with --x and --y"
                                          : "");
    if (kind->takes == TAKES_PAIRS && !o->block)
        return error_set(error, NULL,
                         "'%s' needs pairs: name the column whose equal values "
                         "pair with --block, or two columns with --x and --y",
                         kind->name);
    if (kind->takes == TAKES_BLOCKS && !o->block)
        return error_set(error, NULL, "'%s' needs --block", kind->name);
    if (o->statistic && !o->run && kind->takes != TAKES_ARMS)
        return error_set(error, NULL,
                         "--statistic is that of a run: it needs "
                         "--run");
    return true;
}

bool test_check(const struct test_kind *kind,
                const struct test_options *options, size_t n_files,
                struct error *error)
{
    bool needs_no_file = options->n_counts || kind->takes == TAKES_P;

    if (!check_each(kind, options, error))
        return false;
    if (kind->takes == TAKES_P && !options->n_p)
        return error_set(error, NULL, "'%s' needs p-values: --p .01 .04",
                         kind->name);
    if (needs_no_file) {
        if (n_files || options->metric || options->n_by)
            return error_set(error, NULL,
                             "%s goes without files and their columns",
                             kind->takes == TAKES_P ? "--p" : "--counts");
        return kind->takes == TAKES_P || check_counts(kind, options, error);
    }
    if ((test_flags(kind) & TEST_COUNTS) && n_files == 0)
        return error_set(error, NULL,
                         "'%s' needs counts: --counts 56/70 48/80, or files "
                         "with --metric and --by",
                         kind->name);
    return check_columns(kind, options, error);
}
