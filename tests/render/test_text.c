#include "tests/check.h"

#include "tests/render/rendered.h"

static const struct column_head heads[] = {
    {.key = "workload", .label = "Workload"},
    {.key = "n", .label = "Requests", .unit = UNIT_COUNT},
    {.key = "p50",
     .label = "p50",
     .unit = UNIT_SECONDS,
     .shows_interval = true},
};

static struct doc_table *add_table(struct doc *doc)
{
    struct doc_table *table =
        doc_table(doc, doc_section(doc, "s", "S"), "latency", "Latency", heads,
                  COUNT(heads));

    table->in_summary = true;
    return table;
}

static void add_row(struct doc *doc, struct doc_table *table, const char *name,
                    double n, double value)
{
    struct estimate estimate = {
        .value = value, .low = 0.9 * value, .high = 1.1 * value, .level = 0.95};

    doc_row(doc, table);
    doc_cell_text(doc, table, name);
    doc_cell_number(table, n);
    doc_cell(table, estimate, NULL);
}

static void columns_are_aligned_by_what_is_seen(void **state)
{
    static const struct render_options options;
    struct doc *doc = doc_create("Analysis");
    struct doc_table *table = add_table(doc);

    (void)state;
    add_row(doc, table, "short", 9000, 1);
    add_row(doc, table, "\xe4\xb8\xad\xe6\x96\x87", 10, 2.5);
    check_rendered(&renderer_text, doc, &options,
                   "Analysis\n"
                   "\n"
                   "Latency\n"
                   "  Workload  Requests             p50, s\n"
                   "  short        9,000  1.00 [0.90, 1.10]\n"
                   "  \xe4\xb8\xad\xe6\x96\x87            10"
                   "  2.50 [2.25, 2.75]\n");
    doc_destroy(doc);
}

static void a_narrow_screen_loses_intervals_then_ends_of_names(void **state)
{
    static const struct render_options options = {.width = 40};
    struct doc *doc = doc_create("Analysis");
    struct doc_table *table = add_table(doc);

    (void)state;
    add_row(doc, table, "a-very-long-name-of-some-workload", 9000, 1);
    check_rendered(&renderer_text, doc, &options,
                   "Analysis\n"
                   "\n"
                   "Latency\n"
                   "  Workload              Requests  p50, s\n"
                   "  a-very-lo\xe2\x80\xa6"
                   "e-workload     9,000       1\n");
    doc_destroy(doc);
}

static void only_the_summary_and_heavy_notes_are_printed(void **state)
{
    static const struct render_options options = {.width = 40};
    struct doc *doc = doc_create("Analysis");
    struct section *section = doc_section(doc, "s", "S");
    struct facts *facts = doc_facts(doc, section);

    (void)state;
    add_table(doc)->in_summary = false;
    facts->in_summary = true;
    doc_fact(doc, facts, "n", "Requests", UNIT_COUNT, estimate_of(10000));
    doc_fact_text(doc, facts, "f", "Form", "vllm");
    doc_text(doc, section, "A paragraph for the report.");
    doc_note(doc, section, WEIGHT_REMARK, "r", "A remark.");
    doc_note(doc, section, WEIGHT_CAUTION, "c",
             "A caution that is longer than the line of the screen.");
    doc_note(doc, section, WEIGHT_FAILURE, "f", "A failure.");
    doc->verdict = "slower";
    check_rendered(&renderer_text, doc, &options,
                   "Analysis\n"
                   "  Requests  10,000\n"
                   "  Form      vllm\n"
                   "\n"
                   "failure: A failure.\n"
                   "caution: A caution that is longer than\n"
                   "  the line of the screen.\n"
                   "\n"
                   "slower\n");
    doc_destroy(doc);
}

static void colour_is_there_only_when_asked(void **state)
{
    static const struct render_options plain = {0},
                                       coloured = {.in_colour = true};
    struct doc *doc = doc_create("Analysis");
    char *got;

    (void)state;
    doc_note(doc, doc_section(doc, "s", "S"), WEIGHT_FAILURE, "f", "Failed.");
    got = rendered(&renderer_text, doc, &plain);
    assert_null(strchr(got, '\033'));
    free(got);
    check_rendered(&renderer_text, doc, &coloured,
                   "\033[1mAnalysis\033[0m\n\n"
                   "\033[31mfailure\033[0m: Failed.\n");
    doc_destroy(doc);
}

