#include "study/study.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/threads.h"
#include "stat/modality.h"
#include "stat/quantile.h"
#include "study/charts.h"
#include "study/explain.h"
#include "study/histogram_chart.h"
#include "study/shape_table.h"
#include "study/words.h"

/* How many humps has the latency, where, and what makes them? */

enum {
    MOST_THOROUGH = 8, /* groups with mixtures and intervals of modes */
    MIN_STEPS = 20,    /* values; the gap between a few is no step */
};

/* Of the interquartile range. */
static const double least_step = 1e-4;

static struct value *tell_mode(struct frame *frame, const struct mode *mode)
{
    struct arena *arena = frame->arena;
    struct value *object = value_object(arena);

    value_set(object, "location", value_estimate(arena, &mode->location));
    value_set(object, "share", value_estimate(arena, &mode->share));
    value_set(object, "from", value_number(arena, mode->from));
    value_set(object, "to", value_number(arena, mode->to));
    value_set(object, "log_sd", value_number(arena, mode->log_sd));
    return object;
}

static void tell_mixture(struct value *object, struct arena *arena,
                         const struct modality_scale *scale)
{
    struct value *mixture, *bic, *lists[3];
    static const char *const keys[] = {"weights", "means", "sds"};
    static const char *const counts[] = {"1", "2", "3", "4"};
    const struct mixture *best;

    if (scale->n_components == 0) {
        value_set(object, "mixture", value_null(arena));
        return;
    }
    best = &scale->fits[scale->n_components - 1];
    mixture = value_set(object, "mixture", value_object(arena));
    value_set(mixture, "components",
              value_integer(arena, (int64_t)scale->n_components));
    bic = value_set(mixture, "bic", value_object(arena));
    for (size_t k = 0; k < MAX_COMPONENTS; k++)
        value_set(bic, counts[k], value_number(arena, scale->fits[k].bic));
    for (size_t i = 0; i < 3; i++)
        lists[i] = value_set(mixture, keys[i], value_array(arena));
    for (size_t k = 0; k < scale->n_components; k++) {
        value_append(lists[0], value_number(arena, best->weight[k]));
        value_append(lists[1], value_number(arena, best->mean[k]));
        value_append(lists[2], value_number(arena, best->sd[k]));
    }
}

static void tell_tests(const struct frame *frame, struct value *object,
                       const struct modality *modality)
{
    struct arena *arena = frame->arena;
    const struct modality_scale *scale = modality->main;
    struct value *value, *recorded;

    value = value_set(object, "dip", value_object(arena));
    value_set(value, "statistic", value_number(arena, scale->dip));
    value_set(value, "p", value_number(arena, scale->dip_p));
    value_set(value, "p_method",
              value_text(arena, frame->options->n_dip_samples ? "monte-carlo"
                                                              : "table"));
    recorded = value_set(value, "as_recorded", value_object(arena));
    value_set(recorded, "statistic",
              value_number(arena, modality->dip_recorded));
    value_set(recorded, "p", value_number(arena, modality->dip_recorded_p));
    value = value_set(object, "silverman", value_object(arena));
    value_set(value, "bandwidth",
              value_number(arena, scale->silverman.bandwidth));
    value_set(value, "p", value_number(arena, scale->silverman.p));
    value_set(value, "calibrated_p",
              value_number(arena, scale->silverman.calibrated_p));
}

static void tell(struct frame *frame, const struct metric *metric, size_t g,
                 const struct modality *modality,
                 const struct explanation *explanation)
{
    struct arena *arena = frame->arena;
    const struct modality_scale *scale = modality->main;
    struct value *object = value_set(frame_metric_value(frame, g, metric),
                                     "modality", value_object(arena));
    struct value *value;

    value_set(object, "verdict",
              value_text(arena, verdict_name(scale->verdict)));
    value_set(object, "scale",
              value_text(arena, scale->is_log ? "log" : "linear"));
    value_set(object, "other_scale",
              value_text(arena, verdict_name(modality->other->verdict)));
    value_set(object, "resolution",
              value_number(arena, modality->resolution > 0
                                      ? modality->resolution
                                      : (double)NAN));
    tell_tests(frame, object, modality);
    value_set(object, "bimodality_coefficient",
              value_number(arena, scale->bimodality_coefficient));
    value_set(object, "ashman_d", value_number(arena, scale->ashman_d));
    value_set(object, "antimode_depth",
              value_number(arena, scale->antimode_depth));
    tell_mixture(object, arena, scale);
    value = value_set(object, "density", value_object(arena));
    value_set(value, "bandwidth", value_number(arena, scale->shown_bandwidth));
    value_set(value, "rule",
              value_text(arena, frame->options->is_rough ? "silverman"
                                                         : "sheather-jones"));
    value = value_set(object, "modes", value_array(arena));
    for (size_t i = 0; i < scale->n_modes; i++)
        value_append(value, tell_mode(frame, &scale->modes[i]));
    if (!explanation->column) {
        value_set(object, "explained_by", value_null(arena));
        return;
    }
    value = value_set(object, "explained_by", value_object(arena));
    value_set(value, "column", value_text(arena, explanation->column));
    value_set(value, "adjusted_mutual_information",
              value_number(arena, explanation->information));
    value_set(value, "text", value_text(arena, explanation->text));
}

