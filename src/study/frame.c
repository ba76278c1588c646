#include "study/frame.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/threads.h"
#include "stat/quantile.h"
#include "study/rows.h"

const char *const population_names[] = {"ok", "all", "failed-as-inf", NULL};

const char *const outcome_names[N_OUTCOMES] = {
    [OUTCOME_UNKNOWN] = "unknown",       [OUTCOME_OK] = "ok",
    [OUTCOME_FAILED] = "failed",         [OUTCOME_CANCELLED] = "cancelled",
    [OUTCOME_UNFINISHED] = "unfinished",
};

static uint8_t outcome_of_text(const char *text)
{
    for (size_t i = 0; i < N_OUTCOMES; i++)
        if (strcmp(text, outcome_names[i]) == 0)
            return (uint8_t)i;
    return OUTCOME_UNKNOWN;
}

/* What the codes of a column of outcomes mean, and who belongs. */
struct choosing {
    struct frame *frame;
    const struct column *column; /* NULL: the log says nothing */
    uint8_t *of_code;
    uint8_t belongs[N_OUTCOMES];
};

static void choose_rows(void *context, size_t from, size_t to)
{
    const struct choosing *choosing = context;
    struct frame *frame = choosing->frame;

    for (size_t i = from; i < to; i++) {
        if (choosing->column)
            frame->outcomes[i] =
                choosing->of_code[column_code(choosing->column, i)];
        frame->counted[i] =
            frame->kept[i] & choosing->belongs[frame->outcomes[i]];
    }
}

static void choose_population(struct frame *frame)
{
    const struct column *column = frame->table->field[FIELD_OUTCOME];
    size_t n = frame->table->n_rows,
           n_texts = column ? column->dictionary.n : 1;
    struct choosing choosing = {
        .frame = frame,
        .column = column,
        .of_code = memory_alloc(n_texts, 1),
        .belongs = {[OUTCOME_OK] = 1, [OUTCOME_UNKNOWN] = 1},
    };

    for (size_t i = 1; i < n_texts; i++)
        choosing.of_code[i] = outcome_of_text(column->dictionary.texts[i]);
    if (frame->options->population == POPULATION_FAILED)
        choosing.belongs[OUTCOME_FAILED] = 1;
    if (frame->options->population == POPULATION_ALL)
        memset(choosing.belongs, 1, sizeof choosing.belongs);
    frame->outcomes = arena_alloc(frame->arena, n, 1);
    frame->counted = arena_alloc(frame->arena, n, 1);
    threads_run_rows(n, choose_rows, &choosing);
    free(choosing.of_code);
}

/* Groups of one value only say nothing, unless they were asked for. */
static bool choose_groups(struct frame *frame, struct error *error)
{
    static const char *const workload[] = {"workload"};
    const struct study_options *options = frame->options;
    bool is_asked = options->by != NULL;

    if (!is_asked && !frame->table->field[FIELD_WORKLOAD])
        return true;
    frame->groups = grouping_create(frame->arena, frame->table,
                                    is_asked ? options->by : workload,
                                    is_asked ? options->n_by : 1, frame->kept,
                                    GROUP_BY_SIZE, GROUP_LIMIT, error);
    if (!frame->groups)
        return false;
    if (!is_asked && frame->groups->n_groups < 2)
        frame->groups = NULL;
    return true;
}

static bool choose_runs(struct frame *frame, struct error *error)
{
    static const char *const run[] = {"run"};

    if (!frame->table->field[FIELD_RUN])
        return true;
    frame->runs =
        grouping_create(frame->arena, frame->table, run, 1, frame->kept,
                        GROUP_BY_APPEARANCE, SIZE_MAX, error);
    return frame->runs != NULL;
}

static void count_rows(void *context, size_t from, size_t to)
{
    struct frame *frame = context;

    for (size_t i = from; i < to; i++)
        if (frame->counted[i])
            group_set(&frame->counted_groups, i,
                      frame->groups ? grouping_at(frame->groups, i) : 0);
}

