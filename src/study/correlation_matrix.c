#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/threads.h"
#include "stat/correlation_compare.h"
#include "stat/moments.h"
#include "study/correlation.h"
#include "study/words.h"

enum { MOST_FIELDS = COMOMENT_COLUMNS };

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

            if (frame_counted_group(frame, i) == GROUP_NONE || !isfinite(x))
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
};

/* What is related, and how: entries[i * n + j] of chosen[i] and chosen[j]. */
struct matrix {
    enum field chosen[MOST_FIELDS];
    size_t n;
    struct entry *entries;
};

static double r_of(const struct comoment *moments, size_t a, size_t b)
{
    return comoment_pearson(moments, a, b, 0, 0.95).estimate.value;
}

/* All rows that count as one. */
static struct comoment relate_columns(const struct frame *frame,
                                      const struct comoment_column *columns,
                                      size_t n)
{
    struct comoment of;

    comoments_of(columns, n,
                 &(struct comoment_rows){.mark = frame->counted,
                                         .n = frame->table->n_rows,
                                         .n_labels = 1},
                 &of);
    return of;
}

static struct entry relate(const struct frame *frame, struct rank_store *ranks,
                           const struct column *a, const struct column *b)
{
    const struct comoment_column columns[] = {{.number = a->number},
                                              {.number = b->number}};
    struct comoment of = relate_columns(frame, columns, 2);

    return (struct entry){r_of(&of, 0, 1),
                          concordance_rho(rank_store_pairs(ranks, a, b, 0))};
}

/* The fields that most requests have, all of them the same requests: their
 * coefficients come from one pass over the numbers and one over the ranks.
 * Returns how many of the n fields these are, and says which. */
static size_t find_block(const struct frame *frame, struct rank_store *ranks,
                         const enum field *chosen, size_t n, size_t *block,
                         struct comoment *moments)
{
    struct column *const *field = frame->table->field;
    struct comoment_column columns[MOST_FIELDS];
    const struct column *all[MOST_FIELDS];
    size_t most = 0, n_block = 0;

    for (size_t i = 0; i < n; i++)
        all[i] = field[chosen[i]];
    rank_store_add(ranks, all, n);
    for (size_t i = 0; i < n; i++) {
        size_t n_values = rank_store_n(ranks, field[chosen[i]]);

        most = n_values > most ? n_values : most;
    }
    for (size_t i = 0; i < n; i++)
        if (rank_store_n(ranks, field[chosen[i]]) == most) {
            columns[n_block] =
                (struct comoment_column){.number = field[chosen[i]]->number};
            block[n_block++] = i;
        }
    *moments = relate_columns(frame, columns, n_block);
    return moments->n == most ? n_block : 0;
}

static struct comoment relate_ranks(const struct frame *frame,
                                    struct rank_store *ranks,
                                    const enum field *chosen,
                                    const size_t *block, size_t n_block)
{
    struct comoment_column columns[MOST_FIELDS];

    for (size_t k = 0; k < n_block; k++) {
        const struct column *column = frame->table->field[chosen[block[k]]];

        columns[k] = (struct comoment_column){
            .number = column->number, .ranks = rank_store_codes(ranks, column)};
    }
    return relate_columns(frame, columns, n_block);
}

static struct entry *relate_all(const struct frame *frame,
                                struct rank_store *ranks,
                                const enum field *chosen, size_t n)
{
    struct column *const *field = frame->table->field;
    struct entry *entries = memory_alloc(n * n, sizeof *entries);
    size_t block[MOST_FIELDS], n_block;
    bool in_block[MOST_FIELDS] = {false};
    struct comoment numbers, of_ranks;

    n_block = find_block(frame, ranks, chosen, n, block, &numbers);
    for (size_t k = 0; k < n_block; k++)
        in_block[block[k]] = true;
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++)
            if (!in_block[i] || !in_block[j])
                entries[i * n + j] = entries[j * n + i] =
                    relate(frame, ranks, field[chosen[i]], field[chosen[j]]);
    of_ranks = relate_ranks(frame, ranks, chosen, block, n_block);
    for (size_t k = 0; k < n_block; k++)
        for (size_t m = k + 1; m < n_block; m++)
            entries[block[k] * n + block[m]] =
                entries[block[m] * n + block[k]] =
                    (struct entry){r_of(&numbers, k, m), r_of(&of_ranks, k, m)};
    return entries;
}

