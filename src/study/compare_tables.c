#include <math.h>
#include <string.h>

#include "study/compare_parts.h"
#include "study/words.h"

/* One table of words for the terminal, one of numbers for each subject. */

static const char *section_key(const struct compare *compare, size_t k)
{
    return arena_format(compare->frame->arena, "comparison-%zu", k + 1);
}

static struct section *section_of(const struct compare *compare, size_t k)
{
    const struct candidate *candidate = &compare->candidates[k];

    return doc_section(compare->frame->doc, section_key(compare, k),
                       arena_format(compare->frame->arena, "%s against %s",
                                    candidate->arm->name,
                                    candidate->base->name));
}

static const char *verdict_words(const struct compared *compared)
{
    static const char *const small[N_VERDICTS] = {
        [VERDICT_FASTER] = "faster, within the margin",
        [VERDICT_SLOWER] = "slower, within the margin",
        [VERDICT_BETTER] = "better, within the margin",
        [VERDICT_WORSE] = "worse, within the margin",
        [VERDICT_HIGHER] = "higher, within the margin",
        [VERDICT_LOWER] = "lower, within the margin",
    };
    const struct comparison *c = &compared->comparison;

    if (compared->is_biased)
        return "too few requests";
    return c->is_small ? small[c->verdict] : verdict_names[c->verdict];
}

/* How many more runs a side a verdict would take; only where there is none. */
static double missing_runs(const struct compared *compared)
{
    const struct comparison *c = &compared->comparison;

    if (compared->is_biased || c->verdict != VERDICT_INCONCLUSIVE ||
        !(c->needs_runs > 0))
        return (double)NAN;
    return c->needs_runs;
}

/* "inconclusive, +4 runs": about four more runs a side. */
static const char *brief_verdict(struct arena *arena,
                                 const struct compared *compared)
{
    double n = missing_runs(compared);

    if (isnan(n))
        return verdict_words(compared);
    return arena_format(arena, "%s, +%s %s", verdict_words(compared),
                        words_number(arena, UNIT_COUNT, n),
                        n == 1 ? "run" : "runs");
}

/* The unit stands in the name where a number with it would be too wide. */
static const char *brief_name(struct arena *arena,
                              const struct compared *compared)
{
    static const struct {
        const char *metric, *statistic, *name;
    } briefs[] = {
        {"error_rate", "rate", "error rate"},
        {"cost", "per_1000", "cost per 1,000"},
        {"output_rate", "rate", "tokens/s, total"},
        {"output_rate", "p50", "tokens/s p50"},
        {"latency_per_output_token", NULL, "per token"},
    };
    const char *metric = compared->subject->name;
    const char *statistic = compared->statistic->name;

    for (size_t i = 0; i < sizeof briefs / sizeof *briefs; i++) {
        if (strcmp(briefs[i].metric, metric) != 0)
            continue;
        if (!briefs[i].statistic)
            metric = briefs[i].name;
        else if (strcmp(briefs[i].statistic, statistic) == 0)
            return briefs[i].name;
    }
    return arena_format(arena, "%s %s", metric, statistic);
}

static const char *brief_number(struct arena *arena,
                                const struct compared *compared, double number)
{
    enum unit unit = compared->subject->unit;

    return words_number(
        arena, unit == UNIT_TOKENS_PER_SECOND ? UNIT_NONE : unit, number);
}

static void add_summary(const struct compare *compare, size_t k,
                        struct section *section)
{
    const struct candidate *candidate = &compare->candidates[k];
    struct arena *arena = compare->frame->arena;
    struct doc *doc = compare->frame->doc;
    const struct column_head heads[] = {
        {.key = "what", .label = "what"},
        {.key = "base", .label = candidate->base->name},
        {.key = "candidate", .label = candidate->arm->name},
        {.key = "ratio",
         .label = "ratio",
         .unit = UNIT_RATIO,
         .shows_interval = true},
        {.key = "verdict", .label = "verdict"},
    };
    struct doc_table *table =
        doc_table(doc, section, arena_format(arena, "comparison-%zu", k + 1),
                  arena_format(arena, "%s against %s: %zu against %zu %s",
                               candidate->arm->name, candidate->base->name,
                               candidate->arm->n_runs, candidate->base->n_runs,
                               candidate->base->n_runs == 1 ? "run" : "runs"),
                  heads, sizeof heads / sizeof *heads);

