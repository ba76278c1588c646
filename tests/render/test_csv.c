#include "tests/check.h"

#include <sys/stat.h>
#include <unistd.h>

#include "tests/render/rendered.h"

static const struct column_head heads[] = {
    {.key = "workload", .label = "Workload"},
    {.key = "p99",
     .label = "p99",
     .unit = UNIT_SECONDS,
     .shows_interval = true},
};

static struct doc *doc_of_text(const char *text)
{
    struct doc *doc = doc_create("Table");
    struct doc_table *table =
        doc_table(doc, doc_section(doc, "s", "S"), "latency", "Latency", heads,
                  COUNT(heads));
    struct estimate estimate = {
        .value = 0.1, .low = 0.05, .high = (double)INFINITY, .level = 0.95};

    doc_row(doc, table);
    doc_cell_text(doc, table, text);
    doc_cell(table, estimate, NULL);
    doc_finish(doc);
    return doc;
}

static void check_field(const char *text, const char *field)
{
    static const struct render_options options;
    struct doc *doc = doc_of_text(text);
    char expected[300];

    snprintf(expected, sizeof expected,
             "workload,p99,p99_low,p99_high\n%s,0.1,0.05,inf\n", field);
    check_rendered(&renderer_csv, doc, &options, expected);
    doc_destroy(doc);
}

static void fields_are_quoted_when_they_must_be(void **state)
{
    (void)state;
    check_field("short", "short");
    check_field("a,b", "\"a,b\"");
    check_field("say \"hi\"", "\"say \"\"hi\"\"\"");
    check_field("", "");
}

static void a_formula_is_made_a_text(void **state)
{
    (void)state;
    check_field("=1+1", "'=1+1");
    check_field("+1", "'+1");
    check_field("-1", "'-1");
    check_field("@SUM(A1,A2)", "\"'@SUM(A1,A2)\"");
    check_field("a=b", "a=b");
}

static void control_characters_and_bad_bytes_are_replaced(void **state)
{
    (void)state;
    check_field("two\nlines", "two\xef\xbf\xbdlines");
    check_field("bad\xff", "bad\xef\xbf\xbd");
}

static void doubts_get_a_column_and_missing_numbers_none(void **state)
{
    static const struct render_options options;
    struct doc *doc = doc_create("Table");
    struct doc_table *table = doc_table(doc, doc_section(doc, "s", "S"), "t",
                                        NULL, heads, COUNT(heads));

    (void)state;
    doc_row(doc, table);
    doc_cell_text(doc, table, "a");
    doc_cell(table, estimate_of((double)NAN), NULL);
    doc_row(doc, table);
    doc_cell_empty(table);
    doc_cell(table, estimate_of(2), "few");
    check_rendered(&renderer_csv, doc, &options,
                   "workload,p99,p99_low,p99_high,p99_doubt\n"
                   "a,,,,\n"
                   ",2,,,few\n");
    doc_destroy(doc);
}

static void the_table_is_the_one_named_or_of_the_summary(void **state)
{
    struct doc *doc = doc_create("Tables");
    struct section *section = doc_section(doc, "s", "S");

    (void)state;
    assert_null(table_find(doc, NULL));
    doc_table(doc, section, "first", NULL, heads, COUNT(heads));
    assert_string_equal(table_find(doc, NULL)->name, "first");
    doc_table(doc, section, "second", NULL, heads, COUNT(heads))->in_summary =
        true;
    assert_string_equal(table_find(doc, NULL)->name, "second");
    assert_string_equal(table_find(doc, "first")->name, "first");
    assert_null(table_find(doc, "third"));
    doc_destroy(doc);
}

static void every_table_becomes_two_files(void **state)
{
    char folder[] = "/tmp/llmstats-test-XXXXXX", path[80];
    struct doc *doc = doc_of_text("short");
    struct error error = {0};
    struct stat about;

    (void)state;
    assert_non_null(mkdtemp(folder));
    assert_true(tables_write(doc, folder, &error));
    snprintf(path, sizeof path, "%s/latency.md", folder);
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(unlink(path), 0);
    snprintf(path, sizeof path, "%s/latency.csv", folder);
    assert_int_equal(stat(path, &about), 0);
    assert_true(about.st_size > 0);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0);
    assert_false(tables_write(doc, folder, &error));
    assert_non_null(strstr(error.text, "latency.md: No such file"));
    doc_destroy(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_quoted_when_they_must_be),
        cmocka_unit_test(a_formula_is_made_a_text),
        cmocka_unit_test(control_characters_and_bad_bytes_are_replaced),
        cmocka_unit_test(doubts_get_a_column_and_missing_numbers_none),
        cmocka_unit_test(the_table_is_the_one_named_or_of_the_summary),
        cmocka_unit_test(every_table_becomes_two_files),
    };

    return cmocka_run_group_tests_name("render/csv", tests, NULL, NULL);
}