static void add_chart(struct frame *frame, struct section *section,
                      const struct matrix *matrix)
{
    size_t n = matrix->n;
    struct chart *chart =
        doc_chart(frame->doc, section, CHART_CORRELATION, "correlation-matrix");
    const char **names = arena_alloc(frame->arena, n, sizeof *names);
    struct chart_series *series;
    struct axis axis = {.low = (double)NAN, .high = (double)NAN};

    for (size_t i = 0; i < n; i++)
        names[i] = fields[matrix->chosen[i]].key;
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
            const struct entry *entry = &matrix->entries[i * n + j];

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

static bool any_known(const struct matrix *matrix)
{
    for (size_t i = 0; i < matrix->n; i++)
        for (size_t j = i + 1; j < matrix->n; j++)
            if (!isnan(matrix->entries[i * matrix->n + j].pearson))
                return true;
    return false;
}

/* What goes with what. */
static void add_matrix(struct frame *frame, struct section *section,
                       const struct matrix *matrix)
{
    struct column_head heads[MOST_FIELDS + 1] = {
        {.key = "field", .label = "field"}};
    size_t n = matrix->n;
    struct doc_table *table;

    if (!any_known(matrix))
        return;
    for (size_t i = 0; i < n; i++)
        heads[i + 1] =
            (struct column_head){.key = fields[matrix->chosen[i]].key,
                                 .label = fields[matrix->chosen[i]].key,
                                 .unit = UNIT_CORRELATION};
    table = doc_table(frame->doc, section, "correlation-matrix",
                      "Correlation of the numeric fields", heads, n + 1);
    table->caption = "Below the diagonal Pearson's r, above it Spearman's rho.";
    for (size_t i = 0; i < n; i++) {
        doc_row(frame->doc, table);
        doc_cell_text(frame->doc, table, fields[matrix->chosen[i]].key);
        for (size_t j = 0; j < n; j++) {
            const struct entry *entry = &matrix->entries[i * n + j];

            doc_cell_number(table, i == j  ? 1
                                   : i > j ? entry->pearson
                                           : entry->spearman);
        }
    }
    add_chart(frame, section, matrix);
}

static double rho_with_cost(const struct matrix *matrix, enum field field)
{
    for (size_t i = 0; i < matrix->n; i++)
        for (size_t j = 0; j < matrix->n; j++)
            if (matrix->chosen[i] == field && matrix->chosen[j] == FIELD_COST)
                return matrix->entries[i * matrix->n + j].spearman;
    return (double)NAN;
}

/* Coefficient of variation of the groups' means. */
static double variation_between(const struct comoment *groups, size_t n_groups,
                                size_t column)
{
    double *means = memory_alloc(n_groups, sizeof *means), cv;
    size_t n = 0;

    for (size_t g = 0; g < n_groups; g++)
        if (groups[g].n > 0)
            means[n++] = comoment_mean(&groups[g], column);
    cv = n > 1 ? sd_of(means, n) / mean_of(means, n) : (double)NAN;
    free(means);
    return cv;
}

/* Is |r| of the one with cost above that of the other? Both are of the same
 * requests, and related to each other. The sign is taken out, since a rate
 * falls where a latency grows. */
static void say_difference(struct frame *frame, struct section *section,
                           const struct comoment *of)
{
    double with_latency = r_of(of, 0, 2), with_rate = r_of(of, 1, 2);
    double of_both = r_of(of, 0, 1);
    struct correlation_difference difference =
        correlation_difference_overlapping(
            fabs(with_latency), fabs(with_rate),
            with_latency * with_rate < 0 ? -of_both : of_both, of->n,
            frame->options->level);

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

/* Is the output rate steadier across groups than latency, and closer to cost?
 * Of the requests that have all three. */
static void add_steadiness(struct frame *frame, struct section *section,
                           const struct matrix *matrix,
                           const struct shared_moments *shared)
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
    static const enum field three[] = {FIELD_LATENCY, FIELD_OUTPUT_RATE,
                                       FIELD_COST};
    struct comoment_rows rows = correlation_rows(frame);
    struct comoment_column columns[3];
    struct comoment *groups, whole;
    struct doc_table *table;

    for (size_t i = 0; i < 3; i++) {
        const struct column *column = frame->table->field[three[i]];

        if (!column || !frame->groups)
            return;
        columns[i] = (struct comoment_column){.number = column->number};
    }
    groups = memory_alloc(rows.n_labels, sizeof *groups);
    shared_moments_of(shared, columns, 3, groups);
    whole = comoment_whole(groups, rows.n_labels);
    table = doc_table(frame->doc, section, "steadiness",
                      "Which is steadier, and which is closer to cost?", heads,
                      sizeof heads / sizeof *heads);
    table->caption = "Variation: the standard deviation of the groups' means "
                     "over their mean.";
    for (size_t i = 0; i < 2; i++) {
        doc_row(frame->doc, table);
        doc_cell_text(frame->doc, table, fields[three[i]].label);
        doc_cell_number(table, variation_between(groups, rows.n_labels, i));
        doc_cell_number(table, r_of(&whole, i, 2));
        doc_cell_number(table, rho_with_cost(matrix, three[i]));
    }
    say_difference(frame, section, &whole);
    free(groups);
}

void correlation_matrix(struct frame *frame, struct section *section,
                        struct rank_store *ranks,
                        const struct shared_moments *shared)
{
    struct matrix matrix;

    matrix.n = choose_fields(frame, matrix.chosen);
    if (matrix.n < 2)
        return;
    matrix.entries = relate_all(frame, ranks, matrix.chosen, matrix.n);
    add_steadiness(frame, section, &matrix, shared);
    add_matrix(frame, section, &matrix);
    free(matrix.entries);
}