    table->in_summary = true;
    table->caption = arena_format(
        arena,
        "Over all %sstrata, with the %s interval of the ratio over runs. The "
        "tables below have the strata, differences and p-values adjusted by %s "
        "within each table. +4 runs: about so many more a side, to see a "
        "change of the margin with a power of %s.",
        candidate->unmatched ? "matched " : "",
        words_number(arena, UNIT_SHARE, compare->options->judge.level),
        compare->options->judge.adjustment == ADJUST_BH ? "Benjamini-Hochberg"
                                                        : "Holm",
        words_number(arena, UNIT_SHARE, compare->options->judge.power));
    for (size_t i = 0; i < candidate->n_compared; i++) {
        const struct compared *compared = &candidate->compared[i];

        if (compared->stratum > 0)
            continue;
        doc_row(doc, table);
        doc_cell_text(doc, table, brief_name(arena, compared));
        doc_cell_text(doc, table,
                      brief_number(arena, compared, compared->comparison.base));
        doc_cell_text(
            doc, table,
            brief_number(arena, compared, compared->comparison.candidate));
        doc_cell(table, compared->comparison.ratio, NULL);
        doc_cell_text(doc, table, brief_verdict(arena, compared));
    }
}

static void add_row(const struct compare *compare, struct doc_table *table,
                    const struct candidate *candidate,
                    const struct compared *compared)
{
    const struct comparison *c = &compared->comparison;
    struct doc *doc = compare->frame->doc;

    doc_row(doc, table);
    doc_cell_text(doc, table,
                  compare_stratum(compare, candidate, compared->stratum));
    doc_cell_text(doc, table, compared->statistic->name);
    doc_cell_number(table, c->base);
    doc_cell_number(table, c->candidate);
    doc_cell(table, c->ratio, NULL);
    doc_cell(table, c->difference, NULL);
    doc_cell_number(table, c->test.p);
    doc_cell_number(table, c->p_adjusted);
    doc_cell_number(table, c->permutation.p);
    doc_cell_number(table, compared->pooled.p);
    doc_cell_number(table, c->equivalence.p);
    doc_cell_text(doc, table, verdict_words(compared));
    doc_cell_number(table, missing_runs(compared));
    doc_cell_number(table, c->is_ratio == compared->subject->is_ratio
                               ? c->minimum_effect
                               : (double)NAN);
}

static void add_subject(const struct compare *compare, size_t k,
                        struct section *section, const struct subject *subject)
{
    const struct candidate *candidate = &compare->candidates[k];
    struct arena *arena = compare->frame->arena;
    const struct column_head heads[] = {
        {.key = "stratum", .label = "requests"},
        {.key = "statistic", .label = "statistic"},
        {.key = "base", .label = candidate->base->name, .unit = subject->unit},
        {.key = "candidate",
         .label = candidate->arm->name,
         .unit = subject->unit},
        {.key = "ratio",
         .label = "ratio",
         .unit = UNIT_RATIO,
         .shows_interval = true},
        {.key = "difference",
         .label = "difference",
         .unit = subject->unit,
         .shows_interval = true},
        {.key = "p", .label = "p", .unit = UNIT_P},
        {.key = "p_adjusted", .label = "adjusted", .unit = UNIT_P},
        {.key = "p_permutation", .label = "permutation", .unit = UNIT_P},
        {.key = "p_pooled", .label = "pooled", .unit = UNIT_P},
        {.key = "p_equivalence", .label = "equivalence", .unit = UNIT_P},
        {.key = "verdict", .label = "verdict"},
        {.key = "needs_runs", .label = "needs runs", .unit = UNIT_COUNT},
        {.key = "could_see",
         .label = "could see",
         .unit = subject->is_ratio ? UNIT_SHARE : subject->unit},
    };
    struct doc_table *table = doc_table(
        compare->frame->doc, section,
        arena_format(arena, "comparison-%zu-%s", k + 1, subject->slug),
        subject->label, heads, sizeof heads / sizeof *heads);
    size_t m = 0;

