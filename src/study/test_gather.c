#include "study/test_gather.h"

#include <math.h>
#include <string.h>

#include "study/words.h"

/* From the table to what a test works on. */

struct test_data *gathering_make(struct gathering *g, size_t n)
{
    g->data = arena_alloc(g->arena, n, sizeof *g->data);
    g->n_data = n;
    for (size_t i = 0; i < n; i++) {
        g->data[i].options = g->options;
        g->data[i].arena = g->arena;
    }
    return g->data;
}

void gathering_label(struct test_data *data, const char **labels, size_t n)
{
    data->labels = labels;
    data->n_groups = n;
    data->groups = arena_alloc(data->arena, n, sizeof *data->groups);
}

void gathering_tell_missing(struct gathering *g, size_t n_missing)
{
    if (n_missing)
        doc_note(
            g->doc, g->section, WEIGHT_REMARK, "missing-values",
            "%s left out: a value is missing",
            words_counted(g->arena, n_missing, "request was", "requests were"));
}

double *gathering_values(struct gathering *g,
                         const struct test_segments *segments,
                         const struct test_segment *segment,
                         const double *numbers)
{
    double *values = arena_alloc(g->arena, segment->n, sizeof *values);

    for (size_t i = 0; i < segment->n; i++)
        values[i] = numbers[segments->rows[segment->first + i]];
    return values;
}

/* Every group by itself: one column, or several side by side. */
static bool gather_each(struct gathering *g, const double *const *columns,
                        const char **names, size_t n_columns,
                        struct error *error)
{
    const struct test_options *options = g->options;
    const double *order = NULL, *needed[2 + 64];
    size_t n_needed = n_columns, n_missing;
    struct test_segments segments;
    struct test_parts parts;
    uint8_t *keep;

    memcpy(needed, columns, n_columns * sizeof *columns);
    if (options->order) {
        order = test_order(g->frame, options->order, error);
        if (!order)
            return false;
        needed[n_needed++] = order;
    }
    keep = test_keep(g->frame, needed, n_needed, &n_missing);
    gathering_tell_missing(g, n_missing);
    if (!test_parts_by(&parts, g->frame, options->by, options->n_by, keep,
                       error))
        return false;
    segments = test_segments_of(g->frame, keep, &parts, NULL, order);
    gathering_make(g, segments.n);
    for (size_t s = 0; s < segments.n; s++) {
        struct test_data *data = &g->data[s];
        const struct test_segment *segment = &segments.items[s];
        const double **given = arena_alloc(g->arena, n_columns, sizeof *given);

        gathering_label(data, names ? names : &parts.labels[segment->part],
                        names ? 2 : 1);
        data->stratum = names ? parts.labels[segment->part] : NULL;
        for (size_t c = 0; c < n_columns; c++) {
            given[c] = gathering_values(g, &segments, segment, columns[c]);
            if (c < data->n_groups)
                data->groups[c] = (struct series){given[c], segment->n};
        }
        data->given = n_columns > 2 ? given + 2 : NULL;
        data->is_paired = names != NULL;
        if (order)
            data->order = gathering_values(g, &segments, segment, order);
    }
    return true;
}

static bool gather_sample(struct gathering *g, struct error *error)
{
    const double *metric =
        test_numbers(g->frame, "metric", g->options->metric, error);

    return metric && gather_each(g, &metric, NULL, 1, error);
}

static bool gather_columns(struct gathering *g, struct error *error)
{
    const struct test_options *options = g->options;
    const double *columns[2 + 63];
    const char **names = arena_alloc(g->arena, 2, sizeof *names);

    if (options->n_given > 63)
        return error_set(error, NULL, "--given: more than 63 columns");
    names[0] = options->x;
    names[1] = options->y;
    columns[0] = test_numbers(g->frame, "x", options->x, error);
    columns[1] = test_numbers(g->frame, "y", options->y, error);
    for (size_t i = 0; i < options->n_given; i++) {
        columns[2 + i] =
            test_numbers(g->frame, "given", options->given[i], error);
        if (!columns[2 + i])
            return false;
    }
    return columns[0] && columns[1] &&
           gather_each(g, columns, names, 2 + options->n_given, error);
}

