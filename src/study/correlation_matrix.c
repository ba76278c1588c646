#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/random.h"
#include "stat/correlation_compare.h"
#include "stat/moments.h"
#include "study/correlation.h"
#include "study/words.h"

enum { MOST_FIELDS = 12, MOST_ROWS = 50000 };

/* Numeric fields that vary among the requests that count. */
static size_t choose_fields(const struct frame *frame, enum field *chosen)
{
    static const enum field wanted[MOST_FIELDS] = {
        FIELD_LATENCY,      FIELD_TTFT,          FIELD_TPOT,
        FIELD_INPUT_TOKENS, FIELD_OUTPUT_TOKENS, FIELD_CACHED_TOKENS,
        FIELD_OUTPUT_RATE,  FIELD_COST,          FIELD_QUALITY,
        FIELD_CONCURRENCY,  FIELD_QUEUE,         FIELD_REASONING_TOKENS};
    size_t n = 0;

    for (size_t f = 0; f < MOST_FIELDS; f++) {
        const struct column *column = frame->table->field[wanted[f]];
        double first = (double)NAN;
        bool varies = false;

        for (size_t i = 0; column && i < frame->table->n_rows && !varies; i++) {
            double x = column->number[i];

            if (frame->counted_group[i] == GROUP_NONE || !isfinite(x))
                continue;
            varies = !isnan(first) && x != first;
            first = x;
        }
        if (varies)
            chosen[n++] = wanted[f];
    }
    return n;
}

struct entry {
    double pearson, spearman;
    size_t n;
};

/* A random part of the rows that count, [n_rows]; NULL: they are few enough
 * to take them all. */
static uint8_t *choose_part(const struct frame *frame, size_t *n_counted)
{
    size_t n_rows = frame->table->n_rows;
    struct random_stream *random;
    uint8_t *part;

    *n_counted = 0;
    for (size_t i = 0; i < n_rows; i++)
        *n_counted += frame->counted_group[i] != GROUP_NONE;
    if (*n_counted <= MOST_ROWS)
        return NULL;
    part = memory_alloc(n_rows, 1);
    random = random_create(frame->options->seed, "correlation matrix");
    for (size_t i = 0; i < n_rows; i++)
        part[i] = random_uniform(random) * (double)*n_counted < MOST_ROWS;
    random_destroy(random);
    return part;
}

static struct entry relate(const struct frame *frame, enum field a,
                           enum field b, const uint8_t *part)
{
    struct pairs pairs;
    struct entry entry;

    pairs_init_rows(&pairs, frame, frame->table->field[a]->number,
                    frame->table->field[b]->number, part);
    entry.n = pairs.n;
    entry.pearson =
        correlation_pearson(pairs.x, pairs.y, pairs.n, 0.95).estimate.value;
    entry.spearman = correlation_spearman(pairs.x, pairs.y, pairs.n, 0.95,
                                          CORRELATION_P_ASYMPTOTIC)
                         .estimate.value;
    pairs_release(&pairs);
    return entry;
}

static void add_chart(struct frame *frame, struct section *section,
                      const enum field *chosen, size_t n,
                      const struct entry *entries)
{
    struct chart *chart =
        doc_chart(frame->doc, section, CHART_CORRELATION, "correlation-matrix");
    const char **names = arena_alloc(frame->arena, n, sizeof *names);
    struct chart_series *series;
    struct axis axis = {.low = (double)NAN, .high = (double)NAN};

    for (size_t i = 0; i < n; i++)
        names[i] = fields[chosen[i]].key;
    axis.names = names;
    axis.n_names = n;
    chart->title = "Correlation of the numeric fields";
    chart->subtitle = "below the diagonal Pearson's r, above it Spearman's rho";
    chart->caption = "Of the requests that have both fields.";
    chart->x = axis;
    chart->y = axis;
    series = doc_series(frame->doc, chart, "r", 0, MARK_CELLS, n * n);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            const struct entry *entry = &entries[i * n + j];

            series->points[i * n + j] = (struct point){
                .x = (double)j - 0.5,
                .x2 = (double)j + 0.5,
                .low = (double)i - 0.5,
                .high = (double)i + 0.5,
                .y = i == j  ? 1
                     : i > j ? entry->pearson
                             : entry->spearman,
            };
        }
}

static bool any_known(const struct entry *entries, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++)
            if (!isnan(entries[i * n + j].pearson))
                return true;
    return false;
}

