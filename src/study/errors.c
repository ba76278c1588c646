#include "study/study.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stat/proportion.h"
#include "stat/runs.h"
#include "study/error_class.h"
#include "study/words.h"

/* How often requests fail, and of what. The rate is that of requests whose
 * outcome the log tells. */

struct tally {
    uint64_t known, failed; /* requests with an outcome; failed ones */
    uint64_t classes[N_ERROR_CLASSES];
};

static struct tally *tally_groups(const struct frame *frame)
{
    struct tally *tallies =
        arena_alloc(frame->arena, frame_n_groups(frame), sizeof *tallies);

    for (size_t i = 0; i < frame->table->n_rows; i++) {
        size_t at[2] = {0, 0}, n = 1;

        if (!frame->kept[i] || frame->outcomes[i] == OUTCOME_UNKNOWN)
            continue;
        if (frame->groups)
            at[n++] = 1 + grouping_at(frame->groups, i);
        for (size_t k = 0; k < n; k++) {
            tallies[at[k]].known++;
            if (frame->outcomes[i] != OUTCOME_FAILED)
                continue;
            tallies[at[k]].failed++;
            tallies[at[k]].classes[error_class_of(frame, i)]++;
        }
    }
    return tallies;
}

static struct estimate share(const struct frame *frame, uint64_t n, uint64_t of)
{
    return proportion_wilson((struct count){n, of}, frame->options->level);
}

/* Failures by run: bursts make the rates differ more than chance does. */
static struct test_result test_runs(const struct frame *frame)
{
    size_t n = frame->runs ? frame->runs->n_groups : 0;
    double *failed = memory_alloc(n, sizeof *failed);
    double *known = memory_alloc(n, sizeof *known);
    struct test_result result;

    for (size_t i = 0; n && i < frame->table->n_rows; i++) {
        uint32_t run = grouping_at(frame->runs, i);

        if (run == GROUP_NONE || frame->outcomes[i] == OUTCOME_UNKNOWN)
            continue;
        known[run]++;
        failed[run] += frame->outcomes[i] == OUTCOME_FAILED;
    }
    result = n > 1 ? runs_over_dispersion(failed, known, n)
                   : test_result_none("chi-square");
    free(failed);
    free(known);
    return result;
}

static struct value *tell_test(struct arena *arena,
                               const struct test_result *test)
{
    struct value *object;

    if (isnan(test->p))
        return value_null(arena);
    object = value_object(arena);
    value_set(object, "name", value_text(arena, test->name));
    value_set(object, "statistic", value_number(arena, test->statistic));
    value_set(object, "df", value_number(arena, test->df));
    value_set(object, "p", value_number(arena, test->p));
    return object;
}

static void tell_group(struct frame *frame, struct value *errors, size_t g,
                       const struct tally *tally)
{
    struct arena *arena = frame->arena;
    struct value *object = value_append(errors, value_object(arena)), *classes;
    struct estimate rate = share(frame, tally->failed, tally->known);

    value_set(object, "by", frame_group_by(frame, g));
    value_set(object, "n", value_integer(arena, (int64_t)tally->known));
    value_set(object, "rate", value_estimate(arena, &rate));
    classes = value_set(object, "classes", value_array(arena));
    for (int c = 0; c < N_ERROR_CLASSES; c++) {
        struct estimate one = share(frame, tally->classes[c], tally->known);
        struct value *class;

        if (tally->classes[c] == 0)
            continue;
        class = value_append(classes, value_object(arena));
        value_set(class, "class", value_text(arena, error_class_names[c]));
        value_set(class, "n", value_integer(arena, (int64_t)tally->classes[c]));
        value_set(class, "rate", value_estimate(arena, &one));
    }
    if (g == 0) {
        struct test_result test = test_runs(frame);

        value_set(object, "over_dispersion",
                  value_number(arena, test.statistic / test.df));
        value_set(object, "test", tell_test(arena, &test));
    }
}

static void add_row(struct frame *frame, struct doc_table *table,
                    const char *label, const char *class, uint64_t n,
                    uint64_t of)
{
    doc_row(frame->doc, table);
    doc_cell_text(frame->doc, table, label);
    doc_cell_text(frame->doc, table, class);
    doc_cell_number(table, (double)n);
    doc_cell_number(table, (double)of);
    doc_cell(table, share(frame, n, of), NULL);
}

static void add_table(struct frame *frame, struct section *section,
                      const struct tally *tallies)
{
    static const struct column_head heads[] = {
        {.key = "group", .label = "requests"},
        {.key = "class", .label = "error"},
        {.key = "n", .label = "n", .unit = UNIT_COUNT},
        {.key = "of", .label = "of", .unit = UNIT_COUNT},
        {.key = "rate",
         .label = "rate",
         .unit = UNIT_SHARE,
         .shows_interval = true},
    };
    struct doc_table *table =
        doc_table(frame->doc, section, "errors", "Failed requests", heads,
                  sizeof heads / sizeof *heads);

    table->in_summary = tallies[0].failed > 0;
    table->caption = arena_format(
        frame->arena, "%s Wilson intervals.",
        words_number(frame->arena, UNIT_SHARE, frame->options->level));
    for (int c = 0; c < N_ERROR_CLASSES; c++)
        if (tallies[0].classes[c])
            add_row(frame, table, "all", error_class_names[c],
                    tallies[0].classes[c], tallies[0].known);
    add_row(frame, table, "all", "any", tallies[0].failed, tallies[0].known);
    if (!tallies[0].failed)
        return;
    table = doc_table(frame->doc, section, "errors-by-group",
                      "Failed requests by group", heads,
                      sizeof heads / sizeof *heads);
    for (size_t g = 0; g < frame_n_groups(frame); g++)
        add_row(frame, table, frame_group_label(frame, g), "any",
                tallies[g].failed, tallies[g].known);
}

static void run(struct frame *frame)
{
    struct section *section = doc_section(frame->doc, "errors", "Errors");
    struct value *errors =
        value_set(frame->doc->data, "errors", value_array(frame->arena));
    struct tally *tallies;

    if (!frame_knows_failures(frame)) {
        doc_note(frame->doc, section, WEIGHT_CAUTION, "no-error-rate",
                 "the error rate is not in this log: its format leaves failed "
                 "requests out");
        return;
    }
    tallies = tally_groups(frame);
    if (tallies[0].known == 0) {
        doc_note(frame->doc, section, WEIGHT_REMARK, "no-outcome",
                 "this log does not say which requests failed: no error rate");
        return;
    }
    for (size_t g = 0; g < frame_n_groups(frame); g++)
        tell_group(frame, errors, g, &tallies[g]);
    add_table(frame, section, tallies);
    doc_method(frame->doc, "wilson", "score interval of a proportion",
               "Wilson, JASA 22, 1927");
}

const struct study study_errors = {
    .name = "errors",
    .summary = "failed requests by class, with intervals",
    .run = run,
};
