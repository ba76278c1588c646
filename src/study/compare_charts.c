#include <math.h>

#include "study/compare_parts.h"
#include "study/words.h"

/* The comparison at one glance, and where in the distribution it lies. */

enum { MOST_ROWS = 24 };

static const char *name_of(const struct compare *compare, const char *name,
                           size_t k)
{
    if (compare->n_candidates == 1)
        return name;
    return arena_format(compare->frame->arena, "%s-%zu", name, k + 1);
}

static const char *title_of(const struct compare *compare, size_t k)
{
    const struct candidate *candidate = &compare->candidates[k];

    return arena_format(compare->frame->arena, "%s against %s",
                        candidate->arm->name, candidate->base->name);
}

/* The whole of every subject first, then strata while there is room. */
static size_t choose_rows(const struct candidate *candidate,
                          const struct compared **rows)
{
    size_t n = 0;

    for (int in_strata = 0; in_strata < 2; in_strata++)
        for (size_t i = 0; i < candidate->n_compared && n < MOST_ROWS; i++) {
            const struct compared *compared = &candidate->compared[i];

            if ((compared->stratum > 0) != (in_strata == 1) ||
                isnan(compared->comparison.ratio.value))
                continue;
            rows[n++] = compared;
        }
    return n;
}

static const char *row_name(const struct compare *compare,
                            const struct candidate *candidate,
                            const struct compared *compared)
{
    struct arena *arena = compare->frame->arena;

    if (compared->stratum == 0)
        return arena_format(arena, "%s %s", compared->subject->name,
                            compared->statistic->name);
    return arena_format(arena, "%s %s, %s", compared->subject->name,
                        compared->statistic->name,
                        compare_stratum(compare, candidate, compared->stratum));
}

static void add_forest(const struct compare *compare, size_t k,
                       struct section *section)
{
    const struct candidate *candidate = &compare->candidates[k];
    double margin = compare->options->judge.margin;
    struct doc *doc = compare->frame->doc;
    struct arena *arena = doc->arena;
    const struct compared *rows[MOST_ROWS];
    size_t n = choose_rows(candidate, rows);
    struct chart_series *series;
    struct chart *chart;
    const char **names;

    if (n == 0)
        return;
    chart = doc_chart(doc, section, CHART_FOREST,
                      name_of(compare, "comparison-forest", k));
    chart->title = title_of(compare, k);
    chart->subtitle = arena_format(
        arena, "ratio of %s to %s; shaded: less than %s either way",
        candidate->arm->name, candidate->base->name,
        words_number(arena, UNIT_SHARE, margin));
    chart->caption = arena_format(
        arena, "%s intervals over runs, %zu against %zu.",
        words_number(arena, UNIT_SHARE, compare->options->judge.level),
        candidate->arm->n_runs, candidate->base->n_runs);
    chart->x.label = "ratio";
    chart->x.unit = UNIT_RATIO;
    chart->x.scale = AXIS_LOG;
    names = arena_alloc(arena, n, sizeof *names);
    series = doc_series(doc, chart, "margin", -1, MARK_BAND, 1);
    series->points[0].low = 1 / (1 + margin);
    series->points[0].high = 1 + margin;
    series = doc_series(doc, chart, "ratio", 0, MARK_INTERVALS, n);
    for (size_t i = 0; i < n; i++) {
        const struct comparison *c = &rows[i]->comparison;

        names[i] = row_name(compare, candidate, rows[i]);
        series->points[i].x = c->ratio.value;
        series->points[i].low = c->ratio.low;
        series->points[i].high = c->ratio.high;
        series->points[i].y = (double)i;
        series->points[i].label = verdict_names[c->verdict];
        series->points[i].is_hollow = c->verdict == VERDICT_INCONCLUSIVE;
    }
    chart->y.names = names;
    chart->y.n_names = n;
    doc_rule(doc, chart, 1, false, "no change");
}

/* The distribution of the first subject that has one: latency, as a rule. */
static const struct compared *find_shift(const struct candidate *candidate)
{
    for (size_t i = 0; i < candidate->n_compared; i++)
        if (candidate->compared[i].view)
            return &candidate->compared[i];
    return NULL;
}

static void add_shift(const struct compare *compare, size_t k,
                      struct section *section)
{
    const struct compared *compared = find_shift(&compare->candidates[k]);
    struct doc *doc = compare->frame->doc;
    struct chart_series *series;
    struct chart *chart;

    if (!compared)
        return;
    chart = doc_chart(doc, section, CHART_SHIFT,
                      name_of(compare, "shift-function", k));
    chart->title = title_of(compare, k);
    chart->subtitle = arena_format(
        doc->arena, "difference of %s at each decile", compared->subject->name);
    chart->caption = arena_format(
        doc->arena, "%s intervals over runs, each decile by itself.",
        words_number(doc->arena, UNIT_SHARE, compare->options->judge.level));
    chart->x.label = "percentile";
    chart->x.unit = UNIT_SHARE;
    chart->y.label =
        arena_format(doc->arena, "difference of %s", compared->subject->name);
    chart->y.unit = compared->subject->unit;
    series = doc_series(doc, chart, compared->subject->label, 0, MARK_INTERVALS,
                        N_SHIFT);
    for (size_t i = 0; i < N_SHIFT; i++) {
        const struct estimate *shift = &compared->view->shift[i];

        series->points[i].x = (double)(i + 1) / (N_SHIFT + 1);
        series->points[i].y = shift->value;
        series->points[i].low = shift->low;
        series->points[i].high = shift->high;
    }
    doc_rule(doc, chart, 0, true, "no change");
}

void compare_charts(const struct compare *compare, size_t k)
{
    struct section *section = doc_section(
        compare->frame->doc,
        arena_format(compare->frame->arena, "comparison-%zu", k + 1), NULL);

    add_forest(compare, k, section);
    add_shift(compare, k, section);
}
