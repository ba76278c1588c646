#include "study/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "study/compare_parts.h"
#include "study/words.h"

/* Every side against the base: strata that both have, each statistic of each
 * run, one family a table. */

const char *const pairing_names[] = {"none", "run", "item", NULL};

static const struct statistic item_mean = {"mean", STATISTIC_MEAN, 0};

static void match_strata(struct candidate *candidate,
                         const struct compare *compare)
{
    const struct frame *frame = compare->frame;
    const struct arms *arms = &compare->arms;
    uint8_t *sides = memory_alloc(arms->cells->n_groups, 1);
    uint8_t *seen = memory_alloc(arms->n_strata, 1);

    for (size_t r = 0; r < candidate->base->n_runs; r++)
        sides[candidate->base->cells[r]] |= 1;
    for (size_t r = 0; r < candidate->arm->n_runs; r++)
        sides[candidate->arm->cells[r]] |= 2;
    for (size_t i = 0; i < frame->table->n_rows; i++)
        if (frame->counted[i])
            seen[frame->groups ? grouping_at(frame->groups, i) : 0] |=
                sides[grouping_at(arms->cells, i)];
    candidate->matched =
        arena_alloc(frame->arena, arms->n_strata, sizeof(bool));
    for (size_t s = 0; s < arms->n_strata; s++) {
        candidate->matched[s] = seen[s] == 3;
        candidate->n_matched += seen[s] == 3;
        if (seen[s] == 1 || seen[s] == 2)
            candidate->unmatched =
                candidate->unmatched
                    ? arena_format(frame->arena, "%s, %s", candidate->unmatched,
                                   frame_group_label(frame, s + 1))
                    : frame_group_label(frame, s + 1);
    }
    free(sides);
    free(seen);
}

/* Runs under unlike conditions scatter for a reason: nothing is inferred. */
static void forget_inference(struct comparison *comparison)
{
    comparison->ratio = estimate_of(comparison->ratio.value);
    comparison->difference = estimate_of(comparison->difference.value);
    comparison->test.p = comparison->permutation.p = (double)NAN;
    comparison->equivalence.p = (double)NAN;
    comparison->equivalence.equivalent = false;
    comparison->sd = comparison->minimum_effect = (double)NAN;
}

static void fill_one(struct compared *compared, const struct compare *compare,
                     const struct candidate *candidate,
                     const struct side_runs *base, const struct side_runs *arm,
                     struct random_stream *random)
{
    if (compare->options->pairing == PAIR_ITEM && compared->subject->set) {
        compared_fill_items(compared, compare, candidate, random);
    } else {
        compared_fill(compared, compare, base, arm, random);
        compared->pooled =
            requests_pooled(compared, base, arm, compare->options->judge.level);
    }
    if (candidate->base->differ != FIELD_NONE ||
        candidate->arm->differ != FIELD_NONE)
        forget_inference(&compared->comparison);
}

/* All statistics of one subject in one stratum. Means and rates are of all
 * requests; before quantiles are taken the larger runs are thinned, since the
 * bias of a quantile depends on n. */
static void fill_stratum(struct compared *compared, size_t n,
                         const struct compare *compare,
                         const struct candidate *candidate,
                         struct random_stream *random)
{
    const struct subject *subject = compared[0].subject;
    struct requests_view *view;
    struct side_runs base, arm;
    size_t thin_to = 0;

    side_init(&base, subject, &compare->arms, candidate->base,
              candidate->matched, compared[0].stratum);
    side_init(&arm, subject, &compare->arms, candidate->arm, candidate->matched,
              compared[0].stratum);
    view = requests_view(compare, &base, &arm);
    for (size_t i = 0; i < n; i++)
        if (compared[i].statistic->kind != STATISTIC_QUANTILE)
            fill_one(&compared[i], compare, candidate, &base, &arm, random);
    if (subject->set)
        thin_to = sides_thin_to(&base, &arm);
    if (thin_to) {
        side_thin(&base, thin_to, random);
        side_thin(&arm, thin_to, random);
    }
    for (size_t i = 0; i < n; i++)
        if (compared[i].statistic->kind == STATISTIC_QUANTILE) {
            fill_one(&compared[i], compare, candidate, &base, &arm, random);
            compared[i].thinned_to = thin_to;
        }
    if (view)
        requests_shift(view, compare, &base, &arm);
    for (size_t i = 0; i < n; i++)
        compared[i].view = view;
    side_release(&base);
    side_release(&arm);
}

struct compared compare_one(const struct compare *compare,
                            const struct candidate *candidate,
                            const struct subject *subject,
                            const struct statistic *statistic)
{
    struct random_stream *random =
        random_create(compare->frame->options->seed, "gate");
    struct compared compared = {.subject = subject, .statistic = statistic};

    fill_stratum(&compared, 1, compare, candidate, random);
    comparison_judge(&compared.comparison, 1, &compare->options->judge);
    random_destroy(random);
    return compared;
}

static void judge(struct compared *compared, size_t n,
                  const struct comparison_options *options)
{
    struct comparison *family = memory_alloc(n, sizeof *family);

    for (size_t i = 0; i < n; i++)
        family[i] = compared[i].comparison;
    comparison_judge(family, n, options);
    for (size_t i = 0; i < n; i++)
        compared[i].comparison = family[i];
    free(family);
}

