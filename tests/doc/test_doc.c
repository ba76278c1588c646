#include "tests/check.h"

#include <string.h>

#include "doc/doc.h"

static void sections_and_blocks_keep_their_order(void **state)
{
    struct doc *doc = doc_create("Analysis");
    struct section *input = doc_section(doc, "input", "Input");
    struct section *latency = doc_section(doc, "latency", "Latency");

    (void)state;
    doc_text(doc, input, "%d files", 3);
    doc_facts(doc, input);
    assert_ptr_equal(doc->first, input);
    assert_ptr_equal(input->next, latency);
    assert_int_equal(input->first->kind, BLOCK_TEXT);
    assert_string_equal(input->first->text, "3 files");
    assert_int_equal(input->first->next->kind, BLOCK_FACTS);
    assert_null(latency->first);
    doc_destroy(doc);
}

static void a_section_asked_for_again_is_the_same(void **state)
{
    struct doc *doc = doc_create("Analysis");

    (void)state;
    assert_ptr_equal(doc_section(doc, "input", "Input"),
                     doc_section(doc, "input", "Input"));
    assert_ptr_equal(doc->first, doc->last);
    doc_destroy(doc);
}

static void a_note_is_a_block_and_a_finding(void **state)
{
    struct doc *doc = doc_create("Analysis");
    struct section *section = doc_section(doc, "latency", "Latency");
    const struct value *finding;
    struct value *about;

    (void)state;
    about = doc_note(doc, section, WEIGHT_CAUTION, "few-tail-samples",
                     "p99 of '%s' rests on %d values.", "short", 4);
    value_set(about, "metric", value_text(doc->arena, "latency"));

    assert_int_equal(section->first->kind, BLOCK_NOTE);
    assert_string_equal(section->first->note.text,
                        "p99 of 'short' rests on 4 values.");
    finding = doc->findings->first;
    assert_string_equal(value_get(finding, "code")->text, "few-tail-samples");
    assert_string_equal(value_get(finding, "weight")->text, "caution");
    assert_string_equal(value_get(finding, "text")->text,
                        "p99 of 'short' rests on 4 values.");
    assert_string_equal(value_get(value_get(finding, "about"), "metric")->text,
                        "latency");
    doc_destroy(doc);
}

static void a_method_is_told_once(void **state)
{
    struct doc *doc = doc_create("Analysis");

    (void)state;
    doc_method(doc, "dip", "Hartigan's dip test", "Hartigan 1985");
    doc_method(doc, "dip", "Hartigan's dip test", "Hartigan 1985");
    doc_method(doc, "hd", "Harrell and Davis' quantile", NULL);
    assert_string_equal(value_get(doc->methods->first, "code")->text, "dip");
    assert_string_equal(value_get(doc->methods->last, "code")->text, "hd");
    assert_ptr_equal(doc->methods->first->next, doc->methods->last);
    doc_destroy(doc);
}

static void finishing_ends_the_data_with_findings_methods_verdict(void **state)
{
    static const char *const keys[] = {"schema", "findings", "methods",
                                       "verdict"};
    struct doc *doc = doc_create("Analysis");
    const struct value *member;

    (void)state;
    value_set(doc->data, "schema", value_text(doc->arena, "x/1"));
    doc->exit_status = 3;
    doc->verdict = "inconclusive";
    doc_finish(doc);
    doc_finish(doc);
    doc_note(doc, doc_section(doc, "s", "S"), WEIGHT_REMARK, "late", "Late.");
    member = doc->data->first;
    for (size_t i = 0; i < COUNT(keys); i++, member = member->next)
        assert_string_equal(member->key, keys[i]);
    assert_null(member);
    assert_true(value_get(value_get(doc->data, "verdict"), "exit")->integer ==
                3);
    assert_non_null(value_get(doc->data, "findings")->first);
    doc_destroy(doc);
}

static void a_table_holds_what_was_put_into_its_cells(void **state)
{
    static const struct column_head heads[] = {
        {.key = "workload", .label = "Workload"},
        {.key = "p99", .label = "p99", .unit = UNIT_SECONDS},
    };
    struct doc *doc = doc_create("Analysis");
    struct doc_table *table =
        doc_table(doc, doc_section(doc, "s", "S"), "latency", "Latency", heads,
                  COUNT(heads));
    char name[] = "group 0";

    (void)state;
    for (int i = 0; i < 9; i++) {
        name[6] = (char)('0' + i);
        doc_row(doc, table);
        doc_cell_text(doc, table, name);
        if (i != 4) /* the cell that is left out stays empty */
            doc_cell(table, estimate_of(i), "few");
    }
    assert_int_equal(table->n_rows, 9);
    assert_string_equal(table->cells[0].text, "group 0");
    assert_string_equal(table->cells[16].text, "group 8");
    check_close(table->cells[17].estimate.value, 8, 0, 0);
    assert_string_equal(table->cells[17].mark, "few");
    assert_int_equal(table->cells[9].kind, CELL_EMPTY);
    doc_destroy(doc);
}

static void facts_carry_numbers_or_texts(void **state)
{
    struct doc *doc = doc_create("Analysis");
    struct facts *facts = doc_facts(doc, doc_section(doc, "s", "S"));

    (void)state;
    doc_fact(doc, facts, "n", "Requests", UNIT_COUNT, estimate_of(10000));
    doc_fact_text(doc, facts, "format", "Format", "vllm");
    doc_fact(doc, facts, "runs", "Runs", UNIT_COUNT, estimate_of(3));
    assert_int_equal(facts->n, 3);
    check_close(facts->facts[0].estimate.value, 10000, 0, 0);
    assert_null(facts->facts[0].text);
    assert_string_equal(facts->facts[1].text, "vllm");
    check_nan(facts->facts[1].estimate.value);
    assert_string_equal(facts->facts[2].key, "runs");
    doc_destroy(doc);
}

static void a_chart_begins_without_limits_and_intervals(void **state)
{
    struct doc *doc = doc_create("Analysis");
    struct chart *chart =
        doc_chart(doc, doc_section(doc, "s", "S"), CHART_ECDF, "latency-ecdf");
    struct chart_series *series;

    (void)state;
    for (int i = 0; i < 5; i++) {
        series = doc_series(doc, chart, "short", i, MARK_STEPS, 4);
        check_nan(series->points[3].high);
    }
    doc_rule(doc, chart, 0.5, true, "p50");
    check_nan(chart->x.low);
    check_nan(chart->y.high);
    assert_int_equal(chart->n_series, 5);
    assert_int_equal(chart->series[4].colour, 4);
    assert_int_equal(chart->series[2].n_points, 4);
    assert_true(chart->rules[0].is_horizontal);
    doc_destroy(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sections_and_blocks_keep_their_order),
        cmocka_unit_test(a_section_asked_for_again_is_the_same),
        cmocka_unit_test(a_note_is_a_block_and_a_finding),
        cmocka_unit_test(a_method_is_told_once),
        cmocka_unit_test(finishing_ends_the_data_with_findings_methods_verdict),
        cmocka_unit_test(a_table_holds_what_was_put_into_its_cells),
        cmocka_unit_test(facts_carry_numbers_or_texts),
        cmocka_unit_test(a_chart_begins_without_limits_and_intervals),
    };

    return cmocka_run_group_tests_name("doc/doc", tests, NULL, NULL);
}
