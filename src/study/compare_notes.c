#include <math.h>
#include <string.h>

#include "base/text.h"
#include "stat/permutation.h"
#include "study/compare_parts.h"
#include "study/words.h"

/* What must be said of a comparison, and its verdict in words. */

struct telling {
    const struct compare *compare;
    const struct candidate *candidate;
    struct doc *doc;
    struct section *section;
    size_t n_base, n_candidate; /* runs */
    double alpha;
};

/* How many runs a side until a permutation test can reach alpha. */
static size_t runs_to_reach(double alpha)
{
    size_t n = 2;

    while (n < 100 && permutation_attainable(n, n) >= alpha)
        n++;
    return n;
}

static void note_runs(const struct telling *t)
{
    double attainable = permutation_attainable(t->n_base, t->n_candidate);
    size_t n = runs_to_reach(t->alpha);

    if (t->compare->options->pairing != PAIR_NONE)
        attainable = permutation_attainable_pairs(t->n_base);
    if (t->n_base < COMPARISON_MIN_RUNS ||
        t->n_candidate < COMPARISON_MIN_RUNS) {
        doc_note(t->doc, t->section, WEIGHT_CAUTION, "few-runs",
                 "%zu against %zu %s: the run is the unit, and no verdict may "
                 "rest on fewer than three a side",
                 t->n_candidate, t->n_base, t->n_base == 1 ? "run" : "runs");
        return;
    }
    if (attainable < t->alpha)
        return;
    if (t->compare->options->pairing != PAIR_NONE) {
        doc_note(t->doc, t->section, WEIGHT_CAUTION, "attainable-p",
                 "%zu pairs of runs: a sign-flip test cannot give a p below "
                 "%.3g, whatever the values; the paired t test can, since it "
                 "takes the runs as normal",
                 t->n_base, attainable);
        return;
    }
    doc_note(t->doc, t->section, WEIGHT_CAUTION, "attainable-p",
             "%zu against %zu runs: a permutation test cannot give a p below "
             "%.3g, whatever the values, hence not reach %.3g; with %zu runs a "
             "side it can (%.3g). Welch's t test can with these, since it "
             "takes the runs as normal",
             t->n_candidate, t->n_base, attainable, t->alpha, n,
             permutation_attainable(n, n));
}

static void note_conditions(const struct telling *t)
{
    const struct arm *arms[2] = {t->candidate->base, t->candidate->arm};

    for (size_t i = 0; i < 2; i++)
        if (arms[i]->differ != FIELD_NONE)
            doc_note(t->doc, t->section, WEIGHT_CAUTION, "runs-are-conditions",
                     "the runs of %s differ in %s: they are conditions, not "
                     "repeats, so that nothing can be inferred from their "
                     "scatter",
                     arms[i]->name, fields[arms[i]->differ].key);
}

static void note_strata(const struct telling *t)
{
    const char *base = t->candidate->base->name;
    const char *candidate = t->candidate->arm->name;

    if (t->candidate->n_matched == 0)
        doc_note(t->doc, t->section, WEIGHT_CAUTION, "no-matched-strata",
                 "%s and %s have no stratum in common: nothing can be compared",
                 base, candidate);
    else if (t->candidate->unmatched)
        doc_note(t->doc, t->section, WEIGHT_CAUTION, "unmatched-strata",
                 "only one of %s and %s has these strata, which are left out, "
                 "of the totals too: %s",
                 base, candidate, t->candidate->unmatched);
}

/* The share of each stratum on either side: where they differ, the total
 * compares mixtures. */
static void note_mixture(const struct telling *t)
{
    double total[2] = {0, 0}, largest = 0;
    const struct candidate *candidate = t->candidate;

    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < candidate->n_compared; i++) {
            const struct compared *c = &candidate->compared[i];
            double base = (double)c->base_requests;
            double other = (double)c->candidate_requests;

            if (c->subject != candidate->compared[0].subject ||
                c->statistic != candidate->compared[0].statistic ||
                c->is_by_item || c->stratum == 0)
                continue;
            if (pass == 0) {
                total[0] += base;
                total[1] += other;
            } else {
                largest =
                    fmax(largest, fabs(base / total[0] - other / total[1]));
            }
        }
    if (largest > 0.02)
        doc_note(t->doc, t->section, WEIGHT_CAUTION, "mixture-differs",
                 "the shares of the strata differ between the sides by up to "
                 "%s: the total compares mixtures, the strata do not",
                 words_number(t->doc->arena, UNIT_SHARE, largest));
}

