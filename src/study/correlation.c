#include "study/correlation.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stat/correlation_compare.h"
#include "study/study.h"
#include "study/words.h"

static const double weak = 0.3;

static void add_row(struct frame *frame, struct doc_table *table,
                    const char *name, const struct correlation *correlation)
{
    doc_row(frame->doc, table);
    doc_cell_text(frame->doc, table, name);
    doc_cell(table, correlation->estimate, NULL);
    doc_cell_number(table, correlation->p);
}

static void add_table(struct frame *frame, struct section *section,
                      const struct relation *relation, const char *name,
                      const char *title)
{
    static const struct column_head heads[] = {
        {.key = "coefficient", .label = "coefficient"},
        {.key = "r",
         .label = "r",
         .unit = UNIT_CORRELATION,
         .shows_interval = true},
        {.key = "p", .label = "p", .unit = UNIT_P},
    };
    struct doc_table *table = doc_table(frame->doc, section, name, title, heads,
                                        sizeof heads / sizeof *heads);

    table->caption = arena_format(
        frame->arena,
        "%s with both%s. Pearson: Fisher's z; Spearman: Bonett and Wright; "
        "Kendall: Fieller. Requests are taken as independent.",
        words_counted(frame->arena, relation->n, "request", "requests"),
        relation->n_ranked < relation->n
            ? arena_format(frame->arena,
                           "; Spearman and Kendall of %s drawn at random",
                           words_count(frame->arena, relation->n_ranked))
            : "");
    add_row(frame, table, "Pearson's r", &relation->pearson);
    add_row(frame, table, "Pearson's r of logarithms", &relation->pearson_log);
    add_row(frame, table, "Spearman's rho", &relation->spearman);
    add_row(frame, table, "Kendall's tau-b", &relation->kendall);
    if (!isnan(relation->partial.estimate.value))
        add_row(frame, table, "partial r, given log output tokens",
                &relation->partial);
}

static void add_group_table(struct frame *frame, struct section *section,
                            const struct relation *relation)
{
    static const struct column_head heads[] = {
        {.key = "group", .label = "requests"},
        {.key = "n", .label = "n", .unit = UNIT_COUNT},
        {.key = "r", .label = "Pearson's r", .unit = UNIT_CORRELATION},
    };
    struct doc_table *table =
        doc_table(frame->doc, section, "correlation-groups",
                  "Cost and latency inside the groups and between them", heads,
                  sizeof heads / sizeof *heads);
    const char *names[] = {"all", "within groups", "between groups' means"};
    double values[] = {relation->pearson.estimate.value, relation->within,
                       relation->between};
    size_t counts[] = {relation->n, relation->n, relation->n_groups};

    for (size_t g = 0; g < relation->n_groups; g++) {
        doc_row(frame->doc, table);
        doc_cell_text(frame->doc, table, frame_group_label(frame, g + 1));
        doc_cell_number(table, (double)relation->group_n[g]);
        doc_cell_number(table, relation->group_r[g]);
    }
    for (size_t i = 0; i < 3; i++) {
        doc_row(frame->doc, table);
        doc_cell_text(frame->doc, table, names[i]);
        doc_cell_number(table, (double)counts[i]);
        doc_cell_number(table, values[i]);
    }
}

static void say_homogeneity(struct frame *frame, struct section *section,
                            const struct relation *relation)
{
    struct correlation_homogeneity homogeneity =
        correlation_homogeneity(relation->group_r, relation->group_n,
                                relation->n_groups, frame->options->level);

    if (!isnan(homogeneity.p))
        doc_text(
            frame->doc, section,
            "Do the groups share one r? Q = %s, df %s, %s; their common r "
            "is %s.",
            words_number(frame->arena, UNIT_NONE, homogeneity.q),
            words_number(frame->arena, UNIT_NONE, homogeneity.df),
            words_number(frame->arena, UNIT_P, homogeneity.p),
            words_estimate(frame->arena, UNIT_CORRELATION, homogeneity.pooled));
}

/* "r = 0.71 is nearly all between workloads: inside them it is -0.02 to
 * 0.01." */
static void note_simpson(struct frame *frame, struct section *section,
                         const struct relation *relation)
{
    double low = (double)INFINITY, high = -(double)INFINITY;
    double pooled = relation->pearson.estimate.value;

    for (size_t g = 0; g < relation->n_groups; g++)
        if (!isnan(relation->group_r[g])) {
            low = fmin(low, relation->group_r[g]);
            high = fmax(high, relation->group_r[g]);
        }
    if (!relation->is_simpson || low > high)
        return;
    doc_note(frame->doc, section, WEIGHT_CAUTION, "simpson",
             fabs(relation->within) < weak
                 ? "r = %s of %s and %s is nearly all between %s groups: "
                   "inside them it is %s to %s"
                 : "r = %s of %s and %s is not what happens inside the %s "
                   "groups: there it is %s to %s",
             words_number(frame->arena, UNIT_CORRELATION, pooled),
             relation->x->name, relation->y->name, frame_groups_name(frame),
             words_number(frame->arena, UNIT_CORRELATION, low),
             words_number(frame->arena, UNIT_CORRELATION, high));
}

