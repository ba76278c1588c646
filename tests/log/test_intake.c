#include "log/intake.h"

#include <string.h>
#include <sys/stat.h>

#include "tests/check.h"
#include "tests/log/reading.h"

static const struct intake_options none;

struct two {
    char paths[2][64];
    const char *names[2];
};

static void write_two(struct two *two, const char *first, const char *second)
{
    write_file(two->paths[0], "one.csv", first, strlen(first));
    write_file(two->paths[1], "two.jsonl", second, strlen(second));
    two->names[0] = two->paths[0];
    two->names[1] = two->paths[1];
}

static void remove_two(const struct two *two)
{
    unlink(two->paths[0]);
    unlink(two->paths[1]);
}

static void files_join_in_the_order_named(void **state)
{
    struct error error = {0};
    struct intake intake;
    struct two two;

    (void)state;
    write_two(&two, "latency_ms,model\n1500,a\n2500,b\n",
              "{\"latency_s\":3,\"cost\":0.5,\"model\":\"b\"}\n");
    assert_true(intake_read(&intake, &none, two.names, 2, &error));
    assert_int_equal(intake.n_inputs, 2);
    assert_int_equal(intake.table->n_rows, 3);
    assert_int_equal(intake.inputs[1].first_row, 2);
    assert_int_equal(intake.inputs[1].n_rows, 1);
    check_close(intake.table->field[FIELD_LATENCY]->number[0], 1.5, 1e-15, 0);
    check_close(intake.table->field[FIELD_LATENCY]->number[2], 3, 0, 0);
    check_nan(intake.table->field[FIELD_COST]->number[0]);
    check_close(intake.table->field[FIELD_COST]->number[2], 0.5, 0, 0);
    assert_int_equal(column_code(intake.table->field[FIELD_MODEL], 1),
                     column_code(intake.table->field[FIELD_MODEL], 2));
    assert_non_null(
        strstr(column_text(intake.table->field[FIELD_RUN], 0), "one"));
    assert_non_null(
        strstr(column_text(intake.table->field[FIELD_RUN], 2), "two"));
    intake_release(&intake);
    remove_two(&two);
}

static void one_log_says_outcomes_and_the_other_does_not(void **state)
{
    struct error error = {0};
    struct intake intake;
    struct column *outcome;
    struct two two;

    (void)state;
    write_two(&two, "latency_ms,error\n1500,\n2500,broken\n",
              "{\"latency_s\":3}\n");
    assert_true(intake_read(&intake, &none, two.names, 2, &error));
    outcome = intake.table->field[FIELD_OUTCOME];
    assert_string_equal(column_text(outcome, 0), "ok");
    assert_string_equal(column_text(outcome, 1), "failed");
    assert_string_equal(column_text(outcome, 2), "unknown");
    intake_release(&intake);
    remove_two(&two);
}

static void check_error(const char *const *paths, size_t n, const char *words)
{
    struct error error = {0};
    struct intake intake;

    assert_false(intake_read(&intake, &none, paths, n, &error));
    if (!strstr(error.text, words))
        print_error("%s\n", error.text);
    assert_non_null(strstr(error.text, words));
    intake_release(&intake);
}

static void a_file_counts_once(void **state)
{
    char path[64], link[80], dotted[80];
    const char *same[] = {path, path}, *other[] = {path, dotted},
               *linked[] = {path, link};

    (void)state;
    write_file(path, "once.csv", "latency_s\n1\n", 12);
    snprintf(dotted, sizeof dotted, "./%s", path);
    snprintf(link, sizeof link, "%s.link", path);
    assert_int_equal(symlink(path, link), 0);
    check_error(same, 2, "is named twice");
    check_error(other, 2, "is named twice");
    check_error(linked, 2, "is named twice");
    unlink(link);
    unlink(path);
}

static void the_same_content_is_noted(void **state)
{
    struct error error = {0};
    struct intake intake;
    struct two two;

    (void)state;
    write_two(&two, "latency_s\n1\n", "latency_s\n1\n");
    assert_true(intake_read(&intake, &none, two.names, 2, &error));
    assert_int_equal(intake.n_notes, 1);
    assert_string_equal(intake.notes[0].code, "same-content");
    intake_release(&intake);
    remove_two(&two);
}

static void what_is_no_file_is_refused(void **state)
{
    static const char *const folder[] = {"/tmp"};
    static const char *const nowhere[] = {"no-such-file.csv"};

    (void)state;
    check_error(NULL, 0, "no file is named");
    check_error(folder, 1, "directory");
    check_error(nowhere, 1, "no-such-file.csv");
}