/* Two columns as two samples, each with its own missing values. */
static bool gather_two_columns(struct gathering *g, struct error *error)
{
    const char *names[] = {g->options->x, g->options->y};
    const char *flags[] = {"x", "y"};
    struct test_data *data = gathering_make(g, 1);

    gathering_label(data, arena_alloc(g->arena, 2, sizeof *data->labels), 2);
    for (size_t c = 0; c < 2; c++) {
        const double *column =
            test_numbers(g->frame, flags[c], names[c], error);
        double *values;
        size_t n = 0;

        if (!column)
            return false;
        values = arena_alloc(g->arena, g->frame->table->n_rows, sizeof *values);
        for (size_t row = 0; row < g->frame->table->n_rows; row++)
            if (g->frame->counted[row] && isfinite(column[row]))
                values[n++] = column[row];
        data->labels[c] = names[c];
        data->groups[c] = (struct series){values, n};
    }
    return true;
}

static const char *list_labels(struct gathering *g,
                               const struct test_parts *parts)
{
    const char *list = "";

    for (size_t i = 0; i < parts->n && i < 6; i++)
        list = arena_format(g->arena, "%s%s%s", list, i ? ", " : "",
                            parts->labels[i]);
    return parts->n > 6 ? arena_format(g->arena, "%s, ...", list) : list;
}

static const char *list_kinds(struct gathering *g, enum test_takes takes)
{
    const char *list = "";

    for (size_t i = 0; test_kinds[i]; i++)
        if (test_kinds[i]->takes == takes)
            list = arena_format(g->arena, "%s%s%s", list, *list ? ", " : "",
                                test_kinds[i]->name);
    return list;
}

static bool takes_two(const struct test_kind *kind)
{
    return kind->takes == TAKES_TWO || kind->takes == TAKES_PAIRS ||
           kind->takes == TAKES_ARMS || kind->takes == TAKES_TWO_COUNTS;
}

static bool check_groups(struct gathering *g, const struct test_parts *parts,
                         struct error *error)
{
    const char *name = g->kind->name;

    if (parts->n == 0)
        return error_set(error, NULL, "no request has a value");
    if (parts->n == 1 && g->kind->takes != TAKES_EACH_COUNT)
        return error_set(error, NULL,
                         "'%s' compares groups, and there is one: '%s'; name a "
                         "column with --by, or a second file",
                         name, parts->labels[0]);
    if (parts->n > 2 && takes_two(g->kind))
        return error_set(error, NULL,
                         "'%s' compares two groups, and there are %zu: %s; "
                         "choose two with --where, or a test that takes more: "
                         "%s",
                         name, parts->n, list_labels(g, parts),
                         list_kinds(g, g->kind->takes == TAKES_PAIRS
                                           ? TAKES_BLOCKS
                                           : TAKES_GROUPS));
    return true;
}

bool gathering_parts(struct gathering *g, struct compared *compared,
                     struct error *error)
{
    size_t n_missing;

    compared->metric =
        test_numbers(g->frame, "metric", g->options->metric, error);
    if (!compared->metric)
        return false;
    compared->keep = test_keep(g->frame, &compared->metric, 1, &n_missing);
    gathering_tell_missing(g, n_missing);
    return test_parts_by(&compared->parts, g->frame, g->options->by,
                         g->options->n_by, compared->keep, error) &&
           check_groups(g, &compared->parts, error);
}

static bool gather_groups(struct gathering *g, struct error *error)
{
    struct test_segments segments;
    struct compared compared;
    struct test_data *data;

    if (!gathering_parts(g, &compared, error))
        return false;
    segments =
        test_segments_of(g->frame, compared.keep, &compared.parts, NULL, NULL);
    data = gathering_make(g, 1);
    gathering_label(data, compared.parts.labels, compared.parts.n);
    for (size_t s = 0; s < segments.n; s++) {
        const struct test_segment *segment = &segments.items[s];

        data->groups[segment->part] = (struct series){
            gathering_values(g, &segments, segment, compared.metric),
            segment->n};
    }
    return true;
}