static void choose_counted_groups(struct frame *frame)
{
    size_t n = frame->table->n_rows;

    frame->n_strata = frame->groups ? frame->groups->n_groups : 1;
    frame->counted_groups =
        codes_in(frame->arena, n, (uint32_t)frame->n_strata);
    threads_run_rows(n, count_rows, frame);
}

/* Failed requests as infinitely slow: a copy of the latencies. */
static const double *with_infinities(struct frame *frame, const double *values)
{
    size_t n = frame->table->n_rows;

    frame->infinite_latency = memory_alloc(n, sizeof(double));
    for (size_t i = 0; i < n; i++)
        frame->infinite_latency[i] =
            frame->outcomes[i] == OUTCOME_FAILED ? (double)INFINITY : values[i];
    return frame->infinite_latency;
}

static bool has_values(const struct frame *frame, const double *values)
{
    for (size_t i = 0; i < frame->table->n_rows; i++)
        if (frame->counted[i] && isfinite(values[i]))
            return true;
    return false;
}

static void add_metric(struct frame *frame, const struct column *column)
{
    struct metric *metric = &frame->metrics[frame->n_metrics++];
    enum field field = column->field;

    metric->name = column->name;
    metric->label = field == FIELD_NONE ? column->name : fields[field].label;
    metric->unit = column->unit;
    metric->better =
        field == FIELD_NONE ? DIRECTION_NONE : fields[field].better;
    metric->values = column->number;
    if (field == FIELD_LATENCY &&
        frame->options->population == POPULATION_FAILED)
        metric->values = with_infinities(frame, column->number);
}

bool frame_knows_failures(const struct frame *frame)
{
    for (size_t i = 0; i < frame->intake->n_inputs; i++)
        if (frame->intake->inputs[i].failures_unknown)
            return false;
    return true;
}

bool names_error_rate(const struct study_options *options, const char *metric)
{
    return options->counts_errors && strcmp(metric, "error_rate") == 0;
}

static bool add_named_metrics(struct frame *frame, struct error *error)
{
    const struct study_options *options = frame->options;

    frame->metrics =
        arena_alloc(frame->arena, options->n_metrics, sizeof *frame->metrics);
    for (size_t i = 0; i < options->n_metrics; i++) {
        const struct column *column =
            table_column(frame->table, options->metrics[i], KIND_NUMBER);

        if (!column && names_error_rate(options, options->metrics[i]))
            continue;
        if (!column)
            return error_set(error, NULL,
                             "--metric: the log has no numbers called '%s'",
                             options->metrics[i]);
        if (!frame_metric(frame, column->name))
            add_metric(frame, column);
    }
    return true;
}

static void add_metrics_with_values(struct frame *frame,
                                    const enum field *wanted, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct column *column = frame->table->field[wanted[i]];

        if (column && has_values(frame, column->number))
            add_metric(frame, column);
    }
}

/* A log of tokens alone is told by its tokens. */
static void add_usual_metrics(struct frame *frame)
{
    static const enum field usual[] = {FIELD_LATENCY, FIELD_TTFT, FIELD_TPOT,
                                       FIELD_OUTPUT_RATE, FIELD_COST};
    static const enum field tokens[] = {FIELD_INPUT_TOKENS,
                                        FIELD_OUTPUT_TOKENS};
    enum { N_USUAL = sizeof usual / sizeof *usual };

    frame->metrics = arena_alloc(frame->arena, N_USUAL, sizeof *frame->metrics);
    add_metrics_with_values(frame, usual, N_USUAL);
    if (frame->n_metrics == 0)
        add_metrics_with_values(frame, tokens, 2);
}

bool frame_init(struct frame *frame, const struct intake *intake,
                const struct study_options *options, struct doc *doc,
                struct error *error)
{
    memset(frame, 0, sizeof *frame);
    frame->intake = intake;
    frame->table = intake->table;
    frame->options = options;
    frame->doc = doc;
    frame->arena = doc->arena;
    frame->kept = rows_choose(frame->arena, frame->table, options, error);
    if (!frame->kept)
        return false;
    for (size_t i = 0; i < frame->table->n_rows; i++)
        frame->n_kept += frame->kept[i];
    if (frame->n_kept == 0)
        return rows_none(frame->arena, frame->table, options, error);
    choose_population(frame);
    if (!choose_groups(frame, error) || !choose_runs(frame, error))
        return false;
    choose_counted_groups(frame);
    frame->group_values = arena_alloc(frame->arena, frame_n_groups(frame),
                                      sizeof *frame->group_values);
    if (!options->metrics)
        add_usual_metrics(frame);
    else if (!add_named_metrics(frame, error))
        return false;
    frame->quantiles = arena_alloc(frame->arena,
                                   frame->n_metrics * frame_n_groups(frame) *
                                       options->n_percentiles,
                                   sizeof *frame->quantiles);
    frame_sort_metrics(frame);
    return true;
}