void correlation_matrix(struct frame *frame, struct section *section)
{
    struct column_head heads[MOST_FIELDS + 1] = {
        {.key = "field", .label = "field"}};
    enum field chosen[MOST_FIELDS];
    size_t n = choose_fields(frame, chosen);
    struct entry *entries;
    struct doc_table *table;
    size_t n_counted;
    uint8_t *part;

    if (n < 2)
        return;
    part = choose_part(frame, &n_counted);
    entries = memory_alloc(n * n, sizeof *entries);
    for (size_t i = 0; i < n; i++) {
        heads[i + 1] = (struct column_head){.key = fields[chosen[i]].key,
                                            .label = fields[chosen[i]].key,
                                            .unit = UNIT_CORRELATION};
        for (size_t j = i + 1; j < n; j++)
            entries[i * n + j] = entries[j * n + i] =
                relate(frame, chosen[i], chosen[j], part);
    }
    if (!any_known(entries, n)) {
        free(part);
        free(entries);
        return;
    }
    table = doc_table(frame->doc, section, "correlation-matrix",
                      "Correlation of the numeric fields", heads, n + 1);
    table->caption =
        part ? arena_format(frame->arena,
                            "Below the diagonal Pearson's r, above it "
                            "Spearman's rho; of %d of %s requests, drawn at "
                            "random: the standard error is at most 0.005.",
                            MOST_ROWS, words_count(frame->arena, n_counted))
             : "Below the diagonal Pearson's r, above it Spearman's rho.";
    for (size_t i = 0; i < n; i++) {
        doc_row(frame->doc, table);
        doc_cell_text(frame->doc, table, fields[chosen[i]].key);
        for (size_t j = 0; j < n; j++)
            doc_cell_number(table, i == j  ? 1
                                   : i > j ? entries[i * n + j].pearson
                                           : entries[i * n + j].spearman);
    }
    add_chart(frame, section, chosen, n, entries);
    free(part);
    free(entries);
}

/* Coefficient of variation of the groups' means. */
static double variation_between(const struct frame *frame,
                                const struct column *column)
{
    struct sample_set *set =
        sample_set_create(column->number, frame->counted_group,
                          frame->table->n_rows, frame->groups->n_groups);
    double *means = memory_alloc(set->n, sizeof *means), cv;
    size_t n = 0;

    for (size_t g = 0; g < set->n; g++)
        if (set->samples[g].n)
            means[n++] = mean_of(set->samples[g].x, set->samples[g].n);
    cv = n > 1 ? sd_of(means, n) / mean_of(means, n) : (double)NAN;
    free(means);
    sample_set_destroy(set);
    return cv;
}

/* Is |r| of the one with cost above that of the other? Both are of the same
 * requests, and related to each other. The sign is taken out, since a rate
 * falls where a latency grows. */
static void say_difference(struct frame *frame, struct section *section)
{
    struct column *const *field = frame->table->field;
    const double *cost = field[FIELD_COST]->number;
    const double *latency = field[FIELD_LATENCY]->number;
    const double *rate = field[FIELD_OUTPUT_RATE]->number;
    struct correlation_difference difference;
    double with_latency, with_rate, of_both;
    struct pairs pairs;

    pairs_init(&pairs, frame, latency, rate, cost);
    with_latency =
        correlation_pearson(pairs.given, pairs.x, pairs.n, 0.95).estimate.value;
    with_rate =
        correlation_pearson(pairs.given, pairs.y, pairs.n, 0.95).estimate.value;
    of_both =
        correlation_pearson(pairs.x, pairs.y, pairs.n, 0.95).estimate.value;
    difference = correlation_difference_overlapping(
        fabs(with_latency), fabs(with_rate),
        with_latency * with_rate < 0 ? -of_both : of_both, pairs.n,
        frame->options->level);
    pairs_release(&pairs);
    if (isnan(difference.p))
        return;
    doc_text(
        frame->doc, section,
        "Latency is %s to cost than the output rate is: |r| differs by %s "
        "(Steiger's z = %s, %s).",
        difference.estimate.value > 0 ? "closer" : "less close",
        words_estimate(frame->arena, UNIT_CORRELATION, difference.estimate),
        words_number(frame->arena, UNIT_NONE, difference.z),
        words_number(frame->arena, UNIT_P, difference.p));
    doc_method(frame->doc, "steiger",
               "difference of two dependent correlations, interval by Zou",
               "Steiger, Psychological Bulletin 87, 1980; Zou, Psychological "
               "Methods 12, 2007");
}

void correlation_steadiness(struct frame *frame, struct section *section)
{
    static const struct column_head heads[] = {
        {.key = "field", .label = "field"},
        {.key = "cv_between",
         .label = "variation between groups",
         .unit = UNIT_SHARE},
        {.key = "r_cost",
         .label = "Pearson's r with cost",
         .unit = UNIT_CORRELATION},
        {.key = "rho_cost",
         .label = "Spearman's rho with cost",
         .unit = UNIT_CORRELATION},
    };
    static const enum field both[] = {FIELD_LATENCY, FIELD_OUTPUT_RATE};
    struct column *const *field = frame->table->field;
    struct doc_table *table;
    size_t n_counted;
    uint8_t *part;

    if (!frame->groups || !field[FIELD_COST] || !field[FIELD_LATENCY] ||
        !field[FIELD_OUTPUT_RATE])
        return;
    table = doc_table(frame->doc, section, "steadiness",
                      "Which is steadier, and which is closer to cost?", heads,
                      sizeof heads / sizeof *heads);
    table->caption = "Variation: the standard deviation of the groups' means "
                     "over their mean.";
    part = choose_part(frame, &n_counted);
    for (size_t i = 0; i < 2; i++) {
        struct entry entry = relate(frame, both[i], FIELD_COST, part);

        doc_row(frame->doc, table);
        doc_cell_text(frame->doc, table, fields[both[i]].label);
        doc_cell_number(table, variation_between(frame, field[both[i]]));
        doc_cell_number(table, entry.pearson);
        doc_cell_number(table, entry.spearman);
    }
    free(part);
    say_difference(frame, section);
}