static void add_modes_table(struct frame *frame, struct section *section,
                            const struct metric *metric,
                            const struct modality_scale *scale)
{
    const struct column_head heads[] = {
        {.key = "mode",
         .label = "mode at",
         .unit = metric->unit,
         .shows_interval = true},
        {.key = "share",
         .label = "share",
         .unit = UNIT_SHARE,
         .shows_interval = true},
        {.key = "from", .label = "from", .unit = metric->unit},
        {.key = "to", .label = "to", .unit = metric->unit},
        {.key = "log_sd", .label = "sd of logarithms"},
    };
    struct doc_table *table = doc_table(
        frame->doc, section,
        arena_format(frame->arena, "modes-%s", charts_slug(frame, metric)),
        arena_format(frame->arena, "Modes of %s", metric_words(frame, metric)),
        heads, sizeof heads / sizeof *heads);

    table->in_summary = scale->n_modes > 1;
    table->caption = "Modes meet at the antimodes. Locations: bootstrap "
                     "intervals; shares: Wilson's.";
    for (size_t i = 0; i < scale->n_modes; i++) {
        doc_row(frame->doc, table);
        doc_cell(table, scale->modes[i].location, NULL);
        doc_cell(table, scale->modes[i].share, NULL);
        doc_cell_number(table, scale->modes[i].from);
        doc_cell_number(table, scale->modes[i].to);
        doc_cell_number(table, scale->modes[i].log_sd);
    }
}

static const char *scale_words(const struct modality_scale *scale)
{
    return scale->is_log ? "on the log scale" : "on the linear scale";
}

static void note(struct frame *frame, struct section *section,
                 const struct metric *metric, const char *code,
                 const char *text)
{
    struct value *about =
        doc_note(frame->doc, section, WEIGHT_REMARK, code, "%s", text);

    value_set(about, "metric", value_text(frame->arena, metric->name));
}

/* Whether the rounding is worth telling: every number has some, if only that of
 * the floats it came from. */
static bool has_steps(const struct modality *modality,
                      const struct sample *sample)
{
    double iqr = quantile_iqr(sample, 7);

    return sample->n >= MIN_STEPS && modality->resolution > 0 &&
           modality->resolution >= iqr * least_step;
}

static void note_verdict(struct frame *frame, struct section *section,
                         const struct metric *metric,
                         const struct modality *modality,
                         const struct explanation *explanation)
{
    const struct modality_scale *main = modality->main;
    const struct modality_scale *other = modality->other;
    const struct sample *sample = frame_sample(metric, 0);

    if (main->verdict == VERDICT_MULTIMODAL)
        note(frame, section, metric, "multimodal",
             arena_format(frame->arena, "%s has %zu modes %s%s%s",
                          metric_words(frame, metric), main->n_modes,
                          scale_words(main), explanation->column ? ": " : "",
                          explanation->column ? explanation->text : ""));
    else if (main->verdict == VERDICT_UNIMODAL)
        note(frame, section, metric, "unimodal",
             arena_format(frame->arena, "%s has one mode %s",
                          metric_words(frame, metric), scale_words(main)));
    else if (sample->n > 1 && sample->x[0] == sample->x[sample->n - 1])
        note(frame, section, metric, "all-equal",
             arena_format(
                 frame->arena, "all %s of %s are equal: that is no shape",
                 words_counted(frame->arena, sample->n, "value", "values"),
                 metric_words(frame, metric)));
    else
        note(frame, section, metric, "inconclusive",
             arena_format(
                 frame->arena,
                 "whether %s has one mode or several %s cannot be told from %s",
                 metric_words(frame, metric), scale_words(main),
                 words_counted(frame->arena, sample->n, "value", "values")));
    if (main->verdict != other->verdict)
        note(frame, section, metric, "scale-matters",
             arena_format(
                 frame->arena,
                 "%s the verdict on %s is %s: what is said of modes depends "
                 "on the scale",
                 scale_words(other), metric_words(frame, metric),
                 verdict_name(other->verdict)));
    if (has_steps(modality, sample))
        note(frame, section, metric, "rounded",
             arena_format(frame->arena,
                          "%s is recorded in steps of %s; the steps were "
                          "undone before testing",
                          metric_words(frame, metric),
                          words_number(frame->arena, metric->unit,
                                       modality->resolution)));
}

/* The samples of each value of the explaining column; NULL: they are those of
 * the frame's groups. */
static struct sample_set *sort_strata(const struct frame *frame,
                                      const struct metric *metric,
                                      const struct explanation *explanation)
{
    size_t n = frame->table->n_rows;
    struct codes strata;
    struct sample_set *set;

    if (frame->groups && frame->groups->n_by == 1 &&
        frame->groups->n_folded == 0 &&
        frame->groups->n_groups == explanation->grouping->n_groups &&
        strcmp(frame->groups->columns[0], explanation->column) == 0)
        return NULL;
    strata = codes_for(n, (uint32_t)explanation->grouping->n_groups);
    for (size_t i = 0; i < n; i++)
        codes_put(&strata, i,
                  frame->counted[i] ? codes_at(&explanation->grouping->rows, i)
                                    : 0);
    set = sample_set_create(metric->values, &strata, n,
                            explanation->grouping->n_groups);
    codes_release(&strata);
    return set;
}

