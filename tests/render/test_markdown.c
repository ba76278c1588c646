#include "tests/check.h"

#include "tests/render/rendered.h"

static const struct render_options options;

static void check_paragraph(const char *text, const char *expected)
{
    struct doc *doc = doc_create("T");
    char whole[600];

    doc_text(doc, doc_section(doc, "s", "S"), "%s", text);
    snprintf(whole, sizeof whole, "# T\n\n## S\n\n%s\n", expected);
    check_rendered(&renderer_markdown, doc, &options, whole);
    doc_destroy(doc);
}

static void plain_words_stay_plain(void **state)
{
    (void)state;
    check_paragraph("p99 of long_context is 2.2 times its median (95 %).",
                    "p99 of long_context is 2.2 times its median (95 %).");
    check_paragraph("Q&A at 10:30, 3-5 of #", "Q\\&A at 10:30, 3-5 of #");
}

static void nothing_in_a_text_is_markup(void **state)
{
    (void)state;
    check_paragraph("<script>alert(1)</script>",
                    "\\<script\\>alert(1)\\</script\\>");
    check_paragraph("[x](javascript:y)", "\\[x\\](javascript\\:y)");
    check_paragraph("![x](http://e.org)", "!\\[x\\](http\\://e.org)");
    check_paragraph("**b** _i_ `c` ~d~",
                    "\\*\\*b\\*\\* \\_i\\_ \\`c\\` \\~d\\~");
    check_paragraph("a|b\\|c", "a\\|b\\\\\\|c");
    check_paragraph("&lt; &#60; @me #12", "\\&lt; \\&\\#60; \\@me \\#12");
    check_paragraph("www.evil.org", "www\\.evil.org");
    check_paragraph("mailto:x", "mailto\\:x");
    check_paragraph("a\n# b\n\n- c", "a # b  - c");
    check_paragraph("# a", "\\# a");
    check_paragraph("1. a", "1\\. a");
    check_paragraph("- a", "\\- a");
    check_paragraph("+ a", "\\+ a");
    check_paragraph("=== ", "\\=== ");
    check_paragraph("bad \xff \x1b[31m", "bad \xef\xbf\xbd \xef\xbf\xbd\\[31m");
}

static void a_table_is_aligned_escaped_and_has_units_in_its_head(void **state)
{
    static const struct column_head heads[] = {
        {.key = "workload", .label = "Workload"},
        {.key = "p50",
         .label = "p50",
         .unit = UNIT_SECONDS,
         .shows_interval = true},
    };
    struct estimate estimate = {
        .value = 1.23456, .low = 1.20012, .high = 1.27331, .level = 0.95};
    struct doc *doc = doc_create("T");
    struct doc_table *table = doc_table(doc, doc_section(doc, "s", "S"), "t",
                                        "By workload", heads, COUNT(heads));

    (void)state;
    table->caption = "95 % intervals.";
    doc_row(doc, table);
    doc_cell_text(doc, table, "a|b\nc");
    doc_cell(table, estimate, "few");
    doc_row(doc, table);
    doc_cell_empty(table);
    doc_cell_number(table, (double)NAN);
    check_rendered(&renderer_markdown, doc, &options,
                   "# T\n\n## S\n\n### By workload\n\n"
                   "| Workload | p50, s |\n"
                   "| --- | ---: |\n"
                   "| a\\|b\xef\xbf\xbd"
                   "c | 1.235 \\[1.200, 1.273\\] few |\n"
                   "|  | \xe2\x80\x93 |\n\n"
                   "95 % intervals.\n");
    doc_destroy(doc);
}

static struct doc *doc_of_chart(void)
{
    struct doc *doc = doc_create("T");
    struct chart *chart =
        doc_chart(doc, doc_section(doc, "s", "S"), CHART_ECDF, "latency-ecdf");

    chart->title = "Latency of 3 requests";
    chart->subtitle = "p99 is 2.2 times the median";
    chart->caption = "n = 3.";
    return doc;
}

static void a_figure_is_linked_with_its_caption(void **state)
{
    static const struct render_options with = {.figures = "figures"};
    struct doc *doc = doc_of_chart();

    (void)state;
    check_rendered(&renderer_markdown, doc, &with,
                   "# T\n\n## S\n\n"
                   "![Latency of 3 requests](figures/latency-ecdf.svg)\n\n"
                   "Latency of 3 requests: p99 is 2.2 times the median. "
                   "n = 3.\n");
    doc_destroy(doc);
}

static void without_figures_their_words_remain(void **state)
{
    struct doc *doc = doc_of_chart();

    (void)state;
    check_rendered(&renderer_markdown, doc, &options,
                   "# T\n\n## S\n\n"
                   "Latency of 3 requests: p99 is 2.2 times the median. "
                   "n = 3.\n");
    doc_destroy(doc);
}

static void notes_facts_methods_and_verdict_are_told(void **state)
{
    struct doc *doc = doc_create("T");
    struct section *section = doc_section(doc, "s", "S");
    struct facts *facts = doc_facts(doc, section);

    (void)state;
    doc_section(doc, "empty", "Is not printed");
    doc_fact(doc, facts, "n", "Requests", UNIT_COUNT, estimate_of(10000));
    doc_fact_text(doc, facts, "f", "Format", "<b>");
    doc_note(doc, section, WEIGHT_CAUTION, "few-tail-samples", "Few.");
    doc_note(doc, section, WEIGHT_REMARK, "ties", "Ties.");
    doc_method(doc, "dip", "The dip test.", "Hartigan 1985");
    doc->verdict = "slower";
    check_rendered(&renderer_markdown, doc, &options,
                   "# T\n\n**Verdict:** slower\n\n## S\n\n"
                   "- Requests: 10,000\n- Format: \\<b\\>\n\n"
                   "- **Caution** (few-tail-samples): Few.\n"
                   "- **Remark** (ties): Ties.\n\n"
                   "## Methods\n\n"
                   "- **dip**: The dip test. (Hartigan 1985)\n");
    doc_destroy(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_words_stay_plain),
        cmocka_unit_test(nothing_in_a_text_is_markup),
        cmocka_unit_test(a_table_is_aligned_escaped_and_has_units_in_its_head),
        cmocka_unit_test(a_figure_is_linked_with_its_caption),
        cmocka_unit_test(without_figures_their_words_remain),
        cmocka_unit_test(notes_facts_methods_and_verdict_are_told),
    };

    return cmocka_run_group_tests_name("render/markdown", tests, NULL, NULL);
}