/* Pearson's r of one run. */
static double r_of_run(const struct frame *frame,
                       const struct relation *relation, size_t run)
{
    const double *x = relation->x->number, *y = relation->y->number;
    double *of_x = memory_alloc(relation->n, sizeof *of_x);
    double *of_y = memory_alloc(relation->n, sizeof *of_y), r;
    size_t n = 0;

    for (size_t i = 0; i < frame->table->n_rows; i++)
        if (frame->counted_group[i] != GROUP_NONE &&
            frame->runs->of_row[i] == run && isfinite(x[i]) && isfinite(y[i])) {
            of_x[n] = x[i];
            of_y[n++] = y[i];
        }
    r = correlation_pearson(of_x, of_y, n, 0.95).estimate.value;
    free(of_x);
    free(of_y);
    return r;
}

/* Requests of a run are not independent: how far r goes from run to run is
 * the plainest measure of that. */
static void say_runs(struct frame *frame, struct section *section,
                     const struct relation *relation)
{
    double low = (double)INFINITY, high = -(double)INFINITY;
    size_t n_runs = frame->runs ? frame->runs->n_groups : 0;

    for (size_t r = 0; r < n_runs && r < GROUP_LIMIT; r++) {
        double value = r_of_run(frame, relation, r);

        low = fmin(low, value);
        high = fmax(high, value);
    }
    if (n_runs > 1 && low <= high)
        doc_text(frame->doc, section, "From run to run r is %s to %s.",
                 words_number(frame->arena, UNIT_CORRELATION, low),
                 words_number(frame->arena, UNIT_CORRELATION, high));
}

static void note_doubts(struct frame *frame, struct section *section,
                        const struct relation *relation)
{
    if (relation->has_heavy_tails)
        doc_note(frame->doc, section, WEIGHT_REMARK, "heavy-tails",
                 "%s or %s has heavy tails: the interval of Pearson's r is too "
                 "narrow, that of the logarithms and Spearman's hold",
                 relation->x->name, relation->y->name);
    note_simpson(frame, section, relation);
}

static void add_summary(struct frame *frame, struct section *section,
                        const struct relation *relation)
{
    struct facts *facts = doc_facts(frame->doc, section);

    facts->in_summary = true;
    doc_fact_text(
        frame->doc, facts, "pearson", "r of cost and latency",
        arena_format(frame->arena, "%s, %s",
                     words_estimate(frame->arena, UNIT_CORRELATION,
                                    relation->pearson.estimate),
                     words_number(frame->arena, UNIT_P, relation->pearson.p)));
}

static void tell_methods(struct frame *frame)
{
    doc_method(frame->doc, "pearson-fisher-z",
               "Pearson's r with Fisher's interval; p by Student's t",
               "Fisher, Metron 1, 1921");
    doc_method(frame->doc, "spearman-bonett-wright",
               "Spearman's rho with the interval of Bonett and Wright",
               "Bonett and Wright, Psychometrika 65, 2000");
    doc_method(frame->doc, "kendall-tau-b",
               "Kendall's tau-b by merge sort; interval by Fieller's variance",
               "Knight, JASA 61, 1966; Fieller et al., Biometrika 44, 1957");
}

static void note_too_few(struct frame *frame, struct section *section,
                         const struct relation *relation)
{
    doc_note(frame->doc, section, WEIGHT_REMARK, "no-correlation",
             "no correlation of cost with latency: it takes three requests "
             "with both, and values that differ; %s have both",
             words_counted(frame->arena, relation->n, "request", "requests"));
}

/* False if there is no correlation of the two. */
static bool study_pair(struct frame *frame, struct section *section,
                       struct value *correlations, enum field x, enum field y,
                       bool is_main)
{
    struct column *const *field = frame->table->field;
    struct relation relation;

    if (!field[x] || !field[y])
        return false;
    relation = relation_of(frame, field[x], field[y], 0);
    relation_tell(frame, correlations, &relation, 0);
    if (!is_main)
        return isfinite(relation.pearson.estimate.value);
    if (isnan(relation.pearson.estimate.value)) {
        note_too_few(frame, section, &relation);
        return false;
    }
    add_summary(frame, section, &relation);
    add_table(frame, section, &relation, "correlation", "Cost and latency");
    if (relation.n_groups) {
        add_group_table(frame, section, &relation);
        say_homogeneity(frame, section, &relation);
    }
    say_runs(frame, section, &relation);
    note_doubts(frame, section, &relation);
    correlation_chart(frame, section, &relation);
    for (size_t g = 1; g < frame_n_groups(frame); g++) {
        relation = relation_of(frame, field[x], field[y], g);
        relation_tell(frame, correlations, &relation, g);
    }
    return true;
}

static void run(struct frame *frame)
{
    struct section *section =
        doc_section(frame->doc, "correlation", "Correlation");
    struct value *correlations =
        value_set(frame->doc->data, "correlations", value_array(frame->arena));
    struct column *const *field = frame->table->field;
    bool any;

    if (!field[FIELD_COST] || !field[FIELD_LATENCY])
        doc_note(frame->doc, section, WEIGHT_REMARK, "no-cost-latency",
                 "no correlation of cost with latency: this log has no %s",
                 field[FIELD_COST] ? "latency" : "cost");
    any = study_pair(frame, section, correlations, FIELD_COST, FIELD_LATENCY,
                     true);
    any |= study_pair(frame, section, correlations, FIELD_OUTPUT_TOKENS,
                      FIELD_LATENCY, false);
    any |= study_pair(frame, section, correlations, FIELD_COST,
                      FIELD_OUTPUT_TOKENS, false);
    correlation_steadiness(frame, section);
    correlation_matrix(frame, section);
    if (any)
        tell_methods(frame);
}

const struct study study_correlation = {
    .name = "correlation",
    .summary = "what goes with what, in the whole and inside the groups",
    .run = run,
};