void frame_release(struct frame *frame)
{
    frame_release_metrics(frame);
    free(frame->infinite_latency);
    memset(frame, 0, sizeof *frame);
}

const struct metric *frame_metric(const struct frame *frame, const char *name)
{
    for (size_t i = 0; i < frame->n_metrics; i++)
        if (strcmp(frame->metrics[i].name, name) == 0)
            return &frame->metrics[i];
    return NULL;
}

const char *metric_words(const struct frame *frame, const struct metric *metric)
{
    char *words = arena_text(frame->arena, metric->label);

    if (metric->label != metric->name && words[0] >= 'A' && words[0] <= 'Z')
        words[0] = (char)(words[0] - 'A' + 'a');
    return words;
}

size_t frame_n_groups(const struct frame *frame)
{
    return 1 + (frame->groups ? frame->groups->n_groups : 0);
}

const char *frame_group_label(const struct frame *frame, size_t g)
{
    return g == 0 ? "all" : frame->groups->labels[g - 1];
}

const char *frame_groups_name(const struct frame *frame)
{
    const char *name;

    if (!frame->groups)
        return NULL;
    name = frame->groups->columns[0];
    for (size_t i = 1; i < frame->groups->n_by; i++)
        name = arena_format(frame->arena, "%s, %s", name,
                            frame->groups->columns[i]);
    return name;
}

size_t frame_group_size(const struct frame *frame, size_t g)
{
    return g == 0 ? frame->n_kept : frame->groups->sizes[g - 1];
}

double *frame_counted_values(const struct frame *frame, const double *values,
                             size_t *n)
{
    double *x = memory_resize(NULL, frame->table->n_rows, sizeof *x);

    *n = 0;
    for (size_t i = 0; i < frame->table->n_rows; i++)
        if (frame->counted[i] && isfinite(values[i]))
            x[(*n)++] = values[i];
    return x;
}

struct value *frame_group_by(const struct frame *frame, size_t g)
{
    struct value *by = value_object(frame->arena);

    if (g == 0)
        return by;
    for (size_t i = 0; i < frame->groups->n_by; i++) {
        const char *text = frame->groups->values[g - 1][i];

        value_set(by, frame->groups->columns[i],
                  value_text(frame->arena, text[0] ? text : NULL));
    }
    return by;
}

static void make_group_values(struct frame *frame)
{
    struct arena *arena = frame->arena;
    struct value *all =
        value_set(frame->doc->data, "groups", value_array(arena));

    for (size_t g = 0; g < frame_n_groups(frame); g++) {
        struct value *group = value_append(all, value_object(arena));

        value_set(group, "by", frame_group_by(frame, g));
        value_set(group, "n",
                  value_integer(arena, (int64_t)frame_group_size(frame, g)));
        value_set(group, "metrics", value_object(arena));
        frame->group_values[g] = group;
    }
}

struct value *frame_group_value(struct frame *frame, size_t g)
{
    if (!frame->group_values[0])
        make_group_values(frame);
    return frame->group_values[g];
}

static struct value *member_of(struct value *object, const char *key)
{
    for (struct value *v = object->first; v; v = v->next)
        if (strcmp(v->key, key) == 0)
            return v;
    return NULL;
}

struct value *frame_metric_value(struct frame *frame, size_t g,
                                 const struct metric *metric)
{
    struct value *all = member_of(frame_group_value(frame, g), "metrics");
    struct value *value = member_of(all, metric->name);

    return value ? value
                 : value_set(all, metric->name, value_object(frame->arena));
}
