#include <math.h>
#include <string.h>

#include "study/test.h"
#include "study/words.h"

/* What a test says, for machines and for people. */

void test_detail(const struct test_data *data, struct test_answer *answer,
                 const char *key, double number)
{
    value_set(answer->details, key, value_number(data->arena, number));
}

void test_parameter(const struct test_data *data, struct test_answer *answer,
                    const char *key, double number)
{
    value_set(answer->parameters, key, value_number(data->arena, number));
}

void test_parameter_text(const struct test_data *data,
                         struct test_answer *answer, const char *key,
                         const char *text)
{
    value_set(answer->parameters, key, value_text(data->arena, text));
}

void test_tell_runs(const struct test_data *data, struct test_answer *answer)
{
    const struct test_options *options = data->options;

    if (!options->run)
        return;
    test_parameter_text(data, answer, "run", options->run);
    test_parameter_text(data, answer, "statistic",
                        options->statistic ? options->statistic : "mean");
}

struct test_result test_of_estimate(const char *name, struct estimate estimate)
{
    struct test_result result = test_result_none(name);

    result.estimate_name = name;
    result.estimate = estimate;
    return result;
}

/* The numbers that a row of the table rests on. */
static size_t size_of(const struct test_data *data, size_t group)
{
    return data->counts ? (size_t)data->counts[group].trials
                        : data->groups[group].n;
}

static void tell_groups(struct value *object, const struct test_data *data)
{
    struct arena *arena = data->arena;
    struct value *groups = value_set(object, "groups", value_array(arena));
    struct value *sizes = value_set(object, "n", value_array(arena));

    for (size_t i = 0; i < data->n_groups; i++) {
        value_append(groups, value_text(arena, data->labels[i]));
        value_append(sizes, value_integer(arena, (int64_t)size_of(data, i)));
    }
    if (data->options->n_p)
        value_append(sizes, value_integer(arena, (int64_t)data->options->n_p));
}

static struct value *tell_df(struct arena *arena,
                             const struct test_result *result)
{
    struct value *list;

    if (isnan(result->df2))
        return value_number(arena, result->df);
    list = value_array(arena);
    value_append(list, value_number(arena, result->df));
    value_append(list, value_number(arena, result->df2));
    return list;
}

static struct value *tell_estimate(struct arena *arena,
                                   const struct test_result *result)
{
    const struct estimate *estimate = &result->estimate;
    struct value *object;

    if (!result->estimate_name || isnan(estimate->value))
        return value_null(arena);
    object = value_object(arena);
    value_set(object, "name", value_text(arena, result->estimate_name));
    value_set_estimate(arena, object, estimate);
    return object;
}

static void tell_values(struct value *tests, const struct test_kind *kind,
                        const struct test_data *data,
                        const struct test_answer *answer)
{
    const struct test_result *result = &answer->result;
    struct arena *arena = data->arena;
    struct value *object = value_append(tests, value_object(arena));

    value_set(object, "test", value_text(arena, kind->name));
    value_set(object, "parameters", answer->parameters);
    value_set(object, "assumes", value_text(arena, kind->assumes));
    tell_groups(object, data);
    value_set(object, "statistic", value_number(arena, result->statistic));
    value_set(object, "df", tell_df(arena, result));
    value_set(object, "p", value_number(arena, result->p));
    value_set(object, "p_method",
              value_text(arena, isnan(result->p) ? NULL : result->p_method));
    value_set(object, "estimate", tell_estimate(arena, result));
    if (answer->adjusted) {
        struct value *list = value_set(object, "adjusted", value_array(arena));

        for (size_t i = 0; i < data->options->n_p; i++)
            value_append(list, value_number(arena, answer->adjusted[i]));
    }
    value_set(object, "details", answer->details);
}

/* "A, B", "6 and 11" in one cell each. */
static const char *join_labels(const struct test_data *data)
{
    const char *line = data->stratum ? data->stratum : "";

    /* Which columns are paired is the same in every row. */
    if (data->stratum && data->is_paired)
        return line;
    if (data->stratum && data->n_groups)
        line = arena_format(data->arena, "%s: ", line);
    for (size_t i = 0; i < data->n_groups; i++) {
        if (i == 4 && data->n_groups > 5)
            return arena_format(data->arena, "%s, and %zu more", line,
                                data->n_groups - i);
        line = arena_format(data->arena, "%s%s%s", line, i ? ", " : "",
                            data->labels[i]);
    }
    return line;
}

static const char *join_sizes(const struct test_data *data)
{
    const char *line = "";
    size_t n = data->is_paired ? 1 : data->n_groups;

    for (size_t i = 0; i < n; i++) {
        if (i == 4 && n > 5)
            return arena_format(data->arena, "%s, ...", line);
        line = arena_format(data->arena, "%s%s%s", line, i ? ", " : "",
                            words_count(data->arena, size_of(data, i)));
    }
    return line;
}

