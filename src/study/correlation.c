#include "study/correlation.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/threads.h"
#include "stat/correlation_compare.h"
#include "stat/moments.h"
#include "study/study.h"
#include "study/words.h"

static const double weak = 0.3, heavy_kurtosis = 1;

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
        "%s with both. Pearson: Fisher's z; Spearman: Bonett and Wright; "
        "Kendall: Fieller. Requests are taken as independent.",
        words_counted(frame->arena, relation->n, "request", "requests"));
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

/* Requests of a run are not independent: how far r goes from run to run is
 * the plainest measure of that. */
static void say_runs(struct frame *frame, struct section *section,
                     const struct relation *relation)
{
    const struct comoment_column columns[] = {{.number = relation->x->number},
                                              {.number = relation->y->number}};
    double low = (double)INFINITY, high = -(double)INFINITY;
    size_t n_runs = frame->runs ? frame->runs->n_groups : 0;
    struct comoment *runs;

    if (n_runs < 2)
        return;
    if (n_runs > GROUP_LIMIT)
        n_runs = GROUP_LIMIT;
    runs = memory_alloc(n_runs, sizeof *runs);
    comoments_of(columns, 2,
                 &(struct comoment_rows){.labels = &frame->runs->rows,
                                         .mark = frame->counted,
                                         .n = frame->table->n_rows,
                                         .n_labels = n_runs},
                 runs);
    for (size_t r = 0; r < n_runs; r++) {
        double value = comoment_pearson(&runs[r], 0, 1, 0, 0.95).estimate.value;

        low = fmin(low, value);
        high = fmax(high, value);
    }
    free(runs);
    if (low <= high)
        doc_text(frame->doc, section, "From run to run r is %s to %s.",
                 words_number(frame->arena, UNIT_CORRELATION, low),
                 words_number(frame->arena, UNIT_CORRELATION, high));
}

struct tails {
    const struct frame *frame;
    const struct column *columns[2];
    bool are_heavy[2];
};

/* Of the requests that count, whether or not they have the other column. */
static void look_at_tails(void *context, size_t which)
{
    struct tails *tails = context;
    const struct frame *frame = tails->frame;
    const struct column *column = tails->columns[which];
    const struct metric *metric = frame_metric(frame, column->name);
    double *own = NULL, kurtosis;
    size_t n;

    if (metric && metric->values == column->number) {
        kurtosis = frame_moments(metric).excess_kurtosis;
    } else {
        own = frame_counted_values(frame, column->number, &n);
        kurtosis = moments_of(own, n).excess_kurtosis;
    }
    free(own);
    tails->are_heavy[which] = kurtosis > heavy_kurtosis;
}

static void note_doubts(struct frame *frame, struct section *section,
                        const struct relation *relation)
{
    struct tails tails = {.frame = frame,
                          .columns = {relation->x, relation->y}};

    threads_run(0, 2, look_at_tails, &tails);
    if (tails.are_heavy[0] || tails.are_heavy[1])
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
               "Kendall's tau-b in O(n log n); interval by Fieller's variance",
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

static void show_pair(struct frame *frame, struct section *section,
                      const struct relation *relation,
                      const struct comoment *moments)
{
    if (isnan(relation->pearson.estimate.value)) {
        note_too_few(frame, section, relation);
        return;
    }
    add_summary(frame, section, relation);
    add_table(frame, section, relation, "correlation", "Cost and latency");
    if (relation->n_groups) {
        add_group_table(frame, section, relation);
        say_homogeneity(frame, section, relation);
    }
    say_runs(frame, section, relation);
    note_doubts(frame, section, relation);
    correlation_chart(frame, section, relation, moments);
}

/* The main pair is shown, and told of every group. False if there is no
 * correlation of the two. */
static bool study_pair(struct frame *frame, struct section *section,
                       struct rank_store *ranks,
                       const struct shared_moments *shared,
                       struct value *correlations, enum field x, enum field y)
{
    struct column *const *field = frame->table->field;
    struct relation relation;
    struct comoment *moments;

    if (!field[x] || !field[y])
        return false;
    moments = relation_moments(frame, shared, field[x], field[y]);
    relation =
        relation_of(frame, ranks, shared, moments, field[x], field[y], 0);
    relation_tell(frame, correlations, &relation, 0);
    if (x != FIELD_COST || y != FIELD_LATENCY)
        return isfinite(relation.pearson.estimate.value);
    show_pair(frame, section, &relation, moments);
    if (isnan(relation.pearson.estimate.value))
        return false;
    for (size_t g = 1; g < frame_n_groups(frame); g++) {
        relation =
            relation_of(frame, ranks, shared, moments, field[x], field[y], g);
        relation_tell(frame, correlations, &relation, g);
    }
    return true;
}

static void run(struct frame *frame)
{
    struct section *section =
        doc_section(frame->doc, "correlation", "Correlation");
    struct rank_store *ranks = rank_store_create(frame);
    struct value *correlations =
        value_set(frame->doc->data, "correlations", value_array(frame->arena));
    struct column *const *field = frame->table->field;
    struct shared_moments shared;
    bool any;

    shared_moments_init(&shared, frame, ranks);
    if (!field[FIELD_COST] || !field[FIELD_LATENCY])
        doc_note(frame->doc, section, WEIGHT_REMARK, "no-cost-latency",
                 "no correlation of cost with latency: this log has no %s",
                 field[FIELD_COST] ? "latency" : "cost");
    any = study_pair(frame, section, ranks, &shared, correlations, FIELD_COST,
                     FIELD_LATENCY);
    any |= study_pair(frame, section, ranks, &shared, correlations,
                      FIELD_OUTPUT_TOKENS, FIELD_LATENCY);
    any |= study_pair(frame, section, ranks, &shared, correlations, FIELD_COST,
                      FIELD_OUTPUT_TOKENS);
    rank_store_drop_pairs(ranks);
    correlation_matrix(frame, section, ranks, &shared);
    shared_moments_release(&shared);
    rank_store_destroy(ranks);
    if (any)
        tell_methods(frame);
}

const struct study study_correlation = {
    .name = "correlation",
    .summary = "what goes with what, in the whole and inside the groups",
    .run = run,
};