static void add_name(struct text *text, const struct telling *t,
                     const struct compared *compared)
{
    text_format(text, "%s%s %s", text->length ? "; " : "",
                compared->subject->name, compared->statistic->name);
    if (compared->stratum)
        text_format(
            text, " (%s)",
            compare_stratum(t->compare, t->candidate, compared->stratum));
}

static bool is_biased(const struct compared *compared)
{
    return compared->is_biased;
}

static bool is_endless(const struct compared *compared)
{
    return compared->comparison.is_endless;
}

static bool is_still(const struct compared *compared)
{
    return compared->comparison.is_still;
}

static bool is_small(const struct compared *compared)
{
    return compared->comparison.is_small;
}

/* Those of which it is true, by name: the first six, and how many. NULL: none.
 */
static const char *names_of(const struct telling *t,
                            bool (*is_one)(const struct compared *), size_t *n)
{
    const char *result;
    struct text names;

    *n = 0;
    text_init(&names);
    for (size_t i = 0; i < t->candidate->n_compared; i++)
        if (is_one(&t->candidate->compared[i]) && (*n)++ < 6)
            add_name(&names, t, &t->candidate->compared[i]);
    text_add(&names, *n > 6 ? "; ..." : "");
    result = *n ? arena_text(t->doc->arena, names.data) : NULL;
    text_release(&names);
    return result;
}

static void note_few(const struct telling *t)
{
    size_t n;
    const char *names = names_of(t, is_biased, &n);

    if (names)
        doc_note(
            t->doc, t->section, WEIGHT_CAUTION, "few-tail-samples",
            "%s: %s not compared, since a run has fewer than ten requests "
            "beyond the percentile: %s",
            t->candidate->arm->name,
            words_counted(t->doc->arena, n, "percentile is", "percentiles are"),
            names);
}

static void note_thinning(const struct telling *t)
{
    for (size_t i = 0; i < t->candidate->n_compared; i++) {
        const struct compared *c = &t->candidate->compared[i];

        if (!c->thinned_to)
            continue;
        doc_note(t->doc, t->section, WEIGHT_REMARK, "thinned",
                 "requests a run differ by more than 10 %% between the sides: "
                 "before percentiles were taken, the larger runs were thinned "
                 "at random (seed %llu) to the size of the smaller",
                 (unsigned long long)t->compare->frame->options->seed);
        return;
    }
}

/* How many more findings the requests would have made. */
static void note_penalty(const struct telling *t)
{
    size_t n = 0, n_pooled = 0, n_runs = 0;

    for (size_t i = 0; i < t->candidate->n_compared; i++) {
        const struct compared *c = &t->candidate->compared[i];

        if (isnan(c->pooled.p) || isnan(c->comparison.test.p))
            continue;
        n++;
        n_pooled += c->pooled.p < t->alpha;
        n_runs += c->comparison.test.p < t->alpha;
    }
    if (n)
        doc_text(t->doc, t->section,
                 "Pooling penalty: of %zu comparisons, %zu have p < %.3g if "
                 "the requests of all runs are pooled, which assumes that they "
                 "are independent of their run, and %zu by runs, both before "
                 "any adjustment.",
                 n, n_pooled, t->alpha, n_runs);
}

/* Percentiles among failed requests are infinite, and a mean is of the rest. */
static void note_failures(const struct telling *t)
{
    size_t n;
    const char *names = names_of(t, is_endless, &n);

    if (t->compare->frame->options->population == POPULATION_FAILED)
        doc_note(t->doc, t->section, WEIGHT_REMARK, "failed-as-inf",
                 "failed requests count as infinitely slow in the percentiles "
                 "of latency; means are of those that have a latency");
    if (names)
        doc_note(t->doc, t->section, WEIGHT_CAUTION, "infinite-percentile",
                 "in at least one run these lie among failed requests, so that "
                 "only the order of the runs is tested, and there is no ratio: "
                 "%s",
                 names);
}

/* What does not scatter at all has been rounded, or made up. */
static void note_still(const struct telling *t)
{
    size_t n;
    const char *names = names_of(t, is_still, &n);

    if (names)
        doc_note(
            t->doc, t->section, WEIGHT_REMARK, "no-scatter",
            "on each side all runs have the same value, which leaves a t "
            "test nothing to go by: p is that of the permutation test, and "
            "a difference within the margin is equivalent: %s",
            names);
}

static void note_small(const struct telling *t)
{
    size_t n;
    const char *names = names_of(t, is_small, &n);

    if (names)
        doc_note(t->doc, t->section, WEIGHT_REMARK, "within-margin",
                 "there is a difference, yet it lies within the margin of %s: "
                 "%s",
                 words_number(t->doc->arena, UNIT_SHARE,
                              t->compare->options->judge.margin),
                 names);
}