static const char *say_needs(const struct test_kind *kind,
                             const struct test_data *data,
                             const struct test_answer *answer)
{
    const char *needs = answer->needs ? answer->needs : kind->needs;

    if (data->options->method == TEST_EXACT ||
        data->options->method == TEST_PERMUTATION)
        return arena_format(data->arena,
                            "an exact p needs few enough values, and for some "
                            "tests no equal ones; without --method it needs %s",
                            needs);
    return arena_format(data->arena, "it needs %s", needs);
}

/* An effect size or interval is its own answer; a test has a p. */
static bool is_answered(const struct test_kind *kind,
                        const struct test_answer *answer)
{
    const struct test_result *result = &answer->result;

    if (result->estimate_name && strcmp(result->estimate_name, kind->name) == 0)
        return !isnan(result->estimate.value);
    return answer->adjusted || !isnan(result->p);
}

/* Undefined is told, never left out. */
static void tell_undefined(struct doc *doc, struct section *section,
                           const struct test_kind *kind,
                           const struct test_data *data,
                           const struct test_answer *answer)
{
    const char *of = join_labels(data);

    if (is_answered(kind, answer))
        return;
    doc_note(doc, section, WEIGHT_CAUTION, "test-undefined",
             "%s%s%s%s has no result: %s", kind->name, *of ? " (" : "", of,
             *of ? ")" : "", say_needs(kind, data, answer));
}

/* A column of the table of results. Only those are shown in which a result
 * has something. */
enum { N_COLUMNS = 8, FIRST_NUMBER = 2 };

static struct estimate column_of(const struct test_answer *answer, int column)
{
    const struct test_result *result = &answer->result;
    const double numbers[N_COLUMNS] = {
        [2] = result->statistic, [3] = result->df,  [4] = result->df2,
        [5] = result->p,         [6] = (double)NAN,
    };

    return column == N_COLUMNS - 1 ? result->estimate
                                   : estimate_of(numbers[column]);
}

static void add_row(struct doc *doc, struct doc_table *table,
                    const struct test_data *data,
                    const struct test_answer *answer, const bool *is_shown)
{
    doc_row(doc, table);
    doc_cell_text(doc, table, join_labels(data));
    doc_cell_text(doc, table, join_sizes(data));
    for (int c = FIRST_NUMBER; c < N_COLUMNS; c++)
        if (is_shown[c] && c == N_COLUMNS - 2)
            doc_cell_text(doc, table,
                          isnan(answer->result.p) ? ""
                                                  : answer->result.p_method);
        else if (is_shown[c])
            doc_cell(table, column_of(answer, c), NULL);
}

/* Were the p found in different ways? If not, *common is the way; NULL if there
 * is no p. */
static bool methods_differ(const struct test_answer *answers, size_t n,
                           const char **common)
{
    *common = NULL;
    for (size_t i = 0; i < n; i++) {
        const struct test_result *result = &answers[i].result;

        if (isnan(result->p))
            continue;
        if (*common && strcmp(*common, result->p_method) != 0)
            return true;
        *common = result->p_method;
    }
    return false;
}

/* The columns in which no result has a number are left out, but one that a
 * test should have had is not. */
static void choose_columns(const struct test_answer *answers, size_t n,
                           bool *is_shown)
{
    bool is_estimate = false;
    const char *common;

    is_shown[0] = is_shown[1] = true;
    for (size_t i = 0; i < n; i++) {
        is_estimate |= answers[i].result.estimate_name &&
                       strcmp(answers[i].result.estimate_name,
                              answers[i].result.name) == 0;
        for (int c = FIRST_NUMBER; c < N_COLUMNS; c++)
            is_shown[c] |= !isnan(column_of(&answers[i], c).value);
    }
    is_shown[5] |= !is_estimate;
    is_shown[6] = methods_differ(answers, n, &common);
}

static void add_results(struct doc *doc, struct section *section,
                        const struct test_kind *kind,
                        const struct test_data *data,
                        const struct test_answer *answers, size_t n,
                        enum unit unit)
{
    const char *name = answers[0].result.estimate_name;
    const struct column_head all[N_COLUMNS] = {
        {.key = "groups", .label = "Of"},
        {.key = "n", .label = "n"},
        {.key = "statistic", .label = "Statistic"},
        {.key = "df", .label = "df"},
        {.key = "df2", .label = "df2"},
        {.key = "p", .label = "p", .unit = UNIT_P},
        {.key = "p_method", .label = "by"},
        {.key = "estimate",
         .label = name ? name : "estimate",
         .unit = unit,
         .shows_interval = true},
    };
    bool is_shown[N_COLUMNS] = {false};
    struct column_head heads[N_COLUMNS];
    struct doc_table *table;
    size_t n_heads = 0;

    choose_columns(answers, n, is_shown);
    for (int c = 0; c < N_COLUMNS; c++)
        if (is_shown[c])
            heads[n_heads++] = all[c];
    table = doc_table(doc, section, kind->name, "Result", heads, n_heads);
    table->in_summary = true;
    for (size_t i = 0; i < n; i++)
        add_row(doc, table, &data[i], &answers[i], is_shown);
}