/* Is what is left inside the strata of the explaining column of one mode? */
static void note_strata(struct frame *frame, struct section *section,
                        const struct metric *metric,
                        const struct explanation *explanation,
                        struct random_stream *random)
{
    struct modality_options options = modality_defaults();
    size_t n_several = 0, n_tested = 0;
    struct sample_set *set = sort_strata(frame, metric, explanation);

    options.n_intervals = 0;
    options.n_starts = 0;
    options.only_main = true;
    for (size_t g = 0; g < explanation->grouping->n_groups && g < GROUP_LIMIT;
         g++) {
        const struct sample *sample =
            set ? &set->samples[g] : frame_sample(metric, g + 1);
        struct modality modality;

        if (sample->n < 30)
            continue;
        modality_examine(sample, &options, random, &modality);
        n_tested++;
        n_several += modality.main->verdict == VERDICT_MULTIMODAL;
    }
    sample_set_destroy(set);
    if (n_tested)
        note(frame, section, metric, "modes-within-strata",
             arena_format(frame->arena,
                          "%s of the %zu values of %s %s several modes inside",
                          n_several ? words_count(frame->arena, n_several)
                                    : "none",
                          n_tested, explanation->column,
                          n_several < 2 ? "has" : "have"));
}

struct panels {
    struct frame *frame;
    struct panel *panel;
    size_t n;
};

static void examine_panel(void *context, size_t index)
{
    const struct panels *panels = context;
    struct panel *panel = &panels->panel[index];
    struct modality_options options = modality_defaults();

    options.level = panels->frame->options->level;
    options.n_dip = panels->frame->options->n_dip_samples;
    options.is_rough = panels->frame->options->is_rough;
    if (panel->g > MOST_THOROUGH) {
        options.n_starts = 0;
        options.n_intervals = 0;
    }
    modality_examine(frame_sample(panel->metric, panel->g), &options,
                     panel->random, &panel->modality);
}

/* Those of one metric. */
static void panels_init(struct panels *panels, struct frame *frame,
                        const struct metric *metric)
{
    panels->frame = frame;
    panels->n = frame_n_groups(frame);
    panels->panel = memory_alloc(panels->n, sizeof *panels->panel);
    for (size_t g = 0; g < panels->n; g++)
        panels->panel[g] = (struct panel){
            .metric = metric,
            .g = g,
            .random = random_create(
                frame->options->seed,
                arena_format(frame->arena, "%s %zu", metric->name, g))};
    threads_run(0, panels->n, examine_panel, panels);
}

static void panels_release(struct panels *panels)
{
    for (size_t i = 0; i < panels->n; i++)
        random_destroy(panels->panel[i].random);
    free(panels->panel);
}

static void show_panel(struct frame *frame, struct section *section,
                       const struct panel *panel)
{
    const struct metric *metric = panel->metric;
    const struct modality *modality = &panel->modality;
    struct explanation explanation = {NULL, 0, NULL, NULL, NULL};

    if (panel->g == 0 && modality->main->n_modes > 1)
        explanation = explain_modes(frame, metric, modality->main);
    tell(frame, metric, panel->g, modality, &explanation);
    if (panel->g > 0)
        return;
    note_verdict(frame, section, metric, modality, &explanation);
    if (modality->main->n_modes > 1)
        add_modes_table(frame, section, metric, modality->main);
    if (explanation.column)
        note_strata(frame, section, metric, &explanation, panel->random);
    arena_destroy(explanation.arena);
    shape_table(frame, section, panel, frame_n_groups(frame));
    histogram_chart(frame, section, metric, modality);
}

static void run(struct frame *frame)
{
    struct section *section = doc_section(frame->doc, "shape", "Shape");
    size_t n = 0;

    for (size_t m = 0; m < frame->n_metrics; m++) {
        const struct metric *metric = &frame->metrics[m];
        struct panels panels;

        if (!charts_draw(frame, metric))
            continue;
        panels_init(&panels, frame, metric);
        for (size_t i = 0; i < panels.n; i++)
            show_panel(frame, section, &panels.panel[i]);
        panels_release(&panels);
        frame_drop_samples(metric, KEEP_CELLS);
        n++;
    }
    if (n == 0)
        doc_note(frame->doc, section, WEIGHT_REMARK, "no-shape",
                 "no request that counts has a latency or a time to first "
                 "token: no shape");
    else
        doc_method(
            frame->doc, "modality-panel",
            "Silverman's test and the dip, an antimode that is deep enough, "
            "on logarithms and as recorded, after rounding is undone",
            "Silverman, JRSS-B 43, 1981; Hartigan and Hartigan, Ann. Stat. "
            "13, 1985");
}

const struct study study_shape = {
    .name = "shape",
    .summary = "how many modes, where, and what explains them",
    .run = run,
};