static void files_of_one_name_are_runs_of_two(void **state)
{
    struct error error = {0};
    struct intake intake;
    char folders[2][40], paths[2][100];
    const char *names[2] = {paths[0], paths[1]};

    (void)state;
    for (int i = 0; i < 2; i++) {
        FILE *out;

        snprintf(folders[i], sizeof folders[i], "runs-%ld-%d", (long)getpid(),
                 i);
        assert_int_equal(mkdir(folders[i], 0700), 0);
        snprintf(paths[i], sizeof paths[i], "%s/log.csv", folders[i]);
        out = fopen(paths[i], "w");
        fprintf(out, "latency_s\n%d\n", i + 1);
        fclose(out);
    }
    assert_true(intake_read(&intake, &none, names, 2, &error));
    for (size_t i = 0; i < 2; i++) {
        char expected[100];

        snprintf(expected, sizeof expected, "%s/log", folders[i]);
        assert_string_equal(intake.inputs[i].run, expected);
        unlink(paths[i]);
        rmdir(folders[i]);
    }
    intake_release(&intake);
}

static void a_column_that_no_log_has_is_refused(void **state)
{
    static const struct wanted wanted[] = {{"colr", KIND_TEXT, false}};
    struct intake_options options = {.wanted = wanted, .n_wanted = 1};

    (void)state;
    check_refused("want.csv", "latency_s,color\n1,red\n", 22, &options,
                  "no log has a column 'colr'; did you mean 'color'");
}

static void a_column_of_one_log_is_enough(void **state)
{
    static const struct wanted wanted[] = {{"color", KIND_TEXT, false}};
    struct intake_options options = {.wanted = wanted, .n_wanted = 1};
    struct error error = {0};
    struct intake intake;
    struct column *color;
    struct two two;

    (void)state;
    write_two(&two, "latency_ms\n1500\n",
              "{\"latency_s\":3,\"color\":\"red\"}\n");
    assert_true(intake_read(&intake, &options, two.names, 2, &error));
    color = table_column(intake.table, "color", KIND_TEXT);
    assert_string_equal(column_text(color, 0), "");
    assert_string_equal(column_text(color, 1), "red");
    intake_release(&intake);
    remove_two(&two);
}

static void the_rules_in_force_are_told(void **state)
{
    struct intake_options options = {.workload_rules =
                                         "tiny: input_tokens < 5"};
    struct reading reading;

    (void)state;
    read_text(&reading, "rules.csv", "latency_s,prompt_tokens\n1,2\n2,9\n",
              &options);
    assert_string_equal(reading.intake.workload_rules,
                        "tiny: input_tokens < 5");
    assert_string_equal(text_of(&reading, FIELD_WORKLOAD, 0), "tiny");
    assert_string_equal(text_of(&reading, FIELD_WORKLOAD, 1), "unknown");
    intake_release(&reading.intake);
}

static void a_log_without_tokens_has_no_workload(void **state)
{
    struct intake_options own = {.workload_rules = "slow: latency > 1"};
    struct reading reading;

    (void)state;
    read_text(&reading, "bare.csv", "latency_s\n1\n2\n", NULL);
    assert_null(reading.intake.table->field[FIELD_WORKLOAD]);
    assert_null(reading.intake.workload_rules);
    intake_release(&reading.intake);
    read_text(&reading, "bare.csv", "latency_s\n1\n2\n", &own);
    assert_string_equal(text_of(&reading, FIELD_WORKLOAD, 0), "unknown");
    assert_string_equal(text_of(&reading, FIELD_WORKLOAD, 1), "slow");
    intake_release(&reading.intake);
}

static void the_input_is_described(void **state)
{
    struct reading reading;
    const struct input *input;

    (void)state;
    read_text(&reading, "told.csv", "latency_s,color\n1,red\n", NULL);
    input = &reading.intake.inputs[0];
    assert_string_equal(input->shape, "csv");
    assert_string_equal(input->compression, "none");
    assert_int_equal(input->bytes, 22);
    assert_int_equal(strncmp(input->digest, "xxh3-128:", 9), 0);
    assert_string_equal(input->why, "rows of cells between ','");
    assert_int_equal(input->n_unused, 1);
    assert_string_equal(input->unused[0], "color");
    intake_release(&reading.intake);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_join_in_the_order_named),
        cmocka_unit_test(one_log_says_outcomes_and_the_other_does_not),
        cmocka_unit_test(a_file_counts_once),
        cmocka_unit_test(the_same_content_is_noted),
        cmocka_unit_test(what_is_no_file_is_refused),
        cmocka_unit_test(files_of_one_name_are_runs_of_two),
        cmocka_unit_test(a_column_that_no_log_has_is_refused),
        cmocka_unit_test(a_column_of_one_log_is_enough),
        cmocka_unit_test(the_rules_in_force_are_told),
        cmocka_unit_test(a_log_without_tokens_has_no_workload),
        cmocka_unit_test(the_input_is_described),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