    for (size_t i = 0; i < candidate->n_compared; i++)
        if (candidate->compared[i].subject == subject) {
            add_row(compare, table, candidate, &candidate->compared[i]);
            m = candidate->compared[i].comparison.n_family;
        }
    table->caption = arena_format(
        arena,
        "%s %s test%s in this family. The values are means of the runs'; the "
        "ratio is that of geometric means. Pooled: as if requests were "
        "independent of their run; the gap to p is the pooling penalty. Needs "
        "runs: more a side, to see a change of the margin. Could see: the "
        "smallest change that these runs show with a power of %s, unadjusted.",
        m == 0 ? "No" : words_count(arena, m),
        compare->options->pairing == PAIR_NONE ? "Welch" : "paired t",
        m == 1 ? "" : "s",
        words_number(arena, UNIT_SHARE, compare->options->judge.power));
}

/* How far apart the distributions are, which is the same for all statistics. */
static void add_effects(const struct compare *compare, size_t k,
                        struct section *section, const struct subject *subject)
{
    const struct candidate *candidate = &compare->candidates[k];
    struct arena *arena = compare->frame->arena;
    struct doc *doc = compare->frame->doc;
    const struct column_head heads[] = {
        {.key = "stratum", .label = "requests"},
        {.key = "hodges_lehmann",
         .label = "typical difference",
         .unit = subject->unit,
         .shows_interval = true},
        {.key = "cliff_delta",
         .label = "Cliff's delta",
         .shows_interval = true},
        {.key = "probability",
         .label = "P(larger)",
         .unit = UNIT_SHARE,
         .shows_interval = true},
        {.key = "mann_whitney", .label = "Mann-Whitney", .unit = UNIT_P},
        {.key = "kolmogorov_smirnov",
         .label = "Kolmogorov-Smirnov",
         .unit = UNIT_P},
    };
    struct doc_table *table =
        doc_table(doc, section,
                  arena_format(arena, "effects-%zu-%s", k + 1, subject->slug),
                  arena_format(arena, "How large: %s", subject->label), heads,
                  sizeof heads / sizeof *heads);

    table->caption = arena_format(
        arena,
        "%s minus %s, all requests of all runs: Hodges and Lehmann's median "
        "difference, Cliff's delta, and the chance that a request of %s is the "
        "larger of two. Intervals and p assume independent requests, hence are "
        "too narrow and too small where runs differ.",
        candidate->arm->name, candidate->base->name, candidate->arm->name);
    for (size_t i = 0; i < candidate->n_compared; i++) {
        const struct compared *compared = &candidate->compared[i];
        const struct requests_view *view = compared->view;

        if (compared->subject != subject ||
            (i > 0 && candidate->compared[i - 1].view == view))
            continue;
        doc_row(doc, table);
        doc_cell_text(doc, table,
                      compare_stratum(compare, candidate, compared->stratum));
        for (size_t e = 0; e < N_EFFECTS; e++)
            doc_cell(table, view->effects[e], NULL);
        for (size_t d = 0; d < N_DIAGNOSTICS; d++)
            doc_cell_number(table, view->diagnostics[d].p);
    }
}

void compare_tables(const struct compare *compare, size_t k)
{
    const struct candidate *candidate = &compare->candidates[k];
    struct section *section = section_of(compare, k);

    add_summary(compare, k, section);
    for (size_t s = 0; s < candidate->n_subjects; s++)
        add_subject(compare, k, section, &compare->subjects[s]);
    for (size_t s = 0; s < candidate->n_subjects; s++)
        if (compare->subjects[s].set)
            add_effects(compare, k, section, &compare->subjects[s]);
}