/* p-values have a table of their own. */
static void add_adjusted(struct doc *doc, struct section *section,
                         const struct test_kind *kind,
                         const struct test_data *data,
                         const struct test_answer *answer)
{
    static const struct column_head heads[] = {
        {.key = "p", .label = "p", .unit = UNIT_P},
        {.key = "adjusted", .label = "Adjusted", .unit = UNIT_P},
    };
    struct doc_table *table = doc_table(doc, section, kind->name, "Result",
                                        heads, sizeof heads / sizeof *heads);

    table->in_summary = true;
    for (size_t i = 0; i < data->options->n_p; i++) {
        doc_row(doc, table);
        doc_cell_number(table, data->options->p[i]);
        doc_cell_number(table, answer->adjusted[i]);
    }
}

static enum unit unit_of_metric(const struct test_options *options,
                                const struct frame *frame)
{
    const char *name = options->metric ? options->metric : options->x;
    const struct column *column =
        frame && name ? table_column(frame->table, name, KIND_NUMBER) : NULL;

    return column ? column->unit : UNIT_NONE;
}

static bool is_p(const char *key)
{
    size_t n = strlen(key);

    return strncmp(key, "p_", 2) == 0 ||
           (n > 2 && strcmp(key + n - 2, "_p") == 0);
}

/* "design_effect" as "design effect"; a p is shown as such by its unit. */
static const char *label_of(struct arena *arena, const char *key)
{
    size_t skipped = strncmp(key, "p_", 2) == 0 ? 2 : 0;
    size_t n = strlen(key) - (is_p(key) && !skipped ? 2 : skipped);
    char *label = arena_text_n(arena, key + skipped, n);

    for (char *c = label; *c; c++)
        if (*c == '_')
            *c = ' ';
    return label;
}

/* What is common to all results; the details of one alone. */
static void tell_facts(struct doc *doc, struct section *section,
                       const struct test_kind *kind,
                       const struct test_answer *answers, size_t n)
{
    struct facts *facts = doc_facts(doc, section);
    const struct value *v = n == 1 ? answers[0].details->first : NULL;
    const char *method;

    facts->in_summary = true;
    doc_fact_text(
        doc, facts, "test", "Test",
        arena_format(doc->arena, "%s: %s", kind->name, kind->summary));
    doc_fact_text(doc, facts, "assumes", "Assumes", kind->assumes);
    if (!methods_differ(answers, n, &method) && method)
        doc_fact_text(doc, facts, "p_method", "p is", method);
    for (; v; v = v->next)
        if (v->kind == VALUE_NUMBER && !isnan(v->number))
            doc_fact(doc, facts, v->key, label_of(doc->arena, v->key),
                     is_p(v->key) ? UNIT_P : UNIT_NONE, estimate_of(v->number));
    doc_method(doc, kind->name, kind->summary, kind->reference);
}

/* Failed requests are often fast, or as slow as the time limit. */
static void tell_failed(struct doc *doc, struct section *section,
                        const struct frame *frame)
{
    size_t n = 0;

    for (size_t row = 0; row < frame->table->n_rows; row++)
        n += frame->counted[row] && (frame->outcomes[row] == OUTCOME_FAILED ||
                                     frame->outcomes[row] == OUTCOME_CANCELLED);
    if (n)
        doc_note(doc, section, WEIGHT_CAUTION, "failed-requests-count",
                 "%s, where there is a value; --population ok leaves them out",
                 words_counted(doc->arena, n,
                               "request that failed or was cancelled counts",
                               "requests that failed or were cancelled count"));
}

bool test_run(const struct test_kind *kind, const struct test_options *options,
              struct frame *frame, struct doc *doc, struct error *error)
{
    struct arena *arena = doc->arena;
    struct test_answer *answers;
    struct section *section;
    struct test_data *data;
    struct value *tests;
    size_t n;

    if (!test_gather(kind, options, frame, doc, &data, &n, error))
        return false;
    section = doc_section(doc, "test", "Test");
    if (frame)
        tell_failed(doc, section, frame);
    tests = value_set(doc->data, "tests", value_array(arena));
    answers = arena_alloc(arena, n, sizeof *answers);
    for (size_t i = 0; i < n; i++) {
        answers[i].result = test_result_none(kind->name);
        answers[i].parameters = value_object(arena);
        answers[i].details = value_object(arena);
        if (data[i].stratum)
            test_parameter_text(&data[i], &answers[i], "group",
                                data[i].stratum);
        kind->run(&data[i], &answers[i]);
        tell_values(tests, kind, &data[i], &answers[i]);
        tell_undefined(doc, section, kind, &data[i], &answers[i]);
    }
    tell_facts(doc, section, kind, answers, n);
    if (answers[0].adjusted)
        add_adjusted(doc, section, kind, data, answers);
    else
        add_results(doc, section, kind, data, answers, n,
                    kind->in_metric_unit ? unit_of_metric(options, frame)
                                         : kind->unit);
    return true;
}