/* "new: latency p50 slower; 8 equivalent, 3 inconclusive" */
static const char *verdict_of(const struct telling *t)
{
    size_t counts[N_VERDICTS] = {0};
    const char *result;
    struct text text;

    text_init(&text);
    for (size_t i = 0; i < t->candidate->n_compared; i++)
        counts[t->candidate->compared[i].comparison.verdict]++;
    for (int v = N_VERDICTS - 1; v >= 0; v--)
        if (counts[v])
            text_format(&text, "%s%zu %s", text.length ? ", " : "", counts[v],
                        verdict_names[v]);
    result = arena_format(t->doc->arena, "%s against %s: %s",
                          t->candidate->arm->name, t->candidate->base->name,
                          text.data);
    text_release(&text);
    return result;
}

/* Whether some comparison has a p of this test, the one over runs or the
 * permutation of them. */
static bool is_used(const struct candidate *candidate, const char *name)
{
    for (size_t i = 0; i < candidate->n_compared; i++) {
        const struct comparison *comparison =
            &candidate->compared[i].comparison;

        if ((isfinite(comparison->test.p) &&
             strcmp(comparison->test.name, name) == 0) ||
            (isfinite(comparison->permutation.p) &&
             strcmp(comparison->permutation.name, name) == 0))
            return true;
    }
    return false;
}

static void tell_tests(struct doc *doc, const struct candidate *candidate)
{
    static const struct {
        const char *name, *text, *reference;
    } tests[] = {
        {"welch-t-log",
         "Welch's t test of the logarithms of one value a run; the interval "
         "is of the ratio of geometric means",
         "Welch, Biometrika 29, 1938"},
        {"welch-t",
         "Welch's t test of one value a run; the interval is of the difference "
         "of the means",
         "Welch, Biometrika 29, 1938"},
        {"paired-t-log",
         "t test of the pairs' differences of logarithms; the interval is of "
         "the ratio",
         "Student, Biometrika 6, 1908"},
        {"paired-t", "t test of the pairs' differences",
         "Student, Biometrika 6, 1908"},
        {"permutation", "exact permutation test of the runs' labels",
         "Phipson and Smyth, SAGMB 9, 2010"},
        {"sign-flip", "exact permutation test of the signs of the pairs",
         "Phipson and Smyth, SAGMB 9, 2010"},
    };

    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        if (is_used(candidate, tests[i].name))
            doc_method(doc, tests[i].name, tests[i].text, tests[i].reference);
}

static void tell_methods(struct doc *doc, const struct candidate *candidate)
{
    bool has_tost = false, has_family = false;

    for (size_t i = 0; i < candidate->n_compared; i++) {
        const struct comparison *comparison =
            &candidate->compared[i].comparison;

        has_tost |= isfinite(comparison->equivalence.p);
        has_family |= isfinite(comparison->p_adjusted);
    }
    tell_tests(doc, candidate);
    if (has_tost)
        doc_method(doc, "tost",
                   "two one-sided tests against the margin; not adjusted for "
                   "the number of tests",
                   "Schuirmann, J. Pharmacokin. Biopharm. 15, 1987");
    if (has_family)
        doc_method(doc, "holm", "p-values adjusted within a table",
                   "Holm, Scand. J. Stat. 6, 1979");
}

void compare_notes(const struct compare *compare, size_t k)
{
    const struct candidate *candidate = &compare->candidates[k];
    struct doc *doc = compare->frame->doc;
    struct telling t = {
        .compare = compare,
        .candidate = candidate,
        .doc = doc,
        .section = doc_section(
            doc, arena_format(doc->arena, "comparison-%zu", k + 1), ""),
        .n_base = candidate->base->n_runs,
        .n_candidate = candidate->arm->n_runs,
        .alpha = 1 - compare->options->judge.level,
    };
    const char *verdict = verdict_of(&t);

    note_conditions(&t);
    note_runs(&t);
    note_strata(&t);
    note_mixture(&t);
    if (candidate->tokens)
        doc_note(doc, t.section, WEIGHT_CAUTION, "tokens-differ", "%s",
                 candidate->tokens);
    note_few(&t);
    note_thinning(&t);
    note_failures(&t);
    note_still(&t);
    note_small(&t);
    note_penalty(&t);
    tell_methods(doc, candidate);
    doc->verdict =
        doc->verdict ? arena_format(doc->arena, "%s; %s", doc->verdict, verdict)
                     : verdict;
}