static void a_log_cannot_send_codes_to_the_terminal(void **state)
{
    static const struct render_options options;
    struct doc *doc = doc_create("An\033[2Jalysis");
    struct doc_table *table = add_table(doc);
    struct facts *facts = doc_facts(doc, doc_section(doc, "s", "S"));
    char *got;

    (void)state;
    facts->in_summary = true;
    add_row(doc, table, "\033]0;x\007 \x9b", 1, 1);
    doc_fact_text(doc, facts, "f", "Form", "\033[31m");
    doc_note(doc, doc_section(doc, "s", "S"), WEIGHT_CAUTION, "c", "\033c");
    got = rendered(&renderer_text, doc, &options);
    assert_null(strchr(got, '\033'));
    assert_null(strchr(got, '\007'));
    assert_null(strchr(got, '\x9b'));
    free(got);
    doc_destroy(doc);
}

static void a_summary_stays_short(void **state)
{
    static const struct render_options options;
    struct doc *doc = doc_create("Analysis");
    struct doc_table *table = add_table(doc);
    size_t n_lines = 0;
    char *got;

    (void)state;
    for (int i = 0; i < 50; i++) {
        add_row(doc, table, "group", i, i + 1);
        doc_note(doc, doc_section(doc, "s", "S"), WEIGHT_CAUTION, "c", "C.");
    }
    got = rendered(&renderer_text, doc, &options);
    assert_non_null(strstr(got, "  ... and 38 more\n"));
    assert_non_null(strstr(got, "... and 42 more\n"));
    for (const char *c = got; *c; c++)
        n_lines += *c == '\n';
    assert_in_range(n_lines, 20, 30);
    free(got);
    doc_destroy(doc);
}

static const struct column_head times[] = {
    {.key = "model", .label = "model"},
    {.key = "p50", .label = "p50", .unit = UNIT_SECONDS},
    {.key = "p99", .label = "p99", .unit = UNIT_SECONDS},
};

static struct doc_table *add_times(struct doc *doc, const char *section,
                                   double p50, double p99)
{
    struct doc_table *table = doc_table(doc, doc_section(doc, section, section),
                                        section, "Times", times, COUNT(times));

    table->in_summary = true;
    table->legend = isnan(p99) ? NULL : "few: a handful";
    doc_row(doc, table);
    doc_cell_text(doc, table, "a");
    doc_cell_number(table, p50);
    doc_cell(table, estimate_of(p99), isnan(p99) ? NULL : "few");
    return table;
}

/* A column without a number takes the unit of its table, and minutes are for
 * tables of minutes. */
static void times_of_a_table_share_their_unit(void **state)
{
    static const struct render_options options;
    struct doc *doc = doc_create("Analysis");

    (void)state;
    add_times(doc, "a", 0.9, 5);
    add_times(doc, "b", 0.9, (double)NAN);
    add_times(doc, "c", 25, 200);
    check_rendered(&renderer_text, doc, &options,
                   "Analysis\n"
                   "\n"
                   "Times\n"
                   "  model  p50, s  p99, s\n"
                   "  a       0.900   5 few\n"
                   "  few: a handful\n"
                   "\n"
                   "Times\n"
                   "  model  p50, ms  p99, ms\n"
                   "  a          900        \xe2\x80\x93\n"
                   "\n"
                   "Times\n"
                   "  model  p50, s   p99, s\n"
                   "  a          25  200 few\n"
                   "  few: a handful\n");
    doc_destroy(doc);
}

static void facts_below_the_table_of_another_section_have_a_title(void **state)
{
    static const struct render_options options;
    struct doc *doc = doc_create("Analysis");
    struct facts *facts;

    (void)state;
    add_times(doc, "a", 1, (double)NAN);
    facts = doc_facts(doc, doc_section(doc, "cost", "Cost"));
    facts->in_summary = true;
    doc_fact_text(doc, facts, "t", "total", "$8");
    check_rendered(&renderer_text, doc, &options,
                   "Analysis\n"
                   "\n"
                   "Times\n"
                   "  model  p50, s  p99, s\n"
                   "  a           1       \xe2\x80\x93\n"
                   "\n"
                   "Cost\n"
                   "  total  $8\n");
    doc_destroy(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_aligned_by_what_is_seen),
        cmocka_unit_test(a_narrow_screen_loses_intervals_then_ends_of_names),
        cmocka_unit_test(only_the_summary_and_heavy_notes_are_printed),
        cmocka_unit_test(colour_is_there_only_when_asked),
        cmocka_unit_test(a_log_cannot_send_codes_to_the_terminal),
        cmocka_unit_test(a_summary_stays_short),
        cmocka_unit_test(times_of_a_table_share_their_unit),
        cmocka_unit_test(facts_below_the_table_of_another_section_have_a_title),
    };

    return cmocka_run_group_tests_name("render/text", tests, NULL, NULL);
}
