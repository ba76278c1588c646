#include "log/writers.h"

#include <stdlib.h>
#include <string.h>

#include "tests/check.h"

static struct table *make_table(void)
{
    static const char *const models[] = {"a,b", "say \"hi\"\n", ""};
    struct table *table = table_create();
    struct column *latency = table_add_field(table, FIELD_LATENCY);
    struct column *start = table_add_field(table, FIELD_START);
    struct column *model = table_add_field(table, FIELD_MODEL);

    table_grow(table, COUNT(models));
    for (size_t i = 0; i < COUNT(models); i++)
        model->code[i] =
            dictionary_add(&model->dictionary, models[i], strlen(models[i]));
    latency->number[0] = 0.1;
    latency->number[1] = 1e-7;
    start->time[0] = 1772524800123456789;
    return table;
}

static void check_written(const struct writer *writer, const uint8_t *keep,
                          const char *expected)
{
    struct table *table = make_table();
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    writer->write(table, (const struct column *const *)table->columns,
                  table->n_columns, keep, out);
    fclose(out);
    assert_string_equal(text, expected);
    free(text);
    table_destroy(table);
}

static void csv_quotes_what_it_must(void **state)
{
    static const uint8_t all[] = {1, 1, 1};

    (void)state;
    check_written(&writer_csv, all,
                  "latency,start,model\n"
                  "0.1,2026-03-03T08:00:00.123456789Z,\"a,b\"\n"
                  "1e-7,,\"say \"\"hi\"\"\n\"\n"
                  ",,\n");
}

static void jsonl_escapes_and_says_null(void **state)
{
    static const uint8_t two[] = {0, 1, 1};

    (void)state;
    check_written(&writer_jsonl, two,
                  "{\"latency\":1e-7,\"start\":null,"
                  "\"model\":\"say \\\"hi\\\"\\n\"}\n"
                  "{\"latency\":null,\"start\":null,\"model\":null}\n");
}

static void writers_are_found_by_name_and_path(void **state)
{
    (void)state;
    assert_ptr_equal(writer_find("jsonl"), &writer_jsonl);
    assert_ptr_equal(writer_of_path("a.b/x.csv"), &writer_csv);
    assert_null(writer_find("xlsx"));
    assert_null(writer_of_path("csv"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_quotes_what_it_must),
        cmocka_unit_test(jsonl_escapes_and_says_null),
        cmocka_unit_test(writers_are_found_by_name_and_path),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
