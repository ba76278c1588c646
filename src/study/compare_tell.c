#include <math.h>

#include "stat/effect.h"
#include "study/compare_parts.h"

/* "comparisons" of doc/RESULTS.md. */

static const char *const diagnostic_names[N_DIAGNOSTICS] = {
    "mann-whitney", "kolmogorov-smirnov"};
static const char *const effect_names[N_EFFECTS] = {
    "hodges-lehmann", "cliff-delta", "probability"};

static void set_number(struct value *object, struct arena *arena,
                       const char *key, double number)
{
    value_set(object, key, value_number(arena, number));
}

static struct value *pair_of_counts(struct arena *arena, size_t a, size_t b)
{
    struct value *array = value_array(arena);

    value_append(array, value_integer(arena, (int64_t)a));
    value_append(array, value_integer(arena, (int64_t)b));
    return array;
}

static struct value *numbers(struct arena *arena, const double *x, size_t n)
{
    struct value *array = value_array(arena);

    for (size_t i = 0; i < n; i++)
        value_append(array, value_number(arena, x[i]));
    return array;
}

static void tell_values(struct value *object, struct arena *arena,
                        const struct compared *compared)
{
    const struct comparison *c = &compared->comparison;
    struct value *values;

    value_set(object, "runs", pair_of_counts(arena, c->n_base, c->n_candidate));
    value_set(object, "requests",
              pair_of_counts(arena, compared->base_requests,
                             compared->candidate_requests));
    values = value_set(object, "values", value_object(arena));
    set_number(values, arena, "base", c->base);
    set_number(values, arena, "candidate", c->candidate);
    values = value_set(object, "run_values", value_object(arena));
    value_set(values, "base", numbers(arena, compared->base, compared->n_base));
    value_set(values, "candidate",
              numbers(arena, compared->candidate, compared->n_candidate));
    if (compared->thinned_to)
        value_set(object, "thinned_to",
                  value_integer(arena, (int64_t)compared->thinned_to));
    value_set(object, "ratio", value_estimate(arena, &c->ratio));
    value_set(object, "difference", value_estimate(arena, &c->difference));
}

static void tell_tests(struct value *object, struct arena *arena,
                       const struct compared *compared,
                       enum adjustment adjustment)
{
    const struct comparison *c = &compared->comparison;
    struct value *part;

    set_number(object, arena, "p", c->test.p);
    set_number(object, arena, "p_adjusted", c->p_adjusted);
    value_set(object, "adjustment",
              value_text(arena, adjustment_names[adjustment]));
    value_set(object, "family", value_integer(arena, (int64_t)c->n_family));
    value_set(object, "method", value_text(arena, c->test.name));
    set_number(object, arena, "statistic_value", c->test.statistic);
    set_number(object, arena, "df", c->test.df);
    set_number(object, arena, "permutation_p", c->permutation.p);
    set_number(object, arena, "attainable_p", c->attainable_p);
    set_number(object, arena, "minimum_detectable_effect", c->minimum_effect);
    part = value_set(object, "pooled", value_object(arena));
    value_set(part, "test", value_text(arena, compared->pooled.name));
    set_number(part, arena, "p", compared->pooled.p);
    value_set(part, "note",
              value_text(arena,
                         "pooling penalty: assumes independent requests; p "
                         "is too small where runs differ"));
    part = value_set(object, "equivalence", value_object(arena));
    set_number(part, arena, "margin", c->equivalence.margin);
    set_number(part, arena, "p", c->equivalence.p);
    value_set(part, "equivalent", value_bool(arena, c->equivalence.equivalent));
}

static void append_effect(struct value *effects, struct arena *arena,
                          const char *name, const struct estimate *estimate,
                          const char *assumes)
{
    struct value *effect =
        value_append(effects, value_estimate(arena, estimate));

    value_set(effect, "name", value_text(arena, name));
    value_set(effect, "assumes", value_text(arena, assumes));
}

/* The mean of the runs has the scatter of the runs: of this statistic alone. */
static void tell_effects_of_runs(struct value *effects, struct arena *arena,
                                 const struct compared *compared, double level)
{
    const double *x = compared->candidate, *y = compared->base;
    size_t n_x = compared->n_candidate, n_y = compared->n_base;
    struct estimate d = effect_cohen_d(x, n_x, y, n_y, level);
    struct estimate g = effect_hedges_g(x, n_x, y, n_y, level);

    if (compared->comparison.is_paired || compared->comparison.is_endless)
        return;
    append_effect(effects, arena, "hedges-g", &g, "runs");
    append_effect(effects, arena, "cohen-d", &d, "runs");
}

/* What is of the distribution is told with each statistic of it. */
static void tell_view(struct value *object, struct arena *arena,
                      const struct compared *compared, double level)
{
    const struct requests_view *view = compared->view;
    struct value *effects = value_set(object, "effects", value_array(arena));
    struct value *tests = value_set(object, "diagnostics", value_array(arena));
    struct value *shift = value_set(object, "shift", value_array(arena));

    tell_effects_of_runs(effects, arena, compared, level);
    if (!view)
        return;
    for (size_t i = 0; i < N_EFFECTS; i++)
        append_effect(effects, arena, effect_names[i], &view->effects[i],
                      "independent requests");
    for (size_t i = 0; i < N_DIAGNOSTICS; i++) {
        struct value *test = value_append(tests, value_object(arena));

        value_set(test, "test", value_text(arena, diagnostic_names[i]));
        value_set(test, "assumes", value_text(arena, "independent requests"));
        set_number(test, arena, "statistic", view->diagnostics[i].statistic);
        set_number(test, arena, "df", view->diagnostics[i].df);
        set_number(test, arena, "p", view->diagnostics[i].p);
    }
    for (size_t i = 0; i < N_SHIFT; i++) {
        struct value *point = value_append(shift, value_object(arena));

        set_number(point, arena, "p", (double)(i + 1) / (N_SHIFT + 1));
        value_set(point, "difference", value_estimate(arena, &view->shift[i]));
    }
}

void compare_tell(const struct compare *compare, size_t k)
{
    const struct candidate *candidate = &compare->candidates[k];
    struct frame *frame = compare->frame;
    struct arena *arena = frame->arena;

    for (size_t i = 0; i < candidate->n_compared; i++) {
        const struct compared *compared = &candidate->compared[i];
        const struct comparison *c = &compared->comparison;
        struct value *object = value_append(compare->told, value_object(arena));

        value_set(object, "metric", value_text(arena, compared->subject->name));
        value_set(object, "statistic",
                  value_text(arena, compared->statistic->name));
        value_set(object, "by", frame_group_by(frame, compared->stratum));
        value_set(object, "base", value_text(arena, candidate->base->name));
        value_set(object, "candidate", value_text(arena, candidate->arm->name));
        tell_values(object, arena, compared);
        tell_tests(object, arena, compared, compare->options->judge.adjustment);
        tell_view(object, arena, compared, compare->options->judge.level);
        value_set(object, "verdict",
                  value_text(arena, verdict_names[c->verdict]));
        value_set(object, "needs_runs",
                  c->verdict == VERDICT_INCONCLUSIVE
                      ? value_number(arena, c->needs_runs)
                      : value_null(arena));
    }
}