/* One table: the whole first, then the strata if there are several. */
static void compare_subject(struct candidate *candidate,
                            const struct compare *compare,
                            const struct subject *subject,
                            struct random_stream *random)
{
    bool by_item = compare->options->pairing == PAIR_ITEM && subject->set;
    size_t n_statistics = by_item ? 1 : subject->n_statistics;
    size_t first = candidate->n_compared;

    for (size_t s = 0; s <= compare->arms.n_strata; s++) {
        struct compared *compared = candidate->compared + candidate->n_compared;

        if (s > 0 && (candidate->n_matched < 2 || !candidate->matched[s - 1]))
            continue;
        for (size_t i = 0; i < n_statistics; i++)
            compared[i] = (struct compared){
                .subject = subject,
                .statistic = by_item ? &item_mean : &subject->statistics[i],
                .stratum = s,
            };
        fill_stratum(compared, n_statistics, compare, candidate, random);
        candidate->n_compared += n_statistics;
    }
    judge(candidate->compared + first, candidate->n_compared - first,
          &compare->options->judge);
}

static void add_per_token(struct compare *compare, struct candidate *candidate)
{
    candidate->tokens = tokens_differ(compare, candidate);
    if (!candidate->tokens || !frame_metric(compare->frame, "latency"))
        return;
    if (!compare->subjects[compare->n_subjects].name &&
        !subject_per_token(&compare->subjects[compare->n_subjects],
                           compare->frame, &compare->arms))
        return;
    candidate->n_subjects++;
}

static bool compare_candidate(struct compare *compare, size_t k,
                              struct random_stream *random, struct error *error)
{
    struct candidate *candidate = &compare->candidates[k];
    struct arena *arena = compare->frame->arena;

    candidate->base = &compare->arms.arms[0];
    candidate->arm = &compare->arms.arms[k + 1];
    candidate->n_subjects = compare->n_subjects;
    if (compare->options->pairing != PAIR_NONE &&
        !arms_pair(&compare->arms, candidate->base, &compare->arms.arms[k + 1],
                   error))
        return false;
    match_strata(candidate, compare);
    add_per_token(compare, candidate);
    candidate->compared =
        arena_alloc(arena,
                    candidate->n_subjects * (compare->arms.n_strata + 1) *
                        MAX_SUBJECT_STATISTICS,
                    sizeof *candidate->compared);
    for (size_t i = 0; i < candidate->n_subjects; i++)
        compare_subject(candidate, compare, &compare->subjects[i], random);
    return true;
}

static bool check_items(const struct compare *compare, struct error *error)
{
    if (compare->options->pairing != PAIR_ITEM ||
        compare->frame->table->field[FIELD_ITEM])
        return true;
    return error_set(error, NULL,
                     "--pair item: the logs have no column 'item'; --map "
                     "item=COLUMN names it");
}

/* Who names the error rate must get it. */
static bool check_error_rate(const struct compare *compare, struct error *error)
{
    const struct study_options *options = compare->frame->options;
    bool is_named = false;

    for (size_t i = 0; i < options->n_metrics; i++)
        is_named |= names_error_rate(options, options->metrics[i]);
    for (size_t i = 0; i < compare->n_subjects && is_named; i++)
        is_named = strcmp(compare->subjects[i].name, "error_rate") != 0;
    return !is_named ||
           error_set(
               error, NULL,
               "--metric error_rate: these logs do not say which requests "
               "failed");
}

bool compare_run(struct compare *compare, struct frame *frame,
                 const struct compare_options *options, struct error *error)
{
    struct random_stream *random;
    bool ok = true;

    *compare = (struct compare){.frame = frame, .options = options};
    if (!arms_find(&compare->arms, frame, options, error) ||
        !check_items(compare, error))
        return false;
    compare->subjects =
        subjects_make(frame, &compare->arms, options, &compare->n_subjects);
    if (!check_error_rate(compare, error))
        return false;
    compare->n_candidates = compare->arms.n_arms - 1;
    compare->candidates = arena_alloc(frame->arena, compare->n_candidates,
                                      sizeof *compare->candidates);
    random = random_create(frame->options->seed, "compare");
    for (size_t k = 0; k < compare->n_candidates && ok; k++)
        ok = compare_candidate(compare, k, random, error);
    random_destroy(random);
    compare->told =
        value_set(frame->doc->data, "comparisons", value_array(frame->arena));
    for (size_t k = 0; k < compare->n_candidates && ok; k++) {
        compare_tell(compare, k);
        compare_tables(compare, k);
        compare_charts(compare, k);
        compare_notes(compare, k);
    }
    return ok;
}

void compare_release(struct compare *compare)
{
    if (compare->subjects)
        subjects_release(compare->subjects, compare->n_subjects + 1);
    memset(compare, 0, sizeof *compare);
}

const struct compared *compare_find(const struct candidate *candidate,
                                    const char *metric, const char *statistic)
{
    for (size_t i = 0; i < candidate->n_compared; i++) {
        const struct compared *compared = &candidate->compared[i];

        if (compared->stratum == 0 &&
            strcmp(compared->subject->name, metric) == 0 &&
            strcmp(compared->statistic->name, statistic) == 0)
            return compared;
    }
    return NULL;
}

const char *compare_stratum(const struct compare *compare,
                            const struct candidate *candidate, size_t stratum)
{
    if (stratum > 0)
        return frame_group_label(compare->frame, stratum);
    return candidate->unmatched ? "all matched" : "all";
}