/* 0 and 1 of a column as counts. */
static bool count_groups(struct gathering *g, const struct test_data *from,
                         struct count *counts, struct error *error)
{
    for (size_t i = 0; i < from->n_groups; i++)
        for (size_t j = 0; j < from->groups[i].n; j++) {
            double value = from->groups[i].x[j];

            if (value != 0 && value != 1)
                return error_set(error, NULL,
                                 "'%s' counts: '%s' must hold 0 and 1 only, "
                                 "and there is %g; or give --counts",
                                 g->kind->name, g->options->metric, value);
            counts[i].successes += value == 1;
            counts[i].trials++;
        }
    return true;
}

static bool gather_counts(struct gathering *g, struct error *error)
{
    const struct test_options *options = g->options;
    const struct count *counts = options->counts;
    size_t n = options->n_counts;
    const char **labels;

    if (g->frame) {
        struct count *own;

        if (!gather_groups(g, error))
            return false;
        n = g->data[0].n_groups;
        labels = g->data[0].labels;
        own = arena_alloc(g->arena, n, sizeof *own);
        if (!count_groups(g, &g->data[0], own, error))
            return false;
        counts = own;
    } else {
        labels = arena_alloc(g->arena, n, sizeof *labels);
        for (size_t i = 0; i < n; i++)
            labels[i] = arena_format(g->arena, "%llu/%llu",
                                     (unsigned long long)counts[i].successes,
                                     (unsigned long long)counts[i].trials);
    }
    gathering_make(g, g->kind->takes == TAKES_EACH_COUNT ? n : 1);
    for (size_t i = 0; i < g->n_data; i++) {
        g->data[i].labels = labels + i;
        g->data[i].counts = counts + i;
        g->data[i].n_groups = g->n_data > 1 ? 1 : n;
    }
    return true;
}

static bool gather_p(struct gathering *g, struct error *error)
{
    (void)error;
    gathering_make(g, 1);
    return true;
}

static bool gather_two(struct gathering *g, struct error *error)
{
    const struct test_options *options = g->options;
    bool can_pair = test_flags(g->kind) & TEST_BLOCK;

    if (options->x)
        return can_pair ? gather_columns(g, error)
                        : gather_two_columns(g, error);
    if (options->block)
        return gathering_blocks(g, error);
    if (options->run)
        return gathering_arms(g, error);
    return gather_groups(g, error);
}

bool test_gather(const struct test_kind *kind,
                 const struct test_options *options, struct frame *frame,
                 struct doc *doc, struct test_data **data, size_t *n_data,
                 struct error *error)
{
    static bool (*const gather[])(struct gathering *, struct error *) = {
        [TAKES_SAMPLE] = gather_sample,
        [TAKES_SERIES] = gather_sample,
        [TAKES_COLUMNS] = gather_columns,
        [TAKES_TWO] = gather_two,
        [TAKES_PAIRS] = gather_two,
        [TAKES_GROUPS] = gather_two,
        [TAKES_BLOCKS] = gathering_blocks,
        [TAKES_RUNS] = gathering_runs,
        [TAKES_ARMS] = gathering_arms,
        [TAKES_EACH_COUNT] = gather_counts,
        [TAKES_TWO_COUNTS] = gather_counts,
        [TAKES_COUNTS] = gather_counts,
        [TAKES_P] = gather_p,
    };
    struct gathering g = {
        .kind = kind,
        .options = options,
        .frame = frame,
        .doc = doc,
        .arena = doc->arena,
        .section = doc_section(doc, "test", "Test"),
    };

    if (!gather[kind->takes](&g, error))
        return false;
    if (g.n_data == 0)
        return error_set(error, NULL, "no request has a value");
    *data = g.data;
    *n_data = g.n_data;
    return true;
}
